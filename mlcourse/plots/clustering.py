"""Clusters: where they lie, how well apart they are, how they merge, and how many there should be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import Floats, counted, number, numbers, plain, same_length
from mlcourse.plots._samples import (
    Ints,
    beside,
    classes,
    curve,
    figure,
    guide,
    listed,
    mixed,
    named,
    points,
    style,
    table,
    upright,
)

_MOST_LEAF_NAMES = 80
_MOST_SILHOUETTES = 20_000


def clusters(
    X: Any,
    labels: ArrayLike,
    centres: ArrayLike | None = None,
    *,
    feature_names: Sequence[str] | None = None,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw examples of two features with the clusters they belong to, and the clusters' centres.

    Parameters
    ----------
    X : array_like or data frame of shape (n, 2)
        The examples.
    labels : array_like of int of shape (n,)
        The cluster of each example; −1 is noise, as DBSCAN says it.
    centres : array_like of shape (k, 2), optional
        The centres, in the order of the sorted labels without noise.
    feature_names : sequence of 2 str, optional
        The names of the features; a frame brings its own.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the sizes of the clusters.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there are not two features, or the lengths do not fit.

    Examples
    --------
    >>> clusters([[0, 0], [0, 1], [5, 5], [9, 0]], [0, 0, 1, -1]).alt
    '2 clusters of 4 examples over x1 and x2. The largest is cluster 0 with 2 examples, the smallest cluster 1 with 1. 1 example is noise.'
    """  # noqa: E501
    data, names = table(X, feature_names, least=1)
    if data.shape[1] != 2:
        raise CourseError(
            f"X has {counted(data.shape[1], 'column')}; a plane has two: choose two features or project them first."
        )
    known = classes(labels, name="labels")
    same_length(len(data), "X", labels=known.codes)
    is_noise = np.array([name == "-1" for name in known.names])
    middles = None
    if centres is not None:
        middles = numbers(centres, "centres", "clusters", "features")
        if middles.shape != (int((~is_noise).sum()), 2):
            raise CourseError(
                f"centres has the shape {middles.shape}; there are {counted(int((~is_noise).sum()), 'cluster')} of "
                f"two features."
            )
    many = len(data) > 2000
    hover = f"{names[0]} = %{{x:.4g}}<br>{names[1]} = %{{y:.4g}}<extra>%{{fullData.name}}</extra>"
    traces: list[Any] = []
    crosses: list[Any] = []
    place = 0
    for i, name in enumerate(known.names):
        here = data[known.codes == i]
        if is_noise[i]:
            grey = {"color": theme.INK, "symbol": "x-thin-open", "size": 6}
            traces.append(points(here[:, 0], here[:, 1], "noise", marker=grey, many=many, hovertemplate=hover))
            continue
        called = f"cluster {name} ({len(here):,})"
        traces.append(points(here[:, 0], here[:, 1], called, series=place, many=many, hovertemplate=hover))
        if middles is not None:
            crosses.append(_centre(middles[place], name, place, many))
        place += 1
    return figure(
        *traces,
        *crosses,
        alt=alt or _describe_clusters(known.names, known.counts, is_noise, names),
        title=title,
        height=480,
        xaxis_title=names[0],
        yaxis_title=names[1],
        margin_b=90,
    )


def silhouettes(X: Any, labels: ArrayLike, *, title: str | None = None, alt: str | None = None) -> theme.Figure:
    """Draw for each example how much nearer it is to its own cluster than to the next, cluster by cluster.

    A silhouette of 1 means far from all other clusters, 0 on the border, and below 0 nearer to another
    cluster. The dashed line is the mean.

    Parameters
    ----------
    X : array_like or data frame of shape (n, d)
        The examples, at most 20,000.
    labels : array_like of int of shape (n,)
        The cluster of each example, of 2 clusters or more. Noise (−1) is left out.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the mean, and the best and worst cluster.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If the lengths differ, or there are fewer than two clusters or as many as examples.

    References
    ----------
    P. J. Rousseeuw, "Silhouettes", Journal of Computational and Applied Mathematics 20, 1987.

    Examples
    --------
    >>> silhouettes([[0, 0], [0, 1], [9, 0], [9, 1]], [0, 0, 1, 1]).alt
    'Silhouettes of 4 examples in 2 clusters: the mean is 0.889. Best is cluster 0 with a mean of 0.889, worst cluster 1 with 0.889. No example is nearer to another cluster.'
    """  # noqa: E501
    from sklearn.metrics import silhouette_samples

    data, _ = table(X, None, least=3)
    given = plain(labels)
    same_length(len(data), "X", labels=given)
    known = classes(labels, name="labels", least=2)
    kept = np.asarray([name != "-1" for name in known.names])[known.codes]
    data, known = data[kept], classes(given[kept], name="labels without noise", least=2)
    if len(data) > _MOST_SILHOUETTES:
        raise CourseError(
            f"There are {len(data):,} examples; silhouettes compare all pairs: take a sample of at most "
            f"{_MOST_SILHOUETTES:,}."
        )
    if len(known.labels) == len(data):
        raise CourseError("Every example is a cluster of its own: there is nothing to compare.")
    values = np.asarray(silhouette_samples(data, known.codes), dtype=float)
    means = np.bincount(known.codes, weights=values) / known.counts
    traces: list[Any] = []
    ticks: list[float] = []
    start, gap = 0.0, max(1.0, 0.03 * len(values))
    for i, name in enumerate(known.names):
        part = np.sort(values[known.codes == i])
        ticks.append(start + len(part) / 2)
        traces.append(_knife(part, start, f"cluster {name}: mean {number(means[i])}", i))
        start += len(part) + gap
    mean = float(values.mean())
    below = int((values < 0).sum())
    nearer = {0: "No example is", 1: "1 example is"}.get(below, f"{below:,} examples are")
    best, worst = int(means.argmax()), int(means.argmin())
    if best == worst:
        worst = len(means) - 1
    told = (
        f"Silhouettes of {counted(len(values), 'example')} in {len(known.names)} clusters: the mean is {number(mean)}. "
        f"Best is cluster {known.names[best]} with a mean of {number(means[best])}, worst cluster "
        f"{known.names[worst]} with {number(means[worst])}. {nearer} nearer to another cluster."
    )
    fig = figure(
        *traces,
        guide([mean, mean], [0, start - gap], f"mean {number(mean)}"),
        alt=alt or told,
        title=title,
        height=max(400, min(700, 170 + 60 * len(known.names))),
        xaxis_title="silhouette",
        yaxis_title="cluster",
        margin_b=90,
    )
    fig.update_xaxes(range=[min(-0.1, float(values.min()) - 0.05), 1.02])
    fig.update_yaxes(tickvals=ticks, ticktext=list(known.names), showgrid=False, zeroline=False, autorange="reversed")
    return fig


def dendrogram(
    linkage: ArrayLike,
    labels: Sequence[str] | None = None,
    cut: float | None = None,
    *,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw in which order clusters merge, and at which distance.

    Parameters
    ----------
    linkage : array_like of shape (n - 1, 4)
        The merges, as ``scipy.cluster.hierarchy.linkage`` returns them.
    labels : sequence of n str, optional
        The names of the examples; beyond 80 they are shown only on hovering.
    cut : float, optional
        A distance at which the tree is cut; each cluster below it gets a style of its own.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the number of clusters and the last merge.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If `linkage` is not such a table, or there is not one label for each example.

    Examples
    --------
    >>> dendrogram([[0, 1, 1.0, 2], [2, 3, 4.0, 3]], labels=["a", "b", "c"], cut=2).alt
    'Dendrogram of 3 examples; the last two clusters merge at distance 4. Cut at 2, there are 2 clusters, of 2 and 1 examples.'
    """  # noqa: E501
    merges = numbers(linkage, "linkage", "merges", "columns")
    n = len(merges) + 1
    children = merges[:, :2].astype(np.int64)
    later = np.arange(n, 2 * n - 1)[:, None]
    if merges.shape[1] != 4 or (children < 0).any() or (children >= later).any() or merges[-1, 3] != n:
        raise CourseError("linkage must be the table that scipy.cluster.hierarchy.linkage returns: pass it as it is.")
    called = named(range(n) if labels is None else labels, n, "labels", "examples")
    if cut is not None and not cut > 0:
        raise CourseError(f"cut must be a positive distance, not {cut}.")
    order = _leaves(children, n)
    place, height, below = np.empty(2 * n - 1), np.zeros(2 * n - 1), np.ones(2 * n - 1, dtype=np.int64)
    place[order] = np.arange(n)
    height[n:], below[n:] = merges[:, 2], merges[:, 3]
    for i, (a, b) in enumerate(children):
        place[n + i] = (place[a] + place[b]) / 2
    cluster = _cut(children, height, n, cut)
    traces = [
        _branches(children[cluster[n:] == c], (np.flatnonzero(cluster[n:] == c) + n), place, height, below, int(c))
        for c in np.unique(cluster[n:])
    ]
    leaves = go.Scatter(
        x=np.arange(n),
        y=np.zeros(n),
        mode="markers",
        marker={"size": 6, "color": "rgba(0, 0, 0, 0)"},
        text=np.asarray(called)[order],
        hovertemplate="%{text}<extra></extra>",
        name="examples",
        showlegend=False,
    )
    told = f"Dendrogram of {counted(n, 'example')}; the last two clusters merge at distance {number(height[-1])}."
    if cut is not None:
        sizes = sorted(np.bincount(_groups(children, height, n, cut)), reverse=True)
        each = listed([f"{size:,}" for size in sizes]) if len(sizes) <= 8 else f"{sizes[-1]:,} to {sizes[0]:,}"
        found = counted(len(sizes), "cluster")
        told += f" Cut at {number(cut)}, there {'is' if len(sizes) == 1 else 'are'} {found}, of {each} examples."
    fig = figure(*traces, leaves, alt=alt or told, title=title, yaxis_title="distance", margin_b=90, showlegend=False)
    few = n <= _MOST_LEAF_NAMES
    names = {"tickvals": np.arange(n), "ticktext": np.asarray(called)[order]} if few else {"showticklabels": False}
    fig.update_xaxes(showgrid=False, zeroline=False, range=[-0.7, n - 0.3], title=None if few else "examples", **names)
    fig.update_yaxes(rangemode="tozero")
    if cut is not None:
        fig.add_hline(
            y=cut,
            line={"color": theme.INK, "dash": "dash", "width": 1.5},
            annotation={"text": f"cut at {number(cut)}", "font": {"color": theme.INK}},
        )
    return fig


def elbow(
    ks: ArrayLike,
    inertias: ArrayLike,
    *,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw how the spread within clusters falls with their number, with the bend marked.

    The bend is the number whose point lies farthest below the straight line from the first to the last, where
    both axes are scaled to the same length. It is a hint, not a proof.

    Parameters
    ----------
    ks : array_like of int of shape (m,)
        The numbers of clusters, ascending; at least 3.
    inertias : array_like of shape (m,)
        The sum of squared distances to the nearest centre, for each number.
    title, alt : str, optional
        The heading and the description; without the latter, one tells where the bend is.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If the lengths differ, `ks` is not ascending, or there are fewer than three.

    References
    ----------
    V. Satopää et al., "Finding a 'kneedle' in a haystack", ICDCS Workshops 2011.

    Examples
    --------
    >>> elbow([1, 2, 3, 4, 5], [100, 50, 20, 17, 15]).alt
    'The spread within clusters falls from 100 with 1 cluster to 15 with 5. The bend is at 3 clusters, with 20.'
    """
    counts, spread = numbers(ks, "ks", "m"), numbers(inertias, "inertias", "m")
    same_length(len(counts), "ks", inertias=spread)
    if len(counts) < 3 or not (np.diff(counts) > 0).all():
        raise CourseError("ks must hold at least three numbers of clusters in ascending order.")
    fall = (spread - spread[-1]) / ((spread[0] - spread[-1]) or 1.0)
    depth = 1 - (counts - counts[0]) / (counts[-1] - counts[0]) - fall
    bend = int(depth.argmax())
    bends = bool(spread[-1] < spread[0] and depth[bend] > 0.1)
    told = (
        f"The spread within clusters {'falls' if spread[-1] < spread[0] else 'goes'} from {number(spread[0])} with "
        f"{counted(int(counts[0]), 'cluster')} to {number(spread[-1])} with {int(counts[-1])}. "
    )
    told += (
        f"The bend is at {counted(int(counts[bend]), 'cluster')}, with {number(spread[bend])}."
        if bends
        else "There is no clear bend."
    )
    hover = "%{x} clusters<br>inertia %{y:.4g}<extra></extra>"
    fig = figure(
        curve(counts, spread, "inertia", mode="lines+markers", hovertemplate=hover),
        alt=alt or told,
        title=title,
        xaxis_title="number of clusters",
        yaxis_title="inertia: squared distance to the centres",
        margin_b=60,
        showlegend=False,
    )
    if bends:
        fig.add_shape(**upright(float(counts[bend]), "x", "y"))
        note = beside("y", left=bool(bend > 0.6 * len(counts)))
        fig.add_annotation(x=float(counts[bend]), text=f"bend at {int(counts[bend])}", **note)
    if len(counts) <= 20:
        fig.update_xaxes(tickvals=counts)
    fig.update_yaxes(rangemode="tozero")
    return fig


def _centre(at: Floats, name: str, series: int, many: bool) -> Any:
    edge = {"color": "#ffffff", "width": 2}
    kind = go.Scattergl if many else go.Scatter  # WebGL covers everything else
    return kind(
        x=[at[0]],
        y=[at[1]],
        mode="markers+text",
        text=[f"<b>{name}</b>"],
        textfont={"color": "#ffffff", "size": 13},
        marker={"color": mixed(style(series).color, 0.6, "#000000"), "size": 24, "symbol": "circle", "line": edge},
        name=f"centre {name}",
        showlegend=False,
        hovertemplate=f"centre of cluster {name}<br>(%{{x:.4g}}, %{{y:.4g}})<extra></extra>",
    )


def _describe_clusters(names: Sequence[str], counts: Ints, is_noise: NDArray[np.bool_], features: Sequence[str]) -> str:
    own = [(int(count), name) for name, count, noise in zip(names, counts, is_noise, strict=True) if not noise]
    total = counted(int(counts.sum()), "example")
    told = [f"{counted(len(own), 'cluster')} of {total} over {features[0]} and {features[1]}."]
    if len(own) > 1:
        (most, largest), (least, smallest) = max(own, key=lambda c: c[0]), min(own, key=lambda c: c[0])
        told.append(
            f"The largest is cluster {largest} with {counted(most, 'example')}, the smallest cluster {smallest} with "
            f"{least:,}."
        )
    if noise := int(counts[is_noise].sum()):
        told.append(f"{counted(noise, 'example')} {'is' if noise == 1 else 'are'} noise.")
    return " ".join(told)


def _knife(values: Floats, start: float, name: str, series: int) -> go.Scatter:
    """Draw one cluster's sorted silhouettes as an area; more than 400 are thinned evenly."""
    keep = np.unique(np.linspace(0, len(values) - 1, min(len(values), 400)).astype(int))[::-1]
    x = np.repeat(values[keep], 2)
    level = start + len(values) - 1 - keep
    y = np.column_stack([level, np.r_[level[1:], start + len(values)]]).ravel()
    look = style(series)
    return go.Scatter(
        x=np.r_[0, x, 0],
        y=np.r_[y[0], y, y[-1]],
        name=name,
        mode="lines",
        fill="toself",
        fillcolor=look.fill,
        line={"color": look.color, "width": 1.5, "dash": look.dash},
        hoveron="points",
        hovertemplate=f"silhouette %{{x:.3f}}<extra>{name}</extra>",
    )


def _leaves(children: Ints, n: int) -> Ints:
    """Order the leaves so that no branches cross, without recursion: chains may be long."""
    order, stack = [], [2 * n - 2]
    while stack:
        node = stack.pop()
        if node < n:
            order.append(node)
        else:
            stack += [int(children[node - n, 1]), int(children[node - n, 0])]
    return np.array(order)


def _groups(children: Ints, height: Floats, n: int, cut: float) -> Ints:
    """Give each leaf the number of its cluster below a cut, counted from the top of the tree."""
    group = np.full(2 * n - 1, -1)
    count = 0
    for node in range(2 * n - 2, -1, -1):
        if group[node] < 0 and height[node] <= cut:
            group[node] = count
            count += 1
        if node >= n and group[node] >= 0:
            group[children[node - n]] = group[node]
    found: Ints = group[:n]
    return found


def _cut(children: Ints, height: Floats, n: int, cut: float | None) -> Ints:
    """Give each node the number of its cluster below the cut; −1 above it."""
    if cut is None:
        return np.full(2 * n - 1, -1)
    leaf_groups = _groups(children, height, n, cut)
    group = np.concatenate([leaf_groups, np.full(n - 1, -1)])
    for i, (a, _) in enumerate(children):
        if height[n + i] <= cut:
            group[n + i] = group[a]
    return group


def _branches(children: Ints, nodes: Ints, place: Floats, height: Floats, below: Ints, cluster: int) -> Any:
    """Draw the brackets of some merges in one trace, broken by NaN."""
    a, b = children.T
    gap = np.full(len(nodes), np.nan)
    x = np.column_stack([place[a], place[a], place[b], place[b], gap]).ravel()
    y = np.column_stack([height[a], height[nodes], height[nodes], height[b], gap]).ravel()
    line: dict[str, Any] = {"width": 2, "color": theme.INK, "dash": "solid"}
    if cluster >= 0:
        line |= {"color": style(cluster).color, "dash": style(cluster).dash}
    name = f"cluster {cluster + 1}" if cluster >= 0 else "above the cut"
    hover = "distance %{y:.4g}, %{customdata:,} examples<extra></extra>"
    return curve(x, y, name, line=line, customdata=np.repeat(below[nodes], 5), hovertemplate=hover)
