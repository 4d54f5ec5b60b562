"""Random texts from a grammar: what the simulated texts have in common."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

_BLOCK = 8192
_HEAD = re.compile(r"(\w+):(?:\s+|$)")
_SLOT = re.compile(r"\{(\w+)\}")
_WEIGHT = re.compile(r"(\d+)\*\s*")
_SENTENCE_START = re.compile(r"(^|[.!?]\s+)([a-z])")
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeiouAEIOU])(?!one\b|once\b|uni|use|Euro|euro)")


class Draws:
    """A stream of random choices.

    Single numbers of a NumPy generator are slow to get, so they are fetched in blocks.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the numbers come from.

    Examples
    --------
    >>> draws = Draws(np.random.default_rng(0))
    >>> draws.pick(["red", "blue"])
    'blue'
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._block: Iterator[float] = iter(())

    def uniform(self) -> float:
        """Draw a number from 0 to 1, without 1."""
        for number in self._block:
            return number
        self._block = iter(self._rng.random(_BLOCK).tolist())
        return next(self._block)

    def chance(self, probability: float) -> bool:
        """Say yes with this probability."""
        return self.uniform() < probability

    def between(self, low: int, high: int) -> int:
        """Draw a whole number from ``low`` to ``high``, both included."""
        return low + int(self.uniform() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        """Draw one of the options; all are equally likely."""
        return options[int(self.uniform() * len(options))]

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """Draw several different options, in random order; all of them, if there are fewer."""
        rest = list(options)
        return [rest.pop(int(self.uniform() * len(rest))) for _ in range(min(count, len(rest)))]


class Grammar:
    r"""Rules that are expanded at random.

    Parameters
    ----------
    rules : str
        A rule begins at the start of a line, ``name:``; its alternatives are separated by ``|`` or stand on indented
        lines of their own. ``{other}`` is replaced by an expansion of that rule, and ``3*`` before an alternative makes
        it three times as likely. An alternative that is only ``~`` is empty.
    given : iterable of str
        Slots without a rule, which every call of :meth:`say` provides.

    Raises
    ------
    ValueError
        If a slot has no rule.

    Examples
    --------
    >>> grammar = Grammar("line: the {colour} {thing}\ncolour: red\nthing: hat")
    >>> grammar.say("line", Draws(np.random.default_rng(0)))
    'the red hat'
    >>> grammar.say("line", Draws(np.random.default_rng(0)), {"colour": "blue"})
    'the blue hat'
    """

    def __init__(self, rules: str, given: Iterable[str] = ()) -> None:
        texts: dict[str, list[str]] = {}
        name = ""
        for line in rules.splitlines():
            head = _HEAD.match(line)
            if head:
                name = head[1]
                line = line[head.end() :]
            texts.setdefault(name, []).extend(part for part in (piece.strip() for piece in line.split("|")) if part)
        texts.pop("", None)
        self._rules = {key: [_parts(_WEIGHT.sub("", text, count=1)) for text in each] for key, each in texts.items()}
        self._weights = {key: _cumulated(each) for key, each in texts.items() if any(map(_WEIGHT.match, each))}
        known = {*texts, *given}
        for key, alternatives in self._rules.items():
            for parts in alternatives:
                missing = set(parts[1::2]) - known
                if missing:
                    raise ValueError(f"the rule {key!r} has a slot without a rule: {sorted(missing)}")

    def say(
        self,
        symbol: str,
        draws: Draws,
        given: Mapping[str, str] | None = None,
        used: set[tuple[str, int]] | None = None,
    ) -> str:
        """Expand a rule.

        Parameters
        ----------
        symbol : str
            The rule.
        draws : Draws
            Decides among the alternatives.
        given : mapping of str to str, optional
            What stands for some slots, in place of their rules.
        used : set of (str, int), optional
            The alternatives that the text has already used: they are avoided where a rule has many, and those used now
            are added.
        """
        given = given or {}
        if symbol in given:
            return given[symbol]
        alternatives = self._rules[symbol]
        index = self._choose(symbol, len(alternatives), draws)
        if used is not None and len(alternatives) > 5:
            for _ in range(6):
                if (symbol, index) not in used:
                    break
                index = self._choose(symbol, len(alternatives), draws)
            used.add((symbol, index))
        parts = alternatives[index]
        if len(parts) == 1:
            return parts[0]
        return "".join(
            self.say(part, draws, given, used) if position % 2 else part for position, part in enumerate(parts)
        )

    def _choose(self, symbol: str, count: int, draws: Draws) -> int:
        weights = self._weights.get(symbol)
        if weights is None:
            return int(draws.uniform() * count)
        return bisect_right(weights, draws.uniform())


def _parts(text: str) -> list[str]:
    """Split at the slots: plain text at even places, names of slots at odd ones."""
    return _SLOT.split("" if text == "~" else text)


def _cumulated(texts: list[str]) -> list[float]:
    weights = [int(match[1]) if (match := _WEIGHT.match(text)) else 1 for text in texts]
    return [total / sum(weights) for total in accumulate(weights)]


def tidy(text: str) -> str:
    """Write "an" where it belongs and begin sentences with a capital.

    Examples
    --------
    >>> tidy("a old man. he sings.")
    'An old man. He sings.'
    """
    text = _ARTICLE.sub(r"\1n ", text)
    return _SENTENCE_START.sub(lambda match: match[1] + match[2].upper(), text)


def texts_array(texts: Sequence[str]) -> np.ndarray[Any, Any]:
    """Make an object array of texts, of shape (texts,), as scikit-learn and pandas take it.

    Examples
    --------
    >>> texts_array(["a", "b"]).shape
    (2,)
    """
    array = np.empty(len(texts), dtype=object)
    array[:] = texts
    return array
