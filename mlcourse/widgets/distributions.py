"""Explore how the parameters of a distribution move and shape it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from mlcourse.plots import theme
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, choice

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CLOSE = 0.01  # a distance of distribution functions that no eye sees

QUESTION = (
    "Choose the binomial distribution with 40 trials. For which p do its bars hide the bell curve that has the same "
    "mean and spread, and where do they not?"
)


@dataclass(frozen=True)
class _Family:
    """A family of distributions: which parameters it has, and SciPy's form of it."""

    parameters: tuple[str, ...]
    freeze: Callable[..., Any]
    discrete: bool = False


def _families() -> dict[str, _Family]:
    from scipy import stats

    return {
        "normal": _Family(("mu", "sigma"), lambda mu, sigma: stats.norm(mu, sigma)),
        "Laplace": _Family(("mu", "sigma"), lambda mu, sigma: stats.laplace(mu, sigma / np.sqrt(2))),
        "uniform": _Family(
            ("mu", "sigma"), lambda mu, sigma: stats.uniform(mu - np.sqrt(3) * sigma, 2 * np.sqrt(3) * sigma)
        ),
        "exponential": _Family(("rate",), lambda rate: stats.expon(scale=1 / rate)),
        "Poisson": _Family(("rate",), lambda rate: stats.poisson(rate), discrete=True),
        "binomial": _Family(("n", "p"), lambda n, p: stats.binom(round(n), p), discrete=True),
    }


def view(family: str, mu: float, sigma: float, rate: float, n: float, p: float) -> View:
    """Draw a distribution beside the normal one with the same mean and standard deviation.

    Parameters
    ----------
    family : str
        normal, Laplace, uniform, exponential, Poisson or binomial.
    mu, sigma : float
        Mean and standard deviation of the first three.
    rate : float
        Events in a unit of time, for the exponential and the Poisson distribution.
    n, p : float
        Trials, and the probability of success in each.

    Returns
    -------
    View

    Examples
    --------
    >>> view("Poisson", 0, 1, 4, 10, 0.5).figure.alt
    'A Poisson distribution with mean 4 and standard deviation 2, beside the bell curve with the same two.'
    """
    from scipy import stats

    values = {"mu": mu, "sigma": sigma, "rate": rate, "n": n, "p": p}
    chosen = _families()[family]
    frozen = chosen.freeze(*(values[name] for name in chosen.parameters))
    mean, spread = float(frozen.mean()), float(frozen.std())
    bell = stats.norm(mean, spread)
    x = np.linspace(mean - 4 * spread, mean + 4 * spread, 241)
    points = np.arange(max(0, int(x[0])), int(x[-1]) + 2) if chosen.discrete else x
    bars = go.Bar(
        x=points if chosen.discrete else [],
        y=frozen.pmf(points) if chosen.discrete else [],
        name=f"{family}: probability",
        marker={"color": theme.SERIES[0].color},
        width=0.7,
    )
    curve = theme.line(
        [] if chosen.discrete else x,
        [] if chosen.discrete else frozen.pdf(x),
        f"{family}: density",
        fill="tozeroy",
        fillcolor=theme.SERIES[0].fill,
    )
    normal = theme.line(x, bell.pdf(x), "bell curve", series=1)
    told = f"mean {mean:.3g} and standard deviation {spread:.3g}"
    figure = theme.figure(
        bars,
        curve,
        normal,
        alt=f"A {family} distribution with {told}, beside the bell curve with the same two.",
        title=f"{family.capitalize()}: {told}",
        xaxis_title="x",
        yaxis_title="density" if not chosen.discrete else "probability",
        height=420,
        margin_b=90,
        legend=theme.LEGEND_BELOW,
    )
    report = _report(chosen, frozen, bell, points)
    return View(figure, report, frozenset(values) - set(chosen.parameters))


def _report(family: _Family, frozen: Any, bell: Any, points: NDArray[Any]) -> str:
    mean, spread = frozen.mean(), frozen.std()
    within = frozen.cdf(mean + spread) - frozen.cdf(mean - spread - (1e-9 if family.discrete else 0))
    # Half a step is added, for a bar stands for the interval around its number.
    distance = float(np.abs(frozen.cdf(points) - bell.cdf(points + (0.5 if family.discrete else 0))).max())
    alike = "the two can hardly be told apart" if distance < _CLOSE else "the shapes differ"
    return (
        f"<p>Variance {spread**2:.3g}. Within one standard deviation of the mean lie {100 * within:.0f} %; of a normal "
        f"distribution it is 68 %. The two distribution functions are at most {distance:.3f} apart: {alike}.</p>"
    )


def distributions(family: str = "normal") -> Explorer:
    """Explore the distributions that are met most often, each beside the normal one with its mean and spread.

    Parameters
    ----------
    family : str
        Which to begin with: ``"normal"``, ``"Laplace"``, ``"uniform"``, ``"exponential"``, ``"Poisson"`` or
        ``"binomial"``.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If there is no such family.

    Examples
    --------
    >>> explorer = distributions("binomial")
    >>> explorer.controls["n"].value = 40
    >>> "can hardly be told apart" in explorer.readout.html
    True
    """
    from mlcourse.errors import CourseError

    if family not in _families():
        raise CourseError(f"There is no family {family!r} here. There are: {', '.join(_families())}.")
    controls = {
        "family": choice("family", list(_families()), family),
        "mu": Slider(label="μ", value=0.0, min=-5.0, max=5.0, step=0.5),
        "sigma": Slider(label="σ", value=1.0, min=0.25, max=4.0, step=0.25),
        "rate": Slider(label="rate λ", value=2.0, min=0.25, max=20.0, step=0.25),
        "n": Slider(label="trials n", value=10.0, min=1.0, max=60.0, step=1.0),
        "p": Slider(label="p", value=0.5, min=0.02, max=0.98, step=0.02),
    }
    return Explorer(QUESTION, controls, view)
