"""Data sets as batches of tensors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch

from mlcourse import datasets
from mlcourse.datasets import Dataset
from mlcourse.errors import CourseError


def everything(loader: Any) -> tuple[torch.Tensor, torch.Tensor]:
    parts = list(loader)
    return torch.cat([x for x, _ in parts]), torch.cat([y for _, y in parts])


def table(frame: pd.DataFrame, target: Any, names: tuple[str, ...]) -> Dataset:
    card = datasets.load("iris").card
    return Dataset("made-up", frame, np.asarray(target), tuple(map(str, frame.columns)), names, card)


def test_a_table_is_standardised_by_its_training_rows() -> None:
    loaders = datasets.load("wine").as_torch(batch_size=50, test=0.25, validation=0.1)
    x, y = everything(loaders.train)
    assert x.dtype == torch.float32
    assert y.dtype == torch.int64
    assert torch.allclose(x.mean(0), torch.zeros(13), atol=1e-5)
    assert torch.allclose(x.std(0, correction=0), torch.ones(13), atol=1e-4)
    assert loaders.validation is not None
    sizes = [len(everything(part)[1]) for part in (loaders.train, loaders.validation, loaders.test)]
    assert sizes == [178 - 18 - 44, 18, 44]
    assert len(loaders.feature_names) == 13


def test_every_row_is_in_one_part_and_classes_keep_their_shares() -> None:
    cancer = datasets.load("breast-cancer")
    loaders = cancer.as_torch(test=0.3)
    _, train = everything(loaders.train)
    _, test = everything(loaders.test)
    assert loaders.validation is None
    assert sorted([*train.tolist(), *test.tolist()]) == sorted(cancer.target)
    assert abs(train.float().mean() - test.float().mean()) < 0.01


def test_a_seed_fixes_split_and_order() -> None:
    iris = datasets.load("iris")
    first, again, other = (everything(iris.as_torch(seed=seed).train) for seed in (1, 1, 2))
    assert torch.equal(first[0], again[0])
    assert not torch.equal(first[0], other[0])


def test_training_batches_come_in_a_new_order_in_each_epoch() -> None:
    loader = datasets.load("iris").as_torch().train
    assert not torch.equal(everything(loader)[0], everything(loader)[0])


def test_images_become_channels_from_0_to_1() -> None:
    digits = datasets.load("digits")
    x, _ = next(iter(digits.as_torch(batch_size=10).train))
    assert x.shape == (10, 1, 8, 8)
    assert (x.min(), x.max()) == (0.0, 1.0)
    colours = np.zeros((8, 4, 5, 3), np.uint8)
    colours[:, 0, 0, 2] = 255
    card = digits.card
    made = Dataset("colours", colours, np.arange(8) % 2, (), ("a", "b"), card)
    x, _ = next(iter(made.as_torch(test=0.25).train))
    assert x.shape == (6, 3, 4, 5)
    assert x[0, 2, 0, 0] == 1.0


def test_categories_and_missing_values_become_columns() -> None:
    frame = pd.DataFrame(
        {
            "age": [20.0, np.nan, 40.0, 60.0] * 5,
            "town": ["Bern", "Rome", None, "Bern"] * 5,
            "day": pd.date_range("2026-01-01", periods=20),
            "new": [True, False] * 10,
        }
    )
    before = frame.copy()
    loaders = table(frame, [0, 1, 1, 0] * 5, ("no", "yes")).as_torch(test=0.2)
    assert set(loaders.feature_names) >= {"age", "missingindicator_age", "town_Bern", "town_missing", "day", "new_True"}
    x, _ = everything(loaders.train)
    assert torch.isfinite(x).all()
    assert set(x[:, loaders.feature_names.index("town_Bern")].tolist()) == {0.0, 1.0}
    pd.testing.assert_frame_equal(frame, before)


def test_a_category_that_training_has_not_seen_is_no_error() -> None:
    frame = pd.DataFrame({"name": [f"person {i}" for i in range(40)], "x": range(40)})
    loaders = table(frame, [0.5] * 40, ("y",)).as_torch(test=0.5)
    assert everything(loaders.test)[1].dtype == torch.float32


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"test": 1.0}, "`test` is 1.0"),
        ({"validation": -0.1}, "`validation` is -0.1"),
        ({"test": 0.6, "validation": 0.4}, "no row is left"),
        ({"batch_size": 0}, "`batch_size` is 0"),
        ({"batch_size": 2.5}, "`batch_size` is 2.5"),
    ],
)
def test_what_makes_no_sense_is_said(options: dict[str, Any], said: str) -> None:
    with pytest.raises(CourseError, match=said):
        datasets.load("iris").as_torch(**options)


def test_without_a_target_and_for_texts_there_are_no_loaders() -> None:
    iris = datasets.load("iris")
    with pytest.raises(CourseError, match="no target"):
        replace(iris, target=None).as_torch()
    texts = replace(iris, data=np.array(["a", "b"] * 75, dtype=object))
    with pytest.raises(CourseError, match="holds texts"):
        texts.as_torch()
