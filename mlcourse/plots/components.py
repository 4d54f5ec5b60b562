"""Principal components: how much each explains, and the data and features in the plane of two of them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import Floats, counted, number, numbers, percent, plain, same_length
from mlcourse.plots._samples import Classes, bar_look, classes, curve, figure, guide, listed, points, table
from mlcourse.threads import one_thread

_MOST_ARROWS = 30
_LABELLED = 10


def biplot(
    X: Any,
    feature_names: Sequence[str] | None = None,
    y: ArrayLike | None = None,
    *,
    class_names: Sequence[str] | None = None,
    scale: bool = True,
    components: tuple[int, int] = (1, 2),
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw examples as points and features as arrows in the plane of two principal components.

    Points that lie in the direction of an arrow have large values of its feature; features whose arrows point
    the same way go together. The arrows are the loadings, stretched by one common factor to fill the plane.

    Parameters
    ----------
    X : array_like or data frame of shape (n, d)
        The examples, with at least two features. They are centred here.
    feature_names : sequence of d str, optional
        The names of the features; a frame brings its own.
    y : array_like of shape (n,), optional
        The class of each example.
    class_names : sequence of str, optional
        The names of the classes, in the order of the sorted labels.
    scale : bool
        Whether each feature is divided by its standard deviation, as is right where units differ.
    components : pair of int
        Which components the axes are, counted from 1.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the explained variance and the features
        that weigh most.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there are fewer than two features or three examples, a value is missing, or a feature is constant
        while `scale` is on.

    References
    ----------
    K. R. Gabriel, "The biplot graphic display of matrices", Biometrika 58, 1971.

    Examples
    --------
    >>> fig = biplot([[1, 2, 0], [2, 4, 1], [3, 6, 0], [4, 8, 1]], ["a", "b", "c"])
    >>> fig.alt.split(". ")[0]
    'Biplot of 4 examples and 3 features: component 1 explains 76.9 % of the variance and component 2 23.1 %'
    """
    data, names = table(X, feature_names, least=3)
    d = data.shape[1]
    if d < 2:
        raise CourseError("X has one column; a biplot needs at least two features.")
    first, second = components
    most = min(len(data), d)
    if not (1 <= first <= most and 1 <= second <= most and first != second):
        raise CourseError(f"components must be two different numbers from 1 to {most}.")
    centred = data - data.mean(axis=0)
    if scale:
        spread = centred.std(axis=0)
        if still := [name for name, s in zip(names, spread, strict=True) if s == 0]:
            raise CourseError(f"{listed(still)} has the same value everywhere: leave it out, or use scale=False.")
        centred = centred / spread
    with one_thread():
        u, s, vt = np.linalg.svd(centred, full_matrices=False)
    if s[0] == 0:
        raise CourseError("All examples are the same: there is no variance to draw.")
    signs = np.sign(vt[np.arange(len(vt)), np.abs(vt).argmax(axis=1)])
    pair = [first - 1, second - 1]
    scores, loadings = (u * s * signs)[:, pair], (vt * signs[:, None])[pair].T
    ratios = (s**2 / (s**2).sum())[pair]
    reach = 0.9 * float(np.abs(scores).max() / np.abs(loadings).max())
    known = None if y is None else classes(y, class_names)
    if known is not None:
        same_length(len(data), "X", y=plain(y))
    axes = [f"component {n} ({percent(float(r))} of the variance)" for n, r in zip(components, ratios, strict=True)]
    longest = np.argsort(-np.linalg.norm(loadings, axis=1), kind="stable")[:_MOST_ARROWS]
    told_apart = longest[:_LABELLED]
    step = 0.08 * float(np.ptp(np.r_[scores, loadings * reach], axis=0).max())
    arrows = [_arrow(loadings[j] * reach) for j in longest]
    arrows += _arrow_names(loadings[told_apart] * reach, loadings[told_apart], [names[j] for j in told_apart], step)
    told = (
        f"Biplot of {counted(len(data), 'example')} and {counted(d, 'feature')}: component {first} explains "
        f"{percent(float(ratios[0]))} of the variance and component {second} {percent(float(ratios[1]))}. "
        + " ".join(
            f"On component {n} {names[j]} weighs most ({number(loadings[j, k])})."
            for k, n in enumerate(components)
            for j in [int(np.abs(loadings[:, k]).argmax())]
        )
    )
    fig = figure(
        *_examples(scores, known),
        annotations=arrows,
        alt=alt or told,
        title=title,
        height=540,
        xaxis_title=axes[0],
        yaxis_title=axes[1],
        margin_b=90,
        showlegend=known is not None,
    )
    return theme.equal_axes(fig)


def explained_variance(
    ratios: ArrayLike,
    *,
    threshold: float = 0.9,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw the share of the variance of each principal component, and their running sum.

    Parameters
    ----------
    ratios : array_like of shape (k,)
        The share of each component, the largest first, as in PCA's ``explained_variance_ratio_``.
    threshold : float
        The share, between 0 and 1, that enough components must reach together; it is drawn as a line.
    title, alt : str, optional
        The heading and the description; without the latter, one tells how many components are enough.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If a share is negative, they sum to more than 1, or the threshold is no share.

    Examples
    --------
    >>> explained_variance([0.7, 0.25, 0.05]).alt
    'Explained variance of 3 components: the first explains 70 %; 2 components reach 90 % (together 95 %).'
    """
    shares = numbers(ratios, "ratios", "components")
    if shares.min() < 0 or shares.sum() > 1 + 1e-6:
        raise CourseError("ratios must be shares of the variance: none negative, together at most 1.")
    if not 0 < threshold <= 1:
        raise CourseError(f"threshold must be above 0 and at most 1, not {threshold}.")
    total = np.cumsum(shares)
    x = np.arange(1, len(shares) + 1)
    reached = np.flatnonzero(total >= threshold - 1e-12)
    told = (
        f"Explained variance of {counted(len(shares), 'component')}: the first explains {percent(float(shares[0]))}; "
    )
    if len(reached):
        enough = int(reached[0]) + 1
        told += (
            f"{counted(enough, 'component')} reach{'es' if enough == 1 else ''} {percent(threshold)} "
            f"(together {percent(float(total[enough - 1]))})."
        )
    else:
        told += f"all together reach {percent(float(total[-1]))}, less than {percent(threshold)}."
    bars = go.Bar(
        x=x,
        y=shares,
        name="of one component",
        marker=bar_look(0, solid=True),
        hovertemplate="component %{x}: %{y:.1%}<extra></extra>",
    )
    hover = "the first %{x} together: %{y:.1%}<extra></extra>"
    mode = "lines+markers" if len(x) <= 50 else "lines"
    fig = figure(
        bars,
        curve(x, total, "all up to here", series=1, mode=mode, hovertemplate=hover),
        guide([0.5, len(x) + 0.5], [threshold] * 2, f"threshold {percent(threshold)}"),
        alt=alt or told,
        title=title,
        xaxis_title="component",
        yaxis_title="share of the variance",
        margin_b=90,
    )
    if len(reached):
        fig.add_annotation(
            x=enough,
            y=float(total[enough - 1]),
            text=f"{counted(enough, 'component')}: {percent(float(total[enough - 1]))}",
            ax=30 if enough < len(x) * 0.6 else -30,
            ay=44,
            arrowcolor=theme.INK,
        )
    fig.update_xaxes(range=[0.4, len(x) + 0.6], showgrid=False, dtick=1 if len(x) <= 20 else None)
    fig.update_yaxes(range=[0, 1.05], tickformat=".0%")
    return fig


def _examples(scores: Any, known: Classes | None) -> list[Any]:
    hover = "(%{x:.3g}, %{y:.3g})<extra>%{fullData.name}</extra>"
    many = len(scores) > 2000
    parts = [("examples", scores)]
    if known is not None:
        parts = [(name, scores[known.codes == i]) for i, name in enumerate(known.names)]
    return [
        points(p[:, 0], p[:, 1], name, series=i, many=many, marker={"opacity": 0.6}, hovertemplate=hover)
        for i, (name, p) in enumerate(parts)
    ]


def _arrow(tip: Floats) -> dict[str, Any]:
    """Draw a feature's arrow as a note, which lies on the points even where these are drawn with WebGL."""
    ends = {"x": tip[0], "y": tip[1], "ax": 0, "ay": 0, "axref": "x", "ayref": "y", "text": ""}
    return {**ends, "showarrow": True, "arrowhead": 2, "arrowwidth": 2, "arrowcolor": theme.INK}


def _arrow_names(tips: Floats, loadings: Floats, names: Sequence[str], step: float) -> list[dict[str, Any]]:
    """Write the names beyond the tips, on the left and on the right at least a step apart."""
    places, left = tips + np.sign(tips) * 0.3 * step, tips[:, 0] < 0
    for side in (left, ~left):
        here = np.flatnonzero(side)
        order = here[np.argsort(places[here, 1], kind="stable")]
        middle = places[order, 1].mean() if len(order) else 0.0
        for below, above in itertools.pairwise(order):
            places[above, 1] = max(places[above, 1], places[below, 1] + step)
        if len(order):
            places[order, 1] += middle - places[order, 1].mean()
    return [
        {
            "x": x,
            "y": y,
            "text": f"<b>{name}</b>",
            "hovertext": f"{name}: loadings {number(first)} and {number(second)}",
            "xanchor": "right" if on_left else "left",
            "showarrow": False,
            # Names lie on points of all colours, on light and on dark pages: they bring a ground of their own.
            "font": {"color": "#111111", "size": 14},
            "bgcolor": "rgba(236, 236, 236, 0.9)",
            "bordercolor": theme.INK,
            "borderpad": 2,
        }
        for (x, y), (first, second), name, on_left in zip(places, loadings, names, left, strict=True)
    ]
