"""Proof that the attacks are attacks: stock nbgrader, in its default configuration, falls for each of them.

Those that would endanger the machine, take minutes, or aim at what stock nbgrader does not have are defence in depth;
each says why.
"""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.grading.attacks.classroom import AFTER, BEFORE, Classroom, make_template
from tests.grading.attacks.corpus.everything import ATTACKS
from tests.grading.attacks.course import SET
from tests.grading.attacks.model import GROUPS, Attack, Evidence

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the attacks use what Linux has"),
]
STOCK = [attack for attack in ATTACKS if attack.stock]
TOGETHER = 4  # classes of attackers that do not disturb one another
ENDLESS = ("pipe-notebook", "stops-parent")  # these never end, and are given up some seconds after the first student


def test_the_suite_is_as_large_as_it_should_be() -> None:
    names = [attack.name for attack in ATTACKS]
    assert len(set(names)) == len(names) >= 55
    assert {attack.group for attack in ATTACKS} == set(GROUPS)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Evidence]:
    """What each attack achieves, by its name."""
    template = make_template(tmp_path_factory.mktemp("stock"), stock=True)
    together = [attack for attack in STOCK if not attack.alone]
    classes = [together[start::TOGETHER] for start in range(TOGETHER)]
    classes += [[attack] for attack in STOCK if attack.alone]
    folders = [tmp_path_factory.mktemp("class") for _ in classes]
    with ThreadPoolExecutor(3) as pool:
        parts = list(pool.map(lambda attacks, folder: grade(attacks, folder, template), classes, folders))
    first = {name: evidence for part in parts for name, evidence in part.items()}
    # One success is proof enough. On a busy machine stock nbgrader may lose a kernel (its port is taken by another
    # before it listens there) and with it the attack, so an attack that came to nothing is tried once more, alone.
    failed = [attack for attack in STOCK if not attack.succeeded(first[attack.name])]
    again = [grade([attack], tmp_path_factory.mktemp("again"), template) for attack in failed]
    return first | {name: evidence for part in again for name, evidence in part.items()}


def grade(attacks: list[Attack], folder: Path, template: Path) -> dict[str, Evidence]:
    """Grade one class with stock nbgrader."""
    with Classroom(folder, template, (BEFORE, AFTER)) as room:
        for number, attack in enumerate(attacks, 1):
            room.add(attack, number)
        alone = attacks[0].alone
        first = room.course / "autograded" / BEFORE / SET / "exam.ipynb"
        stuck = first if attacks[0].name in ENDLESS else None
        room.run("-m", "nbgrader", "autograde", SET, seconds=90 if alone else 400, stuck=stuck)
        if not alone:
            room.run("-m", "nbgrader", "generate_feedback", SET, seconds=120)
        evidence = {attack.name: room.evidence(attack) for attack in attacks}
    shutil.rmtree(folder, ignore_errors=True)
    return evidence


@pytest.mark.parametrize("attack", STOCK, ids=lambda attack: attack.name)
def test_stock_nbgrader_falls_for_it(attack: Attack, found: dict[str, Evidence]) -> None:
    evidence = found[attack.name]
    assert attack.succeeded(evidence), f"stock nbgrader withstands it: {attack.tries}\n{evidence.console}"
