"""Real data, downloaded once and kept: each function takes nothing and returns a data set.

Where the files are, and how they are known to be right, stands in ``files``; what is in them, in the other modules.
"""

from __future__ import annotations

from mlcourse.datasets.originals.graphs import citations
from mlcourse.datasets.originals.images import cifar_10, mnist
from mlcourse.datasets.originals.money import card_fraud, credit_default, credit_risk, house_prices
from mlcourse.datasets.originals.people import movie_ratings, penguins, titanic
from mlcourse.datasets.originals.texts import dna, imdb, spam

__all__ = [
    "card_fraud",
    "cifar_10",
    "citations",
    "credit_default",
    "credit_risk",
    "dna",
    "house_prices",
    "imdb",
    "mnist",
    "movie_ratings",
    "penguins",
    "spam",
    "titanic",
]
