"""Explore how a polynomial's degree, the data and a penalty trade bias against variance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
from numpy.polynomial.legendre import legvander
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, choice

Array = NDArray[np.float64]

MOST_POINTS = 60
HIGHEST_DEGREE = 12
PENALTIES: dict[str, float] = {
    "none": 0.0,
    **{f"{one:g}": one for one in (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)},
}
"""The ridge penalties λ to choose from, by what is written in the list."""
_REPEATS = 6  # drawn samples
_GRID = np.linspace(-1.0, 1.0, 121)
_CAP = 100.0  # errors beyond it are drawn at the top; without a penalty they reach millions

QUESTION = (
    "A polynomial of degree 12 through these 16 points follows the noise. Leave degree, noise and points as they are: "
    "which penalty λ brings it nearest to the truth on average, and what do bias² and variance do on either side of it?"
)


@dataclass(frozen=True)
class Errors:
    """Mean squared errors of a method over all samples with the same inputs, on the whole interval.

    Parameters
    ----------
    bias2 : float
        The squared distance of the mean fit from the truth.
    variance : float
        How far fits scatter around the mean fit.
    """

    bias2: float
    variance: float

    @property
    def total(self) -> float:
        """The expected squared distance of a fit from the truth."""
        return self.bias2 + self.variance


def truth(x: Array) -> Array:
    """Give the function that is to be found.

    Parameters
    ----------
    x : numpy.ndarray of shape (n,)
        From -1 to 1.

    Returns
    -------
    numpy.ndarray of shape (n,)

    Examples
    --------
    >>> truth(np.array([0.0])).tolist()
    [0.0]
    """
    return np.sin(np.pi * 1.3 * x) + 0.4 * x


@lru_cache(maxsize=8)
def _draws() -> tuple[Array, Array]:
    """Draw standard noise once; fewer points are the first of them, so that sliders move nothing else.

    The inputs are a golden-ratio sequence: spread evenly however many there are, as random ones are not.
    """
    inputs = 2 * (np.arange(1, MOST_POINTS + 1) * (np.sqrt(5) - 1) / 2 % 1) - 1
    return inputs, np.random.default_rng(7).normal(size=(_REPEATS, MOST_POINTS))


@lru_cache(maxsize=2048)
def solver(degree: int, points: int, penalty: float) -> Array:
    """Give the matrix that turns the measured values into coefficients; ridge regression is linear in the values.

    Legendre polynomials are the basis, for powers of x are nearly collinear. The constant is not penalised.

    Parameters
    ----------
    degree : int
        From 0.
    points : int
        How many measured values.
    penalty : float
        λ, which multiplies the sum of the squared coefficients.

    Returns
    -------
    numpy.ndarray of shape (degree + 1, points)

    References
    ----------
    Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", 2nd ed., 2009, sections 3.4 and 7.3.

    Examples
    --------
    >>> solver(0, 4, 0.0).round(2).tolist()
    [[0.25, 0.25, 0.25, 0.25]]
    """
    features = legvander(_draws()[0][:points], degree)
    weights = np.full(degree + 1, np.sqrt(penalty))
    weights[0] = 0
    # Least squares with the penalty as further rows is more exact than the normal equations.
    return np.asarray(np.linalg.pinv(np.vstack([features, np.diag(weights)]), rcond=1e-13)[:, :points])


@lru_cache(maxsize=2048)
def errors(degree: int, noise: float, points: int, penalty: float) -> Errors:
    """Compute bias² and variance over all samples of the noise, exactly.

    Parameters
    ----------
    degree, points : int
        As for :func:`solver`.
    noise : float
        The standard deviation σ of the noise.
    penalty : float
        λ.

    Returns
    -------
    Errors

    Examples
    --------
    >>> errors(3, 0.0, 20, 0.0).variance
    0.0
    """
    matrix = legvander(_GRID, degree) @ solver(degree, points, penalty)
    mean_fit = matrix @ truth(_draws()[0][:points])
    bias2 = float(np.mean((mean_fit - truth(_GRID)) ** 2))
    return Errors(bias2, noise**2 * float(np.mean((matrix**2).sum(axis=1))))


def view(degree: float, noise: float, points: float, penalty: str) -> View:
    """Draw a fit beside the truth, and bias² and variance of all degrees.

    Parameters
    ----------
    degree : float
        The degree of the polynomial.
    noise : float
        The standard deviation σ of the noise.
    points : float
        How many points are fitted.
    penalty : str
        λ, as it is written in :data:`PENALTIES`.

    Returns
    -------
    View

    Examples
    --------
    >>> view(3, 0.0, 20, "none").figure.layout.title.text
    'Degree 3, no penalty'
    """
    size, top, strength = round(points), round(degree), PENALTIES[penalty]
    inputs, drawn = _draws()[0][:size], _draws()[1][:, :size]
    samples = truth(inputs) + noise * drawn
    coefficients = samples @ solver(top, size, strength).T
    fits = coefficients @ legvander(_GRID, top).T
    fit = fits[0]
    train = float(np.mean((legvander(inputs, top) @ coefficients[0] - samples[0]) ** 2))
    # New points have noise of their own, so σ² is added.
    test = float(np.mean((fit - truth(_GRID)) ** 2)) + noise**2
    all_degrees = np.arange(HIGHEST_DEGREE + 1)
    each = [errors(int(one), noise, size, strength) for one in all_degrees]
    here = each[top]
    others = np.column_stack([fits[1:], np.full(_REPEATS - 1, np.nan)]).ravel()
    where = np.tile(np.append(_GRID, np.nan), _REPEATS - 1)
    right = {"xaxis": "x2", "yaxis": "y2"}
    told = f"λ = {strength:g}" if strength else "no penalty"
    figure = theme.figure(
        go.Scatter(
            x=where,
            y=np.clip(others, -9, 9),
            mode="lines",
            name="fits to other samples",
            line={"color": theme.INK, "width": 1},
            opacity=0.6,
        ),
        theme.line(_GRID, truth(_GRID), "truth", series=2, line={"color": theme.GREEN, "dash": "dot", "width": 3}),
        theme.line(_GRID, np.clip(fit, -9, 9), "fit"),
        go.Scatter(
            x=inputs,
            y=samples[0],
            mode="markers",
            name="training points",
            marker={"color": theme.VERMILLION, "symbol": "square", "size": 8, "line": {"width": 1, "color": "white"}},
        ),
        theme.line(
            all_degrees,
            _drawable([one.bias2 for one in each]),
            "bias²",
            series=3,
            mode="lines+markers",
            marker={"symbol": "triangle-up", "size": 8},
            **right,
        ),
        theme.line(
            all_degrees,
            _drawable([one.variance for one in each]),
            "variance",
            series=1,
            mode="lines+markers",
            marker={"symbol": "square", "size": 7},
            **right,
        ),
        go.Scatter(
            x=[top, top],
            y=_drawable([here.bias2, here.variance]),
            mode="markers",
            name="present degree",
            marker={"symbol": "circle-open", "size": 17, "color": theme.INK, "line": {"width": 3}},
            **right,
        ),
        alt=(
            f"A polynomial of degree {top} with {told}, fitted to {size} points with noise of standard deviation "
            f"{noise:g}, beside the truth and fits to five other samples; to the right bias² and variance for the "
            f"degrees 0 to 12. For degree {top} bias² is {here.bias2:.2g} and the variance {here.variance:.2g}."
        ),
        title=f"Degree {top}, {told}",
        xaxis={"title": "x", "domain": [0, 0.54], "range": [-1.05, 1.05]},
        yaxis={"title": "y", "range": [-2.4, 2.4]},
        xaxis2={"title": "degree", "domain": [0.66, 1], "anchor": "y2", "range": [-0.7, 12.7], "dtick": 2},
        yaxis2={
            "title": "mean squared error",
            "type": "log",
            "anchor": "x2",
            "range": [-5.4, 2.4],
            "dtick": 1,
            "exponentformat": "power",
        },
        legend={"orientation": "h", "y": -0.24},
        height=470,
    )
    report = (
        f"<p>Mean squared error on the training points: {train:.3g}; on new points: {test:.3g}, of which σ² = "
        f"{noise**2:.3g} is noise that no fit can foresee. Over all samples with these inputs: bias² {here.bias2:.3g} "
        f"+ variance {here.variance:.3g} = {here.total:.3g} from the truth.</p>"
    )
    return View(figure, report + _answer(top, noise, size, strength))


def _drawable(values: list[float]) -> Array:
    return np.clip(values, 1e-5, _CAP)


def _answer(degree: int, noise: float, points: int, penalty: float) -> str:
    if (degree, round(noise, 6), points) != (HIGHEST_DEGREE, 0.3, 16):
        return ""
    each = [errors(degree, noise, points, one) for one in PENALTIES.values()]
    best = int(np.argmin([one.total for one in each]))
    if penalty != list(PENALTIES.values())[best]:
        return ""
    weaker, stronger = each[best - 1], each[best + 1]
    return (
        f"<p>✓ <strong>No other penalty here comes nearer than λ = {penalty:g}.</strong> One step weaker, "
        f"bias² is {weaker.bias2:.3g} and the variance {weaker.variance:.3g}; one step stronger {stronger.bias2:.3g} "
        f"and {stronger.variance:.3g}. A stronger penalty buys less variance with more bias; the best is where a "
        "further step costs as much as it brings.</p>"
    )


def polynomial_fit(degree: int = HIGHEST_DEGREE) -> Explorer:
    """Explore the fit of a polynomial: degree, noise, number of points and a ridge penalty.

    Parameters
    ----------
    degree : int
        The degree to begin with, 0 to 12.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If the degree is not a whole number from 0 to 12.

    Examples
    --------
    >>> explorer = polynomial_fit(1)
    >>> explorer.controls["degree"].value = 5
    >>> explorer.figure.layout.title.text
    'Degree 5, no penalty'
    """
    if degree not in range(HIGHEST_DEGREE + 1):
        raise CourseError(f"The degree is a whole number from 0 to {HIGHEST_DEGREE}, not {degree!r}.")
    controls = {
        "degree": Slider(label="degree", value=float(degree), min=0.0, max=float(HIGHEST_DEGREE), step=1.0),
        "noise": Slider(label="noise σ", value=0.3, min=0.0, max=1.0, step=0.1),
        "points": Slider(label="points", value=16.0, min=6.0, max=float(MOST_POINTS), step=2.0),
        "penalty": choice("penalty λ", list(PENALTIES)),
    }
    return Explorer(QUESTION, controls, view)
