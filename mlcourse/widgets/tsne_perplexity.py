"""Explore what t-SNE makes of data whose truth is known, and what its perplexity does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, choice

Array = NDArray[np.float64]

_FILE = Path(__file__).parent / "data" / "tsne.npz"  # made by make_tsne.py beside it

PERPLEXITIES = ("2", "5", "10", "20", "30", "50", "80")
SEEDS = 3
CLUSTERS, DENSITIES, NOISE, CURVE = DATA = (
    "two clusters near, one far",
    "a dense and a wide cluster",
    "noise without groups",
    "points along a curve",
)
"""The data sets; each has 120 points."""

_GROUPS: dict[str, tuple[int, ...]] = {CLUSTERS: (40, 40, 40), DENSITIES: (60, 60, 0), NOISE: (120, 0, 0)}
_THIRDS = (40, 40, 40)
_CLUMPED = 0.7  # below it the eye sees groups
_NEAR = 0.1

QUESTION = (
    "In the first data set the far cluster is about 4 times as far from its neighbour as the two near ones are from "
    "each other. At which perplexity does the map show this, whatever the random start? And at which does it show "
    "groups in the noise, which has none?"
)


@dataclass(frozen=True)
class Maps:
    """Points and the maps that t-SNE made of them.

    Parameters
    ----------
    data : numpy.ndarray of shape (120, dimensions)
        The points.
    maps : numpy.ndarray of shape (7, 3, 120, 2)
        A map for each perplexity and seed.
    """

    data: Array
    maps: Array


@lru_cache(maxsize=4)
def maps(name: str) -> Maps:
    """Read a data set and its maps.

    Parameters
    ----------
    name : str
        One of :data:`DATA`.

    Returns
    -------
    Maps

    References
    ----------
    van der Maaten and Hinton, "Visualizing data using t-SNE", 2008.
    Wattenberg, Viégas and Johnson, "How to use t-SNE effectively", 2016.

    Examples
    --------
    >>> maps("noise without groups").data.shape
    (120, 20)
    """
    with np.load(_FILE) as held:
        return Maps(held[f"{name}|data"].astype(float), held[f"{name}|maps"].astype(float))


def far_to_near(points: Array) -> float:
    """Divide the distance of the third cluster's centre from the second by that of the second from the first.

    Parameters
    ----------
    points : numpy.ndarray of shape (120, d)
        Three clusters of 40 points, one after the other.

    Returns
    -------
    float

    Examples
    --------
    >>> far_to_near(np.repeat([[0.0], [1.0], [3.0]], 40, axis=0))
    2.0
    """
    first, second, third = points.reshape(3, 40, -1).mean(axis=1)
    return float(np.linalg.norm(third - second) / np.linalg.norm(second - first))


def wide_to_dense(points: Array) -> float:
    """Divide the root mean squared distance from the centre in the second half by that in the first.

    Parameters
    ----------
    points : numpy.ndarray of shape (120, d)
        Two clusters of 60 points, one after the other.

    Returns
    -------
    float

    Examples
    --------
    >>> wide_to_dense(np.array([[-1.0], [1.0]] * 30 + [[-3.0], [3.0]] * 30))
    3.0
    """
    dense, wide = (np.sqrt(half.var(axis=0).sum()) for half in (points[:60], points[60:]))
    return float(wide / dense)


def evenness(points: Array) -> float:
    """Compare the mean distance to the nearest neighbour with that of points scattered at random over the same area.

    Parameters
    ----------
    points : numpy.ndarray of shape (n, 2)

    Returns
    -------
    float
        Below 1 if the points clump, above 1 if they keep apart.

    References
    ----------
    Clark and Evans, "Distance to nearest neighbor as a measure of spatial relationships in populations", 1954.

    Examples
    --------
    >>> grid = np.stack(np.meshgrid(np.arange(20.0), np.arange(20.0)), axis=-1).reshape(-1, 2)
    >>> round(evenness(grid), 1)
    2.1
    """
    from scipy.spatial import ConvexHull

    nearest = float(np.sort(_distances(points), axis=1)[:, 1].mean())
    return float(nearest / (0.5 * np.sqrt(ConvexHull(points).volume / len(points))))


def tears(points: Array) -> int:
    """Count the places where neighbours along the curve lie more than five times as far apart as is usual.

    Parameters
    ----------
    points : numpy.ndarray of shape (n, 2)
        In the order of the curve.

    Returns
    -------
    int

    Examples
    --------
    >>> tears(np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [12.0, 0.0], [13.0, 0.0]]))
    1
    """
    gaps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    return int((gaps > 5 * np.median(gaps)).sum())


def _distances(points: Array) -> Array:
    return np.asarray(np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=-1)))


def view(data: str, perplexity: str, seed: float) -> View:
    """Draw the data beside the map that t-SNE makes of them.

    Parameters
    ----------
    data : str
        One of :data:`DATA`.
    perplexity : str
        One of :data:`PERPLEXITIES`; about the number of neighbours that count for each point.
    seed : float
        Which random start, from 1 to 3.

    Returns
    -------
    View

    Examples
    --------
    >>> view("noise without groups", "30", 1).figure.layout.title.text
    'Perplexity 30, random start 1: noise without groups'
    """
    held = maps(data)
    of_all_seeds = held.maps[PERPLEXITIES.index(perplexity)]
    drawn = of_all_seeds[round(seed) - 1]
    truth, shown, answered = _compare(data, held.data, drawn, of_all_seeds)
    dimensions = held.data.shape[1]
    reach = [1.1 * float(np.abs(points).max()) for points in (held.data[:, :2] - _middle(held.data[:, :2]), drawn)]
    centre = _middle(held.data[:, :2])
    figure = theme.figure(
        *_points(held.data, data, ""),
        *_points(drawn, data, "2"),
        alt=(
            f"Left the data, {data}, 120 points in {dimensions} dimensions; right the map of t-SNE with perplexity "
            f"{perplexity} from random start {round(seed)}. {truth} {shown}"
        ),
        title=f"Perplexity {perplexity}, random start {round(seed)}: {data}",
        showlegend=False,
        xaxis={
            "title": "data" if dimensions == 2 else f"data: first two of {dimensions} dimensions",
            "domain": [0, 0.46],
            "range": [centre[0] - reach[0], centre[0] + reach[0]],
            "constrain": "domain",
        },
        yaxis={
            "range": [centre[1] - reach[0], centre[1] + reach[0]],
            "scaleanchor": "x",
            "constrain": "domain",
        },
        xaxis2={
            "title": "map of t-SNE",
            "domain": [0.54, 1],
            "anchor": "y2",
            "range": [-reach[1], reach[1]],
            "constrain": "domain",
            "showticklabels": False,
        },
        yaxis2={
            "anchor": "x2",
            "range": [-reach[1], reach[1]],
            "scaleanchor": "x2",
            "constrain": "domain",
            "showticklabels": False,
        },
        height=460,
    )
    return View(figure, f"<p>{truth} {shown}</p>{answered}")


def _middle(points: Array) -> Array:
    return np.asarray((points.max(axis=0) + points.min(axis=0)) / 2)


def _points(points: Array, data: str, axes: str) -> list[Any]:
    """Draw the groups, each in its own shape and colour; those that a data set does not have are empty."""
    ends = np.cumsum((0, *_GROUPS.get(data, _THIRDS)))
    return [
        go.Scatter(
            x=points[start:end, 0],
            y=points[start:end, 1],
            mode="markers",
            name=f"group {i + 1}",
            marker={"color": theme.SERIES[i].color, "symbol": theme.SERIES[i].symbol, "size": 7},
            xaxis=f"x{axes}",
            yaxis=f"y{axes}",
            hovertemplate=f"group {i + 1}<extra></extra>",
        )
        for i, (start, end) in enumerate(pairwise(ends))
    ]


def _compare(data: str, points: Array, drawn: Array, of_all_seeds: Array) -> tuple[str, str, str]:
    """Say what is true of the data, what the map shows of it, and whether a part of the question is answered."""
    if data == CLUSTERS:
        true = far_to_near(points)
        seen = [far_to_near(one) for one in of_all_seeds]
        truth = f"In the data the far cluster is {true:.1f} times as far away as the near one."
        shown = f"In the map it is {far_to_near(drawn):.1f} times as far."
        if any(abs(one / true - 1) > _NEAR for one in seen):
            return truth, shown, ""
        return (
            truth,
            shown,
            "<p>✓ <strong>At this perplexity the map shows it from each start.</strong> More neighbours count than the "
            "40 points of a cluster, so the other clusters count too. At 50 they do as well, and yet the distances are "
            "wrong. Who does not know the truth cannot tell which map is right: do not read distances between clusters "
            "from t-SNE.</p>",
        )
    if data == DENSITIES:
        truth = f"In the data the wide cluster is {wide_to_dense(points):.1f} times as wide as the dense one."
        shown = f"In the map it is {wide_to_dense(drawn):.1f} times as wide: each point sets its own scale."
        return truth, shown, ""
    if data == NOISE:
        value = evenness(drawn)
        truth = "The data have no groups."
        shown = (
            f"In the map the distance to the nearest neighbour is {value:.2f} times that of points scattered at random."
        )
        if value >= _CLUMPED:
            return truth, shown, ""
        return (
            truth,
            shown,
            "<p>✓ <strong>The map shows clumps that are not in the data.</strong> With so small a perplexity only the "
            "nearest neighbours of each point count, and chance makes little groups of them. Look at several "
            "perplexities before you believe in a group.</p>",
        )
    count = tears(drawn)
    torn = f"is torn at {count} {'place' if count == 1 else 'places'}" if count else "is in one piece"
    return "The data are one curve.", f"In the map the curve {torn}.", ""


def tsne_perplexity(data: str = CLUSTERS) -> Explorer:
    """Explore the perplexity of t-SNE on four data sets whose truth is known, from three random starts.

    Parameters
    ----------
    data : str
        Which to begin with: ``"two clusters near, one far"``, ``"a dense and a wide cluster"``,
        ``"noise without groups"`` or ``"points along a curve"``.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If there is no such data set.

    Examples
    --------
    >>> explorer = tsne_perplexity("points along a curve")
    >>> explorer.controls["perplexity"].value = "50"
    >>> "in one piece" in explorer.readout.html
    True
    """
    if data not in DATA:
        raise CourseError(f"There is no data set {data!r} here. There are: {', '.join(DATA)}.")
    controls = {
        "data": choice("data", DATA, data),
        "perplexity": choice("perplexity", PERPLEXITIES, "10"),
        "seed": Slider(label="random start", value=1.0, min=1.0, max=float(SEEDS), step=1.0),
    }
    return Explorer(QUESTION, controls, view)
