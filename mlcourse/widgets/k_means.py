"""Explore k-means one half-step at a time: from which start it ends where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, choice

Array = NDArray[np.float64]
Labels = NDArray[np.int64]

DATA = ("four blobs", "long clouds", "moons", "one cloud")
MOST_CLUSTERS, STARTS, HALF_STEPS = 6, 12, 50
POINTS = 120
_POORER = 1.2  # a sum of squares that is larger than the best one by this factor is plainly worse
_BLOBS = 4

QUESTION = (
    "Choose the four blobs and k = 4. Does k-means find them from every start? Look for a start from which it settles "
    "although it has not found them, and see why it cannot go on from there."
)


@dataclass(frozen=True)
class State:
    """What k-means knows after a half-step.

    Parameters
    ----------
    centres : numpy.ndarray of shape (k, 2), float64
    labels : numpy.ndarray of shape (n,), int64
        The cluster of each point; -1 before the first assignment.
    inertia : float
        The sum of squared distances of the points from the centres of their clusters; NaN before the first assignment.
    """

    centres: Array
    labels: Labels
    inertia: float


@lru_cache(maxsize=8)
def points(data: str) -> Array:
    """Draw the points that are to be grouped.

    Parameters
    ----------
    data : str
        One of :data:`DATA`.

    Returns
    -------
    numpy.ndarray of shape (120, 2), float64

    Examples
    --------
    >>> points("moons").shape
    (120, 2)
    """
    random = np.random.default_rng(3)
    noise = random.normal(size=(POINTS, 2))
    group = np.arange(POINTS) % _BLOBS
    if data == "four blobs":
        return np.array([[-2.5, 2.0], [-2.0, -1.8], [2.2, 2.2], [2.6, -2.0]])[group] + 0.6 * noise
    if data == "long clouds":
        return np.column_stack([1.9 * noise[:, 0], 0.3 * noise[:, 1] + 2.4 * (group % 3 - 1)])
    if data == "moons":
        angle = np.pi * random.uniform(size=POINTS)
        arc = np.column_stack([2 * np.cos(angle) - 1, 2 * np.sin(angle) - 0.5])
        return np.where(group[:, None] % 2 == 0, arc, -arc) + 0.2 * noise
    return 1.5 * noise


def assign(X: Array, centres: Array) -> Labels:
    """Give each point the nearest centre.

    Parameters
    ----------
    X : numpy.ndarray of shape (n, d)
    centres : numpy.ndarray of shape (k, d)

    Returns
    -------
    numpy.ndarray of shape (n,), int64

    Examples
    --------
    >>> assign(np.array([[0.0], [5.0]]), np.array([[4.0], [1.0]])).tolist()
    [1, 0]
    """
    return np.asarray(((X[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2).argmin(axis=1), dtype=np.int64)


def update(X: Array, labels: Labels, centres: Array) -> Array:
    """Move each centre to the mean of its points; one that has none stays.

    Parameters
    ----------
    X : numpy.ndarray of shape (n, d)
    labels : numpy.ndarray of shape (n,)
    centres : numpy.ndarray of shape (k, d)

    Returns
    -------
    numpy.ndarray of shape (k, d)

    Examples
    --------
    >>> update(np.array([[0.0], [2.0]]), np.array([0, 0]), np.array([[5.0], [7.0]])).tolist()
    [[1.0], [7.0]]
    """
    return np.array([X[labels == one].mean(axis=0) if np.any(labels == one) else at for one, at in enumerate(centres)])


@lru_cache(maxsize=512)
def states(data: str, k: int, start: int) -> tuple[State, ...]:
    """Run k-means from k points drawn at random until nothing changes.

    Parameters
    ----------
    data : str
        One of :data:`DATA`.
    k : int
        How many clusters.
    start : int
        The seed of the draw.

    Returns
    -------
    tuple of State
        The start, then by turns the state after an assignment and after an update; at most 51 states.

    References
    ----------
    Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28, 1982.

    Examples
    --------
    >>> run = states("four blobs", 4, 1)
    >>> run[-1].inertia <= run[1].inertia
    True
    """
    X = points(data)
    centres = X[np.random.default_rng(start).choice(POINTS, size=k, replace=False)]
    labels = np.full(POINTS, -1, dtype=np.int64)
    passed = [State(centres, labels, float("nan"))]
    while len(passed) <= HALF_STEPS:
        new = assign(X, centres)
        if np.array_equal(new, labels):
            break
        labels = new
        passed.append(State(centres, labels, _inertia(X, labels, centres)))
        centres = update(X, labels, centres)
        passed.append(State(centres, labels, _inertia(X, labels, centres)))
    return tuple(passed)


def _inertia(X: Array, labels: Labels, centres: Array) -> float:
    return float(((X - centres[labels]) ** 2).sum())


def view(data: str, k: float, start: float, step: float) -> View:
    """Draw one half-step of k-means, and the inertia up to it.

    Parameters
    ----------
    data : str
        One of :data:`DATA`.
    k : float
        How many clusters.
    start : float
        The number of the random start.
    step : float
        Which half-step: 0 is the start, odd ones assign points, even ones move centres.

    Returns
    -------
    View

    Examples
    --------
    >>> view("four blobs", 4, 1, 0).figure.layout.title.text
    'Half-step 0: the start'
    """
    clusters, seed, half = round(k), round(start), round(step)
    run = states(data, clusters, seed)
    at = min(half, len(run) - 1)
    now = run[at]
    X = points(data)
    before = run[at - 1].centres if at else now.centres
    did = _did(half, len(run))
    passed = np.array([one.inertia for one in run[1 : at + 1]])
    sizes = np.bincount(now.labels[now.labels >= 0], minlength=clusters)
    shown = ", ".join(str(size) for size in sizes) if at else "none yet"
    alt = (
        f"{POINTS} points ({data}) and {clusters} centres, half-step {half}: {did}. Points in the clusters: {shown}."
        + (f" To the right the inertia, which has fallen from {passed[0]:.3g} to {passed[-1]:.3g}." if at else "")
    )
    figure = theme.figure(
        _scatter(X[now.labels < 0], "not assigned", {"color": theme.INK, "symbol": "circle-open", "size": 7}),
        *(_scatter(X[now.labels == one], f"cluster {one + 1}", _marker(one)) for one in range(MOST_CLUSTERS)),
        go.Scatter(
            x=np.column_stack([before[:, 0], now.centres[:, 0], np.full(clusters, np.nan)]).ravel(),
            y=np.column_stack([before[:, 1], now.centres[:, 1], np.full(clusters, np.nan)]).ravel(),
            mode="lines",
            name="way of the centres",
            line={"color": theme.INK, "width": 2},
            showlegend=False,
        ),
        go.Scatter(
            x=now.centres[:, 0],
            y=now.centres[:, 1],
            mode="markers+text",
            text=[str(one + 1) for one in range(clusters)],
            textfont={"color": "black", "size": 13},
            name="centres",
            marker={"symbol": "circle", "size": 23, "color": "white", "line": {"color": "black", "width": 3}},
        ),
        theme.line(
            np.arange(1, at + 1),
            passed,
            "inertia",
            mode="lines+markers",
            xaxis="x2",
            yaxis="y2",
            marker={"size": 7},
            showlegend=False,
        ),
        alt=alt,
        title=f"Half-step {half}: {did}",
        xaxis={"title": "x₁", "domain": [0, 0.56], "range": [-4.8, 4.8]},
        yaxis={"title": "x₂", "range": [-4.4, 4.4]},
        xaxis2={"title": "half-step", "domain": [0.68, 1], "anchor": "y2", "range": [0, max(10, len(run))]},
        yaxis2={"title": "inertia", "anchor": "x2", "range": [0, 1.08 * max(one.inertia for one in run[1:])]},
        legend={"orientation": "h", "y": -0.24},
        height=470,
    )
    return View(figure, _report(data, clusters, seed, half, run))


def _marker(cluster: int) -> dict[str, object]:
    style = theme.SERIES[cluster]
    return {"color": style.color, "symbol": style.symbol, "size": 9, "line": {"color": "white", "width": 0.5}}


def _scatter(X: Array, name: str, marker: dict[str, object]) -> go.Scatter:
    return go.Scatter(x=X[:, 0], y=X[:, 1], mode="markers", name=name, marker=marker, showlegend=len(X) > 0)


def _did(half: int, count: int) -> str:
    if half >= count:
        return "settled, nothing changes any more"
    if half == 0:
        return "the start"
    return "each point goes to the nearest centre" if half % 2 else "each centre moves to the mean of its points"


def _report(data: str, k: int, start: int, half: int, run: tuple[State, ...]) -> str:
    at = min(half, len(run) - 1)
    if at == 0:
        return f"<p>{k} of the points, drawn at random, are the first centres. Move the step.</p>"
    now, last = run[at], run[at - 1]
    told = f"<p>Inertia, the sum of squared distances to the centres: <strong>{now.inertia:.1f}</strong>. "
    if half < len(run):
        fallen = "" if at == 1 else f"The half-step has lowered it by {last.inertia - now.inertia:.2g}. "
        if half % 2 and at > 1:
            fallen += f"{np.count_nonzero(now.labels != last.labels)} points have changed their cluster. "
        return told + fallen + "Not settled yet.</p>"
    told += f"Settled after {len(run) - 1} half-steps from start {start}.</p>"
    if data != "four blobs" or k != _BLOBS:
        return told
    best = min(states(data, k, one)[-1].inertia for one in range(1, STARTS + 1))
    if now.inertia <= _POORER * best:
        return told + "<p>The four blobs are found from this start. Try others.</p>"
    return told + (
        f"<p>✓ <strong>Stuck: the inertia is {now.inertia / best:.1f} times the best, {best:.1f}.</strong> One centre "
        "holds most of two blobs, and another has no blob of its own. Each point is with its nearest centre and each "
        "centre at the mean of its points, so neither half-step can change anything: a local minimum. Therefore "
        "k-means is run from several starts, or from one that spreads the centres (k-means++), and the smallest "
        "inertia wins.</p>"
    )


def k_means(data: str = "four blobs", k: int = 4) -> Explorer:
    """Explore k-means half-step by half-step: number of clusters, start and data.

    Parameters
    ----------
    data : str
        ``"four blobs"``, ``"long clouds"``, ``"moons"`` or ``"one cloud"``.
    k : int
        How many clusters to begin with, 2 to 6.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If there is no such data, or k is not from 2 to 6.

    Examples
    --------
    >>> explorer = k_means()
    >>> explorer.controls["step"].value = 1
    >>> explorer.figure.layout.title.text
    'Half-step 1: each point goes to the nearest centre'
    """
    if data not in DATA:
        raise CourseError(f"There is no data set {data!r} here. There are: {', '.join(DATA)}.")
    if k not in range(2, MOST_CLUSTERS + 1):
        raise CourseError(f"The number of clusters is a whole number from 2 to {MOST_CLUSTERS}, not {k!r}.")
    controls = {
        "data": choice("data", DATA, data),
        "k": Slider(label="clusters k", value=float(k), min=2.0, max=float(MOST_CLUSTERS), step=1.0),
        "start": Slider(label="start", value=1.0, min=1.0, max=float(STARTS), step=1.0),
        "step": Slider(label="half-step", value=0.0, min=0.0, max=float(HALF_STEPS + 1), step=1.0),
    }
    return Explorer(QUESTION, controls, view)
