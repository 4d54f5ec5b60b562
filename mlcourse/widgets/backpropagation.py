"""Explore backpropagation: values go forward through a small graph, and derivatives come back by the chain rule."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from mlcourse.plots import theme
from mlcourse.plots.links import lines, straight
from mlcourse.plots.words import number
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View

STEPS = 11
_SMALL, _LARGE = 0.01, 0.5

QUESTION = (
    "Make the loss larger than 0.5 and yet its derivative by w smaller than 0.01 in size, while x is not 0: the "
    "neuron is very wrong and does not learn. Which local derivative on the way back is to blame?"
)

_PLACES: dict[str, tuple[float, float]] = {
    "w": (0.0, 2.0),
    "x": (0.0, 1.0),
    "u": (1.0, 1.5),
    "b": (1.0, 0.3),
    "z": (2.0, 1.0),
    "a": (3.0, 1.0),
    "t": (3.0, 0.0),
    "e": (4.0, 0.6),
    "L": (5.0, 0.6),
}
_FORMULAS = {"u": "w x", "z": "u + b", "a": "σ(z)", "e": "a − t", "L": "e²"}
_INPUTS = ("w", "x", "b", "t")
_EDGES = (("w", "u"), ("x", "u"), ("u", "z"), ("b", "z"), ("z", "a"), ("a", "e"), ("t", "e"), ("e", "L"))
_FORWARD = ("u", "z", "a", "e", "L")
# Which node hands its derivative on in which step of the way back.
_BACKWARD = ("L", "e", "a", "z", "u")


_SIZE = 36  # pixels of a node


@dataclass(frozen=True)
class Pass:
    """What the way forward and the way back compute.

    Parameters
    ----------
    values : mapping of str to float
        The value of each node.
    local : mapping of (str, str) to float
        For each edge from a node to a later one the derivative of the later one by the node alone.
    gradients : mapping of str to float
        The derivative of the loss L by each node.
    """

    values: Mapping[str, float]
    local: Mapping[tuple[str, str], float]
    gradients: Mapping[str, float]


def passes(w: float, x: float, b: float, t: float) -> Pass:
    """Compute L = (σ(w x + b) − t)² forward and all its derivatives backward.

    Parameters
    ----------
    w, x, b, t : float
        Weight, input, bias and target.

    Returns
    -------
    Pass

    References
    ----------
    Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", 1986.

    Examples
    --------
    >>> passes(w=0, x=2, b=0, t=0).gradients["w"]
    0.5
    """
    u = w * x
    z = u + b
    a = 1 / (1 + math.exp(-z))
    e = a - t
    values = {"w": w, "x": x, "u": u, "b": b, "z": z, "a": a, "t": t, "e": e, "L": e * e}
    local = {
        ("w", "u"): x,
        ("x", "u"): w,
        ("u", "z"): 1.0,
        ("b", "z"): 1.0,
        ("z", "a"): a * (1 - a),
        ("a", "e"): 1.0,
        ("t", "e"): -1.0,
        ("e", "L"): 2 * e,
    }
    gradients = {"L": 1.0}
    for later in ("L", "e", "a", "z", "u"):
        for edge, slope in local.items():
            if edge[1] == later:
                gradients[edge[0]] = gradients[later] * slope
    return Pass(values, local, gradients)


def view(w: float, x: float, b: float, t: float, step: float) -> View:
    """Draw the graph with the values and the derivatives that are known after a step.

    Parameters
    ----------
    w, x, b, t : float
        Weight, input, bias and target.
    step : float
        From 0 to 11: five steps forward, the start of the way back, and five steps back.

    Returns
    -------
    View

    Examples
    --------
    >>> view(1, 1, 0, 1, 2).figure.layout.title.text
    'Step 2 of 11, forward: z = u + b = 1'
    """
    done, now = passes(w, x, b, t), round(step)
    known = (*_INPUTS, *_FORWARD[: min(now, 5)])
    back = _BACKWARD[: max(now - 6, 0)]
    given = [edge for later in back for edge in _EDGES if edge[1] == later]
    derived = (["L"] if now >= 6 else []) + [edge[0] for edge in given]
    current = _FORWARD[now - 1] if 1 <= now <= 5 else back[-1] if back else ""
    active = [edge for edge in _EDGES if edge[1] == current]
    names = list(_PLACES)
    points = [_PLACES[name] for name in names]
    formula = {name: f"{name} = {_FORMULAS[name]}" if name in _FORMULAS else name for name in names}
    lit = {start for start, _ in active} if back else {"L"} if now == 6 else {current}
    what = f"Step {now} of {STEPS}{_heading(done, now)}"
    figure = theme.figure(
        _arrows(_EDGES, "edges", {"color": theme.INK, "width": 1.5}),
        _arrows(
            [edge[::-1] for edge in active] if back else active,
            "edges of this step",
            {"color": theme.VERMILLION, "width": 4, "dash": "dash" if back else "solid"},
        ),
        go.Scatter(
            x=[one[0] for one in points],
            y=[one[1] for one in points],
            mode="markers+text",
            text=names,
            textfont={"color": "#ffffff", "size": 15},
            marker={
                "symbol": ["square" if name in _INPUTS else "circle" for name in names],
                "size": _SIZE,
                "opacity": 1,
                "color": [theme.BLUE if name in known else "#6b6b6b" for name in names],
                "line": {
                    "color": theme.VERMILLION,
                    "width": [4 if name in lit else 0 for name in names],
                },
            },
            hoverinfo="skip",
            cliponaxis=False,
            name="nodes",
        ),
        _texts(
            {name: f"{formula[name]}{f' = {number(done.values[name])}' if name in known else ''}" for name in names},
            0.24,
            theme.INK,
            "values",
        ),
        _texts(
            {name: f"∂L/∂{name} = {number(done.gradients[name])}" for name in derived},
            -0.26,
            theme.VERMILLION,
            "derivatives",
        ),
        _between({edge: f"× {number(done.local[edge])}" for edge in given}),
        alt=(
            f"A computation graph: u = w x, z = u + b, a = σ(z), e = a − t, L = e². {what}. Values: "
            f"{_listed({name: done.values[name] for name in names if name in known})}. "
            + (
                f"Derivatives of L: {_listed({name: done.gradients[name] for name in derived})}."
                if derived
                else "No derivatives yet."
            )
        ),
        title=what,
        showlegend=False,
        height=430,
        margin={"l": 16, "r": 16, "b": 16},
        xaxis={"visible": False, "range": [-0.45, 5.5]},
        yaxis={"visible": False, "range": [-0.45, 2.4]},
    )
    return View(figure, _report(done, now, x))


def _arrows(edges: Iterable[tuple[str, str]], name: str, look: Mapping[str, Any]) -> Any:
    paths = [straight(np.array(_PLACES[start]), np.array(_PLACES[end])) for start, end in edges]
    return lines(paths, directed=True, node_size=_SIZE, line=look, name=name)


def _texts(texts: Mapping[str, str], above: float, color: str, name: str) -> go.Scatter:
    return go.Scatter(
        x=[_PLACES[node][0] for node in texts],
        y=[_PLACES[node][1] + above for node in texts],
        mode="text",
        text=list(texts.values()),
        textfont={"color": color, "size": 13},
        hoverinfo="skip",
        cliponaxis=False,
        name=name,
    )


def _between(texts: Mapping[tuple[str, str], str]) -> go.Scatter:
    """Write a local derivative beside the middle of each edge."""
    middles = [[(_PLACES[start][i] + _PLACES[end][i]) / 2 for i in (0, 1)] for start, end in texts]
    return go.Scatter(
        x=[one[0] for one in middles],
        y=[one[1] + 0.1 for one in middles],
        mode="text",
        text=list(texts.values()),
        textfont={"color": theme.INK, "size": 13},
        hoverinfo="skip",
        name="local derivatives",
    )


def _listed(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {number(value)}" for name, value in values.items())


def _heading(done: Pass, now: int) -> str:
    if now == 0:
        return ": only the inputs are known"
    if now <= 5:
        name = _FORWARD[now - 1]
        return f", forward: {name} = {_FORMULAS[name]} = {number(done.values[name])}"
    if now == 6:
        return ", backward: ∂L/∂L = 1"
    later = _BACKWARD[now - 7]
    found = [start for start, end in _EDGES if end == later]
    return ", backward: " + ", ".join(f"∂L/∂{name} = {number(done.gradients[name])}" for name in found)


def _report(done: Pass, now: int, x: float) -> str:
    if now <= 5:
        left = "The loss is not known yet." if now < 5 else f"The loss is L = {number(done.values['L'])}."
        return f"<p>The way forward: each node needs only the values of the nodes before it. {left}</p>"
    if now == 6:
        return "<p>The way back begins: the derivative of the loss by itself is 1.</p>"
    later = _BACKWARD[now - 7]
    sums = [
        f"∂L/∂{start} = ∂L/∂{end} · ∂{end}/∂{start} = {number(done.gradients[end])} · {number(slope)} = "
        f"{number(done.gradients[start])}"
        for (start, end), slope in done.local.items()
        if end == later
    ]
    told = f"<p>The chain rule: {'; '.join(sums)}.</p>"
    if now < STEPS:
        return told
    loss, slope = done.values["L"], done.gradients["w"]
    told += (
        f"<p>The loss is {number(loss)}; its derivative by w is {number(slope)}, the product of all local "
        "derivatives on the way from L to w.</p>"
    )
    if x and loss > _LARGE and abs(slope) < _SMALL:
        told += (
            f"<p>✓ <strong>The neuron is wrong and does not learn.</strong> ∂a/∂z = a (1 − a) = "
            f"{number(done.local['z', 'a'])} is to blame: the sigmoid is saturated, and everything behind it is "
            "multiplied by this small number. The cross-entropy loss does not have this factor, which is why one "
            "prefers it for classification.</p>"
        )
    return told


def backpropagation() -> Explorer:
    """Explore backpropagation through one neuron: inputs to set, and a step forward or backward at a time.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Examples
    --------
    >>> explorer = backpropagation()
    >>> explorer.controls["step"].value = 11
    >>> "by w is −0.106" in explorer.readout.html
    True
    """
    controls = {
        "w": Slider(label="weight w", value=1.0, min=-8.0, max=8.0, step=0.5),
        "x": Slider(label="input x", value=1.0, min=-2.0, max=2.0, step=0.5),
        "b": Slider(label="bias b", value=0.0, min=-4.0, max=4.0, step=0.5),
        "t": Slider(label="target t", value=1.0, min=0.0, max=1.0, step=0.1),
        "step": Slider(label="step", value=0.0, min=0.0, max=float(STEPS), step=1.0),
    }
    return Explorer(QUESTION, controls, view)
