"""All attacks, in the order of their groups."""

from __future__ import annotations

from tests.grading.attacks.corpus import accident, deceive, gain, harm, outlive, read
from tests.grading.attacks.model import Attack

ATTACKS: tuple[Attack, ...] = tuple(
    attack for module in (gain, read, harm, outlive, deceive, accident) for attack in module.attack.attacks
)
