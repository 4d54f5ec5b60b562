"""Counts words beside words and makes vectors of the counts: ``python -m mlcourse.zoo.training.vectors``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

import torch

from mlcourse import datasets
from mlcourse.device import seed_everything
from mlcourse.zoo import storage
from mlcourse.zoo.models.vectors import DIMENSIONS, LEAST, SEED, SIZES, WINDOW, WordVectors

SMOOTHING = 0.75
OPINIONS = {
    "praise": (
        "good great excellent wonderful brilliant beautiful fantastic interesting superb amazing enjoyable convincing "
        "entertaining charming touching gripping powerful stunning delightful memorable captivating impressive terrific"
    ),
    "blame": (
        "bad boring terrible awful stupid dull predictable horrible weak silly disappointing ridiculous annoying "
        "wooden pointless tedious unconvincing lifeless clumsy pretentious shallow dreadful laughable unfunny"
    ),
}
GROUPS = {
    "first names": "anna lily mia sara nina ella rosa emma tom ben max leo sam tim paul finn",
    "animals": "dog cat bird rabbit duck pony mouse goat",
    "colours": "red blue green yellow white black brown",
    "toys and other things": "ball hat kite book boat drum cup doll lamp bell bag key",
    "places": "park garden forest farm beach school market village mill bridge church pond barn tower shop station",
    "numbers": "two three four five six seven eight nine ten",
    "things to eat": "apple cake egg pear nut plum carrot apples cakes eggs pears nuts plums carrots",
    "opinions": f"{OPINIONS['praise']} {OPINIONS['blame']}",
    "family": "mother father brother sister cousin wife husband uncle son daughter grandfather",
    "days": "monday tuesday wednesday thursday friday saturday sunday",
}


def sentences(text: str) -> list[list[str]]:
    """Split a text into sentences of words in lower case.

    Examples
    --------
    >>> sentences("It's good.<br />See it!")
    [["it's", 'good'], ['see', 'it']]
    """
    parts = re.split(r"[.!?]+", text.lower().replace("<br />", " "))
    found = (re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", part) for part in parts)
    return [words for words in found if words]


def corpus() -> list[list[str]]:
    """Load the sentences of all texts."""
    texts = (
        str(text)
        for name, size in SIZES.items()
        for text in datasets.load(name, source="simulated", size=size, seed=SEED).data
    )
    return [words for text in texts for words in sentences(text)]


def counts(lines: Iterable[list[str]], numbers: dict[str, int], window: int = WINDOW) -> torch.Tensor:
    """Count how often each word stands at most some places from each other word.

    Returns
    -------
    torch.Tensor
        Symmetric, float64 of shape (words, words).

    Examples
    --------
    >>> counts([["a", "b", "a"]], {"a": 0, "b": 1}, window=1).tolist()
    [[0.0, 2.0], [2.0, 0.0]]
    """
    pairs: Counter[tuple[int, int]] = Counter()
    for words in lines:
        places = [numbers.get(word, -1) for word in words]
        for distance in range(1, window + 1):
            pairs.update(zip(places, places[distance:], strict=False))
    table = torch.zeros(len(numbers), len(numbers), dtype=torch.float64)
    for (first, second), count in pairs.items():
        if first >= 0 and second >= 0:
            table[first, second] += count
            table[second, first] += count
    return table


def positive_information(table: torch.Tensor) -> torch.Tensor:
    r"""Compute the positive pointwise mutual information of rows and columns of counts.

    .. math:: \max\left(0, \log\frac{p(w, c)}{p(w)\, p_{0.75}(c)}\right)

    The probabilities of the columns are smoothed by a power, so that rare words do not weigh too much.
    """
    rows = table.sum(1, keepdim=True) / table.sum()
    smooth = table.sum(0, keepdim=True) ** SMOOTHING
    columns = smooth / smooth.sum()
    return torch.log((table / table.sum()) / (rows * columns)).nan_to_num(0.0, 0.0, 0.0).clamp_min(0)


def train() -> WordVectors:
    """Count, weigh, and keep the largest singular values; each vector has the length 1."""
    seed_everything(0)
    lines = corpus()
    frequent = [
        word for word, count in Counter(word for line in lines for word in line).most_common() if count >= LEAST
    ]
    information = positive_information(counts(lines, {word: number for number, word in enumerate(frequent)}))
    left, values, _ = torch.linalg.svd(information, full_matrices=False)
    vectors = left[:, :DIMENSIONS] * values[:DIMENSIONS].sqrt()
    # A word that only stands alone, or beside words that stand nowhere else, has no vector that means anything.
    lengths = vectors.norm(dim=1)
    kept = lengths > 1e-6
    words = tuple(word for word, keep in zip(frequent, kept.tolist(), strict=True) if keep)
    return WordVectors(words, (vectors / lengths[:, None])[kept].float())


def agreement(model: WordVectors, groups: Mapping[str, str]) -> float:
    """Measure the share of the words of some groups whose nearest neighbour is of the same group."""
    sets = [group.split() for group in groups.values()]
    hits = [model.nearest(word, 1)[0][0] in words for words in sets for word in words]
    return sum(hits) / len(hits)


if __name__ == "__main__":
    trained = train()
    print(f"{len(trained.words)} words")
    print(f"nearest neighbour of the same group {agreement(trained, GROUPS):.4f}")
    print(f"nearest neighbour of the same opinion {agreement(trained, OPINIONS):.4f}")
    print(storage.save("word-vectors", trained.state_dict()))
