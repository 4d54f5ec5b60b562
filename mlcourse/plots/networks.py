"""Figures of how computations are wired: computation graphs and neural networks."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import LEGEND_BELOW, Floats, counted, number, numbers, plain, same_length
from mlcourse.plots.links import bare_axes, labels, lines, nodes, straight

_MOST_UNITS = 10  # more units of a layer than this are hinted at by dots
_WIDTHS = (0.8, 2.0, 4.0)


def computation_graph(
    names: Mapping[Any, str] | Sequence[Hashable],
    edges: Iterable[tuple[Any, Any]],
    values: Mapping[Any, float] | None = None,
    gradients: Mapping[Any, float] | None = None,
    *,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw a computation as a graph from its inputs (squares, left) through operations (circles) to its result.

    Above each node stands its value, found forwards; below it the derivative of the result by it, found backwards.

    Parameters
    ----------
    names : mapping of node to str, or sequence of nodes
        What is written in each node: a variable's name or an operation such as "+".
    edges : iterable of (node, node)
        From each input of an operation to the operation.
    values : mapping of node to float, optional
        The value of each node.
    gradients : mapping of node to float, optional
        The derivative of the result by each node.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there is no node, an edge or a number belongs to no node, or the edges go in a circle.

    Examples
    --------
    >>> fig = computation_graph({"a": "a", "b": "b", "c": "×"}, [("a", "c"), ("b", "c")], {"a": 2, "b": 3, "c": 6},
    ...                         {"a": 3, "b": 2, "c": 1})
    >>> fig.alt
    'A computation graph of 3 nodes in 2 steps, from a, b to ×. Forward: a = 2, b = 3, × = 6. Backward: a 3, b 2, × 1.'
    """
    written = {n: str(t) for n, t in names.items()} if isinstance(names, Mapping) else {n: str(n) for n in names}
    if not written:
        raise CourseError("There is no node: there is nothing to draw.")
    links = [tuple(edge) for edge in edges]
    for what, mentioned in (
        ("An edge", [end for edge in links for end in edge]),
        ("values", list(values or ())),
        ("gradients", list(gradients or ())),
    ):
        if unknown := [node for node in mentioned if node not in written]:
            raise CourseError(f"{what} names {unknown[0]!r}, which is none of the nodes.")
    values, gradients = ({n: float(plain(v)) for n, v in (known or {}).items()} for known in (values, gradients))
    layers = _layers(list(written), links)
    places = _layered(layers, links)
    named = list(written)
    at = np.array([places[node] for node in named])
    leaf = {node for node in named if all(end != node for _, end in links)}
    size = float(np.clip(14 + 9 * max(len(text) for text in written.values()), 38, 76))
    paths = [straight(np.array(places[a]), np.array(places[b])) for a, b in links]
    traces = [lines(paths, directed=True, node_size=size, line={"color": theme.INK, "width": 1.8})]
    for k, kind in enumerate(("input", "operation")):
        chosen = [i for i, node in enumerate(named) if (node in leaf) == (k == 0)]
        if chosen:
            traces.append(
                nodes(
                    at[chosen],
                    [written[named[i]] for i in chosen],
                    [_node_told(named[i], written, values, gradients) for i in chosen],
                    group=1 - k,
                    size=size,
                    name=kind,
                )
            )
    # The blue and the vermillion of the series, as light as text can be read on white and on dark pages alike.
    for what, known, sign, side, colour in (
        ("above: value, forwards", values, "", "top center", "#0F7DC2"),
        ("below: ∂ derivative of the result, backwards", gradients, "∂ ", "bottom center", "#C25400"),
    ):
        if known:
            chosen = [i for i, node in enumerate(named) if node in known]
            texts = [f"{sign}{number(known[named[i]])}" for i in chosen]
            # Plotly keeps texts clear of markers: unseen ones of the nodes' size.
            clear = {"mode": "markers+text", "marker": {"size": size, "opacity": 0}}
            font = {"size": 15, "color": colour}
            traces.append(labels(at[chosen], texts, textposition=side, textfont=font, **clear))
            traces.append(labels(np.full((1, 2), np.nan), ["0"], textfont=font, name=what, showlegend=True))
    span = float(np.ptp(at[:, 1]))
    return theme.figure(
        *traces,
        alt=alt or _computation_told(written, layers, links, values, gradients),
        title=title,
        height=int(np.clip(122 * (span + 1.4) + 110, 300, 860)),
        legend=LEGEND_BELOW,
        margin={"l": 20, "r": 20, "b": 60, "t": 66 if title else 30},
        **_roomy(at),
    )


def network_diagram(
    sizes: Sequence[int],
    weights: Sequence[ArrayLike] | None = None,
    *,
    names: Sequence[str] | None = None,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw a fully connected network: its layers from left to right, its units, and its weights.

    Parameters
    ----------
    sizes : sequence of int
        The units of each layer, the inputs first. Of more than 10 units the first and last are drawn, and dots
        between them.
    weights : sequence of array_like of shape (outputs, inputs), optional
        The weights between each layer and the next, as in PyTorch's ``Linear.weight``: positive ones are solid,
        negative ones dashed, and the width tells the size.
    names : sequence of str, optional
        A caption for each layer; without it, "input", "hidden 1", …, "output".
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there are fewer than two layers, a layer is empty, or a weight matrix does not fit its layers.

    Examples
    --------
    >>> network_diagram([4, 2]).alt
    'A fully connected network with 2 layers: input (4 units), output (2). 8 weights and 2 biases make 10 parameters.'
    """
    units = [int(size) for size in sizes]
    if len(units) < 2 or min(units) < 1:
        raise CourseError("A network needs at least two layers of at least one unit, such as [4, 8, 3].")
    if len(units) > 12:
        raise CourseError(f"{len(units)} layers are too many for one figure: draw at most 12.")
    inner = [f"hidden {i}" for i in range(1, len(units) - 1)]
    captions = [str(name) for name in names] if names is not None else ["input", *inner, "output"]
    same_length(len(units), "sizes", names=captions)
    matrices = None if weights is None else _matrices(weights, units)
    shown = [list(range(n)) if n <= _MOST_UNITS else [*range(5), *range(n - 4, n)] for n in units]
    places = [_column(i, len(kept), n > _MOST_UNITS) for i, (kept, n) in enumerate(zip(shown, units, strict=True))]
    traces: list[Any] = _wires(places, shown, matrices)
    for i, (kept, spots) in enumerate(zip(shown, places, strict=True)):
        hovers = [f"{captions[i]}<br>unit {unit}" for unit in kept]
        kind = 1 if i == 0 else 2 if i == len(units) - 1 else 0
        traces.append(nodes(spots, [""] * len(kept), hovers, group=kind, size=22, name=captions[i], showlegend=False))
        if len(kept) < units[i]:
            traces.append(labels(np.array([[float(i), float(spots[4:6, 1].mean())]]), ["<b>⋮</b>"], textfont_size=20))
    top = max(float(spots[:, 1].max()) for spots in places)
    heads = np.array([[float(i), top + 0.9] for i in range(len(units))])
    traces.append(labels(heads, [f"{c}<br>{n:,}" for c, n in zip(captions, units, strict=True)]))
    count = sum(a * b for a, b in pairwise(units))
    biases = sum(units[1:])
    told = (
        f"A fully connected network with {len(units)} layers: {captions[0]} ({counted(units[0], 'unit')}), "
        + ", ".join(f"{c} ({n:,})" for c, n in zip(captions[1:], units[1:], strict=True))
        + f". {count:,} weights and {biases:,} biases make {count + biases:,} parameters."
    )
    if matrices:
        flat = np.concatenate([matrix.ravel() for matrix in matrices])
        told += f" The weights go from {number(flat.min())} to {number(flat.max())}."
    rows = max(len(kept) for kept in shown)
    return theme.figure(
        *traces,
        alt=alt or told,
        title=title,
        height=int(np.clip(42 * rows + 150, 300, 640)),
        showlegend=matrices is not None,
        legend=LEGEND_BELOW,
        margin={"l": 20, "r": 20, "b": 60 if matrices else 20, "t": 56 if title else 20},
        **bare_axes(np.concatenate([*places, heads, heads + np.array([0, 0.5])]), room=0.07, equal=False),
    )


def _layers(named: list[Any], links: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    """Sort nodes into layers, each right of all that it depends on; inputs stand just left of their first use."""
    before: dict[Any, list[Any]] = {node: [a for a, b in links if b == node] for node in named}
    after: dict[Any, list[Any]] = {node: [b for a, b in links if a == node] for node in named}
    depth: dict[Any, int] = {}
    waiting = list(named)
    while waiting:
        ready = [node for node in waiting if all(a in depth for a in before[node])]
        if not ready:
            raise CourseError(f"The edges go in a circle through {waiting[0]!r}: a computation graph must not.")
        depth |= {node: 1 + max((depth[a] for a in before[node]), default=-1) for node in ready}
        waiting = [node for node in waiting if node not in depth]
    for node in named:
        if not before[node] and after[node]:
            depth[node] = min(depth[b] for b in after[node]) - 1
    return [[node for node in named if depth[node] == d] for d in range(max(depth.values()) + 1)]


def _layered(layers: list[list[Any]], links: Sequence[tuple[Any, ...]]) -> dict[Any, tuple[float, float]]:
    """Place layers as columns, each node near the mean height of its neighbours, so that few edges cross."""
    height = {node: -float(i) + (len(layer) - 1) / 2 for layer in layers for i, node in enumerate(layer)}
    for sweep in range(6):
        for layer in layers if sweep % 2 == 0 else layers[::-1]:
            pulled = {}
            for node in layer:
                near = [height[a] for a, b in links if b == node] + [height[b] for a, b in links if a == node]
                pulled[node] = sum(near) / len(near) if near else height[node]
            layer.sort(key=lambda node: -pulled[node])
            rows = np.array([pulled[node] for node in layer])
            # Keep the order, a distance of 1 at least, and the middle of the column where it was pulled to.
            spaced = rows.copy()
            for i in range(1, len(rows)):
                spaced[i] = min(rows[i], spaced[i - 1] - 1)
            spaced += rows.mean() - spaced.mean()
            height |= dict(zip(layer, spaced.tolist(), strict=True))
    return {node: (float(x), height[node]) for x, layer in enumerate(layers) for node in layer}


def _roomy(at: Floats) -> Mapping[str, Any]:
    layout = bare_axes(at, room=0.12, equal=False)
    return {**layout, "yaxis": layout["yaxis"] | {"range": [float(at[:, 1].min()) - 0.7, float(at[:, 1].max()) + 0.7]}}


def _node_told(
    node: Any, written: Mapping[Any, str], values: Mapping[Any, float], gradients: Mapping[Any, float]
) -> str:
    parts = [written[node]]
    if node in values:
        parts.append(f"value {number(values[node])}")
    if node in gradients:
        parts.append(f"derivative {number(gradients[node])}")
    return "<br>".join(parts)


def _computation_told(
    written: Mapping[Any, str],
    layers: list[list[Any]],
    links: Sequence[tuple[Any, ...]],
    values: Mapping[Any, float],
    gradients: Mapping[Any, float],
) -> str:
    starts = [written[node] for node in written if all(b != node for _, b in links)]
    ends = [written[node] for node in written if all(a != node for a, _ in links)]
    told = (
        f"A computation graph of {counted(len(written), 'node')} in {counted(len(layers), 'step')}, "
        f"from {', '.join(starts)} to {', '.join(ends)}."
    )
    order = [node for layer in layers for node in sorted(layer, key=list(written).index)]
    if values:
        told += f" Forward: {', '.join(f'{written[n]} = {number(values[n])}' for n in order if n in values)}."
    if gradients:
        told += f" Backward: {', '.join(f'{written[n]} {number(gradients[n])}' for n in order if n in gradients)}."
    return told


def _matrices(weights: Sequence[ArrayLike], units: list[int]) -> list[Floats]:
    same_length(len(units) - 1, "sizes (between the layers)", weights=weights)
    matrices = []
    for i, matrix in enumerate(weights):
        read = numbers(matrix, f"weights[{i}]", "outputs", "inputs")
        if read.shape != (units[i + 1], units[i]):
            raise CourseError(
                f"weights[{i}] leads from {units[i]} to {units[i + 1]} units, so its shape must be "
                f"({units[i + 1]}, {units[i]}), not {read.shape}."
            )
        matrices.append(read)
    return matrices


def _column(i: int, count: int, dotted: bool) -> Floats:
    rows = (count - 1) / 2 - np.arange(count, dtype=float)
    if dotted:
        rows = np.where(np.arange(count) < 5, rows + 0.4, rows - 0.4)
    return np.stack([np.full(count, float(i)), rows], axis=1)


def _wires(places: list[Floats], shown: list[list[int]], matrices: list[Floats] | None) -> list[Any]:
    """Draw the weights between the shown units: of one kind, or by sign and by size."""
    wires: dict[tuple[bool, int], list[Floats]] = {}
    largest = max((float(np.abs(matrix).max()) for matrix in matrices), default=1.0) if matrices else 1.0
    for i in range(len(places) - 1):
        for a, start in enumerate(places[i]):
            for b, end in enumerate(places[i + 1]):
                weight = 0.0 if matrices is None else float(matrices[i][shown[i + 1][b], shown[i][a]])
                width = min(2, int(3 * abs(weight) / (largest or 1.0)))
                wires.setdefault((weight < 0, width), []).append(straight(start, end))
    if matrices is None:
        return [lines(wires[False, 0], directed=False, line={"color": "rgba(128, 128, 128, 0.45)", "width": 1})]
    kinds = sorted(wires)
    return [
        lines(
            wires[negative, width],
            directed=False,
            line={"color": theme.SERIES[negative].color, "width": _WIDTHS[width], "dash": theme.SERIES[negative].dash},
            opacity=0.4 + 0.3 * width,
            name="negative weight" if negative else "positive weight",
            legendgroup=str(negative),
            showlegend=(negative, width + 1) not in kinds and (negative, width + 2) not in kinds,
        )
        for negative, width in kinds
    ]
