"""Explore how a robot finds out where it is: the forward algorithm and smoothing in a hidden Markov model."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, choice

Array = NDArray[np.float64]

CELLS = 10
DOORS = (0, 1, 4, 6)
STEPS = 16
SHOWN = ("filtered", "smoothed")
ASKED = (20, 90)
"""The chance to stay and the sensor's accuracy in the question, in percent."""

QUESTION = (
    "Leave the chance to stay at 20 % and the accuracy at 90 %. At which step do the later readings change the belief "
    "most, and at which do they change nothing?"
)


class Beliefs(NamedTuple):
    """What the robot believes at each step; arrays of shape (16, 10), each row sums to 1."""

    predicted: Array
    """Before the reading of the step: P(X_t | o_1 … o_{t−1})."""
    filtered: Array
    """After it: P(X_t | o_1 … o_t)."""
    smoothed: Array
    """With all readings: P(X_t | o_1 … o_16)."""
    log_likelihood: float
    """log P(o_1 … o_16)."""


def transition(stay: float) -> Array:
    """Give the probabilities of the next cell in a round corridor.

    Parameters
    ----------
    stay : float
        The probability to stay; else the robot goes one cell to the right, from the last cell to the first.

    Returns
    -------
    numpy.ndarray of shape (10, 10), float64
        Rows are where it is, columns where it will be.

    Examples
    --------
    >>> transition(0.25)[9, [0, 9]].tolist()
    [0.75, 0.25]
    """
    return stay * np.eye(CELLS) + (1 - stay) * np.roll(np.eye(CELLS), 1, axis=1)


def walk(stay: float, accuracy: float) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Let the robot go, and its sensor read.

    Parameters
    ----------
    stay : float
        As in :func:`transition`.
    accuracy : float
        The probability that the sensor reads rightly whether there is a door.

    Returns
    -------
    cells : numpy.ndarray of shape (16,), int64
        Where it is.
    readings : numpy.ndarray of shape (16,), bool
        Whether it reads a door. The same luck for all settings.

    Examples
    --------
    >>> walk(0.0, 1.0)[0][:4].tolist()
    [7, 8, 9, 0]
    """
    dice = np.random.default_rng(36)
    luck, errors = dice.random((2, STEPS))
    moves = luck[1:] >= stay
    cells = (7 + np.concatenate([[0], moves.cumsum()])) % CELLS
    readings = np.isin(cells, DOORS) == (errors < accuracy)
    return cells, readings


def infer(readings: NDArray[np.bool_], stay: float, accuracy: float) -> Beliefs:
    """Compute the beliefs by the forward and the backward algorithm, from a uniform beginning.

    Predict: P(X_t | o_1 … o_{t−1}) = Σ P(X_t | x) P(x | o_1 … o_{t−1}). Update: multiply by P(o_t | X_t) and divide by
    the sum. Backward messages turn the filtered beliefs into the smoothed ones.

    Parameters
    ----------
    readings : numpy.ndarray of shape (16,), bool
        Whether a door was read.
    stay, accuracy : float
        The model's parameters.

    Returns
    -------
    Beliefs

    References
    ----------
    Rabiner, "A tutorial on hidden Markov models and selected applications in speech recognition", Proceedings of the
    IEEE 77, 1989.

    Examples
    --------
    >>> beliefs = infer(walk(0.2, 0.9)[1], 0.2, 0.9)
    >>> bool((beliefs.filtered[-1] == beliefs.smoothed[-1]).all())
    True
    """
    moves = transition(stay)
    door = np.isin(np.arange(CELLS), DOORS)
    chances = np.where(door == readings[:, None], accuracy, 1 - accuracy)
    steps = len(readings)
    predicted, filtered, smoothed = np.zeros((3, steps, CELLS))
    prior = np.full(CELLS, 1 / CELLS)
    total = 0.0
    for step in range(steps):
        predicted[step] = filtered[step - 1] @ moves if step else prior
        weighed = predicted[step] * chances[step]
        total += float(np.log(weighed.sum()))
        filtered[step] = weighed / weighed.sum()
    smoothed[-1] = filtered[-1]
    back = np.ones(CELLS)
    for step in range(steps - 2, -1, -1):
        back = moves @ (chances[step + 1] * back)
        back /= back.sum()
        smoothed[step] = filtered[step] * back
        smoothed[step] /= smoothed[step].sum()
    return Beliefs(predicted, filtered, smoothed, total)


@lru_cache(maxsize=64)
def _computed(stay: int, accuracy: int) -> tuple[NDArray[np.int64], NDArray[np.bool_], Beliefs]:
    cells, readings = walk(stay / 100, accuracy / 100)
    return cells, readings, infer(readings, stay / 100, accuracy / 100)


def _apart(one: Array, other: Array) -> Array:
    """Compute the total variation distance of beliefs, along the last axis."""
    distance: Array = 0.5 * np.abs(one - other).sum(axis=-1)
    return distance


def view(stay: float, accuracy: float, step: float, shown: str) -> View:
    """Draw the belief at one step: predicted, filtered and smoothed; and one of them over all steps.

    Parameters
    ----------
    stay : float
        How probable it is that the robot stays, in percent.
    accuracy : float
        How often the sensor is right, in percent.
    step : float
        Which step, counted from 1.
    shown : str
        What is drawn over time: ``"filtered"`` or ``"smoothed"``.

    Returns
    -------
    View

    Examples
    --------
    >>> view(20, 90, 1, "filtered").figure.layout.title.text
    'Step 1: the sensor reads “no door”; the robot is in cell 8'
    """
    cells, readings, beliefs = _computed(round(stay), round(accuracy))
    at = min(max(round(step), 1), STEPS) - 1
    here = int(cells[at])
    names = [f"{cell + 1}{' D' if cell in DOORS else ''}" for cell in range(CELLS)]
    drawn = (
        ("predicted", beliefs.predicted, "", theme.SKY),
        ("filtered", beliefs.filtered, "/", theme.VERMILLION),
        ("smoothed", beliefs.smoothed, "x", theme.GREEN),
    )
    bars = [
        go.Bar(
            x=names,
            y=100 * belief[at],
            name=name,
            marker={"color": colour, "pattern": {"shape": shape}, "line": {"color": theme.INK, "width": 0.5}},
            hovertemplate=f"cell %{{x}}: {name} %{{y:.1f}} %<extra></extra>",
        )
        for name, belief, shape, colour in drawn
    ]
    truth = go.Scatter(
        x=[names[here]],
        y=[108],
        mode="markers",
        marker={"symbol": "star", "size": 15, "color": theme.INK},
        name="true cell",
        hovertemplate="the robot is in cell %{x}<extra></extra>",
    )
    over_time = beliefs.filtered if shown == SHOWN[0] else beliefs.smoothed
    numbers = np.arange(1, STEPS + 1)
    heat = go.Heatmap(
        x=numbers,
        y=np.arange(1, CELLS + 1),
        z=100 * over_time.T,
        zmin=0,
        zmax=100,
        colorscale="Cividis",
        colorbar={"title": {"text": "%"}, "thickness": 12, "outlinewidth": 0},
        xgap=1,
        ygap=1,
        xaxis="x2",
        yaxis="y2",
        hovertemplate=f"step %{{x}}, cell %{{y}}: {shown} %{{z:.1f}} %<extra></extra>",
    )
    path = go.Scatter(
        x=numbers,
        y=cells + 1,
        mode="markers",
        marker={"symbol": "star", "size": 9, "color": "white", "line": {"color": "black", "width": 1}},
        showlegend=False,
        xaxis="x2",
        yaxis="y2",
        hoverinfo="skip",
    )
    read = "door" if readings[at] else "no door"
    told = ", ".join(
        f"{name} {100 * belief[at].max():.0f} % in cell {int(belief[at].argmax()) + 1}" for name, belief, *_ in drawn
    )
    figure = theme.figure(
        *bars,
        truth,
        heat,
        path,
        alt=(
            f"Beliefs about the cell of a robot in a corridor of {CELLS} cells at step {at + 1}, when it is in cell "
            f"{here + 1}. Greatest: {told}. Beside it the {shown} belief at all {STEPS} steps, with the true path."
        ),
        title=f"Step {at + 1}: the sensor reads “{read}”; the robot is in cell {here + 1}",
        barmode="group",
        bargap=0.12,
        xaxis={"title": "cell (D: with a door)", "domain": [0, 0.52], "type": "category"},
        yaxis={"title": "belief (%)", "range": [0, 116], "tickvals": [0, 25, 50, 75, 100]},
        xaxis2={"title": "step", "domain": [0.63, 1], "anchor": "y2", "showgrid": False, "dtick": 3, "tick0": 1},
        yaxis2={"title": f"cell: {shown} belief", "anchor": "x2", "showgrid": False, "zeroline": False, "dtick": 1},
        shapes=[
            {
                "type": "rect",
                "xref": "x2",
                "yref": "y2",
                "x0": at + 0.5,
                "x1": at + 1.5,
                "y0": 0.5,
                "y1": CELLS + 0.5,
                "line": {"color": theme.VERMILLION, "width": 2.5},
            }
        ],
        legend={"orientation": "h", "y": -0.28},
        height=430,
    )
    return View(figure, _report(round(stay), round(accuracy), at, cells, read, beliefs))


def _report(stay: int, accuracy: int, at: int, cells: NDArray[np.int64], read: str, beliefs: Beliefs) -> str:
    here = int(cells[at])
    update = float(_apart(beliefs.predicted, beliefs.filtered)[at])
    changes = _apart(beliefs.filtered, beliefs.smoothed)
    change = float(changes[at])
    known = {
        name: int((belief.argmax(axis=1) == cells).sum())
        for name, belief in (("filtered", beliefs.filtered), ("smoothed", beliefs.smoothed))
    }
    told = (
        f"<p>The belief in the true cell {here + 1}: predicted {100 * beliefs.predicted[at, here]:.0f} %, after the "
        f"reading “{read}” {100 * beliefs.filtered[at, here]:.0f} %, with all readings "
        f"{100 * beliefs.smoothed[at, here]:.0f} %. The reading moved {100 * update:.1f} % of the belief to other "
        f"cells; the later readings moved {100 * change:.1f} %.</p>"
    )
    if accuracy == 50:
        told += (
            "<p>A sensor that is right half of the time says nothing: the update leaves the prediction as it is.</p>"
        )
    else:
        told += (
            f"<p>Over all {STEPS} steps the likeliest cell is the true one {known['filtered']} times when filtered, "
            f"{known['smoothed']} times when smoothed.</p>"
        )
    if accuracy < 50:
        told += "<p>A sensor that is mostly wrong, and known to be so, tells as much as one that is mostly right.</p>"
    if (stay, accuracy) == ASKED and at == int(changes.argmax()):
        told += (
            f"<p>✓ <strong>At step {at + 1} hindsight changes most: {100 * change:.0f} % of the belief.</strong> "
            f"At step {STEPS} it changes nothing: no reading comes later, so smoothing and filtering are the same. "
            f"What a filter knows now must do without the future; use smoothing when the record is complete.</p>"
        )
    return told


def hmm_filtering(shown: str = "filtered") -> Explorer:
    """Explore filtering and smoothing in a hidden Markov model: a robot in a corridor reads whether there is a door.

    Parameters
    ----------
    shown : str
        Which belief is drawn over all steps at first: ``"filtered"`` or ``"smoothed"``.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If there is no such belief.

    Examples
    --------
    >>> explorer = hmm_filtering()
    >>> explorer.controls["accuracy"].value = 50
    >>> "says nothing" in explorer.readout.html
    True
    """
    if shown not in SHOWN:
        raise CourseError(f"There is no belief {shown!r} here. There are: {', '.join(SHOWN)}.")
    controls = {
        "stay": Slider(label="chance to stay", value=float(ASKED[0]), min=0.0, max=100.0, step=5.0, unit=" %"),
        "accuracy": Slider(label="sensor is right", value=float(ASKED[1]), min=5.0, max=95.0, step=5.0, unit=" %"),
        "step": Slider(label="step", value=1.0, min=1.0, max=float(STEPS), step=1.0),
        "shown": choice("over time", SHOWN, shown),
    }
    return Explorer(QUESTION, controls, view)
