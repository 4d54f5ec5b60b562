"""Explore differential privacy: how much noise a privacy budget asks for, and what more queries cost."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots.words import counted
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, choice

Array = NDArray[np.float64]

MECHANISMS = ("Laplace", "Gaussian")
BUDGETS = ("all queries together", "each query")
GROUPS = ("0–9", "10–19", "20–29", "30–39", "40–49", "50–59", "60–69", "70+")
COUNTS = (12, 45, 80, 95, 74, 52, 30, 12)
"""The true histogram: how many people of each age."""
DELTA = 1e-6
QUERIES = 40
DRAWS = 20

QUESTION = (
    "Let ε = 1 be the budget for all queries together. From how many queries on does the Gaussian mechanism need less "
    "noise than the Laplace mechanism, and why is it not so at once?"
)


def rho(epsilon: float, delta: float = DELTA) -> float:
    """Turn a budget (ε, δ) into one of zero-concentrated differential privacy.

    Parameters
    ----------
    epsilon, delta : float
        The budget.

    Returns
    -------
    float
        The greatest ρ with ρ + 2 √(ρ ln(1/δ)) ≤ ε.

    References
    ----------
    Bun and Steinke, "Concentrated differential privacy: simplifications, extensions, and lower bounds", TCC 2016.

    Examples
    --------
    >>> round(rho(1.0), 4)
    0.0175
    """
    log = float(np.log(1 / delta))
    return float((np.sqrt(epsilon + log) - np.sqrt(log)) ** 2)


def deviation(mechanism: str, epsilon: float, queries: int) -> float:
    """Compute the standard deviation of the noise on each count, if so many queries share a budget.

    One person more or less changes one count of a histogram by 1. Laplace: each query gets ε / k, and the noise has the
    scale k / ε. Gaussian: each gets ρ / k, and the variance is k / (2 ρ).

    Parameters
    ----------
    mechanism : str
        ``"Laplace"`` (δ = 0) or ``"Gaussian"`` (δ = 10⁻⁶).
    epsilon : float
        ε for all of them.
    queries : int
        k.

    Returns
    -------
    float

    References
    ----------
    Dwork and Roth, "The algorithmic foundations of differential privacy", 2014.

    Examples
    --------
    >>> round(deviation("Laplace", 1.0, 1), 3), round(deviation("Laplace", 1.0, 4), 3)
    (1.414, 5.657)
    >>> round(deviation("Gaussian", 1.0, 4) / deviation("Gaussian", 1.0, 1), 3)
    2.0
    """
    if mechanism == MECHANISMS[0]:
        return float(np.sqrt(2) * queries / epsilon)
    return float(np.sqrt(queries / (2 * rho(epsilon))))


def spent(mechanism: str, epsilon: float, queries: int) -> float:
    """Compute the ε of so many queries together, if each of them has a budget of its own.

    Parameters
    ----------
    mechanism : str
        ``"Laplace"``: the ε add up; ``"Gaussian"``: the ρ add up.
    epsilon : float
        ε of each.
    queries : int
        How many.

    Returns
    -------
    float

    Examples
    --------
    >>> spent("Laplace", 0.5, 4), round(spent("Gaussian", 0.5, 4), 2)
    (2.0, 1.01)
    """
    if mechanism == MECHANISMS[0]:
        return epsilon * queries
    total = queries * rho(epsilon)
    return float(total + 2 * np.sqrt(total * np.log(1 / DELTA)))


@lru_cache(maxsize=64)
def noise(mechanism: str, draw: int) -> Array:
    """Draw noise of standard deviation 1.

    Parameters
    ----------
    mechanism : str
        Its kind.
    draw : int
        Which draw.

    Returns
    -------
    numpy.ndarray of shape (40, 8), float64
        For each query and each count.

    Examples
    --------
    >>> noise("Laplace", 1).shape
    (40, 8)
    """
    dice = np.random.default_rng([17, draw])
    shape = (QUERIES, len(COUNTS))
    drawn: Array = (
        dice.laplace(scale=1 / np.sqrt(2), size=shape) if mechanism == MECHANISMS[0] else dice.normal(size=shape)
    )
    drawn.setflags(write=False)
    return drawn


def view(mechanism: str, budget: str, epsilon: float, queries: float, draw: float) -> View:
    """Draw a private histogram beside the true one, and what further queries cost.

    Parameters
    ----------
    mechanism : str
        ``"Laplace"`` or ``"Gaussian"``.
    budget : str
        What ε is for: ``"all queries together"`` or ``"each query"``.
    epsilon : float
        ε.
    queries : float
        How often the histogram is asked for.
    draw : float
        Which draw of the noise.

    Returns
    -------
    View

    Examples
    --------
    >>> view("Laplace", "all queries together", 0.5, 1, 1).figure.layout.title.text
    'Laplace, 1 query: noise of standard deviation 2.83 on each count'
    """
    asked = min(max(round(queries), 1), QUERIES)
    shared = budget == BUDGETS[0]
    sd = deviation(mechanism, epsilon, asked if shared else 1)
    truth = np.array(COUNTS, dtype=float)
    answers = truth + sd * noise(mechanism, round(draw))[:asked]
    mean = answers.mean(axis=0)
    bars = [
        go.Bar(
            x=list(GROUPS),
            y=heights,
            name=name,
            marker={"color": style.color, "pattern": {"shape": shape}, "line": {"color": theme.INK, "width": 0.5}},
            hovertemplate=f"%{{x}} years: {name} %{{y:.1f}}<extra></extra>",
        )
        for name, heights, style, shape in (
            ("truth", truth, theme.SERIES[0], ""),
            ("last answer", answers[-1], theme.SERIES[1], "/"),
            ("mean of all answers", mean, theme.SERIES[2], "x"),
        )
    ]
    counts = np.arange(1, QUERIES + 1)
    cost = deviation if shared else spent
    curves = [
        theme.line(counts, [cost(name, epsilon, int(k)) for k in counts], name, series=3 + i, xaxis="x2", yaxis="y2")
        for i, name in enumerate(MECHANISMS)
    ]
    mark = go.Scatter(
        x=[asked],
        y=[cost(mechanism, epsilon, asked)],
        mode="markers",
        marker={"symbol": "star", "size": 15, "color": theme.VERMILLION, "line": {"color": "white", "width": 1}},
        name="here",
        cliponaxis=False,
        xaxis="x2",
        yaxis="y2",
    )
    error, left = (float(np.abs(one - truth).mean()) for one in (answers[-1], mean))
    what = "standard deviation of the noise" if shared else "ε of all queries together"
    figure = theme.figure(
        *bars,
        *curves,
        mark,
        alt=(
            f"A histogram of the ages of {sum(COUNTS)} people beside its private answer, whose counts are wrong by "
            f"{error:.1f} on average, and the mean of {counted(asked, 'answer')}, wrong by {left:.1f}. A second "
            f"figure: the {what} grows with the number of queries, at {asked} to "
            f"{cost(MECHANISMS[0], epsilon, asked):.3g} for Laplace and "
            f"{cost(MECHANISMS[1], epsilon, asked):.3g} for Gaussian."
        ),
        title=f"{mechanism}, {counted(asked, 'query', 'queries')}: noise of standard deviation {sd:.2f} on each count",
        barmode="group",
        bargap=0.15,
        xaxis={"title": "age in years", "domain": [0, 0.57], "type": "category"},
        yaxis={"title": "people"},
        xaxis2={"title": "queries", "domain": [0.68, 1], "anchor": "y2", "range": [0, QUERIES + 1]},
        yaxis2={"title": what, "anchor": "x2", "rangemode": "tozero"},
        legend={"orientation": "h", "y": -0.26},
        height=430,
    )
    return View(figure, _report(mechanism, shared, epsilon, asked, sd, error, left))


def _report(mechanism: str, shared: bool, epsilon: float, asked: int, sd: float, error: float, left: float) -> str:
    told = f"<p>Noise of standard deviation {sd:.2f}: a count is wrong by {error:.1f} on average in the last answer"
    told += f", and by {left:.1f} in the mean of all {asked} answers." if asked > 1 else "."
    share = 100 * error * len(COUNTS) / sum(COUNTS)
    told += f" That is {share:.0f} % of a mean count in the last answer.</p>"
    if not shared:
        total = spent(mechanism, epsilon, asked)
        return told + (
            f"<p>{counted(asked, 'query', 'queries')} with ε = {epsilon:.2f} each: together ε = {total:.2f}"
            f"{'' if mechanism == MECHANISMS[0] else ' with δ = 10⁻⁶'}. What is known of one person may change the "
            f"chance of any set of answers by a factor of up to e^ε = {_large(total)}"
            f"{'' if mechanism == MECHANISMS[0] else ', and by δ on top'}.</p>"
        )
    laplace, gaussian = (deviation(name, epsilon, asked) for name in MECHANISMS)
    told += (
        f"<p>All {asked} together keep ε = {epsilon:.2f}. Noise: Laplace {laplace:.2f}, Gaussian {gaussian:.2f} "
        f"(δ = 10⁻⁶).</p>"
        if asked > 1
        else f"<p>Noise: Laplace {laplace:.2f}, Gaussian {gaussian:.2f} (δ = 10⁻⁶).</p>"
    )
    first = asked > 1 and deviation(MECHANISMS[0], epsilon, asked - 1) <= deviation(MECHANISMS[1], epsilon, asked - 1)
    if round(epsilon, 2) != 1 or gaussian >= laplace or not first:
        return told
    return told + (
        f"<p>✓ <strong>From {asked} queries on the Gaussian mechanism needs less noise.</strong> The noise of Laplace "
        f"grows with k, as each query gets ε / k. That of Gauss grows only with √k, as its ρ are what adds up. But it "
        f"begins higher: that a δ as small as 10⁻⁶ is kept costs much noise for a single query.</p>"
    )


def _large(total: float) -> str:
    return f"{np.exp(total):.3g}" if total < 10 else f"more than {int(np.exp(10)):,}"


def privacy_budget(mechanism: str = "Laplace") -> Explorer:
    """Explore differential privacy: ε, the number of queries, two mechanisms, and what they make of a histogram.

    Parameters
    ----------
    mechanism : str
        Which to begin with: ``"Laplace"`` or ``"Gaussian"``.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If there is no such mechanism.

    Examples
    --------
    >>> explorer = privacy_budget()
    >>> explorer.controls["queries"].value = 4
    >>> "Laplace 11.31, Gaussian 21.21" in explorer.readout.html
    True
    """
    if mechanism not in MECHANISMS:
        raise CourseError(f"There is no mechanism {mechanism!r} here. There are: {', '.join(MECHANISMS)}.")
    controls = {
        "mechanism": choice("mechanism", MECHANISMS, mechanism),
        "budget": choice("ε is for", BUDGETS),
        "epsilon": Slider(label="ε", value=0.5, min=0.1, max=5.0, step=0.1),
        "queries": Slider(label="queries", value=1.0, min=1.0, max=float(QUERIES), step=1.0),
        "draw": Slider(label="draw of the noise", value=1.0, min=1.0, max=float(DRAWS), step=1.0),
    }
    return Explorer(QUESTION, controls, view)
