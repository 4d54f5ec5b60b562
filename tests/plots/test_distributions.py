"""Figures on distributions agree with NumPy and SciPy and tell location, spread, skew and tails."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from mlcourse.errors import CourseError
from mlcourse.plots.distributions import compare_groups, densities, ecdf, histogram, qq_plot

RNG = np.random.default_rng(0)
X = RNG.normal(3, 2, 400)


def test_the_bars_are_the_counts_of_numpy():
    (bars,) = histogram(X, bins=20).data

    counts, edges = np.histogram(X, 20)
    assert list(bars.y) == list(counts)
    assert np.asarray(bars.customdata)[:, 0] == pytest.approx(edges[:-1])


def test_with_curves_the_bars_have_area_one_and_the_curve_its_values():
    fig = histogram(X, {"normal": stats.norm(3, 2).pdf}, name="weight in kg")

    bars, line = fig.data
    assert np.sum(bars.y * bars.width) == pytest.approx(1)
    assert np.asarray(line.y) == pytest.approx(stats.norm(3, 2).pdf(line.x))
    assert fig.layout.yaxis.title.text == "density"
    assert "Histogram of weight in kg" in fig.alt
    assert fig.alt.endswith("Drawn over it: normal.")


@pytest.mark.parametrize(
    ("x", "words"),
    [(X, "Neither tail"), (np.exp(X / 2), "tail to the right"), (-np.exp(X / 2), "tail to the left")],
)
def test_the_skew_is_told(x, words):
    assert words in histogram(x).alt


def test_wild_values_do_not_make_thousands_of_bars_and_one_value_is_enough():
    assert len(histogram(np.r_[X, 1e7]).data[0].y) <= 200
    assert "1 value from 5 to 5" in histogram([5]).alt


def test_densities_are_those_of_scipy():
    fig = densities({"a": X, "b": X + 5})

    for trace, sample in zip(fig.data, (X, X + 5), strict=True):
        assert np.asarray(trace.y) == pytest.approx(stats.gaussian_kde(sample)(trace.x), abs=1e-9)
        assert np.trapezoid(trace.y, trace.x) == pytest.approx(1, abs=0.01)
    assert fig.data[0].line.dash != fig.data[1].line.dash


def test_many_values_are_gathered_without_changing_the_picture():
    many = RNG.normal(size=20_000)
    (trace,) = densities(many).data

    assert np.asarray(trace.y) == pytest.approx(stats.gaussian_kde(many)(trace.x), abs=1e-3)


def test_the_bandwidth_smooths():
    rough, smooth = (max(densities(X, bandwidth=width).data[0].y) for width in (0.1, 3))

    assert rough > smooth


def test_cumulative_shares_are_exact():
    (steps,) = ecdf([3, 1, 2, 2]).data

    assert list(steps.x) == pytest.approx([0.94, 1, 2, 2, 3, 3.06])
    assert list(steps.y) == [0, 0.25, 0.5, 0.75, 1, 1]
    assert steps.line.shape == "hv"


def test_cumulative_shares_of_several_samples_go_from_0_to_1_over_the_same_range():
    fig = ecdf({"a": [0, 1], "b": [5, 10]})

    assert [(steps.x[0], steps.x[-1]) for steps in fig.data] == [pytest.approx((-0.3, 10.3))] * 2
    assert [(steps.y[0], steps.y[-1]) for steps in fig.data] == [(0, 1)] * 2


def test_two_samples_are_compared_as_kolmogorov_and_smirnov_do():
    other = RNG.normal(4, 2, 300)
    distance = stats.ks_2samp(X, other).statistic

    assert f"farthest apart, by {100 * distance:.3g} percentage points" in ecdf({"a": X, "b": other}).alt
    assert "farthest" not in ecdf({"a": X, "b": other, "c": X}).alt


def test_large_and_small_samples():
    assert ecdf(RNG.normal(size=5000)).data[0].type == "scattergl"
    assert "Half of the 1 value are at most 7" in ecdf([7]).alt


@pytest.mark.parametrize("kind", ["box", "violin"])
def test_groups_are_drawn_as_given_and_ordered_in_words(kind):
    fig = compare_groups({"a": [1, 2, 3], "b": [7, 8, 9], "c": [4, 5, 60]}, kind=kind)

    assert [t.type for t in fig.data] == [kind] * 3
    assert list(fig.data[1].y) == [7, 8, 9]
    assert "highest first: b 8, c 5, a 2." in fig.alt
    assert "widest middle half has c" in fig.alt


def test_the_columns_of_a_frame_are_groups():
    assert [t.name for t in compare_groups(pd.DataFrame({"u": [1, 2], "v": [3, 4]})).data] == ["u", "v"]


def test_quantiles_are_those_of_the_normal_distribution():
    fig = qq_plot(X)
    dots = next(t for t in fig.data if t.name == "values")

    assert np.asarray(dots.y) == pytest.approx(np.sort(X))
    assert np.asarray(dots.x) == pytest.approx(stats.norm.ppf((np.arange(1, 401) - 0.5) / 400))
    line = next(t for t in fig.data if t.name == "line of best fit")
    slope = (line.y[1] - line.y[0]) / (line.x[1] - line.x[0])
    assert slope == pytest.approx(2, abs=0.2)


def test_the_band_is_that_of_order_statistics():
    fig = qq_plot(X[:9])
    band, _, line = fig.data

    slope = (line.y[1] - line.y[0]) / (line.x[1] - line.x[0])
    shift = line.y[0] - slope * line.x[0]
    high = stats.norm.ppf(stats.beta.ppf(0.975, np.arange(1, 10), 10 - np.arange(1, 10)))
    assert np.asarray(band.y[:9]) == pytest.approx(slope * high + shift)


@pytest.mark.parametrize(
    ("x", "words"),
    [
        (stats.t(2).ppf(np.linspace(0.002, 0.998, 300)), "Both tails are heavier than"),
        (np.linspace(0, 1, 300), "Both tails are lighter than"),
        (stats.norm.ppf(np.linspace(0.002, 0.998, 300)), "Both tails are about as heavy as"),
        (stats.expon.ppf(np.linspace(0.002, 0.998, 300)), "left tail is lighter than expected, the right one heavier"),
    ],
)
def test_the_tails_are_told(x, words):
    assert words in qq_plot(x).alt


def test_other_distributions_can_be_compared():
    x = stats.expon.ppf((np.arange(1, 101) - 0.5) / 100)
    fig = qq_plot(x, quantiles=stats.expon.ppf, distribution="exponential distribution")

    assert "exponential distribution: the correlation is 1 " in fig.alt


def test_many_quantiles_use_webgl_and_a_short_band():
    fig = qq_plot(RNG.normal(size=10_000))

    assert [t.type for t in fig.data] == ["scatter", "scattergl", "scattergl"]
    assert len(fig.data[0].x) <= 400


def test_input_is_not_changed():
    x = np.array([3.0, 1.0, 2.0])
    for draw in (histogram, densities, ecdf, qq_plot):
        draw(x)
    compare_groups({"x": x})

    assert x.tolist() == [3, 1, 2]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: histogram([]), "empty"),
        (lambda: histogram([1, np.nan]), "missing"),
        (lambda: histogram([1, 2], bins=0), "bins"),
        (lambda: histogram([1, 2], bins="many"), "bins"),
        (lambda: histogram([1, 2], {"c": 3}), "must be a function"),
        (lambda: histogram([1, 2], {"c": lambda x: 3}), "one number for each value"),
        (lambda: densities([1]), "at least 2"),
        (lambda: densities([1, 1]), "same value"),
        (lambda: densities([1, 2], bandwidth=0), "positive"),
        (lambda: densities({}), "at least one sample"),
        (lambda: ecdf({"a": []}), "a is empty"),
        (lambda: compare_groups({"a": [1]}, kind="bars"), "kind"),
        (lambda: compare_groups({i: [1] for i in range(31)}), "30"),
        (lambda: qq_plot([1, 1, 1]), "not all the same"),
        (lambda: qq_plot([1, 2, 3], quantiles=lambda p: p * np.inf), "finite number"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
