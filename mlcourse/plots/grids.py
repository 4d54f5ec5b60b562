"""Figures of grid worlds: the values, rewards and policies of reinforcement learning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import Floats, counted, number, numbers, plain
from mlcourse.plots.cells import readable

_ARROWS = {"up": "↑", "right": "→", "down": "↓", "left": "←", "stay": "•", "": ""}

Cell = tuple[int, int]


def grid_world(
    values: ArrayLike | None = None,
    *,
    policy: ArrayLike | None = None,
    rewards: ArrayLike | None = None,
    walls: Iterable[Cell] = (),
    start: Cell | None = None,
    terminal: Iterable[Cell] = (),
    path: Sequence[Cell] = (),
    actions: Sequence[str] = ("up", "right", "down", "left"),
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw a grid world: each state's value as colour and number, the policy's action as an arrow.

    Parameters
    ----------
    values : array_like of shape (rows, columns), optional
        The value of each state; the first row is on top. NaN where there is none.
    policy : array_like of shape (rows, columns), optional
        The action in each state: a name of `actions`, an arrow such as "→", the number of an action, or "" or -1
        for none.
    rewards : array_like of shape (rows, columns), optional
        The reward for entering each state; those that are not 0 are written.
    walls : iterable of (row, column)
        Cells that nobody enters: hatched.
    start : (row, column), optional
        Where an episode starts; marked.
    terminal : iterable of (row, column)
        Where an episode ends: marked, and with a double frame.
    path : sequence of (row, column)
        The cells that were visited, in order: drawn as a line.
    actions : sequence of str
        The names of the actions 0, 1, 2, …, out of up, right, down, left and stay.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If nothing is given, shapes differ, a cell lies outside, or an action is unknown.

    Examples
    --------
    >>> grid_world(policy=[["right", ""], ["up", "left"]], terminal=[(0, 1)]).alt
    'A grid world of 2 by 2 cells. The policy goes up in 1 cell, right in 1, left in 1.'
    """
    read: dict[str, Any] = {}
    for name, given in (("values", values), ("rewards", rewards)):
        if given is not None:
            read[name] = numbers(given, name, "rows", "columns", finite=False)
    if policy is not None:
        read["policy"] = _arrows(policy, actions)
    if not read:
        raise CourseError("There is nothing to draw: give values, a policy or rewards.")
    shapes = {name: array.shape for name, array in read.items()}
    if len(set(shapes.values())) > 1:
        raise CourseError(f"The shapes differ: {', '.join(f'{name} {shape}' for name, shape in shapes.items())}.")
    rows, columns = next(iter(shapes.values()))
    if max(rows, columns) > 30:
        raise CourseError(f"A grid of {rows} x {columns} cells is too large to be read: draw at most 30 x 30.")
    blocked = [_cell(c, rows, columns, "walls") for c in walls]
    ends = [_cell(c, rows, columns, "terminal") for c in terminal]
    begins = [] if start is None else [_cell(start, rows, columns, "start")]
    way = [_cell(c, rows, columns, "path") for c in path]
    worth: Floats | None = read.get("values")
    arrows: NDArray[Any] | None = read.get("policy")
    gain: Floats | None = read.get("rewards")
    side = int(np.clip(560 / max(rows, columns), 34, 84))
    shade = worth if worth is not None else np.zeros((rows, columns))
    shade = shade.copy()
    for cell in blocked:
        shade[cell] = np.nan
    texts = np.full((rows, columns), "", dtype=object)
    for cell in np.ndindex(rows, columns):
        if cell in blocked:
            continue
        parts = []
        if arrows is not None and arrows[cell]:
            parts.append(f'<span style="font-size: {22 if side >= 60 else 15}px">{arrows[cell]}</span>')
        if worth is not None and np.isfinite(worth[cell]) and side >= 40:
            parts.append(number(round(float(worth[cell]), 2)))
        elif worth is None and gain is not None and gain[cell]:
            parts.append(_signed(gain[cell]))
        texts[cell] = "<br>".join(parts)
    shown = texts.tolist()
    if worth is not None and np.isfinite(shade).any():
        shown = readable(shown, shade, float(np.nanmin(shade)), float(np.nanmax(shade)), "Cividis")
    told = [[_hover((r, c), worth, arrows, gain, (r, c) in blocked) for c in range(columns)] for r in range(rows)]
    cells = go.Heatmap(
        z=shade.astype(np.float32),
        text=shown,
        texttemplate="%{text}",
        textfont={"size": 15 if side >= 60 else 12} | ({} if worth is not None else {"color": theme.INK}),
        customdata=told,
        hovertemplate="%{customdata}<extra></extra>",
        hoverongaps=False,
        colorscale="Cividis" if worth is not None else [(0, "rgba(128,128,128,0.1)"), (1, "rgba(128,128,128,0.1)")],
        showscale=worth is not None,
        colorbar={"title": {"text": "value", "side": "right"}, "thickness": 14, "outlinewidth": 0},
        xgap=2,
        ygap=2,
    )
    traces: list[Any] = [cells]
    if blocked:
        traces.append(_hatched(blocked, side))
    if len(way) > 1:
        ys, xs = zip(*way, strict=True)
        traces.append(theme.line(xs, ys, "path", series=1, mode="lines+markers", hoverinfo="skip"))
    long = side >= 60
    marks = [(c, "start" if long else "S") for c in begins] + [(c, "end" if long else "E") for c in ends]
    if worth is not None and gain is not None:
        marks += [((int(r), int(c)), _signed(gain[r, c])) for r, c in zip(*np.nonzero(gain), strict=True)]
    return theme.figure(
        *traces,
        alt=alt or _told(rows, columns, worth, arrows, blocked, gain, way),
        title=title,
        height=side * rows + (56 if title else 20) + 40,
        showlegend=False,
        margin={"t": 56 if title else 20, "b": 40},
        annotations=_corners(marks, side),
        shapes=[_frame(cell, inset) for cell in ends for inset in (0.06, 0.13)],
        xaxis={"title": None, "dtick": 1, "showgrid": False, "zeroline": False, "range": [-0.5, columns - 0.5]}
        | {"constrain": "domain"},
        yaxis={"dtick": 1, "showgrid": False, "zeroline": False, "range": [rows - 0.5, -0.5], "scaleanchor": "x"}
        | {"constrain": "domain"},
    )


def _arrows(policy: ArrayLike, actions: Sequence[str]) -> NDArray[Any]:
    """Turn actions into arrows; shape (rows, columns)."""
    if unknown := [name for name in actions if name not in _ARROWS]:
        raise CourseError(f"actions may be up, right, down, left and stay, not {unknown[0]!r}.")
    given = plain(policy)
    if given.ndim != 2:
        raise CourseError(f"policy must have the shape (rows, columns), not {given.shape}.")
    arrows = np.full(given.shape, "", dtype=object)
    for cell, action in np.ndenumerate(given):
        if isinstance(action, int | float | np.number):
            which = int(action)
            if not -1 <= which < len(actions) or which != action:
                raise CourseError(
                    f"policy holds {action}, and the actions are 0 to {len(actions) - 1}, or -1 for none."
                )
            arrows[cell] = "" if which == -1 else _ARROWS[actions[which]]
        elif str(action) in _ARROWS.values():
            arrows[cell] = str(action)
        elif str(action).lower() in _ARROWS:
            arrows[cell] = _ARROWS[str(action).lower()]
        else:
            raise CourseError(f"policy holds {str(action)!r}: use up, right, down, left, stay, or numbers of actions.")
    return arrows


def _cell(cell: Any, rows: int, columns: int, what: str) -> Cell:
    row, column = (int(i) for i in cell)
    if not (0 <= row < rows and 0 <= column < columns):
        raise CourseError(f"{what}: the cell ({row}, {column}) lies outside the grid of {rows} x {columns}.")
    return row, column


def _signed(value: float) -> str:
    return f"+{number(value)}" if value > 0 else number(value)


def _hatched(blocked: list[Cell], side: int) -> go.Bar:
    """Fill the walls with a pattern: no colour of the scale looks like it."""
    return go.Bar(
        x=[c for _, c in blocked],
        y=[0.94] * len(blocked),
        base=[r - 0.47 for r, _ in blocked],
        width=0.94,
        marker={
            "color": "rgba(128, 128, 128, 0.35)",
            "line": {"color": theme.INK, "width": 1},
            "pattern": {
                "shape": "x",
                "fgcolor": theme.INK,
                "bgcolor": "rgba(128, 128, 128, 0.3)",
                "size": max(6, side // 7),
            },
        },
        hovertemplate="wall<extra></extra>",
    )


def _corners(marks: Sequence[tuple[Cell, str]], side: int) -> list[dict[str, Any]]:
    """Write marks into the upper corners of cells, on a ground of their own."""
    taken: dict[Cell, int] = {}
    notes = []
    for (row, column), text in marks:
        turn = taken.get((row, column), 0)
        taken[row, column] = turn + 1
        left = turn % 2 == 0
        notes.append(
            {
                "x": column + (-0.45 if left else 0.45),
                "y": row - 0.45,
                "xanchor": "left" if left else "right",
                "yanchor": "top",
                "text": f"<b>{text}</b>",
                "showarrow": False,
                "font": {"size": 13 if side >= 50 else 10, "color": "#ffffff"},
                "bgcolor": "#595959",
                "borderpad": 1,
            }
        )
    return notes


def _frame(cell: Cell, inset: float) -> dict[str, Any]:
    row, column = cell
    reach = 0.5 - inset
    corners = {"x0": column - reach, "x1": column + reach, "y0": row - reach, "y1": row + reach}
    return {"type": "rect", "line": {"color": theme.VERMILLION, "width": 2}, **corners}


def _hover(cell: Cell, worth: Floats | None, arrows: NDArray[Any] | None, gain: Floats | None, blocked: bool) -> str:
    parts = [f"row {cell[0]}, column {cell[1]}"]
    if blocked:
        return f"{parts[0]}<br>wall"
    if worth is not None and np.isfinite(worth[cell]):
        parts.append(f"value {number(worth[cell])}")
    if arrows is not None and arrows[cell]:
        parts.append(f"action {arrows[cell]}")
    if gain is not None and gain[cell]:
        parts.append(f"reward {number(gain[cell])}")
    return "<br>".join(parts)


def _told(
    rows: int,
    columns: int,
    worth: Floats | None,
    arrows: NDArray[Any] | None,
    blocked: list[Cell],
    gain: Floats | None,
    way: list[Cell],
) -> str:
    told = f"A grid world of {rows} by {columns} cells" + (
        f", {counted(len(blocked), 'wall')} among them" if blocked else ""
    )
    told += "."
    free = np.ones((rows, columns), dtype=bool)
    for cell in blocked:
        free[cell] = False
    if worth is not None and np.isfinite(worth[free]).any():
        open_worth = np.where(free, worth, np.nan)
        (r1, c1), (r0, c0) = (np.unravel_index(int(f(open_worth)), worth.shape) for f in (np.nanargmax, np.nanargmin))
        told += (
            f" The value is greatest in row {r1}, column {c1} ({number(worth[r1, c1])}) and least in row {r0}, "
            f"column {c0} ({number(worth[r0, c0])})."
        )
    if gain is not None and gain.any():
        found = np.argwhere(np.nan_to_num(gain))
        if len(found) <= 5:
            listed = [f"{_signed(gain[r, c])} in row {r}, column {c}" for r, c in found]
        else:
            sizes, often = np.unique(gain[tuple(found.T)], return_counts=True)
            pairs = zip(sizes, often.tolist(), strict=True)
            listed = [f"{_signed(size)} in {counted(count, 'cell')}" for size, count in pairs]
        told += f" Rewards: {'; '.join(listed[:5])}{f'; and {len(listed) - 5} more' if len(listed) > 5 else ''}."
    if arrows is not None:
        counts = {name: int((arrows[free] == arrow).sum()) for name, arrow in _ARROWS.items() if name}
        used = [(name, count) for name, count in counts.items() if count]
        if used:
            (first, times), *others = used
            told += f" The policy goes {first} in {counted(times, 'cell')}"
            told += "".join(f", {name} in {count}" for name, count in others) + "."
    if len(way) > 1:
        start, end = (f"row {row}, column {column}" for row, column in (way[0], way[-1]))
        told += f" The path goes in {counted(len(way) - 1, 'step')} from {start} to {end}."
    return told
