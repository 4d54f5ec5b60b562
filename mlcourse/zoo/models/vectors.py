"""Vectors of words, so that words that are used alike lie close together."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import torch
from torch import nn

from mlcourse.errors import CourseError
from mlcourse.zoo.card import ModelCard

SIZES, SEED, DIMENSIONS, LEAST, WINDOW = {"imdb": 12_000, "stories": 4_000, "spam": 5_574}, 4, 50, 5, 2

CARD = ModelCard(
    title="Vectors of words",
    summary=(
        "Numbers of words, int64 of any shape, to vectors of 50 numbers each; `vector` takes a word, and `nearest` "
        "finds the words whose vectors point the same way. `words` has all words, the most frequent first."
    ),
    architecture=(
        "Positive pointwise mutual information of the words up to two places apart, and a truncated singular value "
        "decomposition of it; no neural network. After O. Levy and Y. Goldberg, Neural word embedding as implicit "
        "matrix factorization, NeurIPS 2014."
    ),
    data="; ".join(f"datasets.load('{name}', size={size:_}, seed={SEED})" for name, size in SIZES.items()),
    training="python -m mlcourse.zoo.training.vectors; twenty seconds on one core",
    scores={
        "share of 147 words of ten kinds whose nearest word is of the same kind": 0.8912,
        "share of 47 words of praise and blame whose nearest word is on the same of the two lists": 0.3617,
    },
    limits=(
        "It knows the words of simulated texts, in lower case, that occur at least five times, and no others.",
        "A word has one vector, whatever it means: the well in the garden is the well of 'she plays well'.",
        "Words that can stand in each other's place are close even if they mean the opposite, such as good and bad.",
    ),
)


class WordVectors(nn.Module):
    """A table of vectors, and the words that they belong to.

    Parameters
    ----------
    words : tuple of str
        The words, each once.
    vectors : torch.Tensor, optional
        Of shape (words, 50), in the same order; zeros without it.

    Attributes
    ----------
    vectors : torch.Tensor
        Of shape (words, 50).
    text : torch.Tensor
        The words as bytes, a line each: weights are kept as numbers only.

    Examples
    --------
    >>> model = WordVectors(("cat", "dog", "two"), torch.eye(3, 50) + torch.tensor([[1.0], [1.0], [0.0]]))
    >>> model.nearest("cat", 1)[0][0]
    'dog'
    """

    vectors: torch.Tensor
    text: torch.Tensor

    def __init__(self, words: tuple[str, ...] = (), vectors: torch.Tensor | None = None) -> None:
        super().__init__()
        self.register_buffer("vectors", torch.zeros(len(words), DIMENSIONS) if vectors is None else vectors)
        self.register_buffer("text", torch.tensor(list("\n".join(words).encode()), dtype=torch.uint8))
        self._number_words()

    @property
    def words(self) -> tuple[str, ...]:
        """All words, in the order of their vectors."""
        return tuple(self._numbers)

    def forward(self, numbers: torch.Tensor) -> torch.Tensor:
        """Look up vectors: int64 of any shape (...) to float32 of shape (..., 50)."""
        return self.vectors[numbers]

    def number(self, word: str) -> int:
        """Return the place of a word in `words`.

        Raises
        ------
        CourseError
            If the word has no vector.
        """
        key = word.strip().lower()
        if key not in self._numbers:
            alike = get_close_matches(key, self._numbers, n=3, cutoff=0.7)
            hint = f" Did you mean {' or '.join(map(repr, alike))}?" if alike else ""
            raise CourseError(f"There is no vector of {word!r}: the word is not in the texts, or is rare there.{hint}")
        return self._numbers[key]

    def vector(self, word: str) -> torch.Tensor:
        """Return the vector of a word, of shape (50,); capitals do not matter."""
        return self.vectors[self.number(word)]

    def nearest(self, word: str | torch.Tensor, n: int = 5) -> list[tuple[str, float]]:
        """Find the words whose vectors have the largest cosine with that of a word.

        Parameters
        ----------
        word : str or torch.Tensor
            A word, which is not among its own neighbours, or a vector of shape (50,), such as a sum of some.
        n : int
            How many words.

        Returns
        -------
        list of (str, float)
            Words and cosines, the nearest first.
        """
        vector = self.vector(word) if isinstance(word, str) else word
        cosines = nn.functional.cosine_similarity(self.vectors, vector[None], dim=1)
        if isinstance(word, str):
            cosines[self.number(word)] = -torch.inf
        best = cosines.topk(min(n, len(cosines) - isinstance(word, str)))
        words = self.words
        return [(words[int(row)], float(cosine)) for cosine, row in zip(best.values, best.indices, strict=True)]

    def _number_words(self) -> None:
        lines = bytes(self.text.tolist()).decode().split("\n") if len(self.text) else []
        self._numbers = {word: number for number, word in enumerate(lines)}

    def _load_from_state_dict(self, state_dict: dict[str, Any], prefix: str, *args: Any) -> None:
        # How many words there are is known only from the weights.
        self.vectors = torch.empty_like(state_dict[f"{prefix}vectors"])
        self.text = torch.empty_like(state_dict[f"{prefix}text"])
        super()._load_from_state_dict(state_dict, prefix, *args)  # type: ignore[no-untyped-call]
        self._number_words()


def build() -> WordVectors:
    """Make the table, without words."""
    return WordVectors()
