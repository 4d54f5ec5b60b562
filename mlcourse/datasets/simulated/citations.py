"""Simulated papers that cite one another, after Cora.

The process: every paper has a class and, within it, a field. Papers appear one after another. A new one cites an
earlier paper, mostly of its own field or class, sometimes of a related class, and rather one that is cited much; more
citations go to what a cited paper is linked with, so that there are triangles, or are chosen as the first one. A few
papers form small islands. A paper has about 18 of 1,433 words: common ones, those of its class and those of its field,
with a share that differs from paper to paper, so that words alone tell little. One field of each class speaks the
language of the nearest class, and 2.5 % of the papers have the label of another class than their field.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mlcourse.datasets.card import Card, Column
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._grammar import Draws

_OWN_NUMBER = 4606
_CLASSES = (
    "Case_Based",
    "Genetic_Algorithms",
    "Neural_Networks",
    "Probabilistic_Methods",
    "Reinforcement_Learning",
    "Rule_Learning",
    "Theory",
)
_CLASS_SIZES = (298, 418, 818, 426, 217, 180, 351)
_PAPERS = sum(_CLASS_SIZES)
_LINKS, _MUTUAL = 5278, 151  # pairs of papers, and pairs that cite each other: 5,429 citations
_WORDS = 1433
_TRAINING_PER_CLASS, _VALIDATION, _TEST = 20, 500, 1000
_FIELDS = 5  # of each class

_BETWEEN_SHARE = 0.025  # papers whose words and citations are those of another class than their label

# How much a typical paper prefers the words of its class and of its field.
_STRENGTH_OF_CLASS, _STRENGTH_OF_FIELD = 4.1, 2.7

# How papers choose what they cite.
_ISLAND_SHARE = 0.082
_ACROSS = (0.125, 1.1)  # the share of citations to other classes is drawn for each paper from this beta distribution
_WITHIN_FIELD = 0.75
_CLOSING = 0.5
# Which other classes a class is near to: rows cite columns.
_NEAR = np.array(
    [
        [0, 1, 2, 2, 1, 3, 3],
        [1, 0, 3, 1, 2, 1, 1],
        [1, 2, 0, 4, 2, 1, 4],
        [1, 1, 4, 0, 1, 1, 3],
        [1, 2, 3, 2, 0, 1, 1],
        [3, 1, 1, 1, 1, 0, 4],
        [2, 1, 4, 3, 1, 3, 0],
    ]
)


def make(size: int, seed: int) -> Dataset:
    """Make papers with citations.

    Parameters
    ----------
    size : int
        How many papers.
    seed : int
        The same size and seed give the same papers.

    Returns
    -------
    Dataset
        ``data`` is a table of shape (size, 1433) of 0 and 1 (uint8): which words a paper has. ``target`` is the class
        (int64). ``extras["edges"]``, integers of shape (citations, 2), has the row of the citing and of the cited
        paper; ``extras["train"]``, ``["validation"]`` and ``["test"]`` are masks, booleans of shape (size,).

    Examples
    --------
    >>> make(100, 0).data.shape
    (100, 1433)
    """
    import pandas as pd

    rng = np.random.default_rng([seed, _OWN_NUMBER])
    target = _classes(rng, size)
    home = _homes(rng, target)
    field = home * _FIELDS + _skewed(rng, size)
    edges = _citations(rng, home, field)
    train, validation, test = _split(rng, target)
    names = tuple(f"w_{word}" for word in range(_WORDS))
    return Dataset(
        name="citations",
        data=pd.DataFrame(_words(rng, home, field), columns=list(names)),
        target=target,
        feature_names=names,
        target_names=_CLASSES,
        card=_card(names, np.bincount(target, minlength=len(_CLASSES)), len(edges)),
        extras={"edges": edges, "train": train, "validation": validation, "test": test},
    )


def _classes(rng: np.random.Generator, size: int) -> np.ndarray[Any, Any]:
    """Give each paper a class, in shares as exact as the size allows."""
    bounds = np.round(np.cumsum(_CLASS_SIZES) / _PAPERS * size)
    return rng.permutation(np.searchsorted(bounds, np.arange(size), side="right")).astype(np.int64)


def _homes(rng: np.random.Generator, target: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Say where each paper belongs by its words and citations: mostly to its class, else to one near to it."""
    bounds = np.cumsum(_NEAR / _NEAR.sum(axis=1, keepdims=True), axis=1)[target]
    near = (rng.random((len(target), 1)) >= bounds).sum(axis=1)
    return np.where(rng.random(len(target)) < _BETWEEN_SHARE, near, target)


def _skewed(rng: np.random.Generator, size: int) -> np.ndarray[Any, Any]:
    shares = 1 / np.arange(1, _FIELDS + 1)
    return rng.choice(_FIELDS, size, p=shares / shares.sum())


class _Graph:
    """Grows paper by paper; in the urns a paper is as often as it is likely to be cited."""

    def __init__(self, draws: Draws, target: list[int], field: list[int], across: list[float]) -> None:
        self._draws = draws
        self._target = target
        self._field = field
        self._across = across
        self.neighbours: list[list[int]] = [[] for _ in target]
        self.links: dict[tuple[int, int], None] = {}
        self._by_class: list[list[int]] = [[] for _ in _CLASSES]
        self._by_field: list[list[int]] = [[] for _ in range(len(_CLASSES) * _FIELDS)]
        near = np.cumsum(_NEAR / _NEAR.sum(axis=1, keepdims=True), axis=1)
        self._near: list[list[float]] = near.tolist()

    def cite(self, paper: int, other: int) -> bool:
        """Link them, and make the cited paper better known."""
        if not self.link(paper, other):
            return False
        self._by_class[self._target[other]].append(other)
        self._by_field[self._field[other]].append(other)
        return True

    def publish(self, paper: int) -> None:
        """Make it known, so that it can be cited; a few papers are remarkable from the start."""
        fame = min(int((1 - self._draws.uniform()) ** -1.0), 1000)
        self._by_class[self._target[paper]] += [paper] * fame
        self._by_field[self._field[paper]] += [paper] * fame

    def link(self, paper: int, other: int) -> bool:
        """Let one cite the other; False if they are linked already."""
        if paper == other or (paper, other) in self.links or (other, paper) in self.links:
            return False
        self.links[paper, other] = None
        self.neighbours[paper].append(other)
        self.neighbours[other].append(paper)
        return True

    def chosen(self, paper: int) -> int | None:
        """Choose a paper to cite: of the own field, the own class or a class near to it; None, if there is none."""
        draws = self._draws
        own = self._target[paper]
        if draws.chance(self._across[paper]):
            number = draws.uniform()
            other = sum(number >= share for share in self._near[own])
            urn = self._by_class[other]
        elif draws.chance(_WITHIN_FIELD):
            urn = self._by_field[self._field[paper]] or self._by_class[own]
        else:
            urn = self._by_class[own]
        return draws.pick(urn) if urn else None

    def beyond(self, paper: int) -> int | None:
        """Choose a neighbour of a neighbour."""
        if not self.neighbours[paper]:
            return None
        return self._draws.pick(self.neighbours[self._draws.pick(self.neighbours[paper])])


def _citations(
    rng: np.random.Generator, target: np.ndarray[Any, Any], field: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    size = len(target)
    draws = Draws(rng)
    graph = _Graph(draws, target.tolist(), field.tolist(), rng.beta(*_ACROSS, size).tolist())
    islands = round(size * _ISLAND_SHARE) if size > 20 else 0
    order: list[int] = rng.permutation(size).tolist()
    mainland = order[islands:]
    date = {paper: when for when, paper in enumerate(order)}
    known: list[int] = []
    for paper in mainland:
        for _ in range(20):
            other = graph.chosen(paper)
            if other is not None and graph.cite(paper, other):
                break
        else:
            if known:
                graph.cite(paper, draws.pick(known))
        graph.publish(paper)
        known.append(paper)
    _settle(draws, graph, order[:islands])
    wanted = min(round(size * _LINKS / _PAPERS), len(mainland) * (len(mainland) - 1) // 2)
    for _ in range(60 * wanted):
        if len(graph.links) >= wanted:
            break
        paper = draws.pick(mainland)
        other = graph.beyond(paper) if draws.chance(_CLOSING) else graph.chosen(paper)
        if other is not None:
            newer, older = (paper, other) if date[paper] > date[other] else (other, paper)
            graph.cite(newer, older)
    edges = np.array(list(graph.links), dtype=np.int64).reshape(-1, 2)
    mutual = rng.choice(len(edges), round(len(edges) * _MUTUAL / _LINKS), replace=False)
    edges = np.concatenate([edges, edges[mutual][:, ::-1]])
    return edges[rng.permutation(len(edges))]


def _settle(draws: Draws, graph: _Graph, papers: list[int]) -> None:
    """Put the papers on islands of two to six; they cite only one another."""
    place = 0
    while place < len(papers):
        wanted = draws.pick((2, 2, 2, 3, 3, 4, 5, 6))
        # Nobody is left alone.
        wanted = len(papers) - place if len(papers) - place < wanted + 2 else wanted
        island = papers[place : place + wanted]
        for number, paper in enumerate(island[1:], 1):
            graph.link(paper, draws.pick(island[:number]))
        place += wanted


def _words(rng: np.random.Generator, target: np.ndarray[Any, Any], field: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Choose the words of each paper, of shape (papers, 1433)."""
    size = len(target)
    common = rng.permutation(-0.75 * np.log(np.arange(_WORDS) + 12.0))
    of_class = _STRENGTH_OF_CLASS * (rng.random((len(_CLASSES), _WORDS)) < 0.07)
    of_field = _STRENGTH_OF_FIELD * (rng.random((len(_CLASSES) * _FIELDS, _WORDS)) < 0.03)
    # The last field of each class lies at its border: it speaks the language of the class that is nearest.
    spoken = np.where(field % _FIELDS == _FIELDS - 1, _NEAR.argmax(axis=1)[target], target)
    typical = rng.beta(1.6, 1.6, size)[:, None]
    chosen = np.zeros((size, _WORDS), dtype=np.uint8)
    count = np.clip(rng.binomial(40, 0.455, size), 1, 30)
    for start in range(0, size, 1000):
        rows = slice(start, start + 1000)
        liking = common + typical[rows] * (of_class[spoken[rows]] + of_field[field[rows]])
        # The largest of liking plus Gumbel noise is a draw without replacement.
        liking -= np.log(rng.standard_exponential(liking.shape))
        ranks = np.argpartition(-liking, 30, axis=1)[:, :30]
        best = np.take_along_axis(ranks, np.argsort(-np.take_along_axis(liking, ranks, axis=1), axis=1), axis=1)
        keep = np.arange(30) < count[rows][:, None]
        chosen[np.nonzero(keep)[0] + start, best[keep]] = 1
    return chosen


def _split(rng: np.random.Generator, target: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], ...]:
    """Choose 20 papers of each class to train with, 500 to validate and 1,000 to test; fewer of fewer papers."""
    size = len(target)
    share = min(1.0, size / _PAPERS)
    order = rng.permutation(size)
    each = max(1, round(_TRAINING_PER_CLASS * share))
    train = np.zeros(size, dtype=bool)
    for code in range(len(_CLASSES)):
        train[order[target[order] == code][:each]] = True
    rest = order[~train[order]]
    validation, test = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    first = min(round(_VALIDATION * share), len(rest))
    validation[rest[:first]] = True
    test[rest[first : first + round(_TEST * share)]] = True
    return train, validation, test


def _card(names: tuple[str, ...], counts: np.ndarray[Any, Any], citations: int) -> Card:
    return Card(
        title="Papers on machine learning and their citations (simulated)",
        summary="One row is one paper, with the words that it has. The task is to tell its class, of seven.",
        source=(
            "Made by this course, after Cora (A. McCallum and others, 2000; P. Sen and others, 2008), with its sizes, "
            "shares of classes and share of citations within a class; no paper is from there. The network grows paper "
            "by paper: what is cited much is cited more, citations mostly stay within a field and close triangles. "
            "Words are common ones, those of the class and those of the field; one field of each class has the words "
            "of the nearest class, and 2.5 % of the papers have the label of another class than their field."
        ),
        licence="CC0 1.0 (made by this course)",
        rows=int(counts.sum()),
        columns=tuple(
            Column(name, f"whether the paper has word number {number}", "0 or 1") for number, name in enumerate(names)
        ),
        target=", ".join(f"{code} {name} ({counts[code]:,} papers)" for code, name in enumerate(_CLASSES)),
        problems=(
            (
                f"The rows are not independent: extras['edges'] has {citations:,} citations, each as the row of the "
                "citing and of the cited paper. About 81 % of them stay within a class."
            ),
            (
                "Few labels: extras['train'] marks 20 papers of each class, extras['validation'] 500 and "
                "extras['test'] 1,000. Words alone reach some 57 % with so few; averages over "
                "neighbours reach about 80 %."
            ),
            "Some 150 pairs of papers cite each other: count them once where the direction does not matter.",
            "A few papers are cited very often, most once or twice; about 8 % are on small islands without a way out.",
            "The classes are unbalanced: Neural_Networks has 30 % of the papers, Rule_Learning 7 %.",
            (
                "The test papers and their citations are there while one trains: this is transductive. A new paper, "
                "which nobody cites yet, is harder."
            ),
        ),
        harm=(
            "Nobody directly: no paper is a real one. Ranking people by citations favours those who are known already, "
            "which this process has built in."
        ),
        kind="simulated",
    )
