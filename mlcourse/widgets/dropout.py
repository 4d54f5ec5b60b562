"""Explore dropout: which units a mask switches off, and what that does to the input of the next unit."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, choice, switch

Array = NDArray[np.float64]

UNITS = 20
MASKS = 200
MODES = ("training", "evaluation")
"""How a layer can stand, as ``train()`` and ``eval()`` set it in PyTorch."""

QUESTION = (
    "Stay in training and switch the division by 1 − p off. At which rate p does the next unit get, on average over "
    "many masks, only a quarter of what it gets in evaluation? Then switch the division on: what does it repair, and "
    "what does it not?"
)


@lru_cache(maxsize=1)
def layer() -> tuple[Array, Array]:
    """Give the activations of a layer and the weights by which the next unit adds them up.

    Returns
    -------
    activations, weights : numpy.ndarray of shape (20,)
        All positive; the next unit gets their scalar product, 2.

    Examples
    --------
    >>> activations, weights = layer()
    >>> round(float(activations @ weights), 9)
    2.0
    """
    rng = np.random.default_rng(4)
    activations = rng.uniform(0.5, 3.0, UNITS).round(1)
    weights = rng.uniform(0.5, 1.5, UNITS)
    return activations, 2 * weights / (activations @ weights)


@lru_cache(maxsize=1)
def _draws() -> Array:
    return np.random.default_rng(12).uniform(size=(MASKS, UNITS))


def dropped(rate: float, scaled: bool) -> Array:
    """Apply 200 dropout masks to the activations.

    Parameters
    ----------
    rate : float
        p, the probability that a unit is switched off; from 0 to less than 1.
    scaled : bool
        Whether the units that stay are divided by 1 − p.

    Returns
    -------
    numpy.ndarray of shape (200, 20)
        The activations under each mask.

    References
    ----------
    Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014.

    Examples
    --------
    >>> bool((dropped(0.0, True) == layer()[0]).all())
    True
    """
    kept = layer()[0] * (_draws() >= rate)
    return kept / (1 - rate) if scaled else kept


def view(rate: float, mask: float, mode: str, scaled: bool) -> View:
    """Draw the activations under one mask, and what the next unit gets under all masks up to it.

    Parameters
    ----------
    rate : float
        p, the probability that a unit is switched off.
    mask : float
        Which mask, counted from 1.
    mode : str
        ``"training"`` or ``"evaluation"``.
    scaled : bool
        Whether the units that stay are divided by 1 − p.

    Returns
    -------
    View

    Examples
    --------
    >>> view(0.5, 1, "evaluation", True).figure.layout.title.text
    'Evaluation: all 20 units are on, and the next unit gets 2'
    """
    activations, weights = layer()
    count = round(mask)
    training = mode == "training"
    table = dropped(rate, scaled) if training else np.tile(activations, (MASKS, 1))
    outputs = (table @ weights)[:count]
    means = np.cumsum(outputs) / np.arange(1, count + 1)
    shown = table[count - 1]
    on = int(np.count_nonzero(shown))
    full = float(activations @ weights)
    seen = np.arange(1, count + 1)
    title = (
        f"Mask {count}: units on, {on} of {UNITS}; the next unit gets {outputs[-1]:.3g}"
        if training
        else f"Evaluation: all {UNITS} units are on, and the next unit gets {full:.3g}"
    )
    units = np.arange(1, UNITS + 1)
    figure = theme.figure(
        go.Bar(
            x=units,
            y=shown,
            name="activation handed on",
            marker={"color": theme.BLUE},
            hovertemplate="unit %{x}: %{y:.3g}<extra></extra>",
        ),
        go.Scatter(
            x=units,
            y=activations,
            mode="markers",
            name="activation computed",
            marker={"symbol": "line-ew-open", "size": 8, "color": theme.VERMILLION, "line": {"width": 3}},
            hovertemplate="unit %{x}: %{y:.3g} computed<extra></extra>",
        ),
        go.Scatter(
            x=seen,
            y=outputs,
            mode="markers",
            name="next unit, each mask",
            cliponaxis=False,
            marker={"symbol": "circle-open", "size": 6, "color": theme.INK},
            xaxis="x2",
            yaxis="y2",
            hovertemplate="mask %{x}: %{y:.3g}<extra></extra>",
        ),
        theme.line(seen, means, "mean of the masks so far", series=2, line=_SOLID, xaxis="x2", yaxis="y2"),
        theme.line([1, MASKS], [full, full], "next unit, evaluation", series=1, xaxis="x2", yaxis="y2"),
        alt=(
            f"Left: bars for the {UNITS} units of a layer, {on} of them on, from {activations.min():.3g} to "
            f"{activations.max():.3g} before dropout and up to {shown.max():.3g} after it. Right: what the next unit "
            f"gets under {count} {'mask' if count == 1 else 'masks'}, from {outputs.min():.3g} to {outputs.max():.3g} "
            f"with the mean {means[-1]:.3g}, beside the {full:.3g} of evaluation."
        ),
        title=title,
        xaxis={"title": "unit", "domain": [0, 0.46], "range": [0.3, UNITS + 0.7], "dtick": 5, "tick0": 0},
        yaxis={"title": "activation", "range": [0, max(3.4, 1.08 * float(shown.max()))]},
        xaxis2={"title": "mask", "domain": [0.58, 1], "anchor": "y2", "range": [0, MASKS + 1]},
        yaxis2={"title": "input of the next unit", "anchor": "x2", "range": [0, max(4.2, 1.08 * float(outputs.max()))]},
        legend=theme.LEGEND_BELOW,
        margin_b=110,
        height=480,
    )
    idle: frozenset[str] = frozenset() if training else frozenset({"rate", "mask", "scaled"})
    return View(figure, _report(rate, training, scaled, on, outputs, full), idle)


_SOLID = {"color": theme.GREEN, "dash": "solid", "width": 3}


def _report(rate: float, training: bool, scaled: bool, on: int, outputs: Array, full: float) -> str:
    if not training:
        return (
            f"<p>In evaluation nothing is dropped, nothing is scaled and nothing is random: the next unit gets "
            f"{full:.3g} each time.</p>"
        )
    count = len(outputs)
    many = (
        f" Over {count} masks it gets {outputs.mean():.3g} on average, standard deviation {outputs.std():.2g}."
        if count > 1
        else ""
    )
    told = (
        f"<p>Units that this mask leaves on: {on} of {UNITS}. The next unit gets {outputs[-1]:.3g}.{many} In "
        f"evaluation it gets {full:.3g}.</p>"
    )
    if scaled:
        return told + (
            f"<p>Each unit that stays is multiplied by 1 / (1 − {rate:g}) = {1 / (1 - rate):.3g}.</p>" if rate else ""
        )
    if abs(rate - 0.75) > 1e-9:
        return told
    return told + (
        "<p>✓ <strong>At p = 0.75.</strong> Each unit is on with the probability 1 − p = ¼, so the mean of the sum is "
        "a quarter too. Division by 1 − p makes the mean in training equal to the value in evaluation. It does not "
        "make single masks alike: it multiplies their scatter by 4 as well. This noise keeps units from relying on "
        "each other.</p>"
    )


def dropout(rate: float = 0.5) -> Explorer:
    """Explore dropout: its rate, one mask after the other, training and evaluation, with and without scaling.

    Parameters
    ----------
    rate : float
        The probability to begin with that a unit is switched off, from 0 to 0.9.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If the rate is not a number from 0 to 0.9.

    Examples
    --------
    >>> explorer = dropout()
    >>> explorer.controls["mode"].value = "evaluation"
    >>> "nothing is random" in explorer.readout.html
    True
    """
    if not isinstance(rate, int | float) or not 0 <= rate <= 0.9:
        raise CourseError(f"The rate must be a number from 0 to 0.9, not {rate!r}.")
    controls = {
        "mode": choice("mode", MODES),
        "rate": Slider(label="dropout rate p", value=float(rate), min=0.0, max=0.9, step=0.05),
        "mask": Slider(label="mask", value=1.0, min=1.0, max=float(MASKS), step=1.0),
        "scaled": switch("divide by 1 − p", value=True),
    }
    return Explorer(QUESTION, controls, view)
