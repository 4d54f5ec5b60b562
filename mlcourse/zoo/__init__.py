"""Small trained models for lessons that need one, each with its card; nothing is downloaded.

Each was trained on data of the course by a script in `mlcourse.zoo.training`, which anyone can run again.
"""

from __future__ import annotations

from mlcourse.zoo.card import ModelCard
from mlcourse.zoo.catalogue import available, card, load

__all__ = ["ModelCard", "available", "card", "load"]
