"""Explore how three algorithms of the multi-armed bandit share their pulls between trying out and earning."""

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

ARMS = 4
HORIZON = 400
RUNS = 150
RATES = tuple(round(0.05 * i, 2) for i in range(11))
"""The values of ε."""
BEST = 0.7
"""The chance of a reward at the best arm."""
NAMES = ("ε-greedy", "UCB1", "Thompson sampling")
ASKED_GAP = 0.2

QUESTION = (
    "Let the best arm be 0.20 better than the others. With which ε does ε-greedy lose least in 400 pulls, and why do "
    "a smaller and a larger one lose more?"
)


def means(gap: float) -> Array:
    """Give the chance of a reward at each arm: the third is the best, the others are alike.

    Parameters
    ----------
    gap : float
        How much better the best arm is.

    Returns
    -------
    numpy.ndarray of shape (4,), float64

    Examples
    --------
    >>> means(0.2).tolist()
    [0.5, 0.5, 0.7, 0.5]
    """
    chances = np.full(ARMS, round(BEST - gap, 6))
    chances[2] = BEST
    return chances


@lru_cache(maxsize=64)  # as many as there are algorithms and leads
def play(algorithm: str, gap: float) -> NDArray[np.uint8]:
    """Play many runs of a bandit whose arms give 1 or 0.

    ε-greedy pulls a random arm with probability ε, else the one with the greatest mean so far (an arm that was never
    pulled has the mean 0.5). UCB1 pulls the arm with the greatest mean + √(2 ln t / n), after each arm once. Thompson
    sampling draws a chance for each arm from Beta(1 + successes, 1 + failures) and pulls the greatest.

    Parameters
    ----------
    algorithm : str
        One of :data:`NAMES`.
    gap : float
        As in :func:`means`.

    Returns
    -------
    numpy.ndarray of shape (settings, 150, 400), uint8
        The arm of each pull in each run; one setting for each ε of :data:`RATES`, and a single one for the other two.

    References
    ----------
    Auer, Cesa-Bianchi and Fischer, "Finite-time analysis of the multiarmed bandit problem", Machine Learning 47, 2002.
    Thompson, "On the likelihood that one unknown probability exceeds another in view of the evidence of two samples",
    Biometrika 25, 1933.

    Examples
    --------
    >>> play("UCB1", 0.2)[0, 0, :4].tolist()  # each arm once
    [0, 1, 2, 3]
    """
    dice = np.random.default_rng(5)
    chances = means(gap)
    rates = np.array(RATES if algorithm == NAMES[0] else RATES[:1])[:, None]
    tries, wins = np.zeros((2, len(rates), RUNS, ARMS))
    so_far = np.full(tries.shape, 0.5)
    flat_tries, flat_wins, flat_so_far = tries.ravel(), wins.ravel(), so_far.ravel()
    first = np.arange(0, tries.size, ARMS).reshape(len(rates), RUNS)  # where each run's arms begin in the flat arrays
    pulled = np.empty((HORIZON, len(rates), RUNS), dtype=np.uint8)
    for pull in range(HORIZON):
        luck = dice.random((4, RUNS))  # the same for every ε, so that they can be compared
        if algorithm == NAMES[0]:
            score = so_far + 1e-9 * dice.random((RUNS, ARMS))  # ties are broken by chance
            arm = np.where(luck[0] < rates, (ARMS * luck[1]).astype(int), score.argmax(axis=2))
        elif algorithm == NAMES[1]:
            if pull < ARMS:
                arm = np.full(first.shape, pull)
            else:
                arm = (so_far + np.sqrt(2 * np.log(pull) / tries)).argmax(axis=2)
        else:
            arm = dice.beta(1 + wins, 1 + tries - wins).argmax(axis=2)
        pulled[pull] = arm
        at = first + arm
        flat_tries[at] += 1
        flat_wins[at] += luck[2] < chances[arm]
        flat_so_far[at] = flat_wins[at] / flat_tries[at]
    pulls: NDArray[np.uint8] = np.ascontiguousarray(pulled.transpose(1, 2, 0))
    pulls.setflags(write=False)
    return pulls


@lru_cache(maxsize=64)
def regret(algorithm: str, gap: float) -> Array:
    """Compute the mean regret: what was lost in expectation by not always pulling the best arm.

    Parameters
    ----------
    algorithm : str
        One of :data:`NAMES`.
    gap : float
        As in :func:`means`.

    Returns
    -------
    numpy.ndarray of shape (settings, 401), float64
        After 0, 1, …, 400 pulls, the mean over all runs.

    Examples
    --------
    >>> regret("UCB1", 0.2)[0, :5].round(2).tolist()
    [0.0, 0.2, 0.4, 0.4, 0.6]
    """
    lost = (BEST - means(gap))[play(algorithm, gap)].mean(axis=1)
    return np.concatenate([np.zeros((len(lost), 1)), lost.cumsum(axis=1)], axis=1)


def _setting(algorithm: str, rate: float) -> int:
    return int(np.abs(np.array(RATES) - rate).argmin()) if algorithm == NAMES[0] else 0


def view(algorithm: str, rate: float, gap: float, pulls: float) -> View:
    """Draw the mean regret of the algorithms, and which arms the chosen one pulled.

    Parameters
    ----------
    algorithm : str
        ``"ε-greedy"``, ``"UCB1"`` or ``"Thompson sampling"``: the one whose pulls are shown.
    rate : float
        ε.
    gap : float
        How much better the best arm is than the others.
    pulls : float
        How many pulls are shown.

    Returns
    -------
    View

    Examples
    --------
    >>> view("UCB1", 0.1, 0.2, 4).figure.layout.title.text
    'After 4 pulls UCB1 has lost 0.6 rewards on average'
    """
    shown = min(max(round(pulls), 1), HORIZON)
    gap = round(gap, 2)
    curves = {name: regret(name, gap)[_setting(name, rate)] for name in NAMES}
    at = np.unique(np.linspace(0, shown, 81).round().astype(int))
    lines = [theme.line(at, curves[name][at], name, series=series) for series, name in enumerate(NAMES)]
    chosen = play(algorithm, gap)[_setting(algorithm, rate)][:, :shown]
    shares = np.bincount(chosen.ravel(), minlength=ARMS) / chosen.size
    labels = [f"arm {arm + 1}<br>{chance:.2f}" for arm, chance in enumerate(means(gap))]
    bars = go.Bar(
        x=labels,
        y=100 * shares,
        text=[f"{100 * share:.0f} %" for share in shares],
        textposition="outside",
        cliponaxis=False,
        marker={
            "color": [theme.GREEN if arm == 2 else theme.SKY for arm in range(ARMS)],
            "line": {"color": theme.INK, "width": 1},
            "pattern": {"shape": ["/" if arm == 2 else "" for arm in range(ARMS)]},
        },
        name="pulls",
        showlegend=False,
        xaxis="x2",
        yaxis="y2",
        hovertemplate="%{x}: %{y:.1f} % of the pulls<extra></extra>",
    )
    lost = ", ".join(f"{name} {curves[name][shown]:.1f}" for name in NAMES)
    figure = theme.figure(
        *lines,
        bars,
        alt=(
            f"Mean regret of three algorithms over {counted(shown, 'pull')}. In the end: {lost}. Beside it the "
            f"pulls of {algorithm}: {100 * shares[2]:.0f} % at the best arm, "
            f"{_listed(np.delete(shares, 2))} at the others."
        ),
        title=f"After {counted(shown, 'pull')} {algorithm} has lost {curves[algorithm][shown]:.3g} rewards on average",
        xaxis={"title": "pull", "domain": [0, 0.56], "range": [0, shown]},
        yaxis={"title": "regret (rewards lost)", "rangemode": "tozero"},
        xaxis2={"domain": [0.68, 1], "anchor": "y2", "title": "chance of a reward"},
        yaxis2={
            "title": f"pulls of {algorithm} (%)",
            "anchor": "x2",
            "range": [0, 112],
            "tickvals": [0, 25, 50, 75, 100],
        },
        legend={"orientation": "h", "y": -0.26},
        height=420,
    )
    report = _report(algorithm, rate, gap, shown, curves, shares)
    return View(figure, report, frozenset() if algorithm == NAMES[0] else frozenset({"rate"}))


def _listed(shares: Array) -> str:
    return f"{', '.join(f'{100 * share:.0f} %' for share in shares[:-1])} and {100 * shares[-1]:.0f} %"


def _report(algorithm: str, rate: float, gap: float, shown: int, curves: dict[str, Array], shares: Array) -> str:
    named = {name: f"{name} (ε = {rate:.2f})" if name == NAMES[0] else name for name in NAMES}
    lost = "; ".join(f"{named[name]} {curve[shown]:.1f}" for name, curve in curves.items())
    told = (
        f"<p>Rewards lost after {counted(shown, 'pull')}, mean of {RUNS} runs: {lost}. {algorithm} pulled the best "
        f"arm in {100 * shares[2]:.0f} % of the cases"
    )
    late = shown - shown // 4
    slope = 100 * (curves[algorithm][shown] - curves[algorithm][late]) / max(shown - late, 1)
    told += f"; in the last quarter it lost {slope:.1f} rewards in 100 pulls.</p>" if shown >= 40 else ".</p>"
    if algorithm != NAMES[0] or gap != ASKED_GAP or shown != HORIZON:
        return told
    final = regret(NAMES[0], gap)[:, -1]
    here, least = _setting(algorithm, rate), int(final.argmin())
    if here != least:
        return told
    return told + (
        f"<p>✓ <strong>ε = {rate:.2f} loses least in 400 pulls: {final[least]:.1f}.</strong> With ε = 0 it is "
        f"{final[0]:.1f}: some runs never find the best arm. With ε = {RATES[-1]:.2f} it is {final[-1]:.1f}: even "
        f"when the best arm is known, each pull goes on losing ε · ¾ · {gap:.2f} rewards on average. Over a longer "
        f"time, a smaller ε is better, or one that shrinks.</p>"
    )


def bandit(algorithm: str = "ε-greedy") -> Explorer:
    """Explore the multi-armed bandit: ε-greedy, UCB1 and Thompson sampling, their regret and their pulls.

    Parameters
    ----------
    algorithm : str
        Whose pulls are shown at first: ``"ε-greedy"``, ``"UCB1"`` or ``"Thompson sampling"``.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If there is no such algorithm.

    Examples
    --------
    >>> explorer = bandit()
    >>> explorer.controls["pulls"].value = 400
    >>> "After 400 pulls" in explorer.figure.layout.title.text
    True
    """
    if algorithm not in NAMES:
        raise CourseError(f"There is no algorithm {algorithm!r} here. There are: {', '.join(NAMES)}.")
    controls = {
        "algorithm": choice("algorithm", NAMES, algorithm),
        "rate": Slider(label="exploration ε", value=0.0, min=RATES[0], max=RATES[-1], step=0.05),
        "gap": Slider(label="lead of the best arm", value=ASKED_GAP, min=0.05, max=0.6, step=0.05),
        "pulls": Slider(label="pulls", value=100.0, min=1.0, max=float(HORIZON), step=1.0),
    }
    return Explorer(QUESTION, controls, view)
