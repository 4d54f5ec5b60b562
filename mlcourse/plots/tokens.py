"""Figures about attention, similarity, embeddings and next tokens."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import (
    axes_of,
    counted,
    number,
    numbers,
    panels,
    percent,
    plain,
    same_length,
)
from mlcourse.plots.cells import readable

_MOST_HEADS = 16
_ANNOTATED = 15  # more rows or columns than this leave no room for numbers


def attention(
    weights: ArrayLike,
    tokens: Sequence[str],
    keys: Sequence[str] | None = None,
    *,
    heads: Sequence[str] | None = None,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw how much each query attends to each key, one panel for each head.

    Parameters
    ----------
    weights : array_like of shape (queries, keys) or (heads, queries, keys)
        Attention weights: no less than 0, and each row's sum is 1. At most 16 heads.
    tokens : sequence of str
        The tokens of the queries, from top to bottom.
    keys : sequence of str, optional
        The tokens of the keys, from left to right; without them, `tokens` (self-attention).
    heads : sequence of str, optional
        A caption for each head.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If shapes do not fit, there are too many heads, or rows do not sum to 1.

    References
    ----------
    Vaswani et al., "Attention Is All You Need", 2017.

    Examples
    --------
    >>> attention([[1, 0], [0.2, 0.8]], ["the", "cat"]).alt
    'Attention of 2 queries to 2 keys. Most of it goes: to "cat" (80 %). Strongest: "cat" attends to "cat" (80 %).'
    """
    shown = plain(weights)
    stack = numbers(shown[None] if shown.ndim == 2 else shown, "weights", "heads", "queries", "keys")
    keys = tokens if keys is None else keys
    count = len(stack)
    same_length(stack.shape[1], "weights (queries)", tokens=tokens)
    same_length(stack.shape[2], "weights (keys)", keys=keys)
    if count > _MOST_HEADS:
        raise CourseError(f"{count} heads are too many for one figure: choose at most {_MOST_HEADS}, such as [:16].")
    if stack.min() < 0 or not np.allclose(stack.sum(axis=2), 1, atol=1e-2):
        raise CourseError("Each row of attention weights must be positive and sum to 1: apply softmax over the keys.")
    captions = [f"head {i}" for i in range(count)] if heads is None else [str(head) for head in heads]
    same_length(count, "weights (heads)", heads=captions)
    columns = min(count, 2 if count <= 4 else 3 if count <= 9 else 4)
    rows = math.ceil(count / columns)
    side = 250 if rows > 1 else 330
    gap = (0.03, 34 / (side * rows))
    layout = panels(captions if count > 1 or heads is not None else [""], columns=columns, gap=gap)
    size = 11 if columns > 2 or len(keys) > 12 else 13
    for i in range(count):
        n = "" if i == 0 else str(i + 1)
        # All panels have the same tokens: they are named below the lowest ones and left of the first ones.
        layout[f"xaxis{n}"] |= _labelled(keys, size) | {"showticklabels": i + columns >= count}
        layout[f"yaxis{n}"] |= _labelled(tokens, size) | {"autorange": "reversed", "showticklabels": i % columns == 0}
        layout[f"xaxis{n}"] |= {"title": {"text": "key", "standoff": 4}} if i + columns >= count else {}
        layout[f"yaxis{n}"] |= {"title": {"text": "query", "standoff": 4}} if i % columns == 0 else {}
    annotated = count == 1 and max(stack.shape[1:]) <= _ANNOTATED
    top = float(stack.max())
    traces = [
        _cells(head, tokens, keys, f"<br>{captions[i]}" if count > 1 else "", annotated, (0, top)) | axes_of(i)
        for i, head in enumerate(stack)
    ]
    return theme.figure(
        *(go.Heatmap(**trace) for trace in traces),
        alt=alt or _attention_told(stack, tokens, keys, captions),
        title=title,
        height=side * rows + (70 if title else 40) + 40,
        margin={"t": 84 if title and count > 1 else 56 if title else 36, "b": 60},
        coloraxis={
            "colorscale": "Cividis",
            "cmin": 0,
            "cmax": top,
            "colorbar": {"title": {"text": "weight", "side": "right"}, "thickness": 14, "outlinewidth": 0},
        },
        **layout,
    )


def heatmap(
    matrix: ArrayLike,
    x: Sequence[str] | None = None,
    y: Sequence[str] | None = None,
    *,
    name: str = "value",
    annotate: bool | None = None,
    centre: float | None = None,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw a matrix with named rows and columns as coloured cells, the first row on top.

    Parameters
    ----------
    matrix : array_like of shape (rows, columns)
        The numbers; NaN where there is none. At most 200 rows and columns.
    x, y : sequence of str, optional
        The names of the columns and of the rows; without them, their numbers from 0.
    name : str
        What the numbers are, with the unit, such as "similarity".
    annotate : bool, optional
        Whether the numbers stand in the cells; without it, they do if there are at most 15 rows and columns.
    centre : float, optional
        The value in the middle of the scale, such as 0 for correlations: the scale then has two colours.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If `matrix` has not two axes of numbers, is too large, or the names are not as many.

    Examples
    --------
    >>> heatmap([[1, 0.2], [0.3, 1]], ["cat", "dog"], ["cat", "pet"], name="similarity").alt
    'Similarity in 2 rows and 2 columns: greatest for cat and cat (1), least for cat and dog (0.2).'
    """
    values = numbers(matrix, "matrix", "rows", "columns", finite=False)
    rows, columns = values.shape
    if max(rows, columns) > 200:
        raise CourseError(f"A matrix of {rows} x {columns} is too large to be read: choose at most 200 x 200.")
    across = [str(entry) for entry in (x if x is not None else range(columns))]
    down = [str(entry) for entry in (y if y is not None else range(rows))]
    same_length(columns, "matrix (columns)", x=across)
    same_length(rows, "matrix (rows)", y=down)
    told_of = values
    own = down == across and rows > 1 and np.isfinite(values[~np.eye(rows, dtype=bool)]).any()
    if own:  # what a thing has with itself says nothing
        told_of = np.where(np.eye(rows, dtype=bool), np.nan, values)
    most, least = (np.unravel_index(int(f(told_of)), values.shape) for f in (np.nanargmax, np.nanargmin))
    told = (
        f"{name[:1].upper()}{name[1:]} in {counted(rows, 'row')} and {counted(columns, 'column')}: "
        f"{'off the diagonal ' if own else ''}greatest for "
        f"{down[most[0]]} and {across[most[1]]} ({number(values[most])}), least for "
        f"{down[least[0]]} and {across[least[1]]} ({number(values[least])})."
    )
    ends, scale = (float(np.nanmin(values)), float(np.nanmax(values))), "Cividis"
    if centre is not None:
        reach = float(np.nanmax(np.abs(values - centre))) or 1.0
        ends, scale = (centre - reach, centre + reach), "RdBu"
    annotate = max(rows, columns) <= _ANNOTATED if annotate is None else annotate
    cells = _cells(values, down, across, "", annotate, ends, scale)
    del cells["coloraxis"]
    cells["hovertemplate"] = f"row %{{customdata[0]}}<br>column %{{customdata[1]}}<br>{name} %{{z:.4g}}<extra></extra>"
    bar = {"title": {"text": name, "side": "right"}, "thickness": 14, "outlinewidth": 0}
    return theme.figure(
        go.Heatmap(**cells, colorscale=scale, zmin=ends[0], zmax=ends[1], colorbar=bar),
        alt=alt or told,
        title=title,
        height=int(np.clip(140 + 36 * rows, 260, 640)),
        xaxis=_labelled(across, 12 if columns <= 30 else 10),
        yaxis=_labelled(down, 12 if rows <= 30 else 10) | {"autorange": "reversed"},
    )


def token_probabilities(
    tokens: Sequence[str],
    probabilities: ArrayLike,
    *,
    chosen: str | None = None,
    most: int = 12,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw the probabilities of the next token as bars, the likeliest on top.

    Parameters
    ----------
    tokens : sequence of str
        The tokens; white space in them is made visible.
    probabilities : array_like of shape (n,)
        Their probabilities, between 0 and 1.
    chosen : str, optional
        The token that was drawn or is right: its bar is marked by a pattern and by a word.
    most : int
        How many bars are drawn; the rest is one more bar.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If the two are not as many, a probability is out of range, their sum is above 1, or `chosen` is no token.

    Examples
    --------
    >>> token_probabilities([" mat", " sofa"], [0.7, 0.2]).alt
    'Probabilities of 2 tokens. The likeliest is "␣mat" with 70 %, before "␣sofa" with 20 %.'
    """
    chances = numbers(probabilities, "probabilities", "n")
    same_length(len(chances), "probabilities", tokens=tokens)
    if chances.min() < 0 or chances.sum() > 1 + 1e-3:
        raise CourseError(
            "probabilities must not be negative, and sum to 1 at most: apply softmax to the logits first."
        )
    if most < 1:
        raise CourseError(f"most must be at least 1, not {most}.")
    if chosen is not None and chosen not in tokens:
        raise CourseError(f"chosen is {chosen!r}, which is none of the tokens.")
    order = np.argsort(-chances, kind="stable")
    shown = order[:most].tolist()
    if chosen is not None and (place := list(tokens).index(chosen)) not in shown:
        shown = [*shown[: most - 1], place]
    names = [_visible(str(tokens[i])) for i in shown]
    heights = [float(chances[i]) for i in shown]
    marked = [tokens[i] == chosen for i in shown]
    if len(shown) < len(chances):
        names.append(f"{len(chances) - len(shown):,} others")
        heights.append(float(chances.sum() - sum(heights)))
        marked.append(False)
    first, *others = order[:2].tolist()
    told = (
        f'Probabilities of {counted(len(chances), "token")}. The likeliest is "{_visible(str(tokens[first]))}" '
        f"with {percent(chances[first])}"
        + "".join(f', before "{_visible(str(tokens[i]))}" with {percent(chances[i])}' for i in others)
        + "."
    )
    if chosen is not None:
        rank = int((chances > chances[list(tokens).index(chosen)]).sum()) + 1
        told += f' The chosen one is "{_visible(chosen)}", number {rank}.'
    bars = go.Bar(
        x=heights,
        y=list(range(len(names))),
        orientation="h",
        text=[percent(h) + (" ← chosen" if mark else "") for h, mark in zip(heights, marked, strict=True)],
        textposition="outside",
        cliponaxis=False,
        customdata=names,
        hovertemplate="%{customdata}: %{x:.4f}<extra></extra>",
        marker={
            "color": [theme.VERMILLION if mark else theme.BLUE for mark in marked],
            "pattern": {"shape": ["/" if mark else "" for mark in marked], "fgcolor": "#ffffff", "size": 7},
        },
    )
    return theme.figure(
        bars,
        alt=alt or told,
        title=title,
        height=130 + 30 * len(names),
        showlegend=False,
        bargap=0.25,
        xaxis={"title": "probability", "tickformat": ".0%", "range": [0, 1.2 * max(max(heights), 1e-6)]},
        yaxis=_labelled(names, 13) | {"autorange": "reversed"},
    )


def _cells(
    values: NDArray[np.float64],
    down: Sequence[str],
    across: Sequence[str],
    where: str,
    annotated: bool,
    ends: tuple[float, float],
    scale: str = "Cividis",
) -> dict[str, Any]:
    """Describe a heat map whose rows and columns have names; `ends` are the values at the ends of its colours."""
    told = np.empty((*values.shape, 2), dtype=object)
    told[..., 0] = np.array([str(entry) for entry in down], dtype=object)[:, None]
    told[..., 1] = np.array([str(entry) for entry in across], dtype=object)[None, :]
    cells: dict[str, Any] = {
        "z": values.astype(np.float32),
        "customdata": told.tolist(),
        "hovertemplate": f"query %{{customdata[0]}}<br>key %{{customdata[1]}}<br>weight %{{z:.3f}}{where}"
        "<extra></extra>",
        "coloraxis": "coloraxis",
        "hoverongaps": False,
        "xgap": 1,
        "ygap": 1,
    }
    if annotated:
        places = 2 if np.nanmax(np.abs(values)) <= 1 and np.nansum(values % 1) else None
        texts = [["" if np.isnan(entry) else _short(entry, places) for entry in row] for row in values]
        cells["text"] = readable(texts, values, *ends, scale)
        cells["texttemplate"] = "%{text}"
        cells["textfont"] = {"size": 13 if max(values.shape) <= 10 else 10}
    return cells


def _short(value: float, places: int | None) -> str:
    if places is not None:
        return f"{round(value, places) + 0.0:.{places}f}".replace("-", "−")
    return number(round(value, 2)) if abs(value) < 100 else number(value)


def _labelled(names: Sequence[str], size: int) -> dict[str, Any]:
    """Name the whole numbers of an axis: tokens may occur twice, which a category axis would join."""
    step = math.ceil(len(names) / 60)
    return {
        "tickvals": list(range(0, len(names), step)),
        "ticktext": [str(name) for name in names][::step],
        "tickfont": {"size": size},
        "showgrid": False,
        "zeroline": False,
    }


def _attention_told(
    stack: NDArray[np.float64], tokens: Sequence[str], keys: Sequence[str], captions: Sequence[str]
) -> str:
    queries, columns = stack.shape[1:]
    what = f"Attention of {counted(queries, 'query', 'queries')} to {counted(columns, 'key')}"
    several = len(stack) > 1
    if not several and list(tokens) != list(keys):
        best = stack[0].argmax(axis=1).tolist()
        parts = [f'"{tokens[q]}" to "{keys[k]}" ({percent(float(stack[0, q, k]))})' for q, k in enumerate(best[:6])]
        return f"{what}. Each query attends most: {', '.join(parts)}{', and so on' if len(best) > 6 else ''}."
    parts = [
        (f"{caption}: " if several else "") + _focus(head, keys, square=tokens is keys or list(tokens) == list(keys))
        for head, caption in zip(stack, captions, strict=True)
    ]
    told = f"{what}{f' in {len(stack)} heads' if several else ''}. Most of it goes: {'; '.join(parts)}."
    # A query that may see one key only has no choice, and would always be the strongest.
    free = stack * ((stack > 0).sum(axis=2) > 1)[..., None]
    if free.any() and not several:
        q, k = (int(i) for i in np.unravel_index(int(free[0].argmax()), free[0].shape))
        told += f' Strongest: "{tokens[q]}" attends to "{keys[k]}" ({percent(float(free[0, q, k]))}).'
    return told


def _focus(head: NDArray[np.float64], keys: Sequence[str], *, square: bool) -> str:
    """Say where most of a head's attention goes, on average over the queries that have a choice."""
    chooses = (head > 0).sum(axis=1) > 1
    rows = head[chooses] if chooses.any() else head
    means = rows.mean(axis=0)
    shares = {f'to "{keys[int(means.argmax())]}"': float(means.max())}
    if square and len(head) > 1:
        at = np.flatnonzero(chooses) if chooses.any() else np.arange(len(head))
        for offset, where in ((0, "to the token itself"), (-1, "to the token before"), (1, "to the token after")):
            valid = at[(at + offset >= 0) & (at + offset < len(head))]
            if valid.size:
                shares[where] = float(head[valid, valid + offset].sum() / len(at))
    best = max(shares, key=lambda where: shares[where])
    return f"{best} ({percent(shares[best])})"


def _visible(token: str) -> str:
    return token.replace(" ", "␣").replace("\n", "⏎").replace("\t", "⇥") or "(empty)"
