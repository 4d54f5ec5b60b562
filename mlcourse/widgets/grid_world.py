"""Explore how values and policies arise in a small grid world: planned by value iteration or learnt by Q-learning."""

from __future__ import annotations

import random
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots.grids import grid_world as draw
from mlcourse.plots.words import counted
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, choice

Array = NDArray[np.float64]

ROWS, COLUMNS = 3, 4
WALL, GOAL, PIT, START = (1, 1), (0, 3), (1, 3), (2, 0)
BESIDE = (1, 2)
"""The cell to the left of the pit."""
ACTIONS = {"up": (-1, 0), "right": (0, 1), "down": (1, 0), "left": (0, -1)}
METHODS = ("value iteration", "Q-learning")

STEP = 0.05
"""How far a key press moves the cost."""
SWEEPS = 60
EPISODES, EVERY = 400, 10
EXPLORE = 0.2
"""The share of random actions in Q-learning, ε."""
_LONGEST = 60  # steps after which an episode is broken off
_TIE = 1e-9
_SETTLED = 1e-4  # a change of values in a sweep that no printed digit shows

QUESTION = (
    "Value iteration, γ = 1, slip 20 %: from which cost of a step on is it best to jump into the pit (−1) from the "
    "cell on its left? How can that be best?"
)

_CELLS = [(r, c) for r in range(ROWS) for c in range(COLUMNS) if (r, c) != WALL]
_INDEX = {cell: index for index, cell in enumerate(_CELLS)}
_ENDS = {_INDEX[GOAL]: 1.0, _INDEX[PIT]: -1.0}


def _arrive(cell: tuple[int, int], action: tuple[int, int]) -> int:
    """Tell in which cell a move ends; walls and edges leave one where one was."""
    return _INDEX.get((cell[0] + action[0], cell[1] + action[1]), _INDEX[cell])


_MOVES = [[_arrive(cell, move) for move in ACTIONS.values()] for cell in _CELLS]


def transitions(slip: float) -> Array:
    """Give the probabilities of the next cell.

    Parameters
    ----------
    slip : float
        The probability that a step goes to one of the two sides instead, half of it to each.

    Returns
    -------
    numpy.ndarray of shape (11, 4, 11), float64
        For each cell (row by row, without the wall) and each action (up, right, down, left), where one arrives.

    Examples
    --------
    >>> transitions(0.2)[0, 1, :2].round(3).tolist()
    [0.1, 0.8]
    """
    chances = np.zeros((len(_CELLS), len(ACTIONS), len(_CELLS)))
    for cell, ends in enumerate(_MOVES):
        for action in range(len(ACTIONS)):
            for turn, share in ((0, 1 - slip), (-1, slip / 2), (1, slip / 2)):
                chances[cell, action, ends[(action + turn) % 4]] += share
    return chances


@lru_cache(maxsize=64)
def sweeps(discount: float, slip: float, cost: float) -> Array:
    """Compute the values of all actions after each sweep of value iteration.

    Q(s, a) ← −cost + γ Σ P(s' | s, a) V(s') with V(s) = max Q(s, a); V of the exits is fixed at +1 and −1, elsewhere it
    begins at 0.

    Parameters
    ----------
    discount : float
        γ, from 0 to 1.
    slip : float
        As in :func:`transitions`.
    cost : float
        What each step costs.

    Returns
    -------
    numpy.ndarray of shape (61, 11, 4), float64
        Q computed from V after 0, 1, …, 60 sweeps. All four actions of an exit have its value.

    References
    ----------
    Bellman, "Dynamic Programming", 1957. The grid is that of Russell and Norvig, "Artificial Intelligence: A Modern
    Approach", chapter 17.

    Examples
    --------
    >>> round(float(sweeps(1.0, 0.2, 0.04)[60].max(axis=1)[7]), 3)  # the start, as in the book
    0.705
    """
    chances = transitions(slip)
    ends = list(_ENDS)
    worth = np.zeros(len(_CELLS))
    worth[ends] = list(_ENDS.values())
    states = np.empty((SWEEPS + 1, len(_CELLS), len(ACTIONS)))
    for sweep in range(SWEEPS + 1):
        states[sweep] = -cost + discount * (chances @ worth)
        states[sweep, ends] = np.array(list(_ENDS.values()))[:, None]
        worth = states[sweep].max(axis=1)
    states.setflags(write=False)
    return states


@lru_cache(maxsize=32)
def episodes(discount: float, slip: float, cost: float) -> Array:
    """Learn the values of all actions by Q-learning, from the lower left corner, without knowing the probabilities.

    Q(s, a) ← Q(s, a) + α (−cost + γ max Q(s', ·) − Q(s, a)) with α = 20 / (19 + visits of (s, a)); a fifth of the
    actions are random.

    Parameters
    ----------
    discount, slip, cost : float
        As in :func:`sweeps`.

    Returns
    -------
    numpy.ndarray of shape (41, 11, 4), float64
        Q after 0, 10, …, 400 episodes.

    References
    ----------
    Watkins and Dayan, "Q-learning", Machine Learning 8, 1992.

    Examples
    --------
    >>> bool((episodes(0.9, 0.0, 0.04)[0][:3] == 0).all())
    True
    """
    dice = random.Random(3)
    q = [[_ENDS.get(cell, 0.0)] * 4 for cell in range(len(_CELLS))]
    visits = [[0] * 4 for _ in _CELLS]
    states = np.empty((EPISODES // EVERY + 1, len(_CELLS), len(ACTIONS)))
    states[0] = q
    for episode in range(1, EPISODES + 1):
        cell = _INDEX[START]
        for _ in range(_LONGEST):
            if dice.random() < EXPLORE:
                action = int(4 * dice.random())
            else:
                best = max(q[cell])
                tied = [a for a in range(4) if q[cell][a] == best]
                action = tied[int(len(tied) * dice.random())]
            luck = dice.random()
            turn = 0 if luck >= slip else (1 if luck < slip / 2 else -1)
            after = _MOVES[cell][(action + turn) % 4]
            visits[cell][action] += 1
            rate = 20 / (19 + visits[cell][action])
            q[cell][action] += rate * (discount * max(q[after]) - cost - q[cell][action])
            if after in _ENDS:
                break
            cell = after
        if episode % EVERY == 0:
            states[episode // EVERY] = q
    states.setflags(write=False)
    return states


def _on_grid(values: Array) -> Array:
    grid = np.full((ROWS, COLUMNS), np.nan)
    for cell, value in zip(_CELLS, values, strict=True):
        grid[cell] = value
    return grid


def _greedy(q: Array) -> NDArray[np.int64]:
    """Choose the best action of each cell; −1 where all are equally good."""
    best = np.argmax(q >= q.max(axis=1, keepdims=True) - _TIE, axis=1)
    return np.where(np.ptp(q, axis=1) < _TIE, -1, best)


def view(method: str, discount: float, slip: float, cost: float, sweep: float, episode: float) -> View:
    """Draw the values and the greedy policy after some sweeps or episodes.

    Parameters
    ----------
    method : str
        ``"value iteration"`` or ``"Q-learning"``.
    discount : float
        γ.
    slip : float
        The probability of slipping, in percent.
    cost : float
        What a step costs.
    sweep, episode : float
        How many sweeps of value iteration, how many episodes of Q-learning.

    Returns
    -------
    View

    Examples
    --------
    >>> view("value iteration", 1.0, 20, 0.04, 60, 0).figure.layout.title.text
    'Value iteration, sweep 60: the start is worth 0.71'
    """
    planned = sweeps(discount, slip / 100, cost)
    if method == METHODS[0]:
        at = min(max(round(sweep), 0), SWEEPS)
        # V after k sweeps is the maximum of Q computed from V after k − 1; the arrows are greedy for the V shown.
        q = planned[at]
        worth = planned[at - 1].max(axis=1) if at else _beginning()
        stage = f"sweep {at}"
    else:
        at = min(max(round(episode / EVERY), 0), EPISODES // EVERY)
        q = episodes(discount, slip / 100, cost)[at]
        worth = q.max(axis=1)
        stage = f"episode {at * EVERY}"
    policy = _greedy(q)
    policy[list(_ENDS)] = -1
    start = f"{worth[_INDEX[START]]:.2f}".replace("-", "−")
    figure = draw(
        _on_grid(worth),
        policy=_policy_names(policy),
        walls=[WALL],
        start=START,
        terminal=[GOAL, PIT],
        title=f"{method[0].upper()}{method[1:]}, {stage}: the start is worth {start}",
    )
    report = _planned(planned, at, worth, policy) if method == METHODS[0] else _learnt(planned, worth, policy, at)
    asked = method == METHODS[0] and discount == 1 and slip == 20
    report += _answer(planned, at, policy, cost) if asked else ""
    return View(figure, report, frozenset({"episode"} if method == METHODS[0] else {"sweep"}))


def _beginning() -> Array:
    worth = np.zeros(len(_CELLS))
    for cell, value in _ENDS.items():
        worth[cell] = value
    return worth


def _policy_names(policy: NDArray[np.int64]) -> list[list[str]]:
    names = [[""] * COLUMNS for _ in range(ROWS)]
    for (row, column), action in zip(_CELLS, policy, strict=True):
        names[row][column] = "" if action < 0 else list(ACTIONS)[action]
    return names


def _change(planned: Array, at: int) -> float:
    before = planned[at - 1].max(axis=1) if at else _beginning()
    return float(np.abs(planned[at].max(axis=1) - before).max())


def _planned(planned: Array, at: int, worth: Array, policy: NDArray[np.int64]) -> str:
    change = _change(planned, at)
    told = (
        "one more sweep would change no digit you see: the values have converged, and the arrows are the best policy"
        if change < _SETTLED
        else f"one more sweep would change a value by up to {change:.2g}: the values have not converged yet"
    )
    known = int(sum(value != 0 for index, value in enumerate(worth) if index not in _ENDS))
    return (
        f"<p>After {counted(at, 'sweep')}, {known} of the {len(_CELLS) - len(_ENDS)} open cells have a value other "
        f"than 0; {told}. In the cell on the left of the pit, {_choice(policy)}.</p>"
    )


def _choice(policy: NDArray[np.int64]) -> str:
    action = int(policy[_INDEX[BESIDE]])
    if action < 0:
        return "all actions look equally good"
    told = {
        "up": "the policy goes up, towards the goal",
        "right": "the policy goes right, into the pit",
        "down": "the policy goes down",
        "left": "the policy pushes against the wall on the left, so that no slip can end in the pit",
    }
    return told[list(ACTIONS)[action]]


def _learnt(planned: Array, worth: Array, policy: NDArray[np.int64], at: int) -> str:
    goal = planned[-1].max(axis=1)
    open_cells = [index for index in range(len(_CELLS)) if index not in _ENDS]
    best = planned[-1]
    agree = sum(
        int(policy[index] >= 0 and best[index, policy[index]] > best[index].max() - 1e-6) for index in open_cells
    )
    apart = float(np.abs(worth - goal)[open_cells].max())
    near = float(abs(worth[_INDEX[START]] - goal[_INDEX[START]]))
    return (
        f"<p>After {at * EVERY} episodes, {agree} of the {len(open_cells)} arrows are those of the best policy. "
        f"The learnt value of the start is {near:.2f} away from the true one; the worst cell is {apart:.2f} away. "
        f"Q-learning does not know how slippery the floor is: it learns from where it went, and little about cells it "
        f"seldom meets. In the cell on the left of the pit, {_choice(policy)}.</p>"
    )


def _answer(planned: Array, at: int, policy: NDArray[np.int64], cost: float) -> str:
    if policy[_INDEX[BESIDE]] != list(ACTIONS).index("right"):
        return ""
    if _change(planned, at) >= _SETTLED:
        return "<p>Raise the sweeps until the values have converged before you trust the arrows.</p>"
    if _greedy(sweeps(1.0, 0.2, round(cost - STEP, 6))[-1])[_INDEX[BESIDE]] == policy[_INDEX[BESIDE]]:
        return "<p>Here it jumps. Is there a lower cost at which it does so already?</p>"
    return (
        f"<p>✓ <strong>From a cost of about {cost:.2f} on it jumps into the pit.</strong> The pit is one step away, "
        "the goal at least two, and with slips more. On average the longer way costs more than the goal is better "
        "than the pit, which is 2. The policy does what the rewards say, not what was meant.</p>"
    )


def grid_world(method: str = "value iteration") -> Explorer:
    """Explore a grid world with a goal and a pit: discount, slipping, the cost of a step; planned or learnt.

    Parameters
    ----------
    method : str
        Which to begin with: ``"value iteration"`` or ``"Q-learning"``.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If there is no such method.

    Examples
    --------
    >>> explorer = grid_world()
    >>> explorer.controls["sweep"].value = 60
    >>> "the values have converged" in explorer.readout.html
    True
    """
    if method not in METHODS:
        raise CourseError(f"There is no method {method!r} here. There are: {', '.join(METHODS)}.")
    controls = {
        "method": choice("method", METHODS, method),
        "discount": Slider(label="discount γ", value=1.0, min=0.0, max=1.0, step=0.05),
        "slip": Slider(label="slip", value=20.0, min=0.0, max=60.0, step=5.0, unit=" %"),
        "cost": Slider(label="cost of a step", value=0.05, min=0.0, max=2.0, step=STEP),
        "sweep": Slider(label="sweeps", value=3.0, min=0.0, max=float(SWEEPS), step=1.0),
        "episode": Slider(label="episodes", value=50.0, min=0.0, max=float(EPISODES), step=float(EVERY)),
    }
    return Explorer(QUESTION, controls, view)
