"""An encoder that puts English and German sentences of the same meaning at the same place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

import torch
from torch import nn

from mlcourse.zoo.card import ModelCard

SIZE, SEED = 20_000, 6
BUCKETS, WIDTH, DIMENSIONS = 8192, 64, 64

CARD = ModelCard(
    title="An encoder of English and German sentences",
    summary=(
        "Sentences to vectors of length 1, float32 of shape (sentences, 64), by `encode`. The dot product of two "
        "vectors says how alike the sentences are, whichever of the two languages they are in."
    ),
    architecture=(
        f"Words, pairs of words and groups of three letters, hashed to {BUCKETS:,} numbers; the mean of their vectors, "
        "and two dense layers. One network for both languages, trained by telling each sentence's translation from "
        "the others of the batch (InfoNCE). After A. van den Oord and others, Representation learning with contrastive "
        "predictive coding, 2018; P. Bojanowski and others, Enriching word vectors with subword information, TACL 2017."
    ),
    data=f"datasets.load('translations', size={SIZE:_}, seed={SEED})",
    training="python -m mlcourse.zoo.training.encoder; about a minute on one core",
    scores={"share of 501 other sentences whose translation is found among itself and 500 others": 0.9681},
    limits=(
        "It knows the words of these sentences, some 1,500. Of other words it sees only the letters.",
        "Of the order it sees only which words stand side by side: who did it to whom can be lost in a long sentence.",
        "It compares sentences; it does not translate them.",
    ),
)


def features(sentence: str) -> list[int]:
    """Turn a sentence into numbers of buckets: one for each word, pair of neighbours, and group of three letters.

    Punctuation and capitals do not count. The marks ``^`` and ``$`` stand for the ends of the sentence.

    Examples
    --------
    >>> len(features("He sees."))  # 2 words, 3 pairs, 2 + 4 groups of letters in ^he$ and ^sees$
    11
    >>> features("He sees.") == features("he sees")
    True
    """
    words = re.findall(r"\w+", sentence.lower())
    ends = ["^", *words, "$"]
    pairs = [f"{first} {second}" for first, second in pairwise(ends)]
    marked = [f"^{word}$" for word in words]
    letters = [f"3{word[start : start + 3]}" for word in marked for start in range(len(word) - 2)]
    return [crc32(text.encode()) % BUCKETS for text in [*words, *pairs, *letters]]


class SentenceEncoder(nn.Module):
    """A table of vectors for buckets, and a small network on their mean.

    Attributes
    ----------
    table : torch.nn.EmbeddingBag
        A vector of 64 numbers for each bucket.
    layers : torch.nn.Sequential
        From the mean of a sentence's vectors to the sentence's vector.
    """

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag(BUCKETS, WIDTH, mode="mean")
        self.layers = nn.Sequential(
            nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 2 * WIDTH), nn.GELU(), nn.Linear(2 * WIDTH, DIMENSIONS)
        )

    def forward(self, buckets: torch.Tensor, starts: torch.Tensor) -> torch.Tensor:
        """Encode sentences whose buckets stand in one row.

        Parameters
        ----------
        buckets : torch.Tensor
            The buckets of all sentences, one sentence after the other; int64 of shape (buckets,).
        starts : torch.Tensor
            Where each sentence begins in this row; int64 of shape (sentences,).

        Returns
        -------
        torch.Tensor
            Vectors of length 1, of shape (sentences, 64).
        """
        return nn.functional.normalize(self.layers(self.table(buckets, starts)), dim=1)

    @torch.no_grad()
    def encode(self, sentences: str | Sequence[str]) -> torch.Tensor:
        """Encode sentences of either language; the result has shape (sentences, 64), for one as for many."""
        texts = [sentences] if isinstance(sentences, str) else list(sentences)
        vectors: torch.Tensor = self(*in_one_row([features(text) for text in texts]))
        return vectors


def in_one_row(sentences: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Put the buckets of sentences one after the other, and tell where each sentence begins.

    Examples
    --------
    >>> in_one_row([[7, 8], [9]])
    (tensor([7, 8, 9]), tensor([0, 2]))
    """
    lengths = torch.tensor([0, *map(len, sentences)], dtype=torch.int64)
    row = [bucket for sentence in sentences for bucket in sentence]
    return torch.tensor(row, dtype=torch.int64), lengths.cumsum(0)[:-1]


def contrast(first: torch.Tensor, second: torch.Tensor, temperature: float = 0.05) -> torch.Tensor:
    r"""Compute InfoNCE: how badly each vector's partner is told from the others of the batch, in both directions.

    .. math:: -\tfrac{1}{n}\sum_i \log\frac{e^{a_i \cdot b_i / \tau}}{\sum_j e^{a_i \cdot b_j / \tau}}

    Parameters
    ----------
    first, second : torch.Tensor
        Vectors of length 1, of shape (pairs, dimensions); partners have the same row.
    temperature : float
        The smaller it is, the more the nearest of the others count.
    """
    likeness = first @ second.T / temperature
    partner = torch.arange(len(first), device=first.device)
    return (nn.functional.cross_entropy(likeness, partner) + nn.functional.cross_entropy(likeness.T, partner)) / 2


def build() -> SentenceEncoder:
    """Make the encoder, untrained."""
    return SentenceEncoder()
