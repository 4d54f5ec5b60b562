"""One door to data: every data set of the course, by name, each with its card."""

from __future__ import annotations

from mlcourse.datasets.card import Card, Column
from mlcourse.datasets.catalogue import available, load, sources
from mlcourse.datasets.dataset import Dataset

__all__ = ["Card", "Column", "Dataset", "available", "load", "sources"]
