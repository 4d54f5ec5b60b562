"""Explore message passing on a graph: how far a feature spreads in some rounds, and how too many wash it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots.words import counted
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, choice

Array = NDArray[np.float64]
Edges = tuple[tuple[int, int], ...]

NODES = 12
ROUNDS = 40
_FLOOR = 1e-4  # a smaller standard deviation is drawn here, at the lower edge
STARTS = ("noisy groups", "one node")

QUESTION = (
    "Two groups, noisy start, nothing kept: circles should be positive, squares negative. After how many rounds are "
    "all nodes right for the first time? And what has become of them after 40 rounds?"
)


@dataclass(frozen=True)
class _Graph:
    """A graph of 12 nodes; the first six are one group, the others the other."""

    edges: Edges
    places: tuple[tuple[float, float], ...]


def _circle(count: int, x: float, y: float, radius: float) -> tuple[tuple[float, float], ...]:
    angles = np.pi / 2 + 2 * np.pi * np.arange(count) / count
    return tuple((float(x + radius * np.cos(a)), float(y + radius * np.sin(a))) for a in angles)


def _two_groups() -> _Graph:
    inside: Edges = ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 0), (0, 2), (1, 4), (3, 5))
    other = tuple((a + 6, b + 6) for a, b in inside)
    return _Graph((*inside, *other, (5, 7)), (*_circle(6, -1.4, 0, 1), *_circle(6, 1.4, 0, 1)))


def _ring() -> _Graph:
    return _Graph(tuple((node, (node + 1) % NODES) for node in range(NODES)), _circle(NODES, 0, 0, 1.2))


def _path() -> _Graph:
    places = tuple((0.45 * (node - 5.5), 0.35 * (-1) ** node) for node in range(NODES))
    return _Graph(tuple((node, node + 1) for node in range(NODES - 1)), places)


def _star() -> _Graph:
    places = ((0.0, 0.0), *_circle(NODES - 1, 0, 0, 1.2))
    return _Graph(tuple((0, node) for node in range(1, NODES)), places)


GRAPHS: dict[str, Callable[[], _Graph]] = {
    "two groups": _two_groups,
    "ring": _ring,
    "path": _path,
    "star": _star,
}


def adjacency(graph: str) -> Array:
    """Give the adjacency matrix of a graph.

    Parameters
    ----------
    graph : str
        A name of :data:`GRAPHS`.

    Returns
    -------
    numpy.ndarray of shape (12, 12), float64
        1 where two nodes are joined; symmetric, without self-loops.

    Examples
    --------
    >>> adjacency("star").sum(axis=1)[:3].tolist()
    [11.0, 1.0, 1.0]
    """
    matrix = np.zeros((NODES, NODES))
    for a, b in GRAPHS[graph]().edges:
        matrix[a, b] = matrix[b, a] = 1
    return matrix


def features(start: str, node: int) -> Array:
    """Give the features at the beginning.

    Parameters
    ----------
    start : str
        ``"noisy groups"``: +1 or −1 by group, with normally distributed noise; ``"one node"``: 1 there, else 0.
    node : int
        Which node, counted from 0.

    Returns
    -------
    numpy.ndarray of shape (12,), float64

    Examples
    --------
    >>> features("one node", 2)[:4].tolist()
    [0.0, 0.0, 1.0, 0.0]
    """
    if start == STARTS[1]:
        alone = np.zeros(NODES)
        alone[node] = 1
        return alone
    made: Array = _signs() + 1.3 * np.random.default_rng(14).normal(size=NODES)
    return made


def _signs() -> Array:
    return np.where(np.arange(NODES) < NODES // 2, 1.0, -1.0)


@lru_cache(maxsize=128)
def rounds(graph: str, start: str, node: int, keep: float) -> Array:
    """Pass messages: each node takes the mean of its own feature and those of its neighbours.

    h ← (1 − α) D⁻¹ (A + I) h + α h⁰, where D holds the row sums of A + I and h⁰ is the beginning.

    Parameters
    ----------
    graph : str
        A name of :data:`GRAPHS`.
    start, node
        As in :func:`features`.
    keep : float
        α, the share of its first feature that a node keeps in each round.

    Returns
    -------
    numpy.ndarray of shape (41, 12), float64
        The features after 0, 1, …, 40 rounds.

    References
    ----------
    Li, Han and Wu, "Deeper insights into graph convolutional networks for semi-supervised learning", AAAI 2018 (why
    many rounds make all nodes alike). Gasteiger, Bojchevski and Günnemann, "Predict then propagate", ICLR 2019 (α).

    Examples
    --------
    >>> rounds("ring", "one node", 0, 0.0)[1, :3].round(3).tolist()
    [0.333, 0.333, 0.0]
    """
    loops = adjacency(graph) + np.eye(NODES)
    mix = loops / loops.sum(axis=1, keepdims=True)
    states = np.empty((ROUNDS + 1, NODES))
    states[0] = first = features(start, node)
    for turn in range(ROUNDS):
        states[turn + 1] = (1 - keep) * (mix @ states[turn]) + keep * first
    states.setflags(write=False)
    return states


def _reach(graph: str, node: int, turns: int) -> int:
    """Count the nodes within so many edges, the node itself among them."""
    loops = adjacency(graph) + np.eye(NODES)
    return int(np.count_nonzero(np.linalg.matrix_power(loops, turns)[node]))


def view(graph: str, start: str, node: float, keep: float, turn: float) -> View:
    """Draw the features on the graph after some rounds, and how far apart they are after each round.

    Parameters
    ----------
    graph, start : str
        As in :func:`rounds`.
    node : float
        Which node has the feature at first, counted from 1.
    keep : float
        α, in percent.
    turn : float
        How many rounds.

    Returns
    -------
    View

    Examples
    --------
    >>> view("ring", "one node", 1, 0, 2).figure.layout.title.text
    'Round 2: the features have standard deviation 0.11'
    """
    chosen = GRAPHS[graph]()
    origin = min(max(round(node), 1), NODES) - 1
    at = min(max(round(turn), 0), ROUNDS)
    states = rounds(graph, start, origin, round(keep) / 100)
    now = states[at]
    spread = states.std(axis=1)
    x, y = np.array(chosen.places).T
    ends = np.array(chosen.edges)
    gaps = np.full(len(ends), np.nan)
    edges = go.Scatter(
        x=np.column_stack([x[ends], gaps]).ravel(),
        y=np.column_stack([y[ends], gaps]).ravel(),
        mode="lines",
        line={"color": theme.INK, "width": 1.5},
        showlegend=False,
        hoverinfo="skip",
    )
    limit = float(np.abs(states[0]).max())
    digits = 2 if limit < 10 else 1
    written = [f"{value:+.{digits}f}".replace("-", "−") if abs(value) >= 0.005 else "0" for value in now]
    # Text is dark on the light middle of the scale, and white at its dark ends.
    inks = ["#111111" if abs(value) < 0.6 * limit else "#ffffff" for value in now]
    nodes = go.Scatter(
        x=x,
        y=y,
        mode="markers+text",
        text=written,
        textfont={"size": 11, "color": inks},
        marker={
            "size": 40,
            "symbol": ["circle" if sign > 0 else "square" for sign in _signs()],
            "color": now,
            "cmin": -limit,
            "cmax": limit,
            "colorscale": "RdBu",
            "line": {
                "color": theme.INK,
                "width": [5 if start == STARTS[1] and one == origin else 1.5 for one in range(NODES)],
            },
        },
        showlegend=False,
        customdata=np.arange(1, NODES + 1),
        hovertemplate="node %{customdata}: %{text}<extra></extra>",
    )
    curve = theme.line(
        np.arange(ROUNDS + 1), np.maximum(spread, _FLOOR), "standard deviation of the features", xaxis="x2", yaxis="y2"
    )
    mark = go.Scatter(
        x=[at],
        y=[max(float(spread[at]), _FLOOR)],
        mode="markers",
        marker={"symbol": "star", "size": 15, "color": theme.VERMILLION, "line": {"color": "white", "width": 1}},
        name="this round",
        cliponaxis=False,
        xaxis="x2",
        yaxis="y2",
    )
    low, high = (f"{value:.2g}".replace("-", "−") for value in (now.min(), now.max()))
    figure = theme.figure(
        edges,
        nodes,
        curve,
        mark,
        alt=(
            f"A graph of {NODES} nodes ({graph}) with a feature at each after {at} rounds: from {low} to {high}. "
            f"Beside it the standard deviation of the features: it goes from {spread[0]:.2g} at the start to "
            f"{spread[at]:.2g} in this round, and to {spread[-1]:.2g} after {ROUNDS} rounds."
        ),
        title=f"Round {at}: the features have standard deviation {spread[at]:.2g}",
        xaxis={"domain": [0, 0.6], "visible": False, "range": [x.min() - 0.45, x.max() + 0.45]},
        yaxis={"visible": False, "range": [min(y.min(), -1.0) - 0.35, max(y.max(), 1.0) + 0.35]},
        xaxis2={"domain": [0.7, 1], "anchor": "y2", "title": "round", "range": [-1, ROUNDS + 1]},
        yaxis2={
            "anchor": "x2",
            "title": "standard deviation (from 10⁻⁴ on)",
            "type": "log",
            "range": [-4.2, 0.6],
            "dtick": 1,
            "exponentformat": "power",
        },
        legend={"orientation": "h", "y": -0.24},
        height=430,
    )
    idle = frozenset({"node"} if start == STARTS[0] else ())
    return View(figure, _report(graph, start, origin, round(keep), at, states), idle)


def _right(states: Array) -> NDArray[np.int64]:
    """Count the nodes whose feature has the sign of their group, after each round."""
    counts: NDArray[np.int64] = (np.sign(states) == _signs()).sum(axis=1)
    return counts


def _report(graph: str, start: str, origin: int, keep: int, at: int, states: Array) -> str:
    now = states[at]
    if start == STARTS[1]:
        reached = _reach(graph, origin, at)
        told = (
            f"<p>After {counted(at, 'round')} {reached} of the {NODES} nodes have heard of node {origin + 1}: those at "
            f"most {counted(at, 'edge')} away. Its own feature is {now[origin]:.3f}, the least is {now.min():.3f}.</p>"
        )
        if reached == NODES and (at == 0 or _reach(graph, origin, at - 1) < NODES):
            told += "<p>This is the first round after which all have heard: "
            told += f"the farthest node is {counted(at, 'edge')} away.</p>"
        return told + _washed(keep, states, at)
    right = _right(states)
    half = NODES // 2
    circles, squares = (f"{part.mean():.3f}".replace("-", "−") for part in (now[:half], now[half:]))
    told = (
        f"<p>{right[at]} of the {NODES} nodes have the sign of their group. The mean of the circles is {circles}, that "
        f"of the squares {squares}.</p>{_washed(keep, states, at)}"
    )
    if graph == "two groups" and keep == 0 and right[at] == NODES and at == int(np.argmax(right == NODES)):
        told += (
            f"<p>✓ <strong>After {at} rounds all nodes are right for the first time:</strong> the noise of neighbours "
            f"cancels, and most neighbours are of the same group. But each round also lets the groups leak into each "
            f"other: after {ROUNDS} rounds only {right[-1]} are right, and the standard deviation is "
            f"{states[-1].std():.2g}. This is oversmoothing.</p>"
        )
    return told


def _washed(keep: int, states: Array, at: int) -> str:
    share = float(states[at].std() / states[0].std())
    if share < 0.05:
        left = f"Only {100 * share:.1g}" if share >= 1e-4 else "Less than 0.01"
        return f"<p>{left} % of the differences at the start are left: the nodes look all alike.</p>"
    if keep and at == ROUNDS:
        return f"<p>As each node keeps {keep} % of its start, {100 * share:.0f} % of the differences stay for ever.</p>"
    return ""


def message_passing(graph: str = "two groups") -> Explorer:
    """Explore message passing on a small graph: rounds, what is kept, how far a feature gets, and oversmoothing.

    Parameters
    ----------
    graph : str
        Which to begin with: ``"two groups"``, ``"ring"``, ``"path"`` or ``"star"``.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If there is no such graph.

    Examples
    --------
    >>> explorer = message_passing("star")
    >>> explorer.controls["start"].value = "one node"
    >>> explorer.controls["turn"].value = 2
    >>> "12 of the 12 nodes have heard" in explorer.readout.html
    True
    """
    if graph not in GRAPHS:
        raise CourseError(f"There is no graph {graph!r} here. There are: {', '.join(GRAPHS)}.")
    controls = {
        "graph": choice("graph", list(GRAPHS), graph),
        "start": choice("start", STARTS),
        "node": Slider(label="node", value=2.0, min=1.0, max=float(NODES), step=1.0),
        "keep": Slider(label="kept of the start α", value=0.0, min=0.0, max=50.0, step=5.0, unit=" %"),
        "turn": Slider(label="rounds", value=0.0, min=0.0, max=float(ROUNDS), step=1.0),
    }
    return Explorer(QUESTION, controls, view)
