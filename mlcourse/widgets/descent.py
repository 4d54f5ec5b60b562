"""Explore how gradient descent walks over a surface, and when its steps are too long."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots.words import number
from mlcourse.widgets._surfaces import SURFACES, Surface, contours
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, choice, switch

Array = NDArray[np.float64]

STEPS = 60
NOISE = 1.0
"""The standard deviation of what is added to each component of the gradient."""

_FAR = 1e6  # beyond it a path has left for good, and numbers would overflow
_AT_REST = 1e-4  # a loss above the least one that counts as arrived

QUESTION = (
    "Choose the narrow valley, without momentum and without noise. At which learning rate η does the path neither come "
    "nearer to the minimum in the end nor go away from it? Which property of the surface sets this limit?"
)


@lru_cache(maxsize=256)
def path(surface: str, x: float, y: float, rate: float, momentum: float, noisy: bool) -> Array:
    """Walk down a surface by gradient descent with heavy-ball momentum.

    The velocity is v ← β v − η ∇f, the place x ← x + v.

    Parameters
    ----------
    surface : str
        A name of :data:`mlcourse.widgets._surfaces.SURFACES`.
    x, y : float
        Where the walk starts.
    rate : float
        The learning rate η.
    momentum : float
        β, from 0 to less than 1.
    noisy : bool
        Whether a normally distributed number is added to each component of the gradient, as the choice of a mini-batch
        would do; the same numbers for each walk.

    Returns
    -------
    numpy.ndarray of shape (61, 2), float64
        The start and the places after each step. A walk that leaves the numbers stays where it left them.

    References
    ----------
    Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.

    Examples
    --------
    >>> path("round bowl", 1.0, 2.0, 0.125, 0.0, False)[:3].tolist()
    [[1.0, 2.0], [0.5, 1.0], [0.25, 0.5]]
    """
    noise = NOISE * np.random.default_rng(11).normal(size=(STEPS, 2)) if noisy else np.zeros((STEPS, 2))
    gradient = SURFACES[surface].gradient
    places = np.empty((STEPS + 1, 2))
    places[0] = place = np.array([x, y])
    velocity = np.zeros(2)
    for step in range(STEPS):
        if np.abs(place).max() < _FAR:
            velocity = momentum * velocity - rate * (np.array(gradient(*place)) + noise[step])
            place = place + velocity
        places[step + 1] = place
    places.setflags(write=False)
    return places


def view(surface: str, x: float, y: float, rate: float, momentum: float, noisy: bool, step: float) -> View:
    """Draw a walk of gradient descent up to a step, and the loss on the way.

    Parameters
    ----------
    surface : str
        A name of :data:`mlcourse.widgets._surfaces.SURFACES`.
    x, y : float
        Where the walk starts.
    rate, momentum : float
        η and β.
    noisy : bool
        Whether the gradient has noise, as with mini-batches.
    step : float
        How many steps are drawn.

    Returns
    -------
    View

    Examples
    --------
    >>> view("round bowl", 1.0, 2.0, 0.125, 0.0, False, 2).figure.layout.title.text
    'Step 2: loss 0.625'
    """
    chosen = SURFACES[surface]
    steps = round(step)
    places = path(surface, x, y, rate, momentum, noisy)
    losses = np.asarray(chosen.loss(places[:, 0], places[:, 1]))
    at, heights = contours(surface)
    walked = np.clip(places[: steps + 1], -50, 50)  # what lies far outside would only slow the browser down
    ground = go.Contour(
        x=at,
        y=at,
        z=heights,
        ncontours=14,
        colorscale="Cividis",
        opacity=0.75,
        showscale=False,
        line={"width": 1},
        hoverinfo="skip",
        name="loss",
    )
    ways = theme.line(
        walked[:, 0],
        walked[:, 1],
        "path",
        series=1,
        mode="lines+markers",
        line={"color": theme.VERMILLION, "width": 2},
        marker={"size": 6, "color": theme.VERMILLION, "line": {"color": "white", "width": 1}},
    )
    ends = go.Scatter(
        x=[walked[0, 0], walked[-1, 0]],
        y=[walked[0, 1], walked[-1, 1]],
        mode="markers",
        name="start (square) and present place (star)",
        marker={
            "symbol": ["square", "star"],
            "size": [11, 16],
            "color": "white",
            "line": {"color": "black", "width": 1.5},
        },
    )
    above = np.clip(losses - chosen.minimum, 1e-8, 1e8)
    curve = theme.line(np.arange(steps + 1), above[: steps + 1], "loss above the minimum", xaxis="x2", yaxis="y2")
    now = f"loss {number(losses[steps])}"
    figure = theme.figure(
        ground,
        ways,
        ends,
        curve,
        alt=(
            f"Level lines of {chosen.told} with the path of gradient descent from {_point(places[0])} to "
            f"{_point(places[steps])} in {steps} steps, and the loss after each step: it goes from "
            f"{number(losses[0])} to {number(losses[steps])}."
        ),
        title=f"Step {steps}: {now}",
        xaxis={"title": "x", "domain": [0, 0.5], "range": [-3, 3], "showgrid": False, "zeroline": False},
        yaxis={"title": "y", "range": [-3, 3], "showgrid": False, "zeroline": False},
        xaxis2={"title": "step", "domain": [0.64, 1], "anchor": "y2", "range": [0, STEPS]},
        yaxis2={
            "title": "loss above the minimum",
            "type": "log",
            "anchor": "x2",
            "range": [-5, 5],
            "dtick": 2,
            "exponentformat": "power",
        },
        legend={"orientation": "h", "y": -0.26},
        height=440,
    )
    return View(figure, _report(chosen, surface, rate, momentum, noisy, steps, places, losses))


def _report(
    chosen: Surface,
    name: str,
    rate: float,
    momentum: float,
    noisy: bool,
    steps: int,
    places: Array,
    losses: Array,
) -> str:
    where = (
        f"The surface is {chosen.told}. After {steps} steps the path is at {_point(places[steps])}, "
        f"where the loss is {number(losses[steps])}."
    )
    sharp = f"The largest curvature{'' if chosen.quadratic else ' at the lowest point'} is L = {chosen.curvature:.3g}"
    asked = name == "narrow valley" and not momentum and not noisy
    limit = (
        f" {sharp}; without noise, steps near the minimum stay stable up to η = 2 (1 + β) / L = "
        f"{2 * (1 + momentum) / chosen.curvature:.3g}; here η = {rate:g}."
    )
    # The question asks for the limit of one setting, so there it is not told.
    told = f"<p>{where} All {STEPS} steps together: {_outcome(chosen, places, losses, noisy)}."
    told += "</p>" if asked else f"{limit}</p>"
    if not asked or abs(rate * chosen.curvature - 2) > 1e-9:
        return told
    if abs(places[0, 1]) < 1e-9:
        return told + "<p>Start beside the floor of the valley, at y other than 0, to see what happens across it.</p>"
    return told + (
        "<p>✓ <strong>This is the limit: η = 0.2 = 2/L.</strong> Across the valley each step leaps to the other side, "
        "just as high up: y is multiplied by 1 − η L = −1. With a smaller η it shrinks, with a larger one it grows. "
        "The largest curvature L sets the limit, and the flat direction has to wait.</p>"
    )


def _point(place: Array) -> str:
    return f"({', '.join(map(number, place))})"


def _outcome(chosen: Surface, places: Array, losses: Array, noisy: bool) -> str:
    above = losses - chosen.minimum
    if np.abs(places).max() > 1e3:
        return "the path goes away from the minimum for good"
    if above[-10:].max() < _AT_REST:
        return f"the path arrives at the minimum, in step {int(np.argmax(above < _AT_REST))}"
    if noisy:
        return f"the path wanders about; over the last 20 steps the mean loss is {number(losses[-20:].mean())}"
    moved = float(np.linalg.norm(places[-1] - places[-2]))
    if not chosen.quadratic and moved < 1e-3 and np.hypot(*chosen.gradient(*places[-1])) < 1e-2:
        return f"the path comes to rest where the loss is {number(losses[-1])}, and there is a lower minimum elsewhere"
    if above[-1] > above[0]:
        return "the path ends higher up than it began"
    return f"the path has not arrived; its last step is {number(moved)} long"


def descent(surface: str = "narrow valley") -> Explorer:
    """Explore gradient descent: the learning rate, momentum and noise, on four surfaces, step by step.

    Parameters
    ----------
    surface : str
        Which to begin with: ``"round bowl"``, ``"narrow valley"``, ``"curved valley"`` or ``"two minima"``.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If there is no such surface.

    Examples
    --------
    >>> explorer = descent()
    >>> explorer.controls["rate"].value = 0.25
    >>> "goes away from the minimum" in explorer.readout.html
    True
    """
    if surface not in SURFACES:
        raise CourseError(f"There is no surface {surface!r} here. There are: {', '.join(SURFACES)}.")
    controls = {
        "surface": choice("surface", list(SURFACES), surface),
        "x": Slider(label="start x", value=-2.5, min=-2.5, max=2.5, step=0.25),
        "y": Slider(label="start y", value=1.0, min=-2.5, max=2.5, step=0.25),
        "rate": Slider(label="learning rate η", value=0.05, min=0.01, max=0.6, step=0.01),
        "momentum": Slider(label="momentum β", value=0.0, min=0.0, max=0.9, step=0.1),
        "noisy": switch("noisy gradient, as with mini-batches"),
        "step": Slider(label="step", value=15.0, min=0.0, max=float(STEPS), step=1.0),
    }
    return Explorer(QUESTION, controls, view)
