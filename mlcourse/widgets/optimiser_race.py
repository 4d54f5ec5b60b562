"""Explore how six optimisers run down the same surface with the same learning rate."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots.words import number
from mlcourse.widgets._surfaces import SURFACES, contours
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, choice

Array = NDArray[np.float64]

STEPS = 100
START = (-2.5, 1.5)
MOMENTUM, SECOND, DECAY_OF_SQUARES, WEIGHT_DECAY, EPSILON = 0.9, 0.999, 0.9, 0.1, 1e-8
"""β (also β₁ of Adam), β₂ of Adam, the decay of RMSProp's mean square, AdamW's weight decay λ, and ε."""
RATES: dict[str, float] = {f"{one:g}": one for one in (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)}
"""The learning rates to choose from, by what is written in the list."""

_FAR = 1e6  # beyond it a runner has left for good, and numbers would overflow
_LOST = 1e2
_ARRIVED = 1e-3
_LOW, _HIGH = 1e-10, 1e6

QUESTION = (
    "All six have the same learning rate. Find a surface and a learning rate at which plain SGD flies off and Adam "
    "does not. Then find one at which after all 100 steps both have arrived, less than 0.001 above the minimum, and "
    "plain SGD is ahead."
)

Pair = tuple[float, float]
_Rule = Callable[[Pair, Pair, dict[str, Pair], float, int], Pair]


def _pairs(function: Callable[..., float], *pairs: Pair) -> Pair:
    first, second = zip(*pairs, strict=True)
    return function(*first), function(*second)


def _sgd(place: Pair, gradient: Pair, state: dict[str, Pair], rate: float, step: int) -> Pair:
    return _pairs(lambda p, g: p - rate * g, place, gradient)


def _momentum(place: Pair, gradient: Pair, state: dict[str, Pair], rate: float, step: int) -> Pair:
    state["v"] = _pairs(lambda v, g: MOMENTUM * v + g, state["v"], gradient)
    return _pairs(lambda p, v: p - rate * v, place, state["v"])


def _nesterov(place: Pair, gradient: Pair, state: dict[str, Pair], rate: float, step: int) -> Pair:
    state["v"] = _pairs(lambda v, g: MOMENTUM * v + g, state["v"], gradient)
    return _pairs(lambda p, g, v: p - rate * (g + MOMENTUM * v), place, gradient, state["v"])


def _rmsprop(place: Pair, gradient: Pair, state: dict[str, Pair], rate: float, step: int) -> Pair:
    state["s"] = _pairs(lambda s, g: DECAY_OF_SQUARES * s + (1 - DECAY_OF_SQUARES) * g * g, state["s"], gradient)
    return _pairs(lambda p, g, s: p - rate * g / (math.sqrt(s) + EPSILON), place, gradient, state["s"])


def _adam(place: Pair, gradient: Pair, state: dict[str, Pair], rate: float, step: int) -> Pair:
    state["v"] = _pairs(lambda v, g: MOMENTUM * v + (1 - MOMENTUM) * g, state["v"], gradient)
    state["s"] = _pairs(lambda s, g: SECOND * s + (1 - SECOND) * g * g, state["s"], gradient)
    first, second = 1 - MOMENTUM**step, 1 - SECOND**step
    return _pairs(
        lambda p, v, s: p - rate * (v / first) / (math.sqrt(s / second) + EPSILON), place, state["v"], state["s"]
    )


def _adamw(place: Pair, gradient: Pair, state: dict[str, Pair], rate: float, step: int) -> Pair:
    shrunk = _pairs(lambda p: p * (1 - rate * WEIGHT_DECAY), place)
    return _adam(shrunk, gradient, state, rate, step)


OPTIMISERS: dict[str, _Rule] = {
    "SGD": _sgd,
    "momentum": _momentum,
    "Nesterov": _nesterov,
    "RMSProp": _rmsprop,
    "Adam": _adam,
    "AdamW": _adamw,
}
"""The rules by which a place moves, by name."""


@lru_cache(maxsize=256)
def run(optimiser: str, surface: str, rate: float) -> Array:
    """Let an optimiser run for 100 steps.

    SGD, momentum (β = 0.9) and Nesterov's momentum use the gradient as it is; RMSProp divides it by the root of its
    mean square (decay 0.9); Adam does so with means of the gradient and its square (β₁ = 0.9, β₂ = 0.999), corrected
    for their start at 0; AdamW also shrinks the place towards 0 (λ = 0.1).

    Parameters
    ----------
    optimiser : str
        A name of :data:`OPTIMISERS`.
    surface : str
        A name of :data:`mlcourse.widgets._surfaces.SURFACES`.
    rate : float
        The learning rate η.

    Returns
    -------
    numpy.ndarray of shape (101, 2), float64
        The start and the place after each step. A runner that leaves the numbers stays where it left them.

    References
    ----------
    Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013.
    Kingma and Ba, "Adam: a method for stochastic optimization", 2015.
    Loshchilov and Hutter, "Decoupled weight decay regularization", 2019.

    Examples
    --------
    >>> run("SGD", "round bowl", 0.1)[1].round(6).tolist()
    [-1.5, 0.9]
    >>> run("Adam", "round bowl", 0.1)[1].round(6).tolist()
    [-2.4, 1.4]
    """
    rule, gradient = OPTIMISERS[optimiser], SURFACES[surface].gradient
    state: dict[str, Pair] = {"v": (0.0, 0.0), "s": (0.0, 0.0)}
    place: Pair = START
    places = [place]
    for step in range(1, STEPS + 1):
        if max(abs(place[0]), abs(place[1])) < _FAR:
            place = rule(place, gradient(*place), state, rate, step)
        places.append(place)
    made = np.array(places)
    made.setflags(write=False)
    return made


@lru_cache(maxsize=256)
def heights(optimiser: str, surface: str, rate: float) -> Array:
    """Give the loss above its least value on the way of an optimiser.

    Parameters
    ----------
    optimiser, surface, rate
        As for :func:`run`.

    Returns
    -------
    numpy.ndarray of shape (101,), float64

    Examples
    --------
    >>> float(heights("SGD", "round bowl", 0.25)[0])
    17.0
    """
    chosen, places = SURFACES[surface], run(optimiser, surface, rate)
    above = np.asarray(chosen.loss(places[:, 0], places[:, 1])) - chosen.minimum
    above.setflags(write=False)
    return above


def view(surface: str, rate: str, step: float) -> View:
    """Draw the six ways up to a step, and the loss of each.

    Parameters
    ----------
    surface : str
        A name of :data:`mlcourse.widgets._surfaces.SURFACES`.
    rate : str
        A name of :data:`RATES`.
    step : float
        How many steps are drawn.

    Returns
    -------
    View

    Examples
    --------
    >>> view("round bowl", "0.3", 1).figure.layout.title.text
    'Step 1: SGD and momentum are ahead'
    """
    eta, steps = RATES[rate], round(step)
    at, levels = contours(surface)
    ways = {name: np.clip(run(name, surface, eta)[: steps + 1], -50, 50) for name in OPTIMISERS}
    losses = {name: heights(name, surface, eta) for name in OPTIMISERS}
    order = sorted(OPTIMISERS, key=lambda name: float(losses[name][steps]))
    # Runners that are level to the eye share the lead.
    leaders = [name for name in order if losses[name][steps] <= losses[order[0]][steps] + _LOW]
    ground = go.Contour(
        x=at,
        y=at,
        z=levels,
        ncontours=14,
        contours_coloring="none",
        showscale=False,
        line={"width": 1, "color": theme.INK},
        opacity=0.6,
        hoverinfo="skip",
        name="level lines of the loss",
    )
    paths = [
        theme.line(
            way[:, 0],
            way[:, 1],
            name,
            series=i,
            legendgroup=name,
        )
        for i, (name, way) in enumerate(ways.items())
    ]
    places = go.Scatter(
        x=[way[-1, 0] for way in ways.values()],
        y=[way[-1, 1] for way in ways.values()],
        mode="markers",
        text=list(ways),
        name="where they are",
        showlegend=False,
        marker={
            "symbol": [style.symbol for style in theme.SERIES],
            "color": [style.color for style in theme.SERIES],
            "size": 13,
            "opacity": 1,
            "line": {"width": 0},
        },
        hovertemplate="%{text}<extra></extra>",
    )
    curves = [
        theme.line(
            np.arange(steps + 1),
            np.clip(losses[name][: steps + 1], _LOW, _HIGH),
            name,
            series=i,
            legendgroup=name,
            showlegend=False,
            xaxis="x2",
            yaxis="y2",
        )
        for i, name in enumerate(OPTIMISERS)
    ]
    standing = "; ".join(f"{name} {_written(losses[name][steps])}" for name in order)
    lead = f"{' and '.join(leaders)} {'are' if len(leaders) > 1 else 'is'} ahead" if steps else "all at the start"
    figure = theme.figure(
        ground,
        *paths,
        places,
        *curves,
        alt=(
            f"Level lines of {SURFACES[surface].told} with the ways of six optimisers from "
            f"({number(START[0])}, {number(START[1])}) at the learning rate {rate}, and the loss of each by step. "
            f"Loss above the minimum after {steps} steps: {standing}."
        ),
        title=f"Step {steps}: {lead}",
        xaxis={"title": "x", "domain": [0, 0.5], "range": [-3, 3], "showgrid": False, "zeroline": False},
        yaxis={"title": "y", "range": [-3, 3], "showgrid": False, "zeroline": False},
        xaxis2={"title": "step", "domain": [0.64, 1], "anchor": "y2", "range": [0, STEPS]},
        yaxis2={
            "title": "loss above the minimum",
            "type": "log",
            "anchor": "x2",
            "range": [-10.2, 6.2],
            "dtick": 4,
            "exponentformat": "power",
        },
        legend={"orientation": "h", "y": -0.24},
        height=470,
    )
    return View(figure, _report(surface, rate, steps, order, losses))


def _written(loss: float) -> str:
    if loss < _LOW:
        return "less than 10⁻¹⁰"
    return number(loss) if loss < _HIGH else "more than a million"


def _report(surface: str, rate: str, steps: int, order: list[str], losses: dict[str, Array]) -> str:
    lost = {name for name in OPTIMISERS if np.abs(run(name, surface, RATES[rate])[: steps + 1]).max() > _LOST}
    still = [f"{name} {_written(losses[name][steps])}" for name in order if name not in lost]
    told = f"<p>After {steps} steps, loss above the minimum, the best first: {', '.join(still) or 'none is left'}."
    gone = [name for name in OPTIMISERS if name in lost]
    told += f" Flown off: {', '.join(gone)}.</p>" if gone else "</p>"
    if steps < STEPS:
        return told
    if "SGD" in lost and "Adam" not in lost:
        return told + (
            "<p>✓ <strong>SGD has flown off, and Adam has not.</strong> A step of SGD is as long as the gradient is "
            "large, so a steep place throws it out. Adam divides by the root of the mean squared gradient: its steps "
            "are about η long, however steep it is.</p>"
        )
    if losses["SGD"][STEPS] < losses["Adam"][STEPS] < _ARRIVED:
        return told + (
            "<p>✓ <strong>Both have arrived, and SGD is ahead of Adam.</strong> With a step below 2/L the gradient "
            "itself is a good length: it shrinks towards the minimum. Adam moves about η at a time and swings around "
            "the minimum. No optimiser is best everywhere, and the learning rate must be tuned for each.</p>"
        )
    return told


def optimiser_race(surface: str = "narrow valley") -> Explorer:
    """Explore SGD, momentum, Nesterov, RMSProp, Adam and AdamW in a race over one surface, step by step.

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
    >>> explorer = optimiser_race()
    >>> explorer.controls["rate"].value = "1"
    >>> "Flown off: SGD" in explorer.readout.html
    True
    """
    if surface not in SURFACES:
        raise CourseError(f"There is no surface {surface!r} here. There are: {', '.join(SURFACES)}.")
    controls = {
        "surface": choice("surface", list(SURFACES), surface),
        "rate": choice("learning rate η", list(RATES), "0.01"),
        "step": Slider(label="step", value=30.0, min=0.0, max=float(STEPS), step=1.0),
    }
    return Explorer(QUESTION, controls, view)
