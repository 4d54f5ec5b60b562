"""Explore diffusion in one dimension: data dissolve into noise, and the exact score leads noise back to the data."""

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

CENTRES = np.array([-2.0, 1.0, 2.5])
WEIGHTS = np.array([0.5, 0.3, 0.2])
WIDTH = 0.2
"""The data: a mixture of three normal distributions, all of this standard deviation."""
SAMPLES = 4000
PATHS = 12
SCHEDULES = ("linear", "cosine")
DIRECTIONS = ("forward", "reverse")
COUNTS, STRIDE = (2, 60), 2
"""The least and the greatest T, and what lies between two."""
_PEAKS = 0.3  # ᾱ above which the peaks can be told apart
_CLOSE = 0.12  # a distance well above that of as many draws from the data themselves
ASKED = ("cosine", "reverse")

QUESTION = (
    "Go back from noise by the cosine schedule, all of the way. How few steps T are enough for the samples to come "
    "nearer to the data than a distance of 0.12? What is wrong with them when there are fewer?"
)


class Schedule(NamedTuple):
    """How much noise each step adds; arrays of shape (T,) and (T + 1,)."""

    betas: Array
    """The variance that step t adds, t = 1 … T."""
    kept: Array
    """ᾱ after t = 0 … T steps: how much of the data's variance is left."""


@lru_cache(maxsize=64)
def schedule(kind: str, steps: int) -> Schedule:
    """Compute a noise schedule.

    Parameters
    ----------
    kind : str
        ``"linear"``: β grows evenly (the sum is the same for all T, so that ᾱ ends near 0); ``"cosine"``: ᾱ falls as
        the square of a cosine.
    steps : int
        T.

    Returns
    -------
    Schedule

    References
    ----------
    Ho, Jain and Abbeel, "Denoising diffusion probabilistic models", NeurIPS 2020; Nichol and Dhariwal, "Improved
    denoising diffusion probabilistic models", ICML 2021 (cosine).

    Examples
    --------
    >>> schedule("cosine", 10).kept[[0, 5, 10]].round(2).tolist()
    [1.0, 0.49, 0.0]
    """
    if kind == SCHEDULES[0]:
        betas = np.minimum(np.linspace(0.1, 20, steps) / steps, 0.999)
    else:
        at = (np.arange(steps + 1) / steps + 0.008) / 1.008
        smooth = np.cos(at * np.pi / 2) ** 2
        betas = np.minimum(1 - smooth[1:] / smooth[:-1], 0.999)
    return Schedule(betas, np.concatenate([[1.0], np.cumprod(1 - betas)]))


def density(x: Array, kept: float) -> Array:
    """Give the density of the noisy data.

    Parameters
    ----------
    x : numpy.ndarray
        Where.
    kept : float
        ᾱ. The noisy data are √ᾱ x₀ + √(1 − ᾱ) ε, so each peak moves to √ᾱ times its centre and widens.

    Returns
    -------
    numpy.ndarray of the shape of `x`, float64

    Examples
    --------
    >>> density(np.array([0.0]), 0.0).round(3).tolist()  # pure noise
    [0.399]
    """
    variance = kept * WIDTH**2 + 1 - kept
    parts = np.exp(-((x[..., None] - np.sqrt(kept) * CENTRES) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)
    total: Array = parts @ WEIGHTS
    return total


def score(x: Array, kept: float) -> Array:
    """Give the score of the noisy data: the derivative of the logarithm of their density.

    Parameters
    ----------
    x : numpy.ndarray
        Where.
    kept : float
        ᾱ.

    Returns
    -------
    numpy.ndarray of the shape of `x`, float64

    Examples
    --------
    >>> score(np.array([0.0, 1.5]), 0.0).round(6).tolist()  # that of the normal distribution is −x
    [0.0, -1.5]
    """
    variance = kept * WIDTH**2 + 1 - kept
    # The peaks lie along the first axis, over which NumPy sums and finds maxima much faster than over a short last one.
    away = np.subtract.outer(np.sqrt(kept) * CENTRES, x)
    logs = (np.log(WEIGHTS) - (away**2 / (2 * variance)).T).T
    shares = np.exp(logs - logs.max(axis=0))
    shares /= shares.sum(axis=0)
    slopes: Array = (shares * away).sum(axis=0) / variance
    return slopes + 0.0


@lru_cache(maxsize=16)
def walk(direction: str, kind: str, steps: int) -> Array:
    """Let samples take all steps.

    Forward: x_t = √(1 − β_t) x_{t−1} + √β_t ε. Reverse, from noise: the mean of x_{t−1} is
    (x_t + β_t s(x_t)) / √(1 − β_t) with the score s, and noise of variance β_t (1 − ᾱ_{t−1}) / (1 − ᾱ_t) is added.

    Parameters
    ----------
    direction : str
        ``"forward"`` or ``"reverse"``.
    kind : str
        The schedule.
    steps : int
        T.

    Returns
    -------
    numpy.ndarray of shape (T + 1, 4000), float64
        The samples at t = 0 … T.

    References
    ----------
    Ho, Jain and Abbeel, "Denoising diffusion probabilistic models", NeurIPS 2020.

    Examples
    --------
    >>> walk("reverse", "cosine", 20).shape
    (21, 4000)
    """
    dice = np.random.default_rng(7)
    betas, kept = schedule(kind, steps)
    places = np.empty((steps + 1, SAMPLES))
    if direction == DIRECTIONS[0]:
        places[0] = CENTRES[dice.choice(3, SAMPLES, p=WEIGHTS)] + WIDTH * dice.normal(size=SAMPLES)
        for t in range(1, steps + 1):
            beta = betas[t - 1]
            places[t] = np.sqrt(1 - beta) * places[t - 1] + np.sqrt(beta) * dice.normal(size=SAMPLES)
    else:
        places[steps] = dice.normal(size=SAMPLES)
        for t in range(steps, 0, -1):
            beta = betas[t - 1]
            mean = (places[t] + beta * score(places[t], kept[t])) / np.sqrt(1 - beta)
            variance = beta * (1 - kept[t - 1]) / (1 - kept[t])
            places[t - 1] = mean + np.sqrt(variance) * dice.normal(size=SAMPLES)
    places.setflags(write=False)
    return places


def distance(samples: Array, kept: float) -> float:
    """Measure how far samples are from the noisy data: the area between the two distribution functions.

    Parameters
    ----------
    samples : numpy.ndarray of shape (n,)
        The samples.
    kept : float
        ᾱ.

    Returns
    -------
    float
        The Wasserstein distance of order 1, up to the fineness of the grid.

    Examples
    --------
    >>> distance(np.array([5.0]), 0.0) > 4
    True
    """
    from scipy.special import ndtr

    x = np.linspace(-6, 6, 601)
    sd = np.sqrt(kept * WIDTH**2 + 1 - kept)
    true = ndtr((x[:, None] - np.sqrt(kept) * CENTRES) / sd) @ WEIGHTS
    reached = np.searchsorted(np.sort(samples), x, side="right") / len(samples)
    return float(np.abs(reached - true).sum() * (x[1] - x[0]))


def view(direction: str, kind: str, steps: float, step: float) -> View:
    """Draw some paths of samples up to a step, and the histogram of all samples there beside the true density.

    Parameters
    ----------
    direction : str
        ``"forward"`` or ``"reverse"``.
    kind : str
        ``"linear"`` or ``"cosine"``.
    steps : float
        T, how many steps there are.
    step : float
        How much of the way is done, in percent.

    Returns
    -------
    View

    Examples
    --------
    >>> view("forward", "cosine", 20, 50).figure.layout.title.text
    'Forward, t = 10 of 20: 49 % of the variance of the data is left'
    """
    total = max(round(steps), 2)
    done = min(max(round(step / 100 * total), 0), total)
    forward = direction == DIRECTIONS[0]
    t = done if forward else total - done
    places = walk(direction, kind, total)
    kept = float(schedule(kind, total).kept[t])
    seen = np.arange(0, t + 1) if forward else np.arange(t, total + 1)
    drawn = places[seen][:, :PATHS]
    gap = np.full(PATHS, np.nan)
    paths = go.Scatter(
        x=np.tile(np.append(seen, seen[-1]), PATHS),
        y=np.vstack([drawn, gap]).T.ravel(),
        mode="lines",
        line={"color": theme.SKY, "width": 1.3},
        name=f"{PATHS} of {SAMPLES} samples",
        hoverinfo="skip",
    )
    ends = go.Scatter(
        x=[t] * PATHS,
        y=places[t, :PATHS],
        mode="markers",
        marker={"color": theme.BLUE, "size": 7, "line": {"color": "white", "width": 1}},
        name="now",
        hovertemplate="x = %{y:.2f}<extra></extra>",
    )
    edges = np.linspace(-4, 4, 41)
    heights = np.histogram(places[t], edges)[0] / (SAMPLES * (edges[1] - edges[0]))
    bars = go.Bar(
        y=(edges[1:] + edges[:-1]) / 2,
        x=heights,
        orientation="h",
        marker={"color": theme.SKY, "line": {"width": 0}},
        name="samples: histogram",
        xaxis="x2",
        hovertemplate="x = %{y:.1f}: density %{x:.2f}<extra></extra>",
    )
    grid = np.linspace(-4, 4, 201)
    curve = theme.line(density(grid, kept), grid, "noisy data: exact density", series=1, xaxis="x2")
    far = distance(places[t], kept)
    shares = _shares(places[t], kept)
    figure = theme.figure(
        paths,
        ends,
        bars,
        curve,
        alt=(
            f"Paths of {PATHS} samples, {direction}, up to step {t} of {total}, and the histogram of all {SAMPLES} "
            f"beside the exact density of the noisy data at this step. The two distributions are {far:.2f} apart."
            + (f" Near the three peaks lie {_listed(shares)} of the samples." if kept > _PEAKS else "")
        ),
        title=f"{direction.capitalize()}, t = {t} of {total}: {100 * kept:.0f} % of the variance of the data is left",
        xaxis={"title": "step t (0: data, T: noise)", "domain": [0, 0.62], "range": [-0.02 * total, 1.02 * total]},
        yaxis={"title": "x", "range": [-4, 4]},
        xaxis2={"title": "density", "domain": [0.66, 1], "range": [0, max(1.15, 1.05 * heights.max())]},
        bargap=0.05,
        legend={"orientation": "h", "y": -0.24},
        height=430,
    )
    return View(figure, _report(direction, kind, total, t, kept, far, shares))


def _shares(samples: Array, kept: float) -> Array:
    """Tell which share of the samples is nearest to each peak."""
    near = np.abs(samples[:, None] - np.sqrt(kept) * CENTRES).argmin(axis=1)
    counts: Array = np.bincount(near, minlength=3) / len(samples)
    return counts


def _listed(shares: Array) -> str:
    return f"{100 * shares[0]:.0f} %, {100 * shares[1]:.0f} % and {100 * shares[2]:.0f} %"


def _report(direction: str, kind: str, total: int, t: int, kept: float, far: float, shares: Array) -> str:
    told = (
        f"<p>At t = {t} a sample is √ᾱ = {np.sqrt(kept):.2f} times a data point plus {np.sqrt(1 - kept):.2f} times "
        f"noise. Its distribution is {far:.3f} away from the exact one (Wasserstein distance)."
    )
    if t == 0:
        told += f" Nearest to the three peaks lie {_listed(shares)}; in the data it is {_listed(WEIGHTS)}."
    told += "</p>"
    if direction == DIRECTIONS[0]:
        return told + (
            "<p>Nothing of the data is left: the way back starts from noise alone.</p>" if kept < 0.001 else ""
        )
    if t or (kind, direction) != ASKED:
        return told
    if far >= _CLOSE:
        return told + "<p>These samples are not yet as close as asked for.</p>"
    if total > COUNTS[0] and distance(walk(direction, kind, total - STRIDE)[0], 1.0) < _CLOSE:
        return told + "<p>Close enough. Do fewer steps do as well?</p>"
    return told + (
        f"<p>✓ <strong>T = {total} steps are enough here.</strong> Each reverse step acts as if the way back were "
        f"normally distributed, which is nearly true for small steps only. With large steps the samples miss the "
        f"shares and the width of the peaks, although the score is exact. As many draws from the data themselves "
        f"are about {distance(walk(DIRECTIONS[0], kind, total)[0], 1.0):.2f} away.</p>"
    )


def diffusion_steps(direction: str = "forward") -> Explorer:
    """Explore a diffusion model in one dimension, whose score is known exactly: forward into noise and back.

    Parameters
    ----------
    direction : str
        Which to begin with: ``"forward"`` or ``"reverse"``.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If there is no such direction.

    Examples
    --------
    >>> explorer = diffusion_steps()
    >>> explorer.controls["step"].value = 100
    >>> "Nothing of the data is left" in explorer.readout.html
    True
    """
    if direction not in DIRECTIONS:
        raise CourseError(f"There is no direction {direction!r} here. There are: {', '.join(DIRECTIONS)}.")
    controls = {
        "direction": choice("direction", DIRECTIONS, direction),
        "kind": choice("schedule", SCHEDULES, "cosine"),
        "steps": Slider(label="steps T", value=30.0, min=COUNTS[0], max=COUNTS[1], step=STRIDE),
        "step": Slider(label="of the way", value=40.0, min=0.0, max=100.0, step=2.0, unit=" %"),
    }
    return Explorer(QUESTION, controls, view)
