"""Explore the boundaries that classifiers draw between two classes, and what their main setting does to them."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, choice

Array = NDArray[np.float64]
Labels = NDArray[np.int64]

DATA = ("moons", "circles", "blobs", "XOR")
TRAINING, NEW = 120, 600
ENOUGH = 0.9
_REACH = 2.6  # half the side of the square that is drawn
_CELLS = 45

QUESTION = (
    "Choose XOR with noise 0.1, and the small neural network. How many hidden units does it need at least to classify "
    "90 % of new points rightly? Which other model never gets there, whatever its setting?"
)


@dataclass(frozen=True)
class _Model:
    """A classifier and the control that sets it."""

    control: str
    told: Callable[[float], str]
    make: Callable[[float], Any]


def _nearest(value: float) -> Any:
    from sklearn.neighbors import KNeighborsClassifier

    return KNeighborsClassifier(round(value))


def _logistic(value: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=10.0**value)


def _tree(value: float) -> Any:
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(max_depth=round(value), random_state=0)


def _svm(value: float) -> Any:
    from sklearn.svm import SVC

    return SVC(gamma=10.0**value)


def _network(value: float) -> Any:
    from sklearn.neural_network import MLPClassifier

    # L-BFGS needs a fraction of Adam's time for so few points.
    return MLPClassifier((round(value),), activation="tanh", solver="lbfgs", alpha=0.01, max_iter=100, random_state=3)


MODELS: dict[str, _Model] = {
    "k nearest neighbours": _Model("k", lambda value: f"k = {value:.0f}", _nearest),
    "logistic regression": _Model("log_c", lambda value: f"C = {10.0**value:.3g}", _logistic),
    "decision tree": _Model("depth", lambda value: f"depth at most {value:.0f}", _tree),
    "SVM with RBF kernel": _Model("log_gamma", lambda value: f"γ = {10.0**value:.3g}", _svm),
    "small neural network": _Model(
        "hidden", lambda value: f"{value:.0f} hidden unit{'' if round(value) == 1 else 's'}", _network
    ),
}
"""The classifiers to choose from, by name."""


@lru_cache(maxsize=64)
def sample(data: str, noise: float, new: bool) -> tuple[Array, Labels]:
    """Draw points of two classes.

    Parameters
    ----------
    data : str
        One of :data:`DATA`.
    noise : float
        The standard deviation of what is added to each coordinate.
    new : bool
        The points for testing instead of those for training.

    Returns
    -------
    X : numpy.ndarray of shape (n, 2), float64
    y : numpy.ndarray of shape (n,), int64
        0 or 1.

    Examples
    --------
    >>> sample("moons", 0.1, False)[0].shape
    (120, 2)
    """
    random = np.random.default_rng(5 if new else 4)
    count = NEW if new else TRAINING
    y = np.arange(count, dtype=np.int64) % 2
    angle = np.pi * random.uniform(size=count)
    if data == "moons":
        arcs = np.column_stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25])
        X = np.where(y[:, None] == 0, arcs, -arcs) * 1.2
    elif data == "circles":
        radius = np.where(y == 0, 1.6, 0.7)
        X = radius[:, None] * np.column_stack([np.cos(2 * angle), np.sin(2 * angle)])
    elif data == "blobs":
        X = np.where(y[:, None] == 0, [-0.8, -0.5], [0.8, 0.5]) + 0.4 * random.normal(size=(count, 2))
    else:
        X = random.uniform(0.1, 1.6, size=(count, 2)) * random.choice([-1, 1], size=(count, 1))
        X[:, 1] *= np.where(y == 0, 1, -1)
    return X + noise * random.normal(size=X.shape), y


@lru_cache(maxsize=512)
def fitted(model: str, value: float, data: str, noise: float) -> Any:
    """Fit a classifier to the training points.

    Parameters
    ----------
    model : str
        A name of :data:`MODELS`.
    value : float
        Where its control stands.
    data : str
        One of :data:`DATA`.
    noise : float
        As for :func:`sample`.

    Returns
    -------
    fitted scikit-learn classifier

    Examples
    --------
    >>> float(fitted("k nearest neighbours", 1, "moons", 0.1).score(*sample("moons", 0.1, False)))
    1.0
    """
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # that the network stops after 100 steps is meant
        return MODELS[model].make(value).fit(*sample(data, noise, False))


@lru_cache(maxsize=512)
def accuracies(model: str, value: float, data: str, noise: float) -> tuple[float, float]:
    """Give the shares of training points and of new points that a classifier gets right.

    Parameters
    ----------
    model, value, data, noise
        As for :func:`fitted`.

    Returns
    -------
    training, new : float

    Examples
    --------
    >>> accuracies("decision tree", 10, "moons", 0.1)[0]
    1.0
    """
    made = fitted(model, value, data, noise)
    training, new = (float(made.score(*sample(data, noise, which))) for which in (False, True))
    return training, new


@lru_cache(maxsize=512)
def _ground(model: str, value: float, data: str, noise: float) -> tuple[Array, Array]:
    """Compute how much speaks for class 1 on a grid: its probability, or for the SVM its score put between 0 and 1."""
    at = np.linspace(-_REACH, _REACH, _CELLS)
    grid = np.column_stack([one.ravel() for one in np.meshgrid(at, at)])
    made = fitted(model, value, data, noise)
    if hasattr(made, "predict_proba"):
        share = made.predict_proba(grid)[:, 1]
    else:
        share = 1 / (1 + np.exp(-2 * made.decision_function(grid)))
    return at, share.reshape(_CELLS, _CELLS)


def view(
    model: str,
    data: str,
    noise: float,
    k: float,
    log_c: float,
    depth: float,
    log_gamma: float,
    hidden: float,
    *,
    question: str = QUESTION,
) -> View:
    """Draw the regions that a classifier gives to two classes, with the points it was trained on.

    Parameters
    ----------
    model : str
        A name of :data:`MODELS`.
    data : str
        One of :data:`DATA`.
    noise : float
        As for :func:`sample`.
    k, log_c, depth, log_gamma, hidden : float
        The setting of each model; log_c and log_gamma are decimal logarithms.
    question : str
        What was asked; whether another question is answered is not judged.

    Returns
    -------
    View

    Examples
    --------
    >>> view("decision tree", "moons", 0.2, 1, 0, 3, 0, 4).figure.layout.title.text
    'Decision tree, depth at most 3, on moons'
    """
    values = {"k": k, "log_c": log_c, "depth": depth, "log_gamma": log_gamma, "hidden": hidden}
    chosen = MODELS[model]
    value, noise = round(values[chosen.control], 6), round(noise, 6)
    X, y = sample(data, noise, False)
    at, share = _ground(model, value, data, noise)
    training, new = accuracies(model, value, data, noise)
    wrong = fitted(model, value, data, noise).predict(X) != y
    told = chosen.told(value)
    settings = f"{model[:1].upper()}{model[1:]}, {told}, on {data}"
    regions = go.Heatmap(
        x=at,
        y=at,
        z=share,
        zmin=0,
        zmax=1,
        colorscale=[[0, "rgba(0, 114, 178, 0.55)"], [0.5, "rgba(128, 128, 128, 0.08)"], [1, "rgba(213, 94, 0, 0.55)"]],
        zsmooth="best",
        showscale=False,
        hovertemplate="%{z:.2f} for class 1<extra></extra>",
    )
    boundary = go.Contour(
        x=at,
        y=at,
        z=share,
        contours={"coloring": "lines", "start": 0.5, "end": 0.5, "size": 1},
        colorscale=[[0, theme.INK], [1, theme.INK]],
        line={"width": 3},
        showscale=False,
        showlegend=True,
        name="boundary",
        hoverinfo="skip",
    )
    figure = theme.figure(
        regions,
        boundary,
        *(_points(X[y == label], label) for label in (0, 1)),
        go.Scatter(
            x=X[wrong, 0],
            y=X[wrong, 1],
            mode="markers",
            name="in the wrong region",
            marker={"symbol": "circle-open", "size": 16, "color": theme.INK, "line": {"width": 2}},
            showlegend=True,
        ),
        alt=(
            f"{settings} with noise {noise:g}: the plane is divided into the regions of two classes. {wrong.sum()} of "
            f"{TRAINING} training points lie in the region of the other class; class 1 has "
            f"{100 * np.mean(share > 0.5):.0f} % of the square."
        ),
        title=settings,
        xaxis={"title": "x₁", "range": [-_REACH, _REACH], "constrain": "domain", "showgrid": False, "zeroline": False},
        yaxis={
            "title": "x₂",
            "range": [-_REACH, _REACH],
            "scaleanchor": "x",
            "constrain": "domain",
            "showgrid": False,
            "zeroline": False,
        },
        legend={"orientation": "h", "y": -0.2},
        height=540,
    )
    report = (
        f"<p>Right on the {TRAINING} training points: {100 * training:.1f} %; on {NEW} new points from the same "
        f"source: {100 * new:.1f} %. {_gap(training, new)}</p>"
    )
    idle = frozenset(values) - {chosen.control}
    answer = _answer(model, value, data, noise) if question == QUESTION else ""
    return View(figure, report + answer, idle)


def _points(X: Array, label: int) -> go.Scatter:
    style = theme.SERIES[label]
    return go.Scatter(
        x=X[:, 0],
        y=X[:, 1],
        mode="markers",
        name=f"class {label}",
        marker={"color": style.color, "symbol": style.symbol, "size": 8, "line": {"color": "white", "width": 1}},
    )


def _gap(training: float, new: float) -> str:
    if training - new > 0.1:
        return (
            "The training points do far better than new ones: the boundary follows their noise, which is overfitting."
        )
    if training < 0.8:
        return "Even the training points are often wrong: this boundary is too simple for them, or the classes overlap."
    return "The two shares are close together."


def _answer(model: str, value: float, data: str, noise: float) -> str:
    if model != "small neural network" or data != "XOR" or noise != 0.1:
        return ""
    if accuracies(model, value, data, noise)[1] < ENOUGH:
        return ""
    if value > 1 and accuracies(model, value - 1, data, noise)[1] >= ENOUGH:
        return "<p>That is enough, and so is one unit less.</p>"
    return (
        f"<p>✓ <strong>{value:.0f} hidden units are enough, and fewer are not.</strong> Each unit bends the plane "
        "along one line. With one unit the boundary is a straight line, and no straight line separates XOR. "
        "Logistic regression has no hidden unit, so it never gets there: no value of C bends its line.</p>"
    )


def decision_boundary(
    model: str = "k nearest neighbours", data: str = "moons", *, question: str = QUESTION
) -> Explorer:
    """Explore the boundaries of five classifiers on four sets of points.

    Parameters
    ----------
    model : str
        Which to begin with: ``"k nearest neighbours"``, ``"logistic regression"``, ``"decision tree"``,
        ``"SVM with RBF kernel"`` or ``"small neural network"``.
    data : str
        ``"moons"``, ``"circles"``, ``"blobs"`` or ``"XOR"``.
    question : str
        What to find out, where a lesson asks something else than the explorer does; HTML within a paragraph. The report
        says then what one sees, and leaves the answer to the lesson.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If there is no such model or no such data.

    Examples
    --------
    >>> explorer = decision_boundary()
    >>> explorer.controls["k"].value = 1
    >>> "training points: 100.0 %" in explorer.readout.html
    True
    """
    if model not in MODELS:
        raise CourseError(f"There is no model {model!r} here. There are: {', '.join(MODELS)}.")
    if data not in DATA:
        raise CourseError(f"There is no data set {data!r} here. There are: {', '.join(DATA)}.")
    controls = {
        "model": choice("model", list(MODELS), model),
        "data": choice("data", DATA, data),
        "noise": Slider(label="noise σ", value=0.3, min=0.1, max=0.6, step=0.1),
        "k": Slider(label="neighbours k", value=5.0, min=1.0, max=59.0, step=2.0),
        "log_c": Slider(label="log₁₀ C (large: little penalty)", value=0.0, min=-4.0, max=4.0, step=1.0),
        "depth": Slider(label="depth of the tree", value=3.0, min=1.0, max=10.0, step=1.0),
        "log_gamma": Slider(label="log₁₀ γ (large: narrow kernel)", value=0.0, min=-2.0, max=2.0, step=0.5),
        "hidden": Slider(label="hidden units", value=1.0, min=1.0, max=12.0, step=1.0),
    }
    return Explorer(question, controls, partial(view, question=question))
