"""The catalogue, the loaded data, and that the cards say what the data say."""

from __future__ import annotations

import functools
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mlcourse import datasets
from mlcourse.datasets import Dataset
from mlcourse.errors import CourseError

NAMES = datasets.available()
SIMULATED = [name for name in NAMES if "simulated" in datasets.sources(name)]


@functools.cache
def loaded(name: str) -> Dataset:
    """Load a data set once; simulated ones with few rows."""
    return datasets.load(name, size=150) if datasets.sources(name)[0] == "simulated" else datasets.load(name)


def test_the_catalogue_names_what_the_roadmaps_name() -> None:
    assert set(NAMES) >= {
        "titanic", "iris", "house-prices", "spam", "credit-risk", "credit-default", "customer-segments", "card-fraud",
        "mnist", "cifar-10", "imdb", "stock-prices", "penguins", "wine", "air-passengers", "co2", "karate-club",
        "movie-ratings", "citations", "stories", "translations", "sounds", "portraits", "places", "dna", "light-curves",
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_shapes_and_names_agree(name: str) -> None:
    dataset = loaded(name)
    rows = len(dataset.data)
    assert dataset.name == name
    assert dataset.card.rows == rows
    assert all(type(label) is str for label in (*dataset.target_names, *dataset.feature_names))
    if dataset.task == "none":
        assert dataset.target_names == ()
    elif dataset.task == "regression":
        assert dataset.target.shape == (rows,)
        assert np.isfinite(dataset.target).all()
        assert len(dataset.target_names) == 1
    else:
        assert dataset.target.shape == (rows,)
        assert dataset.target.dtype.kind in "iu"
        assert set(np.unique(dataset.target)) <= set(range(len(dataset.target_names)))


@pytest.mark.parametrize("name", NAMES)
def test_data_are_of_the_kind_that_they_say(name: str) -> None:
    dataset = loaded(name)
    if dataset.kind == "table":
        assert isinstance(dataset.data, pd.DataFrame)
        assert tuple(dataset.data.columns) == dataset.feature_names
        if len(dataset.card.columns) > 1 or len(dataset.feature_names) == 1:
            assert tuple(column.name for column in dataset.card.columns) == dataset.feature_names
    elif dataset.kind == "images":
        assert dataset.data.ndim in (3, 4)
        assert dataset.feature_names == () or len(dataset.feature_names) == dataset.data[0].size
    elif dataset.kind == "texts":
        assert dataset.data.ndim == 1
        assert all(type(text) is str and text.strip() for text in dataset.data)
    else:
        assert dataset.data.ndim == 2
        assert np.isfinite(dataset.data).all()


@pytest.mark.parametrize("name", SIMULATED)
def test_any_size_and_seed_can_be_had_and_had_again(name: str) -> None:
    for size in (1, 12):
        data = datasets.load(name, size=size).data
        assert (data["date"].nunique() if name == "stock-prices" else len(data)) == size  # days, with many stocks each
    first, again = (datasets.load(name, size=40, seed=3) for _ in range(2))
    other = datasets.load(name, size=40, seed=4)
    assert same(first.data, again.data)
    assert same(first.target, again.target)
    assert not same(first.data, other.data)
    assert first.card.kind == "simulated"


def same(one: Any, other: Any) -> bool:
    if isinstance(one, pd.DataFrame):
        return one.equals(other)
    return one is None or bool(np.array_equal(one, other))


@pytest.mark.parametrize("name", SIMULATED)
def test_the_usual_size_is_made_without_touching_anybodys_chance(name: str) -> None:
    np.random.seed(5)
    before = np.random.get_state()[1].copy()
    dataset = datasets.load(name)
    assert len(dataset.data) == dataset.card.rows >= 300
    assert (np.random.get_state()[1] == before).all()


def test_a_source_that_there_is_not_is_said() -> None:
    with pytest.raises(CourseError, match="'iris' can be loaded from 'bundled', not from 'original'"):
        datasets.load("iris", source="original")
    with pytest.raises(CourseError, match="leave `size` out"):
        datasets.load("iris", size=10)
    for size in (0, -1, 2.5, True):
        with pytest.raises(CourseError, match="`size` is"):
            datasets.load("titanic", size=size)
    with pytest.raises(CourseError, match="`seed` is"):
        datasets.load("titanic", size=5, seed=-1)


def test_the_environment_asks_for_originals_where_there_are_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLCOURSE_DATA", "original")
    assert datasets.load("stock-prices", size=10).card.kind == "simulated"
    monkeypatch.setattr("mlcourse.datasets.originals.titanic", lambda: datasets.load("iris"))
    assert datasets.load("titanic").data.shape == (150, 4)
    assert datasets.load("titanic", source="simulated", size=9).card.kind == "simulated"


def test_digits_are_images_in_the_order_of_their_pixel_names() -> None:
    digits = datasets.load("digits")
    assert isinstance(digits.data, np.ndarray)
    assert digits.data.shape == (1797, 8, 8)
    assert digits.feature_names[8 * 3 + 5] == "pixel_3_5"
    assert (digits.data.min(), digits.data.max()) == (0, 16)


def test_changing_a_loaded_set_changes_nothing_for_others() -> None:
    first = datasets.load("iris")
    first.data.iloc[0, 0] = -1.0
    first.target[0] = 2
    assert datasets.load("iris").data.iloc[0, 0] == 5.1
    assert datasets.load("iris").target[0] == 0


@pytest.mark.parametrize("name", ["Iris", " iris ", "Breast_Cancer", "breast cancer"])
def test_spelling_is_forgiving(name: str) -> None:
    assert datasets.load(name).name in NAMES


@pytest.mark.parametrize(
    ("name", "said"),
    [("iriss", "'iris'"), ("wines", "'wine'"), ("digit", "'digits'"), ("brest-cancer", "'breast-cancer'")],
)
def test_an_unknown_name_gets_near_matches(name: str, said: str) -> None:
    with pytest.raises(CourseError, match=said):
        datasets.load(name)


def test_a_name_like_no_other_gets_all_names() -> None:
    with pytest.raises(CourseError, match="air-passengers, breast-cancer, card-fraud"):
        datasets.load("qqq")


def test_a_name_that_is_no_text_is_refused() -> None:
    with pytest.raises(CourseError, match="by its name"):
        datasets.load(3)  # type: ignore[arg-type]


class _Balanced(HTMLParser):
    """Fails when tags are not closed in order; collects the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("name", NAMES)
def test_every_form_of_a_card_says_everything(name: str) -> None:
    card = loaded(name).card
    parser = _Balanced()
    parser.feed(card._repr_html_())
    assert parser.open == []
    plain = " ".join(repr(card).split())
    for text in (card.source, card.licence, card.harm, *card.problems):
        assert text in parser.text
        assert text in plain
    runs = of_one_kind(card.columns)
    for first, last, count in runs:
        shown = first if count == 1 else f"{first} … {last} ({count:,} columns)"
        assert shown in parser.text
        assert shown in plain
    assert sum(count for _, _, count in runs) == len(card.columns)
    assert card._repr_markdown_().count("\n| ") == 7 + 1 + len(runs)
    assert len(runs) < 60


def of_one_kind(columns: tuple[datasets.Column, ...]) -> list[tuple[str, str, int]]:
    """Name the first and the last of columns that are numbered one after the other, four or more, and how many."""
    runs: list[list[str]] = []
    kind = ""
    for column in columns:
        stem = column.name.rstrip("0123456789")
        number = column.name[len(stem) :]
        before, kind = kind, re.sub(r"\d", "", f"{column.meaning} {column.unit}")
        if (
            kind == before
            and number
            and runs[-1][-1] in (f"{stem}{int(number) - 1}", f"{stem}{int(number) - 1:0{len(number)}}")
        ):
            runs[-1].append(column.name)
        else:
            runs.append([column.name])
    return [
        (part[0], part[-1], len(part))
        for run in runs
        for part in ([run] if len(run) >= 4 else [[name] for name in run])
    ]


def test_columns_that_differ_only_in_a_number_share_a_line() -> None:
    card = loaded("citations").card
    assert "- w_0 … w_1432 (1,433 columns) [0 or 1]: whether the paper has word number 0 … 1432\n" in f"{card!r}\n"
    assert len(card.columns) == 1_433


@pytest.mark.parametrize(
    "columns",
    [
        [("a1", "x 1", "m"), ("a2", "x 2", "m"), ("a3", "x 3", "m")],  # too few to be worth it
        [(f"a{number}", meaning, "m") for number, meaning in enumerate(("length", "width", "height", "depth"))],
        [(f"a{number}", f"x {number}", unit) for number, unit in enumerate("mkmk")],
        [(f"a{number}", f"x {number}", "m") for number in (1, 3, 5, 7)],
        [(f"a{number}", f"x {9 - number}", "m") for number in range(4)],
        [(name, "x", "m") for name in "abcd"],
        [("a", "x", "m")] * 5,
    ],
)
def test_columns_that_differ_in_more_have_a_line_each(columns: list[tuple[str, str, str]]) -> None:
    made = tuple(datasets.Column(*column) for column in columns)
    shown = repr(datasets.Card("t", "s", "s", "l", 1, made, "t", ("p",), "h"))
    assert "…" not in shown
    assert shown.split("Columns:\n")[1].count("\n") == len(columns) - 1


def test_mark_up_in_a_card_is_shown_and_not_obeyed() -> None:
    card = datasets.Card("<b>|", "s", "a|b", "l", 1, (datasets.Column("x_1*", "<i>", "u"),), "t", ("p",), "h")
    assert "<b>" not in card._repr_html_()
    assert "<i>" not in card._repr_html_()
    assert r"a\|b" in card._repr_markdown_()
    assert r"x\_1\*" in card._repr_markdown_()


def test_what_the_cards_claim_is_so() -> None:
    iris = datasets.load("iris").data
    assert list(iris[iris.duplicated(keep=False)].index) == [101, 142]
    wine = datasets.load("wine")
    assert list(np.bincount(wine.target)) == [59, 71, 48]
    assert 750 < wine.data["proline"].mean() / wine.data["hue"].mean() < 800
    digits = datasets.load("digits")
    constant = digits.data.reshape(1797, 64).max(axis=0) == 0
    assert [name for name, never in zip(digits.feature_names, constant, strict=True) if never] == [
        "pixel_0_0",
        "pixel_4_0",
        "pixel_4_7",
    ]
    assert (np.bincount(digits.target).min(), np.bincount(digits.target).max()) == (174, 183)
    cancer = datasets.load("breast-cancer")
    assert list(np.bincount(cancer.target)) == [212, 357]
    dents = [name for name in cancer.feature_names if "conca" in name]
    assert len(dents) == 6
    assert ((cancer.data[dents] == 0).all(axis=1)).sum() == 13
    assert ((cancer.data[dents] == 0).any(axis=1)).sum() == 13
    ratio = cancer.data["mean perimeter"] ** 2 / cancer.data["mean area"]
    assert (ratio - 1).min() > 11
    assert np.corrcoef(ratio / (4 * np.pi) - 1, cancer.data["mean compactness"])[0, 1] > 0.95


def test_importing_the_door_imports_no_heavy_library() -> None:
    heavy = "{'numpy', 'pandas', 'sklearn', 'torch'}"
    code = f"import sys, mlcourse.datasets; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
