"""Every statistical figure has an example, and every example is a figure that can be read."""

from __future__ import annotations

import inspect
from importlib import import_module

import numpy as np
import pytest

from mlcourse.plots import theme

MODULES = (
    "classification",
    "clustering",
    "components",
    "curves",
    "distributions",
    "regions",
    "regression",
    "surfaces",
    "tables",
    "thresholds",
    "trees",
)
EXAMPLES = {
    f"{module}: {name}": make
    for module in MODULES
    for name, make in import_module(f"mlcourse.plots.gallery.{module}").EXAMPLES.items()
}


@pytest.mark.parametrize("module", MODULES)
def test_every_public_figure_has_an_example(module):
    source = import_module(f"mlcourse.plots.{module}")
    public = {
        name
        for name, function in inspect.getmembers(source, inspect.isfunction)
        if function.__module__ == source.__name__
        and function.__annotations__.get("return") == "theme.Figure"
        and not name.startswith("_")
    }

    assert public
    assert public == {name.split()[0] for name in import_module(f"mlcourse.plots.gallery.{module}").EXAMPLES}


@pytest.mark.parametrize("make", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_example_is_described_and_labelled_and_the_same_each_time(make):
    fig = make()

    assert isinstance(fig, theme.Figure)
    assert len(fig.alt) > 40
    assert fig.alt.endswith((".", "?"))
    assert "nan" not in fig.alt
    assert "missing missing" not in fig.alt
    assert fig.to_json() == make().to_json()
    assert fig.layout.paper_bgcolor is None  # the theme's: see-through


@pytest.mark.parametrize("make", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_series_in_a_legend_has_a_name_and_a_style_of_its_own(make):
    looks = []
    for trace in make().data:
        if trace.showlegend is not False and trace.type in ("scatter", "scattergl"):
            assert trace.name
            look = (trace.mode, trace.line.dash, str(trace.marker.symbol), trace.fill, trace.line.color == theme.INK)
            looks.append(look)

    assert len(looks) == len(set(looks))


def test_alt_and_title_can_be_given_to_every_figure():
    for module in MODULES:
        source = import_module(f"mlcourse.plots.{module}")
        for name, function in inspect.getmembers(source, inspect.isfunction):
            if function.__annotations__.get("return") == "theme.Figure" and not name.startswith("_"):
                given = inspect.signature(function).parameters
                if function.__module__ == source.__name__:
                    assert {"alt", "title"} <= set(given), name
                    assert given["alt"].kind is inspect.Parameter.KEYWORD_ONLY


def test_given_words_are_used():
    bars = import_module("mlcourse.plots.trees").importance_bars
    fig = bars(["a"], np.ones(1), title="See", alt="Told.")

    assert (fig.layout.title.text, fig.alt) == ("See", "Told.")
