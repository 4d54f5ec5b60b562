"""Explore activation functions, and what a stack of layers makes of signal and gradient."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, choice

Array = NDArray[np.float64]

WIDTH = 64
"""Units in each layer of the stack."""
MOST_LAYERS = 30

_BATCH = 16
_LEAK = 0.01
_KEPT = 2.0  # a size that stays within this factor counts as kept
_Z = np.linspace(-5.0, 5.0, 201)
_FLOOR, _TOP = 1e-12, 1e12  # sizes beyond are drawn at the edge

QUESTION = (
    "Choose ReLU and 30 layers. For which gain do the signal and the gradient keep their size through the whole stack, "
    "within a factor of 2? Then choose the sigmoid: does any gain do it?"
)


@dataclass(frozen=True)
class Activation:
    """A function that acts on each number by itself, and its derivative.

    Parameters
    ----------
    value, slope : callable
        Take an array and return one of the same shape.
    formula : str
        How it is written.
    """

    value: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    formula: str


def _sigmoid(z: Array) -> Array:
    from scipy.special import expit

    return np.asarray(expit(z))


def _normal_share(z: Array) -> Array:
    from scipy.special import ndtr

    return np.asarray(ndtr(z))


def _gelu_slope(z: Array) -> Array:
    return np.asarray(_normal_share(z) + z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi))


def _silu_slope(z: Array) -> Array:
    share = _sigmoid(z)
    return share * (1 + z * (1 - share))


ACTIVATIONS: dict[str, Activation] = {
    "ReLU": Activation(lambda z: np.maximum(z, 0), lambda z: (z > 0).astype(float), "max(0, z)"),
    "leaky ReLU": Activation(
        lambda z: np.where(z > 0, z, _LEAK * z), lambda z: np.where(z > 0, 1.0, _LEAK), "z if z > 0, else 0.01 z"
    ),
    "ELU": Activation(
        lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
        lambda z: np.where(z > 0, 1.0, np.exp(np.minimum(z, 0))),
        "z if z > 0, else eᶻ − 1",
    ),
    "GELU": Activation(lambda z: z * _normal_share(z), _gelu_slope, "z Φ(z)"),
    "SiLU": Activation(lambda z: z * _sigmoid(z), _silu_slope, "z σ(z)"),
    "tanh": Activation(np.tanh, lambda z: 1 - np.tanh(z) ** 2, "tanh z"),
    "sigmoid": Activation(_sigmoid, lambda z: _sigmoid(z) * (1 - _sigmoid(z)), "σ(z) = 1 / (1 + e⁻ᶻ)"),
}
"""What one can choose, by name. Φ is the normal distribution function, σ the sigmoid."""


@lru_cache(maxsize=1)
def _draws() -> tuple[Array, Array, Array]:
    """Draw inputs, unscaled weights and the gradient at the top once, so that sliders move nothing else."""
    rng = np.random.default_rng(10)
    weights = rng.normal(size=(MOST_LAYERS, WIDTH, WIDTH)) / np.sqrt(WIDTH)
    return rng.normal(size=(_BATCH, WIDTH)), weights, rng.normal(size=(_BATCH, WIDTH))


@lru_cache(maxsize=256)
def sizes(name: str, gain: float, layers: int) -> tuple[Array, Array]:
    """Send random inputs through a stack of fully connected layers, and a random gradient back.

    A layer is h ← f(h W); the entries of W have the mean 0 and the standard deviation gain / √n, where n = 64 is
    the number of units. There are no biases.

    Parameters
    ----------
    name : str
        A name of :data:`ACTIVATIONS`.
    gain : float
    layers : int
        From 1 to 30.

    Returns
    -------
    signal, gradient : numpy.ndarray of shape (layers + 1,), float64
        Root mean squares of the signal and of the loss's gradient by it, for the input and after each layer.

    References
    ----------
    Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
    He et al., "Delving deep into rectifiers", 2015.

    Examples
    --------
    >>> signal, gradient = sizes("sigmoid", 1.0, 10)
    >>> bool(gradient[0] < 1e-4 * gradient[10])
    True
    """
    chosen = ACTIVATIONS[name]
    hidden, weights, back = _draws()
    signal, slopes = [_size(hidden)], []
    for layer in range(layers):
        before = (gain * hidden) @ weights[layer]
        slopes.append(chosen.slope(before))
        hidden = chosen.value(before)
        signal.append(_size(hidden))
    gradient = [_size(back)]
    for layer in reversed(range(layers)):
        back = (gain * back * slopes[layer]) @ weights[layer].T
        gradient.append(_size(back))
    return np.array(signal), np.array(gradient[::-1])


def _size(values: Array) -> float:
    return float(np.sqrt(np.mean(values**2)))


def view(function: str, z: float, layers: float, gain: float) -> View:
    """Draw a function with its derivative, and the sizes of signal and gradient in a stack of layers.

    Parameters
    ----------
    function : str
        A name of :data:`ACTIVATIONS`.
    z : float
        The argument at which value and derivative are told.
    layers : float
        How many layers the stack has.
    gain : float
        The standard deviation of the weights times √n, for n units in a layer.

    Returns
    -------
    View

    Examples
    --------
    >>> view("tanh", 0.0, 5, 1.0).figure.layout.title.text
    'tanh z at z = 0: value 0, derivative 1'
    """
    chosen = ACTIVATIONS[function]
    depth = round(layers)
    at = np.array([z])
    value, slope = float(chosen.value(at)[0]), float(chosen.slope(at)[0])
    signal, gradient = sizes(function, gain, depth)
    here: dict[str, Any] = {"mode": "markers", "showlegend": False, "hoverinfo": "skip"}
    figure = theme.figure(
        theme.line(_Z, chosen.value(_Z), "value"),
        theme.line(_Z, chosen.slope(_Z), "derivative", series=1),
        theme.line([z], [value], "value here", **here, marker={"size": 12, "color": theme.BLUE}),
        theme.line([z], [slope], "derivative here", **here, marker=_square(12)),
        theme.line(
            np.arange(depth + 1),
            np.clip(signal, _FLOOR, _TOP),
            "size of the signal",
            series=2,
            mode="lines+markers",
            marker={"symbol": "diamond", "size": 7, "color": theme.GREEN},
            **_RIGHT,
        ),
        theme.line(
            np.arange(depth + 1),
            np.clip(gradient, _FLOOR, _TOP),
            "size of the gradient",
            series=3,
            mode="lines+markers",
            marker={"symbol": "triangle-up", "size": 8, "color": theme.PURPLE},
            **_RIGHT,
        ),
        alt=(
            f"Left: {chosen.formula} and its derivative for z from −5 to 5; at z = {z:g} the value is {value:.3g} and "
            f"the derivative {slope:.3g}. Right: in a stack of {depth} layers the size of the signal goes from "
            f"{signal[0]:.3g} at the input to {signal[-1]:.3g} at the top, and that of the gradient from "
            f"{gradient[-1]:.3g} at the top to {gradient[0]:.3g} at the input."
        ),
        title=f"{chosen.formula} at z = {z:g}: value {value:.3g}, derivative {slope:.3g}",
        xaxis={"title": "z", "domain": [0, 0.44], "range": [-5, 5]},
        yaxis={"range": [-1.5, 5.2]},
        xaxis2={"title": "layer (0 is the input)", "domain": [0.58, 1], "anchor": "y2", "range": [-0.5, 30.5]},
        yaxis2={
            "title": "root mean square",
            "type": "log",
            "anchor": "x2",
            "range": [-12.5, 12.5],
            "dtick": 4,
            "exponentformat": "power",
        },
        legend={"orientation": "h", "y": -0.22},
        height=440,
    )
    return View(figure, _report(function, z, value, slope, gain, signal, gradient))


_RIGHT: dict[str, Any] = {"xaxis": "x2", "yaxis": "y2"}


def _square(size: int) -> dict[str, Any]:
    return {"size": size, "symbol": "square", "color": theme.VERMILLION}


def _report(function: str, z: float, value: float, slope: float, gain: float, signal: Array, gradient: Array) -> str:
    depth = len(signal) - 1
    forward, backward = float(signal[-1] / signal[0]), float(gradient[0] / gradient[-1])
    told = (
        f"<p>{function} at z = {z:g}: value {value:.3g}, derivative {slope:.3g}. From the input to layer {depth} the "
        f"signal is multiplied by {forward:.2g}; on the way back the gradient is multiplied by {backward:.2g}.</p>"
    )
    if _kept(forward) and _kept(backward):
        if function == "ReLU" and depth == MOST_LAYERS:
            return told + (
                f"<p>✓ <strong>With gain {gain:g} both keep their size.</strong> ReLU sets about half of the numbers "
                "to 0, so it halves the mean square; weights with the gain √2 ≈ 1.41 double it again. This is the "
                "initialisation after He. Now look at the sigmoid.</p>"
            )
        return told + "<p>Signal and gradient keep their size within a factor of 2.</p>"
    wrong = [
        f"the {name} {'vanishes' if ratio < 1 else 'explodes'}"
        for name, ratio in (("signal", forward), ("gradient", backward))
        if not 1e-3 <= ratio <= 1e3
    ]
    if not wrong:
        return told
    why = (
        " The derivative of the sigmoid is at most ¼, so each layer takes from the gradient."
        if function == "sigmoid" and backward < 1e-3
        else ""
    )
    return told + f"<p>Through {depth} layers {' and '.join(wrong)}.{why}</p>"


def _kept(ratio: float) -> bool:
    return 1 / _KEPT <= ratio <= _KEPT


def activation(function: str = "ReLU") -> Explorer:
    """Explore activation functions: value, derivative, and what a stack of layers makes of signal and gradient.

    Parameters
    ----------
    function : str
        Which to begin with: ``"ReLU"``, ``"leaky ReLU"``, ``"ELU"``, ``"GELU"``, ``"SiLU"``, ``"tanh"`` or
        ``"sigmoid"``.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If there is no such function.

    Examples
    --------
    >>> explorer = activation("tanh")
    >>> explorer.controls["z"].value = 0
    >>> "value 0, derivative 1" in explorer.readout.html
    True
    """
    if function not in ACTIVATIONS:
        raise CourseError(f"There is no activation {function!r} here. There are: {', '.join(ACTIVATIONS)}.")
    controls = {
        "function": choice("activation", list(ACTIVATIONS), function),
        "z": Slider(label="input z", value=1.0, min=-5.0, max=5.0, step=0.25),
        "layers": Slider(label="layers", value=10.0, min=1.0, max=float(MOST_LAYERS), step=1.0),
        "gain": Slider(label="gain of the weights", value=1.0, min=0.2, max=3.0, step=0.1),
    }
    return Explorer(QUESTION, controls, view)
