"""Writes an item analysis as one page of HTML that needs nothing else."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from mlcourse.grading.analysis import figures
from mlcourse.grading.analysis.items import Analysis, plain
from mlcourse.grading.feedback.markup import is_safe_link
from mlcourse.pages import environment
from mlcourse.plots import theme

_RELIABLE, _FAIR = 0.8, 0.6


def page(analysis: Analysis, day: date) -> str:
    """Write an item analysis as a page.

    Parameters
    ----------
    analysis : Analysis
        What to show.
    day : date
        Today.

    Returns
    -------
    str
        An HTML document with its styles, scripts and figures in it; it loads nothing. Each figure has a description and
        a table with its numbers.

    Examples
    --------
    >>> page(Analysis("sums"), date(2026, 11, 21)).startswith("<!DOCTYPE html>")
    True
    """
    drawn = {} if not analysis.students or not analysis.exercises else _figures(analysis)
    template = _environment().get_template("analysis.html.jinja")
    return template.render(
        analysis=analysis,
        day=f"{day.day} {day:%B %Y}",
        exercises=list(zip(figures.labels(analysis.exercises), analysis.exercises, strict=True)),
        several=len({one.notebook for one in analysis.exercises}) > 1,
        reliability=reliability(analysis.alpha),
        plotly=_plotly() if drawn else "",
        drawn=drawn,
    )


def reliability(alpha: float | None) -> str:
    """Say in words what Cronbach's alpha means for the scores.

    Examples
    --------
    >>> reliability(0.85), reliability(None)
    ('scores order the class reliably', 'not known: too few students or exercises')
    """
    if alpha is None:
        return "not known: too few students or exercises"
    if alpha >= _RELIABLE:
        return "scores order the class reliably"
    return "fair: small differences mean little" if alpha >= _FAIR else "low: differences of scores mean little"


def _figures(analysis: Analysis) -> dict[str, Markup]:
    made = {
        "outcomes": figures.outcomes(analysis),
        "separation": figures.separation(analysis),
        "distribution": figures.distribution(analysis),
    }
    return {name: _drawn(figure, name) for name, figure in made.items() if figure is not None}


def _drawn(figure: theme.Figure, name: str) -> Markup:
    config = {**theme.CONFIG, "displayModeBar": False}
    drawing = figure.to_html(full_html=False, include_plotlyjs=False, config=config, div_id=f"figure-{name}")
    return Markup('<div role="img" aria-label="{}">{}</div>').format(figure.alt, Markup(drawing))


@cache
def _plotly() -> Markup:
    from plotly.offline import get_plotlyjs

    return Markup(get_plotlyjs())


@cache
def _environment() -> Environment:
    made = environment(Path(__file__).parent, plain=plain, percent=percent)
    made.tests["safe_link"] = is_safe_link
    return made


def percent(share: float | None) -> str:
    """Write a share in per cent.

    Examples
    --------
    >>> percent(0.333), percent(None)
    ('33 %', '–')
    """
    return "–" if share is None else f"{100 * share:.0f} %"
