"""Figures on whole tables: pairs, correlations and missing values are right and told."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from mlcourse.errors import CourseError
from mlcourse.plots.tables import correlation_heatmap, missing_values, pairs, scatter_matrix

RNG = np.random.default_rng(0)
Y = np.arange(90) % 3
X = RNG.normal(size=(90, 3)) + np.column_stack([Y * 3, Y * 0, -Y])
GAPS = pd.DataFrame(
    {
        "age": [1.0, 2, 3, 4, 5],
        "name": ["a", None, "c", "d", "e"],
        "low": [1, 2, np.nan, np.nan, 5],
        "high": [1, 2, np.nan, np.nan, 5],
        "when": pd.to_datetime(["2026-01-01", "2026-01-02", None, "2026-01-04", "2026-01-05"]),
    }
)


def bare(text):
    """Take away the colour of a cell's text."""
    return re.sub(r"<[^>]+>", "", text)


def test_every_pair_has_a_panel_and_every_column_a_distribution():
    fig = scatter_matrix(X, ["a", "b", "c"])

    dots = [t for t in fig.data if t.mode == "markers"]
    outlines = [t for t in fig.data if t.mode == "lines"]
    assert len(dots) == len(outlines) == 3
    assert np.asarray(dots[0].x) == pytest.approx(X[:, 0])
    assert np.asarray(dots[0].y) == pytest.approx(X[:, 1])
    assert len({t.xaxis for t in fig.data}) == 6
    counts = np.asarray(outlines[0].y)[1:-1:2]
    assert counts.sum() == 90


def test_panels_of_a_column_share_their_axis():
    fig = scatter_matrix(X)

    assert fig.layout.xaxis.matches == "x4"
    assert fig.layout.xaxis2.matches == "x4"
    assert fig.layout.yaxis5.matches == "y4"
    assert fig.layout.yaxis6.matches is None  # counts, not values


def test_the_strongest_correlation_is_told():
    r = np.corrcoef(X, rowvar=False)

    assert f"The strongest correlation is that of x1 and x3 ({r[0, 2]:.3g})".replace("-", "−") in scatter_matrix(X).alt


def test_constant_columns_have_no_correlation():
    assert "Fewer than two columns vary" in scatter_matrix([[1, 2], [1, 3]]).alt


def test_classes_are_told_apart_without_colour_and_named_once():
    fig = pairs(X, Y, class_names=["p", "q", "r"])

    dots = [t for t in fig.data if t.mode == "markers"]
    assert len(dots) == 9
    assert len({t.marker.symbol for t in dots}) == 3
    assert [t.name for t in fig.data if t.showlegend] == ["p", "q", "r"]
    assert len({t.line.dash for t in fig.data if t.mode == "lines"}) == 3


def test_the_column_that_separates_is_told():
    alt = pairs(X, Y, ["a", "b", "c"]).alt

    f = stats.f_oneway(*(X[k == Y, 0] for k in range(3))).statistic
    share = 2 * f / (2 * f + 87)  # eta squared from F
    assert f"The classes differ most in a: {100 * share:.1f} %" in alt
    assert "least in b" in alt


def test_many_rows_use_webgl_and_half_the_memory():
    fig = scatter_matrix(RNG.normal(size=(10_000, 3)))

    dots = [t for t in fig.data if t.mode == "markers"]
    assert {t.type for t in dots} == {"scattergl"}
    assert {np.asarray(t.x).dtype for t in dots} == {np.dtype("float32")}


@pytest.mark.parametrize(("method", "theirs"), [("pearson", np.corrcoef), ("spearman", None)])
def test_correlations_are_those_of_pandas(method, theirs):
    rounded = np.round(X)  # with ties
    (cells,) = correlation_heatmap(rounded, method=method).data

    assert np.asarray(cells.z) == pytest.approx(pd.DataFrame(rounded).corr(method).to_numpy())
    if theirs is not None:
        assert np.asarray(cells.z) == pytest.approx(theirs(rounded, rowvar=False))


def test_correlations_are_written_in_the_cells_and_the_strongest_told():
    frame = pd.DataFrame({"a": [1, 2, 3, 4], "b": [2, 4, 6, 9], "c": [4, 3, 2, 0]})
    fig = correlation_heatmap(frame)

    assert bare(fig.data[0].text[0][2]) == "−0.98"
    assert (fig.data[0].zmin, fig.data[0].zmax) == (-1, 1)
    assert "Strongest positive: a and b" in fig.alt
    assert "Strongest negative: b and c" in fig.alt
    assert not correlation_heatmap(RNG.normal(size=(50, 20))).data[0].texttemplate


def test_rows_with_gaps_are_left_out_of_correlations():
    holed = X.copy()
    holed[0, 0] = np.nan

    assert np.asarray(correlation_heatmap(holed).data[0].z) == pytest.approx(np.corrcoef(X[1:], rowvar=False))


def test_patterns_of_gaps_are_counted():
    fig = missing_values(GAPS)

    (cells,) = fig.data
    assert np.asarray(cells.z).tolist() == [[0, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 1, 1, 0], [0, 0, 1, 1, 1]]
    assert list(fig.layout.yaxis.ticktext) == ["2 rows", "1 row", "1 row", "1 row"]
    assert list(fig.layout.xaxis.ticktext)[2] == "low<br>40 %"
    assert np.asarray(cells.text)[1].tolist() == ["", "×", "", "", ""]
    assert "2 rows (40 %) are complete" in fig.alt


def test_gaps_that_come_together_are_told():
    frame = pd.DataFrame({"low": [1, None, None, 4], "high": [1, None, None, 4], "age": [1, 2, 3, None]})

    assert "The commonest gap: low and high together, in 2 rows." in missing_values(frame).alt


def test_tables_without_gaps_of_objects_and_with_very_many_patterns():
    assert missing_values([[1, 2]]).alt.endswith("1 row (100 %) is complete.")
    assert "b: 50 %" in missing_values(np.array([["x", None], [1, "y"]], dtype=object), ["a", "b"]).alt
    wild = np.where(RNG.random((3000, 12)) < 0.3, np.nan, 1.0)
    fig = missing_values(wild)
    assert len(fig.data[0].z) == 25
    assert "the 25 commonest of" in fig.layout.xaxis.title.text


def test_input_is_not_changed():
    frame, table = GAPS.copy(), X.copy()
    missing_values(frame)
    pairs(table, Y)
    correlation_heatmap(table, method="spearman")

    pd.testing.assert_frame_equal(frame, GAPS)
    assert (table == X).all()


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: scatter_matrix(np.ones((3, 7))), "choose some"),
        (lambda: scatter_matrix(np.ones((3, 1))), "1 column"),
        (lambda: scatter_matrix([[1, np.nan], [1, 2]]), "missing"),
        (lambda: scatter_matrix([[1, 2]]), "1 row"),
        (lambda: pairs(X, Y[:3]), "y has 3"),
        (lambda: correlation_heatmap(np.ones((5, 2))), "same value everywhere"),
        (lambda: correlation_heatmap(X[:2]), "at least 3"),
        (lambda: correlation_heatmap(X, method="kendall"), "method"),
        (lambda: correlation_heatmap([["a", "b"]] * 3), "real numbers only"),
        (lambda: missing_values([1, 2]), "rows and columns"),
        (lambda: missing_values(np.ones((2, 61))), "60"),
        (lambda: missing_values([[1, 2]], ["a"]), "feature_names has 1 name"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
