"""Explore projections of points in the plane onto a line: which keeps most of the variance."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View

Array = NDArray[np.float64]

POINTS = 60
_ANGLES = np.arange(0.0, 181.0, 2.0)
_WANTED = 0.9

QUESTION = (
    "Let both spreads be equal. How strong must the correlation be for a line to keep 90 % of the variance while no "
    "other line keeps more? And at which angle does that line lie; does the angle depend on the strength?"
)


@lru_cache(maxsize=256)
def points(correlation: float, spread: float) -> Array:
    """Draw centred points with exactly the given moments.

    Parameters
    ----------
    correlation : float
        Between -1 and 1.
    spread : float
        The standard deviation of the second coordinate; that of the first is 1.

    Returns
    -------
    numpy.ndarray of shape (60, 2), float64

    Examples
    --------
    >>> np.cov(points(0.5, 2.0).T, ddof=0).round(6).tolist()
    [[1.0, 1.0], [1.0, 4.0]]
    """
    X = np.random.default_rng(2).normal(size=(POINTS, 2))
    X -= X.mean(axis=0)
    # Whitened, the sample has the moments exactly, and the sliders say what is drawn.
    X = X @ np.linalg.inv(np.linalg.cholesky(X.T @ X / POINTS)).T
    return np.asarray(X @ np.array([[1.0, spread * correlation], [0.0, spread * np.sqrt(1 - correlation**2)]]))


def kept(X: Array, angle: float) -> float:
    """Give the share of the variance that the projection onto a line through the mean keeps.

    Parameters
    ----------
    X : numpy.ndarray of shape (n, 2)
        Centred points.
    angle : float
        Between the first axis and the line, in degrees.

    Returns
    -------
    float

    References
    ----------
    Pearson, "On lines and planes of closest fit to systems of points in space", 1901.

    Examples
    --------
    >>> kept(np.array([[-1.0, -1.0], [1.0, 1.0]]), 45)
    1.0
    """
    return float(round(((X @ _direction(angle)) ** 2).sum() / (X**2).sum(), 12))


def _direction(angle: float) -> Array:
    return np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])


@lru_cache(maxsize=256)
def _all_kept(correlation: float, spread: float) -> Array:
    X = points(correlation, spread)
    return np.array([kept(X, angle) for angle in _ANGLES])


def _best(correlation: float, spread: float) -> tuple[float, float]:
    """Give the first principal component's angle in degrees, 0 to 180, and the share it keeps."""
    X = points(correlation, spread)
    values, vectors = np.linalg.eigh(X.T @ X / POINTS)
    x, y = vectors[:, -1]
    return float(np.rad2deg(np.arctan2(y, x)) % 180), float(values[-1] / values.sum())


def view(angle: float, correlation: float, spread: float) -> View:
    """Draw points with their projections onto a line, and the variance that each angle keeps.

    Parameters
    ----------
    angle : float
        The angle of the line in degrees.
    correlation : float
        Of the two coordinates.
    spread : float
        The standard deviation of the second coordinate; that of the first is 1.

    Returns
    -------
    View

    Examples
    --------
    >>> view(0, 0.0, 1.0).figure.layout.title.text
    'The line at 0° keeps 50.0 % of the variance'
    """
    correlation, spread = round(correlation, 6), round(spread, 6)
    X = points(correlation, spread)
    unit = _direction(angle)
    scores = X @ unit
    shadows = scores[:, None] * unit
    share = kept(X, angle)
    total = float((X**2).sum() / POINTS)
    gap = np.full(POINTS, np.nan)
    error = total * (1 - share)
    figure = theme.figure(
        go.Scatter(
            x=np.column_stack([X[:, 0], shadows[:, 0], gap]).ravel(),
            y=np.column_stack([X[:, 1], shadows[:, 1], gap]).ravel(),
            mode="lines",
            name="distance to the line",
            line={"color": theme.INK, "width": 1},
        ),
        theme.line([-7 * unit[0], 7 * unit[0]], [-7 * unit[1], 7 * unit[1]], "line", series=2),
        _scatter(X, "points", 0, 8),
        _scatter(shadows, "projections", 1, 7),
        theme.line(_ANGLES, 100 * _all_kept(correlation, spread), "variance kept", xaxis="x2", yaxis="y2"),
        go.Scatter(
            x=[angle],
            y=[100 * share],
            mode="markers",
            name="this line",
            marker={"symbol": "star", "size": 16, "color": theme.VERMILLION, "line": {"color": "white", "width": 1}},
            cliponaxis=False,
            xaxis="x2",
            yaxis="y2",
        ),
        alt=(
            f"{POINTS} points with correlation {correlation:g} and their projections onto a line at {angle:g} degrees; "
            f"the projections keep {100 * share:.1f} % of the variance. To the right the variance kept against the "
            f"angle, between {100 * _all_kept(correlation, spread).min():.0f} and "
            f"{100 * _all_kept(correlation, spread).max():.0f} %."
        ),
        title=f"The line at {angle:g}° keeps {100 * share:.1f} % of the variance",
        xaxis={"title": "x₁", "domain": [0, 0.55], "range": [-5, 5], "constrain": "domain"},
        yaxis={"title": "x₂", "range": [-4.6, 4.6], "scaleanchor": "x", "constrain": "domain"},
        xaxis2={"title": "angle in degrees", "domain": [0.67, 1], "anchor": "y2", "range": [-4, 184], "dtick": 45},
        yaxis2={"title": "variance kept in %", "anchor": "x2", "range": [0, 104]},
        legend={"orientation": "h", "y": -0.24},
        height=480,
    )
    report = (
        f"<p>Variance of the projections {total * share:.3f}, mean squared distance to the line (the reconstruction "
        f"error) {error:.3f}; together {total:.3f}, whatever the angle. So the line that keeps most variance is also "
        f"the one nearest to the points. {_place(angle, share, correlation, spread)}</p>"
    )
    return View(figure, report + _answer(share, correlation, spread))


def _scatter(X: Array, name: str, series: int, size: int) -> go.Scatter:
    style = theme.SERIES[series]
    return go.Scatter(
        x=X[:, 0],
        y=X[:, 1],
        mode="markers",
        name=name,
        marker={"color": style.color, "symbol": style.symbol, "size": size, "line": {"color": "white", "width": 0.7}},
    )


def _place(angle: float, share: float, correlation: float, spread: float) -> str:
    best, most = _best(correlation, spread)
    if 2 * most - 1 < 1e-6:
        return "Here all lines keep the same: the points have no direction of their own."
    if most - share < 5e-4:
        return f"No line keeps more: it is the first principal component, at {best:.1f}°."
    if abs(share - (1 - most)) < 5e-4:
        return "No line keeps less: it lies across the first principal component."
    return "There is a line that keeps more."


def _answer(share: float, correlation: float, spread: float) -> str:
    best, most = _best(correlation, spread)
    if spread != 1 or most - share > 5e-4 or abs(share - _WANTED) > 5e-3:
        return ""
    return (
        f"<p>✓ <strong>That is it: correlation {correlation:g} and {best:.0f}°.</strong> With equal spreads the "
        "covariance matrix is [[1, ρ], [ρ, 1]]. Its eigenvalues are 1 + |ρ| and 1 − |ρ|, so the best line keeps (1 + "
        "|ρ|) / 2. Its eigenvectors do not depend on the strength: they lie at 45° and 135°, and the sign of ρ says "
        "which is the first. With unequal spreads the line turns towards the larger one, and so features are scaled "
        "before PCA.</p>"
    )


def pca_projection(correlation: float = 0.5) -> Explorer:
    """Explore which line through points in the plane keeps most of their variance.

    Parameters
    ----------
    correlation : float
        The correlation to begin with, -0.95 to 0.95.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If the correlation is not from -0.95 to 0.95.

    Examples
    --------
    >>> explorer = pca_projection(0.5)
    >>> explorer.controls["angle"].value = 45
    >>> explorer.figure.layout.title.text
    'The line at 45° keeps 75.0 % of the variance'
    """
    if not -0.95 <= correlation <= 0.95:
        raise CourseError(f"The correlation is a number from -0.95 to 0.95, not {correlation!r}.")
    controls = {
        "angle": Slider(label="angle of the line", value=0.0, min=0.0, max=180.0, step=1.0, unit="°"),
        "correlation": Slider(label="correlation ρ", value=float(correlation), min=-0.95, max=0.95, step=0.05),
        "spread": Slider(label="spread of x₂ (of x₁: 1)", value=1.0, min=0.2, max=1.5, step=0.1),
    }
    return Explorer(QUESTION, controls, view)
