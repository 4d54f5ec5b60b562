"""How much one message may bring: the border behind which nothing of the learner's is trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable

from mlcourse.grading.remote.channel import Violation

DEPTH = 100
NODES = 1_000_000
PACKED = 4_000_000  # numbers in lists that travel as one buffer
INTEGER_BITS = 1 << 20
TEXT = 64 << 20  # characters of all texts together
ENTRIES = 200_000  # of one dictionary or set
SHORT_TEXT = 200  # longer ones travel beside the JSON text
_SAME_HASH = 16


def demand_spread_hashes(keys: Collection[Hashable]) -> None:
    """Refuse keys made to collide, with which a dictionary takes quadratic time."""
    if len(keys) > ENTRIES:
        raise Violation(f"{len(keys)} keys, which are too many")
    if len(keys) > 4 * _SAME_HASH and max(Counter(map(hash, keys)).values()) > _SAME_HASH:
        raise Violation("keys that collide")
