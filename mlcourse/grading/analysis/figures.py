"""The figures of an item analysis."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from mlcourse.grading.analysis.items import Analysis, Exercise, plain
from mlcourse.plots import theme

_ROW = 26  # pixels of an exercise
_BINS = 10
# What became of an exercise: the field that counts it, its name, colour and pattern. Colours alone tell nothing apart.
_FATES = (
    ("solved", "solved", theme.BLUE, ""),
    ("partial", "partly solved", theme.SKY, "/"),
    ("failed", "not solved", theme.VERMILLION, "x"),
    ("waiting", "to be graded by a person", theme.PURPLE, "."),
    ("broken", "could not be checked", theme.ORANGE, "+"),
    ("untried", "not tried", theme.INK, "-"),
)
_PATTERN = {"fillmode": "overlay", "fgcolor": "rgba(255, 255, 255, 0.8)", "size": 6}


def labels(exercises: Sequence[Exercise]) -> list[str]:
    """Name exercises so that no two have one name: with their notebook where another one has the same.

    Examples
    --------
    >>> labels([Exercise("mean", "a", 1), Exercise("mean", "b", 1), Exercise("total", "b", 1)])
    ['a: mean', 'b: mean', 'total']
    """
    count = Counter(exercise.name for exercise in exercises)
    return [one.name if count[one.name] == 1 else f"{one.notebook}: {one.name}" for one in exercises]


def outcomes(analysis: Analysis) -> theme.Figure:
    """Draw what became of each exercise as bars of students, the first exercise at the top."""
    names = labels(analysis.exercises)
    fates = [fate for fate in _FATES if any(getattr(one, fate[0]) for one in analysis.exercises)]
    bars = [
        go.Bar(
            y=names,
            x=[getattr(one, field) for one in analysis.exercises],
            name=name,
            orientation="h",
            marker={"color": color, "pattern": {**_PATTERN, "shape": shape}},
            hovertemplate=f"%{{y}}: %{{x}} {name}<extra></extra>",
        )
        for field, name, color, shape in fates
    ]
    shares = [(one.share_solved, name) for one, name in zip(analysis.exercises, names, strict=True)]
    known = sorted((share, name) for share, name in shares if share is not None)
    alt = f"What became of {len(names)} exercises with {len(analysis.students)} students."
    if known:
        alt += f" Solved least: {known[0][1]}, by {known[0][0]:.0%} of those who tried"
        alt += f"; most: {known[-1][1]}, by {known[-1][0]:.0%}."
    return theme.figure(
        *bars,
        alt=f"{alt} The table below has all numbers.",
        barmode="stack",
        height=130 + _ROW * len(names),
        xaxis={"title": "students", **_counting(len(analysis.students))},
        yaxis={"autorange": "reversed", "type": "category", "showgrid": False},
        legend={"y": 1, "yanchor": "bottom", "traceorder": "normal"},
        margin={"t": 40},
    )


def distribution(analysis: Analysis) -> theme.Figure:
    """Draw how many students earned how much, in tenths of all points."""
    counts = bins(analysis)
    width = analysis.points / _BINS
    middles = [width * (at + 0.5) for at in range(_BINS)]
    ranges = [f"{plain(width * at)} to {plain(width * (at + 1))}" for at in range(_BINS)]
    most = max(range(_BINS), key=counts.__getitem__)
    return theme.figure(
        go.Bar(
            x=middles,
            y=counts,
            width=width * 0.94,
            customdata=ranges,
            marker={"color": theme.BLUE},
            hovertemplate="%{customdata} points: %{y} students<extra></extra>",
        ),
        alt=(
            f"Scores of {len(analysis.students)} students, from 0 to {plain(analysis.points)} points; "
            f"most of them, {counts[most]}, have {ranges[most]} points."
        ),
        height=300,
        xaxis={"title": "points", "range": [0, analysis.points], "showgrid": False},
        yaxis={"title": "students", **_counting(max(counts))},
        margin={"t": 20},
    )


def _counting(most: int) -> dict[str, Any]:
    """Describe an axis that counts: no fractions, however few there are."""
    return {"rangemode": "tozero", "tickformat": ",d", **({"dtick": 1} if most < 8 else {"nticks": 8})}


def bins(analysis: Analysis) -> list[int]:
    """Count the students with each tenth of all points; the last has also those with all."""
    counts = [0] * _BINS
    for student in analysis.students:
        at = math.floor(student.share * _BINS + 1e-9)
        counts[min(max(at, 0), _BINS - 1)] += 1
    return counts


def separation(analysis: Analysis) -> theme.Figure | None:
    """Draw how hard each exercise was and how well it tells strong from weak students apart; None if no one knows."""
    names = labels(analysis.exercises)
    known = [
        (one, name)
        for one, name in zip(analysis.exercises, names, strict=True)
        if one.discrimination is not None and one.mean is not None
    ]
    if not known:
        return None
    plainly = [pair for pair in known if not pair[0].notices]
    notable = [pair for pair in known if pair[0].notices]
    negative = [name for one, name in known if (one.discrimination or 0) < 0]
    return theme.figure(
        *_points(plainly, "nothing stands out", theme.SERIES[0]),
        *_points(notable, "stands out", theme.SERIES[1]),
        alt=(
            f"Mean score and discrimination of {len(known)} exercises. "
            + (
                f"Negative discrimination: {', '.join(negative)}."
                if negative
                else "None has a negative discrimination."
            )
        ),
        height=420,
        xaxis={"title": "mean share of the points", "range": [-0.04, 1.04], "tickformat": ".0%"},
        yaxis={"title": "discrimination (item-rest correlation)", "range": [min(-0.3, _lowest(known)), 1.04]},
        legend={"y": 1, "yanchor": "bottom"},
        margin={"t": 40},
        showlegend=True,
    )


def _lowest(known: Sequence[tuple[Exercise, str]]) -> float:
    return min(one.discrimination or 0.0 for one, _ in known) - 0.08


def _points(pairs: Sequence[tuple[Exercise, str]], name: str, style: theme.Style) -> list[go.Scatter]:
    if not pairs:
        return []
    return [
        go.Scatter(
            x=[one.mean for one, _ in pairs],
            y=[one.discrimination for one, _ in pairs],
            text=[label for _, label in pairs],
            name=name,
            mode="markers+text" if len(pairs) <= 12 else "markers",
            textposition="top center",
            marker={"color": style.color, "symbol": style.symbol, "size": 11},
            cliponaxis=False,
            hovertemplate="%{text}: mean %{x:.0%}, discrimination %{y:.2f}<extra></extra>",
        )
    ]
