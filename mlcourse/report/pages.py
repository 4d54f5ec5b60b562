"""Writes a progress report as HTML: a fragment for JupyterLab, and a page of its own."""

from __future__ import annotations

import math
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment

from mlcourse.pages import environment
from mlcourse.report.summary import STEPS, Summary, Week, summarise
from mlcourse.roadmap.catalogue import Catalogue
from mlcourse.roadmap.progress import Progress

LABELLED = 6  # dates below the chart of weeks, at most: more would touch each other in a narrow panel


def report(catalogue: Catalogue, progress: Progress, day: date) -> str:
    """Write a progress report as a fragment of HTML.

    Parameters
    ----------
    catalogue : Catalogue
        The course.
    progress : Progress
        How far the learner has come.
    day : date
        Today.

    Returns
    -------
    str
        One ``<article class="mlcourse-Report">`` with its own style, which takes its colours from JupyterLab's theme
        if it stands in JupyterLab. It has no script and loads nothing.

    Examples
    --------
    >>> report(Catalogue("Course", ()), Progress(), date(2026, 11, 21)).startswith('<article class="mlcourse-Report"')
    True
    """
    return _write("report.html.jinja", catalogue, progress, day)


def page(catalogue: Catalogue, progress: Progress, day: date) -> str:
    """Write a progress report as a page of its own, to print or to send.

    Parameters
    ----------
    catalogue, progress, day
        As for :func:`report`.

    Returns
    -------
    str
        An HTML document.
    """
    return _write("page.html.jinja", catalogue, progress, day)


def _write(template: str, catalogue: Catalogue, progress: Progress, day: date) -> str:
    summary = summarise(catalogue, progress, day)
    return (
        _environment()
        .get_template(template)
        .render(course=catalogue.title, day=day, summary=summary, chart=_chart(summary), labelled=_labelled(summary))
    )


@cache
def _environment() -> Environment:
    return environment(Path(__file__).parent, duration=duration, number=number, long=_long, short=_short)


def _chart(summary: Summary) -> tuple[float, ...]:
    """Return the heights of the lines of the chart of weeks, in seconds: from 0 to more than the most active week."""
    most = max((week.seconds for week in summary.weeks), default=0) / 60
    step = next((step for step in STEPS if most <= 4 * step), STEPS[-1])
    return tuple(60.0 * step * at for at in range(max(math.ceil(most / step), 1) + 1))


def _labelled(summary: Summary) -> frozenset[Week]:
    """Return the weeks whose date stands below them: the present one and others at even distances."""
    every = math.ceil(len(summary.weeks) / LABELLED) or 1
    return frozenset(summary.weeks[::-1][::every])


def duration(seconds: float) -> str:
    """Write a duration in hours and minutes.

    Examples
    --------
    >>> duration(0), duration(59), duration(300), duration(7260), duration(36000)
    ('0 min', '1 min', '5 min', '2 h 1 min', '10 h')
    """
    hours, minutes = divmod(math.ceil(seconds / 60), 60)
    parts = [f"{hours} h"] * (hours > 0) + [f"{minutes} min"] * (minutes > 0 or hours == 0)
    return " ".join(parts)


def number(value: float) -> str:
    """Write points: whole ones as such, others with what they need of two decimals.

    Examples
    --------
    >>> number(3.0), number(2.5), number(1234567), number(1 / 3)
    ('3', '2.5', '1234567', '0.33')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
