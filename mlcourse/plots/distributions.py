"""How values are distributed: histograms, densities, cumulative shares, groups compared, quantiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import WEBGL_FROM, Floats, counted, number, numbers, plain
from mlcourse.plots._samples import band, bar_look, curve, figure, guide, points, samples, style

_GRID = 257
_MOST_BINS = 200
_MOST_POINTS = 5_000


def histogram(
    x: ArrayLike,
    curves: Mapping[str, Callable[[Floats], Any]] | None = None,
    *,
    bins: int | Literal["auto"] = "auto",
    name: str = "value",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw a histogram, and density functions over it.

    Parameters
    ----------
    x : array_like of shape (n,)
        The values.
    curves : mapping of str to callable, optional
        Density functions of an array, such as ``scipy.stats.norm(0, 1).pdf``. With them the bars show density
        (their areas sum to 1), otherwise counts.
    bins : int or "auto"
        How many bars, at most 200.
    name : str
        What the values are, with their unit.
    title, alt : str, optional
        The heading and the description; without the latter, one tells mean, deviation, range, the highest bar
        and the skew.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If a value is missing, `bins` is out of range, or a curve does not give one number for each value.

    Examples
    --------
    >>> histogram([1, 2, 2, 3], bins=3, name="rooms").alt
    'Histogram of rooms, 4 values from 1 to 3: mean 2, standard deviation 0.707. The highest bar, from 1.67 to 2.33, holds 2 values. Neither tail is much longer than the other.'
    """  # noqa: E501
    values = numbers(x, "x", "n")
    counts, edges = np.histogram(values, bins=_edges(values, bins))
    widths = np.diff(edges)
    heights = counts / (len(values) * widths) if curves else counts
    hover = "from %{customdata[0]:.4g} to %{customdata[1]:.4g}<br>%{customdata[2]:,} values<extra></extra>"
    slim = len(counts) >= 60  # outlines would be all that is seen, and a faint fill nothing
    bars = go.Bar(
        x=(edges[:-1] + edges[1:]) / 2,
        y=heights,
        width=widths,
        name="data",
        marker={**bar_look(0, solid=slim), "line": {"color": style(0).color, "width": 0 if slim else 1}},
        customdata=np.column_stack([edges[:-1], edges[1:], counts]),
        hovertemplate=hover,
    )
    room = 0.05 * float(edges[-1] - edges[0])
    grid = np.linspace(edges[0] - room, edges[-1] + room, _GRID)
    lines = [
        curve(grid, _density(pdf, grid, str(key)), str(key), series=i, hovertemplate="%{x:.4g}: density %{y:.4g}")
        for i, (key, pdf) in enumerate((curves or {}).items(), 1)
    ]
    top = int(counts.argmax())
    told = (
        f"Histogram of {name}, {counted(len(values), 'value')} from {number(values.min())} to {number(values.max())}: "
        f"mean {number(values.mean())}, standard deviation {number(values.std())}. The highest bar, from "
        f"{number(edges[top])} to {number(edges[top + 1])}, holds {counted(int(counts[top]), 'value')}. {_skew(values)}"
    )
    if curves:
        told += f" Drawn over it: {', '.join(map(str, curves))}."
    return figure(
        bars,
        *lines,
        alt=alt or told,
        title=title,
        xaxis_title=name,
        yaxis_title="density" if curves else "number of values",
        bargap=0,
        showlegend=bool(curves),
        margin_b=90 if curves else 60,
    )


def densities(
    groups: Any,
    *,
    name: str = "value",
    bandwidth: float | None = None,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw the smoothed distributions of one or several samples: Gaussian kernel density estimates.

    Parameters
    ----------
    groups : array_like of shape (n,) or mapping of str to array_like
        The sample or the named samples, of at least 2 different values each.
    name : str
        What the values are, with their unit.
    bandwidth : float, optional
        The standard deviation of the kernel, in the unit of the values; without it, Scott's rule for each sample.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the peak and the mean of each sample.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If a sample is too short or constant, or the bandwidth is not positive.

    References
    ----------
    D. W. Scott, "Multivariate Density Estimation", 1992 (the rule for the bandwidth).

    Examples
    --------
    >>> densities([1, 2, 2, 3], name="hours").alt
    'Smoothed distribution of hours. 4 values, mean 2, peak at 2.'
    """
    found = samples(groups, name)
    if bandwidth is not None and not bandwidth > 0:
        raise CourseError(f"bandwidth must be positive, not {bandwidth}.")
    widths = {}
    for key, values in found.items():
        if values.min() == values.max():
            raise CourseError(f"{key} has the same value everywhere: there is no density to draw.")
        widths[key] = bandwidth or float(values.std(ddof=1)) * len(values) ** -0.2
    low = min(float(v.min()) - 3 * widths[key] for key, v in found.items())
    high = max(float(v.max()) + 3 * widths[key] for key, v in found.items())
    grid = np.linspace(low, high, _GRID)
    traces, told = [], []
    for i, (key, values) in enumerate(found.items()):
        height = _kernel_density(values, grid, widths[key])
        hover = f"{name} %{{x:.4g}}<br>density %{{y:.4g}}<extra>{key}</extra>"
        area: dict[str, Any] = {"fill": "tozeroy", "fillcolor": style(i).fill} if len(found) <= 4 else {}
        traces.append(curve(grid, height, key, series=i, hovertemplate=hover, **area))
        peak = number(float(grid[height.argmax()]))
        whose = f"{key}: " if len(found) > 1 else ""
        told.append(f"{whose}{counted(len(values), 'value')}, mean {number(values.mean())}, peak at {peak}.")
    many = f" for {len(found)} samples" if len(found) > 1 else ""
    fig = figure(
        *traces,
        alt=alt or f"Smoothed distribution{'s' if many else ''} of {name}{many}. {' '.join(told)}",
        title=title,
        xaxis_title=name,
        yaxis_title="density",
        showlegend=len(found) > 1,
        margin_b=90 if len(found) > 1 else 60,
    )
    fig.update_yaxes(rangemode="tozero")
    return fig


def ecdf(groups: Any, *, name: str = "value", title: str | None = None, alt: str | None = None) -> theme.Figure:
    """Draw the share of the values that are not larger than each value: the empirical distribution function.

    Parameters
    ----------
    groups : array_like of shape (n,) or mapping of str to array_like
        The sample or the named samples.
    name : str
        What the values are, with their unit.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the quartiles of each sample, and for two
        samples where they differ most.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If a sample is empty or a value is missing.

    Examples
    --------
    >>> ecdf([1, 2, 3, 4], name="rooms").alt
    'Cumulative shares of rooms. Half of the 4 values are at most 2.5, and the middle half lies from 1.75 to 3.25.'
    """
    found = samples(groups, name, least=1)
    low, high = (float(f([f(values) for values in found.values()])) for f in (np.min, np.max))
    room = 0.03 * (high - low) or 0.5
    ends = low - room, high + room
    traces, told = [], [f"Cumulative shares of {name}."]
    for i, (key, values) in enumerate(found.items()):
        ordered = np.sort(values)
        # From 0 to 1 over the whole picture: below the smallest value there is none, above the largest are all.
        x = np.r_[ends[0], ordered, ends[1]]
        share = np.r_[np.arange(len(ordered) + 1), len(ordered)] / len(ordered)
        hover = f"%{{y:.1%}} are at most %{{x:.4g}}<extra>{key}</extra>"
        traces.append(curve(x, share, key, series=i, line={"shape": "hv"}, hovertemplate=hover))
        lower, middle, upper = (number(q) for q in np.quantile(ordered, [0.25, 0.5, 0.75]))
        whose = f"{key}: half" if len(found) > 1 else "Half"
        told.append(
            f"{whose} of the {counted(len(values), 'value')} are at most {middle}, and the middle half lies from "
            f"{lower} to {upper}."
        )
    if len(found) == 2:
        first, second = found.values()
        every = np.sort(np.concatenate([first, second]))
        apart = np.abs(_share_below(first, every) - _share_below(second, every))
        at = int(apart.argmax())
        gap = f"{number(100 * apart[at])} percentage points"
        told.append(f"The curves are farthest apart, by {gap}, at {number(every[at])}.")
    fig = figure(
        *traces,
        alt=alt or " ".join(told),
        title=title,
        xaxis_title=name,
        yaxis_title="share that is not larger",
        showlegend=len(found) > 1,
        margin_b=90 if len(found) > 1 else 60,
    )
    fig.update_xaxes(range=ends)
    fig.update_yaxes(range=[-0.02, 1.04], tickformat=".0%")
    return fig


def compare_groups(
    groups: Any,
    *,
    kind: Literal["box", "violin"] = "box",
    name: str = "value",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw samples side by side, as boxes or violins.

    A box reaches from the lower to the upper quartile, with the median as a line and the mean dashed; points
    beyond one and a half box lengths are drawn one by one.

    Parameters
    ----------
    groups : mapping of str to array_like, or data frame
        The named samples; a frame gives one for each column. At most 30.
    kind : {"box", "violin"}
        Boxes, or smoothed outlines with a box inside.
    name : str
        What the values are, with their unit.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the medians, highest first.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there is no sample or more than 30, one is empty, or `kind` is unknown.

    Examples
    --------
    >>> compare_groups({"cash": [1, 2, 3], "card": [2, 4, 9]}, name="tip in €").alt
    'Boxes of tip in € for 2 groups. Medians, highest first: card 4, cash 2. The widest middle half has card, from 3 to 6.5.'
    """  # noqa: E501
    if kind not in ("box", "violin"):
        raise CourseError(f'kind must be "box" or "violin", not {kind!r}.')
    found = samples(groups, name, least=1)
    if len(found) > 30:
        raise CourseError(f"There are {len(found)} groups; 30 are readable side by side: choose or merge some.")
    traces = []
    for i, (key, values) in enumerate(found.items()):
        look = style(i)
        drawn: dict[str, Any] = {
            "y": values,
            "name": key,
            "marker": {"color": look.color, "symbol": look.symbol, "size": 5},
            "line": {"color": look.color, "width": 2},
            "fillcolor": look.fill,
            "hoveron": "boxes+points" if kind == "box" else "violins+points+kde",
            "points" if kind == "violin" else "boxpoints": "outliers",
        }
        if kind == "box":
            traces.append(go.Box(**drawn, boxmean=True))
        else:
            traces.append(go.Violin(**drawn, box_visible=True, meanline_visible=True, spanmode="hard"))
    medians = {key: float(np.median(values)) for key, values in found.items()}
    order = sorted(medians, key=medians.__getitem__, reverse=True)
    quarters = {key: np.quantile(values, [0.25, 0.75]) for key, values in found.items()}
    widest = max(quarters, key=lambda key: float(np.ptp(quarters[key])))
    low, high = quarters[widest]
    shapes = "Boxes" if kind == "box" else "Violins"
    each = ", ".join(f"{key} {number(medians[key])}" for key in order[:10])
    told = (
        f"{shapes} of {name} for {counted(len(found), 'group')}. Medians, highest first: {each}"
        f"{', and others' if len(order) > 10 else ''}. The widest middle half has {widest}, from {number(low)} to "
        f"{number(high)}."
    )
    fig = figure(*traces, alt=alt or told, title=title, yaxis_title=name, showlegend=False, margin_b=60)
    fig.update_xaxes(type="category", showgrid=False)
    return fig


def qq_plot(
    x: ArrayLike,
    *,
    quantiles: Callable[[Floats], Any] | None = None,
    distribution: str = "normal distribution",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw the quantiles of a sample against those of a distribution; on a line if they fit.

    The band holds 95 % of the points, each for itself, if the sample comes from that distribution.

    Parameters
    ----------
    x : array_like of shape (n,)
        The sample, at least 3 values, not all the same.
    quantiles : callable, optional
        The quantile function of the distribution, such as ``scipy.stats.expon.ppf``; without it, that of the
        standard normal distribution.
    distribution : str
        What the distribution is called.
    title, alt : str, optional
        The heading and the description; without the latter, one tells how straight the points lie and how heavy
        the tails are.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If the sample is too short or constant, or `quantiles` does not give finite numbers.

    References
    ----------
    M. B. Wilk and R. Gnanadesikan, "Probability plotting methods for the analysis of data", Biometrika 55, 1968.

    Examples
    --------
    >>> qq_plot([-1.2, -0.5, 0.1, 0.4, 1.3]).alt
    'Quantiles of 5 values against those of the normal distribution: the correlation is 0.997 (1 is a straight line).'
    """
    values = np.sort(numbers(x, "x", "n"))
    n = len(values)
    if n < 3 or values[0] == values[-1]:
        raise CourseError("x must hold at least three values, not all the same.")
    from scipy.special import betaincinv, ndtri

    inverse = ndtri if quantiles is None else quantiles
    rank = np.arange(1, n + 1)
    expected = _quantiles(inverse, (rank - 0.5) / n)
    slope, shift = np.polyfit(expected, values, 1)
    ends = expected[[0, -1]]
    keep = np.unique(np.linspace(0, n - 1, min(n, 200)).astype(int))
    kept = rank[keep]  # the band needs no more points than can be seen
    low, high = (
        _quantiles(inverse, np.clip(betaincinv(kept, n + 1 - kept, p), 1e-12, 1 - 1e-12)) for p in (0.025, 0.975)
    )
    straight = float(np.corrcoef(expected, values)[0, 1])
    told = (
        f"Quantiles of {counted(n, 'value')} against those of the {distribution}: the correlation is "
        f"{number(straight)} (1 is a straight line)."
    )
    fig = figure(
        band(expected[keep], slope * low + shift, slope * high + shift, "95 % of points", series=1),
        points(expected, values, "values", hovertemplate="expected %{x:.3g}<br>observed %{y:.4g}<extra></extra>"),
        guide(ends, slope * ends + shift, "line of best fit", line={"dash": "solid"}, many=n > WEBGL_FROM),
        alt=alt or told + _tails(values, slope * expected + shift),
        title=title,
        height=480,
        xaxis_title=f"quantile of the {distribution}",
        yaxis_title="quantile of the sample",
        margin_b=90,
    )
    fig.data[0].showlegend = True
    return fig


def _edges(values: Floats, bins: int | Literal["auto"]) -> Any:
    if isinstance(bins, int | np.integer):
        if not 1 <= bins <= _MOST_BINS:
            raise CourseError(f"bins must be from 1 to {_MOST_BINS}, not {bins}.")
        return bins
    if bins != "auto":
        raise CourseError(f'bins must be a number or "auto", not {bins!r}.')
    edges = np.histogram_bin_edges(values, "auto")
    return edges if len(edges) <= _MOST_BINS + 1 else _MOST_BINS


def _density(pdf: Callable[[Floats], Any], grid: Floats, name: str) -> Floats:
    if not callable(pdf):
        raise CourseError(f"The curve {name} must be a function, such as scipy.stats.norm(0, 1).pdf.")
    values = np.asarray(plain(pdf(grid)), dtype=float)
    if values.shape != grid.shape or np.isnan(values).any():
        raise CourseError(f"The curve {name} must give one number for each value; its shape is {values.shape}.")
    return np.where(np.isfinite(values), values, np.nan)


def _skew(values: Floats) -> str:
    spread = float(values.std())
    skew = float((((values - values.mean()) / spread) ** 3).mean()) if spread > 0 else 0.0
    if abs(skew) < 0.5:
        return "Neither tail is much longer than the other."
    return f"The distribution has a long tail to the {'right' if skew > 0 else 'left'}."


def _kernel_density(values: Floats, grid: Floats, width: float) -> Floats:
    """Sum Gaussians over the values; many values are first gathered into fine bins."""
    weights = np.full(len(values), 1 / len(values))
    if len(values) > _MOST_POINTS:
        edges = np.linspace(values.min(), values.max(), 2001)
        weights = np.histogram(values, edges)[0] / len(values)
        values = (edges[:-1] + edges[1:]) / 2
    bells = np.exp(-0.5 * ((grid[:, None] - values) / width) ** 2)
    found: Floats = bells @ weights / (width * np.sqrt(2 * np.pi))
    return found


def _share_below(values: Floats, at: Floats) -> Floats:
    return np.searchsorted(np.sort(values), at, side="right") / len(values)


def _quantiles(inverse: Callable[[Floats], Any], shares: Floats) -> Floats:
    found = np.asarray(plain(inverse(shares)), dtype=float)
    if found.shape != shares.shape or not np.isfinite(found).all():
        raise CourseError("quantiles must give a finite number for each share between 0 and 1, as a ppf does.")
    return found


def _tails(values: Floats, fitted: Floats) -> str:
    """Say how the ends of the sample lie to the line, where they are far from it."""
    n = len(values)
    if n < 20:
        return ""
    k = max(1, n // 50)
    scale = float(values.std())
    left, right = (float((fitted - values)[:k].mean()) / scale, float((values - fitted)[-k:].mean()) / scale)

    def word(beyond: float) -> str:
        return "heavier than" if beyond > 0.25 else "lighter than" if beyond < -0.25 else "about as heavy as"

    if word(left) == word(right):
        return f" Both tails are {word(left)} expected."
    return f" The left tail is {word(left)} expected, the right one {word(right)} expected."
