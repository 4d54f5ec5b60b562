"""Failure messages that say the same of different values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST = 300  # characters of a message that are compared and shown
_BRACKETS = re.compile(r"[\[({][^\[\](){}]*[\])}]")
_BLANKS = (
    (re.compile(r"(?<!\w)'[^'\n]*'(?!\w)|\"[^\"\n]*\""), "'…'"),
    (re.compile(r"0x[0-9a-fA-F]+"), "…"),
    (re.compile(r"(?<![A-Za-z_])[-+]?(\d+(\.\d+)?|\.\d+)([eE][-+]?\d+)?(?![A-Za-z_])|\bnan\b|[-+]?\binf\b"), "…"),
)


@dataclass(frozen=True)
class Failure:
    """A kind of failure: its message with the values left out, how often it came, and one message as it was."""

    message: str
    count: int
    example: str


def common(messages: Iterable[str], most: int = 5) -> tuple[Failure, ...]:
    """Group messages that differ in values only; the commonest come first.

    Examples
    --------
    >>> common(["f(3) gave 4.", "f(-2.5) gave 7.", "f is missing."])[0]
    Failure(message='f(…) gave ….', count=2, example='f(3) gave 4.')
    """
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for message in messages:
        shape = blanked(message)
        counts[shape] += 1
        examples.setdefault(shape, " ".join(message.split())[:_LONGEST])
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Failure(shape, count, examples[shape]) for shape, count in ordered[:most])


def blanked(message: str) -> str:
    """Leave the values out of a message: numbers, quoted text, and what stands in brackets of any depth.

    Examples
    --------
    >>> blanked("mean([1, 2], axis=0) gave array([[1.5]]), not 'two' as x1 says")
    "mean(…) gave array(…), not '…' as x1 says"
    """
    text = " ".join(message[: 10 * _LONGEST].split())
    for pattern, blank in _BLANKS:
        text = pattern.sub(blank, text)
    for _ in range(20):
        shorter = _BRACKETS.sub(_emptied, text)
        if shorter == text:
            break
        text = shorter
    return text[:_LONGEST]


def _emptied(found: re.Match[str]) -> str:
    return "(…)" if found[0][0] == "(" and len(found[0]) > 2 else "…" if found[0][0] != "(" else "()"
