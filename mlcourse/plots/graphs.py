"""Figures about graphs: nodes and edges, neighbourhoods, state diagrams."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import (
    LEGEND_BELOW,
    WEBGL_FROM,
    Floats,
    counted,
    number,
    numbers,
    percent,
    plain,
    same_length,
)
from mlcourse.plots.links import SHAPES, bare_axes, curved, labels, lines, loop, nodes, straight, trimmed
from mlcourse.threads import one_thread

if TYPE_CHECKING:
    import networkx as nx

Layout = Literal["spring", "kamada", "circle"]
Edges = Iterable[Sequence[Any]]

_HEIGHT = 440
_MOST_WRITTEN = 60  # more names than this overlap
_NARROW = 280  # pixels that the nodes' centres spread over in a low or narrow figure
_FAINT = "rgba(128, 128, 128, 0.6)"


def graph(
    edges: Edges | nx.Graph[Any],
    positions: Mapping[Any, Sequence[float]] | None = None,
    *,
    labels: Mapping[Any, str] | None = None,
    groups: Mapping[Any, Any] | None = None,
    sizes: Mapping[Any, float] | None = None,
    directed: bool = False,
    layout: Layout = "spring",
    seed: int = 0,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw a graph: nodes, and edges between them.

    Parameters
    ----------
    edges : iterable of (node, node) or (node, node, weight), array_like of shape (m, 2), or networkx graph
        The edges; weights are written beside them, where there are at most 30.
    positions : mapping of node to pair of float, optional
        Where each node is; without it, `layout` decides.
    labels : mapping of node to str, optional
        What is written at a node; without it, the node itself, if there are at most 60.
    groups : mapping of node to hashable, optional
        The kind of each node, at most 6 kinds, told apart by shape and colour.
    sizes : mapping of node to float, optional
        How large each node is drawn, relative to the others: the area stands for the number.
    directed : bool
        Whether edges are arrows; a directed networkx graph is drawn so anyway. Graphs with more than 666 edges or
        2,000 nodes are drawn by WebGL, without heads of arrows.
    layout : {"spring", "kamada", "circle"}
        How nodes are placed: by springs along the edges, so that distances in the plane are those in the graph
        (Kamada and Kawai; at most 200 nodes), or on a circle.
    seed : int
        The start of the springs: the same seed gives the same figure.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If there is no edge, an edge is no pair, a node has no position, or an option is unknown.

    Examples
    --------
    >>> graph([("a", "b"), ("b", "c"), ("b", "d")]).alt
    'A graph of 4 nodes and 3 edges in one connected part. Node b has the most neighbours (3).'
    """
    net, directed = _read(edges, directed)
    named = list(net)
    index = {node: i for i, node in enumerate(named)}
    written = {node: str(labels[node] if labels is not None and node in labels else node) for node in named}
    shown = labels is not None or len(named) <= _MOST_WRITTEN
    inside = shown and max(len(text) for text in written.values()) <= 3 and len(named) <= 40
    size = _diameters(
        named,
        sizes,
        (30 if len(named) <= 20 else 24) if inside else 16 if len(named) <= 100 else 9 if len(named) <= 500 else 5,
    )
    places = _places(net, positions, layout, seed, size)
    span = float(np.ptp(places, axis=0).max()) or 1.0
    kinds = list(dict.fromkeys((groups or {}).get(node) for node in named))
    if len(kinds) > len(SHAPES):
        raise CourseError(f"{len(kinds)} groups cannot be told apart: choose at most {len(SHAPES)} of them.")
    paths = [straight(places[index[a]], places[index[b]]) for a, b in net.edges() if a != b]
    loops = [
        loop(places[index[a]], places[index[a]] - places.mean(axis=0), size=0.12 * span)
        for a, b in net.edges()
        if a == b
    ]
    # Arrow heads must be seen; edges without them are so many that the nodes would drown.
    look = {"color": theme.INK if directed else _FAINT, "width": 1.5 if len(paths) <= 300 else 0.7}
    above = _room_above(places, [(index[a], index[b]) for a, b in net.edges() if a != b])
    webgl = max(len(named), 3 * len(paths)) > WEBGL_FROM
    traces = [lines(paths, directed=directed, node_size=float(np.mean(size)), webgl=webgl, line=look)]
    if loops:
        traces.append(lines(loops, directed=False, webgl=webgl, line=look))
    for k, kind in enumerate(kinds):
        chosen = [i for i, node in enumerate(named) if (groups or {}).get(node) == kind]
        traces.append(
            nodes(
                places[chosen],
                [written[named[i]] if shown else "" for i in chosen],
                [_hover(net, named[i], written[named[i]], kind) for i in chosen],
                group=k,
                size=[size[i] for i in chosen],
                inside=inside,
                above=[above[i] for i in chosen],
                webgl=webgl,
                name=str(kind) if kind is not None else "nodes",
            )
        )
    weights = [
        (straight(places[index[a]], places[index[b]]), data["weight"])
        for a, b, data in net.edges(data=True)
        if a != b and "weight" in data
    ]
    if 0 < len(weights) <= 30:
        traces.append(_beside([path for path, _ in weights], [_written(weight) for _, weight in weights], span))
    return theme.figure(
        *traces,
        alt=alt or _graph_told(net, written),
        title=title,
        height=_HEIGHT,
        showlegend=groups is not None,
        legend=LEGEND_BELOW,
        margin={"l": 20, "r": 20, "b": 60 if groups is not None else 20, "t": 56 if title else 20},
        **bare_axes(places, equal=positions is not None or layout == "circle"),
    )


def neighbourhood(
    edges: Edges | nx.Graph[Any],
    node: Hashable,
    hops: int = 2,
    *,
    positions: Mapping[Any, Sequence[float]] | None = None,
    directed: bool = False,
    layout: Layout = "spring",
    seed: int = 0,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw whose messages reach a node: its neighbours within some hops, as in a graph neural network.

    Arrows show the way of the messages: with each round of message passing they come one hop nearer.

    Parameters
    ----------
    edges : iterable of (node, node), array_like of shape (m, 2), or networkx graph
        The edges.
    node : hashable
        The node that collects messages.
    hops : int
        Rounds of message passing, from 1 to 4.
    positions : mapping of node to pair of float, optional
        Where each node is; without it, `layout` decides.
    directed : bool
        Whether messages go along the direction of the edges only.
    layout, seed
        See :func:`graph`.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If the node is not in the graph, or `hops` is not from 1 to 4.

    Examples
    --------
    >>> neighbourhood([(0, 1), (1, 2), (2, 3)], 0).alt
    'Around node 0: 1 node at 1 hop, 1 at 2 hops. 1 of 4 nodes stays out of reach of 2 rounds of message passing.'
    """
    import networkx as nx

    net, directed = _read(edges, directed)
    if node not in net:
        raise CourseError(f"There is no node {node!r} in the graph.")
    if not 1 <= hops <= 4:
        raise CourseError(f"hops must be from 1 to 4, not {hops}.")
    named = list(net)
    index = {name: i for i, name in enumerate(named)}
    inside = max(len(str(name)) for name in named) <= 3 and len(named) <= 40
    size = 32 if inside else 16 if len(named) <= 100 else 9
    places = _places(net, positions, layout, seed, [size] * len(named))
    inward = net.reverse(copy=False) if isinstance(net, nx.DiGraph) else net
    distance = nx.single_source_shortest_path_length(inward, node, cutoff=hops)
    used, idle = [], []
    for a, b in net.edges():
        path = straight(places[index[a]], places[index[b]])
        da, db = distance.get(a, hops + 1), distance.get(b, hops + 1)
        if da <= hops and db == da - 1:
            used.append(path)
        elif not directed and db <= hops and da == db - 1:
            used.append(path[::-1])
        elif a != b:
            idle.append(path)
    webgl = max(len(named), 3 * (len(used) + len(idle))) > WEBGL_FROM
    traces = [
        lines(idle, directed=False, webgl=webgl, line={"color": _FAINT, "width": 1, "dash": "dot"}),
        lines(used, directed=True, node_size=size, webgl=webgl, line={"color": theme.INK, "width": 2.5}),
    ]
    rings = [[name for name in named if distance.get(name) == d] for d in range(hops + 1)]
    outside = [name for name in named if name not in distance]
    titles = ["the node", *(counted(d, "hop") for d in range(1, hops + 1)), "out of reach"]
    for k, (ring, ring_title) in enumerate(zip([*rings, outside], titles, strict=True)):
        if not ring:
            continue
        chosen = [index[name] for name in ring]
        trace = nodes(
            places[chosen],
            [str(name) for name in ring] if len(named) <= _MOST_WRITTEN else [""] * len(ring),
            [f"{name}<br>{ring_title}" for name in ring],
            group=k,
            size=size + 8 if k == 0 else size,
            inside=inside,
            webgl=webgl,
            name=ring_title,
        )
        if ring is outside:
            trace.update(marker={"color": "#6b6b6b", "symbol": "circle"})
        traces.append(trace)
    counts = ", ".join(
        (counted(len(ring), "node") if d == 1 else str(len(ring))) + f" at {counted(d, 'hop')}"
        for d, ring in enumerate(rings[1:], 1)
    )
    stay = "stays" if len(outside) == 1 else "stay"
    told = (
        f"Around node {node}: {counts}. {len(outside)} of {len(named)} nodes {stay} out of reach "
        f"of {counted(hops, 'round')} of message passing."
    )
    return theme.figure(
        *traces,
        alt=alt or told,
        title=title,
        height=_HEIGHT,
        legend=LEGEND_BELOW | {"itemsizing": "constant"},
        margin={"l": 20, "r": 20, "b": 60, "t": 56 if title else 20},
        **bare_axes(places, equal=positions is not None or layout == "circle"),
    )


def state_diagram(
    matrix: ArrayLike,
    names: Sequence[str] | None = None,
    *,
    smallest: float = 0.0,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw the states of a Markov chain, with an arrow for each possible step and its probability.

    Parameters
    ----------
    matrix : array_like of shape (n, n), n <= 12
        The probability of going from the state of the row to that of the column; each row's sum is 1.
    names : sequence of n str, optional
        The states; without them, 0, 1, 2, …
    smallest : float
        Steps of a probability of at most this are left out; chains of many states need it to stay readable, or are
        better drawn by :func:`mlcourse.plots.heatmap`.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If `matrix` is not square, has more than 12 states, or a row is no distribution.

    Examples
    --------
    >>> state_diagram([[0.9, 0.1], [0.3, 0.7]], ["A", "B"]).alt
    'A Markov chain of 2 states. Likeliest steps: A to A (90 %), B to B (70 %). In the long run: A 75 %, B 25 %.'
    """
    steps = numbers(matrix, "matrix", "n", "n")
    count = len(steps)
    if steps.shape != (count, count) or count > 12:
        raise CourseError(f"matrix must be square with at most 12 states, not {steps.shape[0]} x {steps.shape[1]}.")
    if steps.min() < 0 or not np.allclose(steps.sum(axis=1), 1, atol=1e-3):
        raise CourseError("Each row of the matrix must hold probabilities that sum to 1.")
    states = [str(name) for name in (names if names is not None else range(count))]
    same_length(count, "matrix", names=states)
    angles = np.pi / 2 - 2 * np.pi * np.arange(count) / count + (np.pi / 2 if count == 2 else 0)
    places = np.stack([np.cos(angles), np.sin(angles)], axis=1) if count > 1 else np.zeros((1, 2))
    # Circles have their size in the units of the axes, so that arrows end at them at any width of the figure.
    radius = min(0.28, 0.6 * np.sin(np.pi / max(2, count)))
    paths, texts, spots = [], [], []
    for i, j in zip(*np.nonzero(steps > smallest), strict=True):
        path = loop(places[i], places[i], size=2.3 * radius) if i == j else curved(places[i], places[j])
        # Arrows across a large circle cross in its middle: their numbers stand nearer to the start.
        share = 0.5 if i == j or count <= 3 else 0.36
        middle = path[round(share * (len(path) - 1))]
        push = middle - (places[i] if i == j else (1 - share) * places[i] + share * places[j])
        push /= np.linalg.norm(push) or 1.0
        paths.append(trimmed(path, radius))
        texts.append(number(round(float(steps[i, j]), 2)))
        spots.append(middle + (0.08 + 0.08 * abs(push[0])) * push)
    circles = [
        {"type": "circle", "x0": x - radius, "x1": x + radius, "y0": y - radius, "y1": y + radius, "layer": "below"}
        | {"fillcolor": theme.BLUE, "line": {"color": theme.INK, "width": 1}}
        for x, y in places.tolist()
    ]
    told_at = [_leaving(states, row, i) for i, row in enumerate(steps)]
    inside = {"textfont": {"color": "#ffffff", "size": 14}, "hovertext": told_at, "hoverinfo": None}
    traces = [
        lines(paths, directed=True, line={"color": theme.INK, "width": 1.8}),
        labels(
            places,
            [state.replace(" ", "<br>") for state in states],
            hovertemplate="%{hovertext}<extra></extra>",
            **inside,
        ),
        labels(np.array(spots), texts),
    ]
    stay = _long_run(steps)
    likeliest = ", ".join(
        f"{states[i]} to {states[int(row.argmax())]} ({percent(float(row.max()))})" for i, row in enumerate(steps)
    )
    told = f"A Markov chain of {counted(count, 'state')}. Likeliest steps: {likeliest}."
    if stay is not None:
        told += (
            f" In the long run: {', '.join(f'{s} {percent(p)}' for s, p in zip(states, stay.tolist(), strict=True))}."
        )
    return theme.figure(
        *traces,
        alt=alt or told,
        title=title,
        height=500 if count > 2 else 330,
        showlegend=False,
        shapes=circles,
        margin={"l": 20, "r": 20, "b": 20, "t": 56 if title else 20},
        **bare_axes(np.concatenate([places - radius, places + radius, *paths, np.array(spots)]), room=0.06),
    )


def _read(edges: Any, directed: bool) -> tuple[nx.Graph[Any], bool]:
    """Make a networkx graph of the edges."""
    import networkx as nx

    if isinstance(edges, nx.Graph):
        if not len(edges):
            raise CourseError("The graph has no node: there is nothing to draw.")
        return (nx.DiGraph(edges), True) if edges.is_directed() or directed else (nx.Graph(edges), False)
    given = plain(edges).tolist() if hasattr(edges, "shape") else list(edges)
    net: nx.Graph[Any] = nx.DiGraph() if directed else nx.Graph()
    for edge in given:
        if isinstance(edge, str) or not isinstance(edge, Sequence) or len(edge) not in (2, 3):
            raise CourseError(f"An edge must be a pair of nodes, perhaps with a weight, not {edge!r}.")
        net.add_edge(edge[0], edge[1], **({"weight": edge[2]} if len(edge) == 3 else {}))
    if not len(net):
        raise CourseError("There is no edge: there is nothing to draw.")
    return net, directed


def _places(
    net: nx.Graph[Any],
    positions: Mapping[Any, Sequence[float]] | None,
    layout: str,
    seed: int,
    diameters: Sequence[float],
) -> Floats:
    """Find the place of each node, in the order of the nodes; shape (n, 2)."""
    import networkx as nx

    if positions is not None:
        if missing := [node for node in net if node not in positions]:
            raise CourseError(f"There is no position for the node {missing[0]!r}.")
        return numbers([positions[node] for node in net], "positions", "nodes", "2")
    if layout not in ("spring", "kamada", "circle"):
        raise CourseError(f"layout must be spring, kamada or circle, not {layout!r}.")
    if layout == "kamada" and len(net) > 200:
        raise CourseError(f"The layout kamada takes too long for {len(net)} nodes: use spring.")
    if layout == "circle":
        found = nx.circular_layout(net)
    elif layout == "kamada":
        with one_thread():
            found = nx.kamada_kawai_layout(net, weight=None)
    else:
        # Longer springs than usual keep the nodes of a dense part apart.
        found = nx.spring_layout(
            net, seed=seed, weight=None, k=1.6 / np.sqrt(len(net)), iterations=80 if len(net) <= 200 else 30
        )
    places = np.array([found[node] for node in net], dtype=float)
    if layout == "circle":
        return places
    lying = _lying(places)
    return _apart(lying, np.array(diameters, dtype=float)) if len(net) <= _MOST_WRITTEN else lying


def _lying(places: Floats) -> Floats:
    """Turn points so that their longest extent is horizontal, as figures are wider than high."""
    centred: Floats = places - places.mean(axis=0)
    turn = np.linalg.svd(centred, full_matrices=False)[2]
    if len(turn) < 2:
        return centred
    signs = np.sign(turn[np.arange(2), np.abs(turn).argmax(axis=1)])  # the same sign on every machine
    lying: Floats = centred @ (turn * signs[:, None]).T
    return lying


def _apart(places: Floats, diameters: Floats) -> Floats:
    """Push nodes away from each other until they no longer overlap, in a drawing that fills the figure."""
    least = 1.1 * (diameters[:, None] + diameters) / 2 / _NARROW * ~np.eye(len(places), dtype=bool)
    extent = np.ptp(places, axis=0)
    extent = np.where(extent > 0, extent, 1.0)
    moved: Floats = places / extent
    for _ in range(50):
        gaps = moved[:, None] - moved
        distances = np.linalg.norm(gaps, axis=2)
        short = np.clip(least - distances, 0, None)
        if short.max() < 0.01 * least.max():
            break
        moved = moved + (gaps * (short / np.maximum(distances, 1e-9) / 2)[:, :, None]).sum(axis=1)
    return moved * extent


def _diameters(named: list[Any], sizes: Mapping[Any, float] | None, usual: float) -> list[float]:
    if sizes is None:
        return [usual] * len(named)
    if missing := [node for node in named if node not in sizes]:
        raise CourseError(f"There is no size for the node {missing[0]!r}.")
    areas = numbers([sizes[node] for node in named], "sizes", "nodes")
    if areas.min() < 0:
        raise CourseError("sizes must not be negative.")
    roots = np.sqrt(areas / (areas.max() or 1.0))
    diameters: list[float] = (usual * (0.5 + 1.1 * roots)).tolist()
    return diameters


def _room_above(places: Floats, edges: Iterable[tuple[int, int]]) -> list[bool]:
    """Tell at which nodes the edges lead downwards on the whole, so that a name stands freely above."""
    upwards = np.zeros(len(places))
    for a, b in edges:
        step = places[b] - places[a]
        rise = step[1] / max(float(np.hypot(*step)), np.finfo(float).tiny)
        upwards[a] += rise
        upwards[b] -= rise
    return [bool(total < -1e-9) for total in upwards]


def _hover(net: nx.Graph[Any], node: Any, text: str, kind: Any) -> str:
    group = f"<br>{kind}" if kind is not None else ""
    return f"{text}{group}<br>{counted(int(net.degree(node)), 'edge')}"


def _written(weight: Any) -> str:
    return number(float(weight)) if isinstance(weight, int | float | np.number) else str(weight)


def _beside(paths: Sequence[Floats], texts: Sequence[str], span: float) -> Any:
    """Write a text beside the middle of each line."""
    spots = []
    for path in paths:
        along = path[-1] - path[0]
        across = np.array([-along[1], along[0]]) / (np.linalg.norm(along) or 1.0)
        spots.append(path[[0, -1]].mean(axis=0) + 0.03 * span * across)
    return labels(np.array(spots), texts)


def _graph_told(net: nx.Graph[Any], written: Mapping[Any, str]) -> str:
    import networkx as nx

    parts = nx.number_connected_components(net.to_undirected(as_view=True))
    degrees = dict(net.degree())
    hub = max(degrees, key=lambda node: degrees[node])
    kind = "directed graph" if net.is_directed() else "graph"
    most = f"has the most edges ({degrees[hub]})" if net.is_directed() else f"has the most neighbours ({degrees[hub]})"
    where = "one connected part" if parts == 1 else f"{parts} connected parts"
    return (
        f"A {kind} of {counted(len(net), 'node')} and {counted(net.number_of_edges(), 'edge')} in {where}. "
        f"Node {written[hub]} {most}."
    )


def _leaving(states: Sequence[str], row: Floats, i: int) -> str:
    steps = [f"to {states[j]}: {percent(float(row[j]))}" for j in np.argsort(-row, kind="stable") if row[j] > 0]
    return "<br>".join([states[i], *steps])


def _long_run(steps: Floats) -> Floats | None:
    """Find the only stationary distribution; None if there are several."""
    count = len(steps)
    equations = np.vstack([steps.T - np.eye(count), np.ones(count)])
    if np.linalg.matrix_rank(equations) < count:
        return None
    found: Floats = np.linalg.lstsq(equations, np.append(np.zeros(count), 1), rcond=None)[0]
    return np.clip(found, 0, 1)
