"""Writes the gallery as one page of HTML that needs nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from markupsafe import Markup, escape

from mlcourse.gallery.collect import Example, explorers, figures
from mlcourse.pages import environment
from mlcourse.plots import theme
from mlcourse.workspace import files

_CODE = re.compile(r"``?([^`]+)``?")


def write_gallery(path: Path) -> int:
    """Write the gallery.

    Parameters
    ----------
    path : Path
        The page.

    Returns
    -------
    int
        How many figures and explorers it shows.

    Raises
    ------
    CourseError
        If the file cannot be written.
    """
    from plotly.offline import get_plotlyjs

    sections = [*figures(), explorers()]
    pages = environment(Path(__file__).parent, drawn=_drawn, marked=_marked)
    text = pages.get_template("gallery.html.jinja").render(sections=sections, plotly=Markup(get_plotlyjs()))
    with files.explained(path):
        files.write(path, text.encode())
    return sum(len(section.entries) for section in sections)


def _drawn(example: Example) -> Markup:
    config = {**theme.CONFIG, "displayModeBar": False}
    drawing = example.figure.to_html(full_html=False, include_plotlyjs=False, config=config)
    return Markup('<div role="img" aria-label="{}">{}</div>').format(example.alt, Markup(drawing))


def _marked(text: str) -> Markup:
    """Show what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))
