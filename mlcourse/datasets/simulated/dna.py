"""Simulated pieces of DNA with and without a splice junction, after UCI's splice-junction gene sequences.

The process: every piece has 60 letters. In EI an exon ends and an intron begins in the middle, in IE the other way
round; in N neither happens. Exons are made of codons, with a preference for G and C in their third letter and no stop
codon in the frame; introns are a Markov chain rich in A and T; how rich a piece is in G and C varies from gene to gene.
Around the junction the letters follow position weight matrices: the donor site C/A A G | G T A/G A G T, in which a poor
letter on one side asks for a good one on the other, and the acceptor site with a branch point, a tract of pyrimidines
(C and T), and C A G | G. Some sites are weak. Of N most pieces are exon or intron throughout, and some have a GT or AG
in the right place with a part of the pattern around it. Related genes give pieces that are nearly the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mlcourse.datasets.card import Card, Column
from mlcourse.datasets.dataset import Dataset

_OWN_NUMBER = 4505
_LENGTH = 60
_CLASSES = ("EI", "IE", "N")
_EI_SHARE, _IE_SHARE = 0.24, 0.241
_RELATED_SHARE = 0.06
_UNREADABLE_SHARE = 0.0015
_WEAK_SHARE = 0.06
_DECOY_SHARE = 0.03  # of N
_LETTERS = np.array(list("ACGTN"))
_A, _C, _G, _T, _UNREADABLE = range(5)

# Shares of A, C, G, T from three letters before the junction to six letters after it.
_DONOR = np.array(
    [
        [0.35, 0.35, 0.19, 0.11],
        [0.60, 0.13, 0.12, 0.15],
        [0.09, 0.03, 0.80, 0.08],
        [0.00, 0.00, 1.00, 0.00],
        [0.00, 0.01, 0.00, 0.99],
        [0.52, 0.03, 0.42, 0.03],
        [0.71, 0.08, 0.12, 0.09],
        [0.07, 0.05, 0.82, 0.06],
        [0.16, 0.17, 0.18, 0.49],
    ]
)
# From fourteen letters before the junction to two after it.
_ACCEPTOR = np.array(
    [
        *[[0.11, 0.33, 0.12, 0.44]] * 9,
        [0.09, 0.36, 0.08, 0.47],
        [0.24, 0.27, 0.21, 0.28],
        [0.05, 0.66, 0.01, 0.28],
        [1.00, 0.00, 0.00, 0.00],
        [0.00, 0.00, 1.00, 0.00],
        [0.24, 0.14, 0.51, 0.11],
        [0.24, 0.19, 0.21, 0.36],
    ]
)
_BRANCH_POINT = np.array(
    [
        [0.05, 0.55, 0.05, 0.35],
        [0.05, 0.05, 0.05, 0.85],
        [0.45, 0.05, 0.45, 0.05],
        [0.97, 0.01, 0.01, 0.01],
        [0.05, 0.65, 0.05, 0.25],
    ]
)


def make(size: int, seed: int) -> Dataset:
    """Make pieces of DNA.

    Parameters
    ----------
    size : int
        How many pieces.
    seed : int
        The same size and seed give the same pieces.

    Returns
    -------
    Dataset
        ``data`` is an object array of str of 60 letters each, of shape (size,); ``target`` is 0 for EI, 1 for IE and
        2 for N (int64). ``extras["gene"]``, integers of shape (size,), is the same for pieces of related genes.

    Examples
    --------
    >>> make(100, 0).data.shape
    (100,)
    """
    rng = np.random.default_rng([seed, _OWN_NUMBER])
    target = np.full(size, 2)
    ei, ie = round(size * _EI_SHARE), round(size * _IE_SHARE)
    target[:ei], target[ei : ei + ie] = 0, 1
    target = rng.permutation(target).astype(np.int64)
    codes = _background(rng, target)
    _set_sites(rng, codes, target)
    gene = _relate(rng, codes, target)
    unreadable = rng.random(size) < _UNREADABLE_SHARE
    codes[unreadable, rng.integers(0, _LENGTH, unreadable.sum())] = _UNREADABLE
    data = np.empty(size, dtype=object)
    data[:] = [str(text) for text in _LETTERS[codes].view(f"<U{_LENGTH}").ravel()]
    return Dataset(
        name="dna",
        data=data,
        target=target,
        feature_names=(),
        target_names=_CLASSES,
        card=_card(np.bincount(target, minlength=3)),
        extras={"gene": gene},
    )


def _draw(rng: np.random.Generator, shares: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Draw a code for each row of shares, which are of shape (..., codes)."""
    cumulated = np.cumsum(shares, axis=-1)
    chosen = rng.random((*shares.shape[:-1], 1)) * cumulated[..., -1:]
    codes: np.ndarray[Any, Any] = (chosen > cumulated).sum(axis=-1)
    return codes


def _background(rng: np.random.Generator, target: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Write exons and introns, of shape (pieces, 60)."""
    size = len(target)
    richness = np.clip(rng.normal(0.5, 0.09, size), 0.25, 0.75)  # the share of G and C
    exon, intron = _exons(rng, richness), _introns(rng, richness - 0.06)
    middle = _LENGTH // 2
    left, right = np.arange(_LENGTH) < middle, np.arange(_LENGTH) >= middle
    coding = rng.random(size) < 0.45
    is_exon = np.where(
        (target == 0)[:, None], left, np.where((target == 1)[:, None], right, coding[:, None] & np.ones(_LENGTH, bool))
    )
    return np.where(is_exon, exon, intron)


def _exons(rng: np.random.Generator, richness: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    size, codons = len(richness), _LENGTH // 3 + 1
    first = np.stack([0.27 * np.ones(size), 0.24 * np.ones(size), 0.32 * np.ones(size), 0.17 * np.ones(size)], axis=-1)
    second = np.stack([0.31 * np.ones(size), 0.23 * np.ones(size), 0.19 * np.ones(size), 0.27 * np.ones(size)], axis=-1)
    rich = np.clip(richness + 0.1, 0, 0.9)
    third = np.stack([(1 - rich) * 0.42, rich * 0.5, rich * 0.5, (1 - rich) * 0.58], axis=-1)
    letters = np.stack(
        [_draw(rng, np.repeat(shares[:, None], codons, axis=1)) for shares in (first, second, third)], axis=-1
    )
    # No stop codon (TAA, TAG, TGA): its first letter becomes a C.
    one, two, three = (letters[..., place] for place in range(3))
    stop = (one == _T) & (((two == _A) & ((three == _A) | (three == _G))) | ((two == _G) & (three == _A)))
    letters[..., 0][stop] = _C
    flat = letters.reshape(size, -1)
    start = rng.integers(0, 3, size)
    return np.take_along_axis(flat, start[:, None] + np.arange(_LENGTH), axis=1)


def _introns(rng: np.random.Generator, richness: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Write Markov chains: letters like to repeat, and C is seldom followed by G."""
    size = len(richness)
    base = np.stack([(1 - richness) * 0.46, richness * 0.47, richness * 0.53, (1 - richness) * 0.54], axis=-1)
    leaning = np.ones((4, 4)) + 0.35 * np.eye(4)
    leaning[_C, _G] = 0.25
    codes = np.empty((size, _LENGTH), dtype=np.int64)
    codes[:, 0] = _draw(rng, base)
    for place in range(1, _LENGTH):
        codes[:, place] = _draw(rng, base * leaning[codes[:, place - 1]])
    return codes


def _softened(matrix: np.ndarray[Any, Any], strength: float) -> np.ndarray[Any, Any]:
    """Bring a matrix nearer to chance, but for the letters that a site cannot do without."""
    softer = strength * matrix + (1 - strength) / 4
    return np.where(matrix.max(axis=1, keepdims=True) > 0.985, matrix, softer)


def _set_sites(rng: np.random.Generator, codes: np.ndarray[Any, Any], target: np.ndarray[Any, Any]) -> None:
    """Write the signals of true sites, and parts of them into some pieces that have none."""
    weak = rng.random(len(target)) < _WEAK_SHARE
    decoy = (target == 2) & (rng.random(len(target)) < _DECOY_SHARE)
    like_donor = rng.random(len(target)) < 0.5
    for rows, strength in ((~weak, 1.0), (weak, 0.65)):
        _donor(rng, codes, np.flatnonzero((target == 0) & rows), strength)
        _acceptor(rng, codes, np.flatnonzero((target == 1) & rows), strength)
    for rows, strength in ((weak, 0.8), (~weak, 0.4)):
        _donor(rng, codes, np.flatnonzero(decoy & like_donor & rows), strength)
        _acceptor(rng, codes, np.flatnonzero(decoy & ~like_donor & rows), strength)


def _donor(rng: np.random.Generator, codes: np.ndarray[Any, Any], rows: np.ndarray[Any, Any], strength: float) -> None:
    start = _LENGTH // 2 - 3
    signal = _draw(rng, np.repeat(_softened(_DONOR, strength)[None], len(rows), axis=0))
    # The last letter of the exon and the fifth of the intron stand in for each other: one G is mostly enough.
    poor = signal[:, 2] != _G
    signal[poor & (rng.random(len(rows)) < 0.8 * strength), 7] = _G
    codes[rows, start : start + len(_DONOR)] = signal


def _acceptor(
    rng: np.random.Generator, codes: np.ndarray[Any, Any], rows: np.ndarray[Any, Any], strength: float
) -> None:
    start = _LENGTH // 2 - 14
    signal = _draw(rng, np.repeat(_softened(_ACCEPTOR, strength)[None], len(rows), axis=0))
    # Between branch point and junction there is no other AG.
    early = (signal[:, :11] == _A) & (signal[:, 1:12] == _G)
    signal[:, :11][early] = _T
    codes[rows, start : start + len(_ACCEPTOR)] = signal
    branched = rows[rng.random(len(rows)) < 0.7 * strength]
    place = rng.integers(2, start - len(_BRANCH_POINT), len(branched))
    branch = _draw(rng, np.repeat(_BRANCH_POINT[None], len(branched), axis=0))
    codes[branched[:, None], place[:, None] + np.arange(len(_BRANCH_POINT))] = branch


def _relate(
    rng: np.random.Generator, codes: np.ndarray[Any, Any], target: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Replace some pieces by relatives of others of their class, and say which belong together."""
    size = len(target)
    gene = np.arange(size)
    for code in range(3):
        members = rng.permutation(np.flatnonzero(target == code))
        related = round(len(members) * _RELATED_SHARE)
        copies, rest = members[:related], members[related:]
        if not related:
            continue
        of = rng.choice(rest, related)
        # Half of them are the same, the others have diverged at up to some tenth of their letters.
        rate = np.where(rng.random(related) < 0.5, 0.0, rng.uniform(0.0, 0.12, related))
        changed = rng.random((related, _LENGTH)) < rate[:, None]
        changed[:, _LENGTH // 2 - 2 : _LENGTH // 2 + 2] = False
        codes[copies] = np.where(changed, rng.integers(0, 4, (related, _LENGTH)), codes[of])
        gene[copies] = of
    return gene


def _card(counts: np.ndarray[Any, Any]) -> Card:
    return Card(
        title="Splice junctions in DNA (simulated)",
        summary=(
            "One row is a piece of DNA of 60 letters. The task is to tell whether in its middle an exon ends (EI), an "
            "intron ends (IE), or neither (N)."
        ),
        source=(
            "Made by this course, after UCI's splice-junction gene sequences of primates (M. Noordewier, G. Towell and "
            "J. Shavlik, 1991), with its shares of classes; no sequence is from there. "
            "Exons come from codons, introns from a Markov chain, the junctions from position weight matrices that "
            "follow the known consensus of donor and acceptor sites."
        ),
        licence="CC0 1.0 (made by this course)",
        rows=int(counts.sum()),
        columns=(
            Column("sequence", "60 letters A, C, G or T; the junction is between the 30th and the 31st", "letters"),
        ),
        target=", ".join(f"{code} {name} ({counts[code]:,} pieces)" for code, name in enumerate(_CLASSES)),
        problems=(
            "Who calls every piece N is right in 52 % of cases.",
            (
                "Position matters: the same GT means something in the middle and nothing elsewhere. Counting letters "
                "without their place does poorly, and so do nearest neighbours, as most letters say nothing."
            ),
            "Some pieces without a junction have its GT or AG and a part of the pattern; some true sites are weak.",
            (
                "Related genes: about 6 % of the pieces are copies of others, exact or with a few letters changed. "
                "extras['gene'] tells which belong together, for a split by groups."
            ),
            "In one or two pieces of a thousand a letter could not be read and is N. An encoding of ACGT has to cope.",
        ),
        harm=(
            "Nobody directly: no genome is behind it. Real sequences belong to people and tell about their relatives; "
            "a wrong call about a gene in a clinic costs a treatment."
        ),
        kind="simulated",
    )
