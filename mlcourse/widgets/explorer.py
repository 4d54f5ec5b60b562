"""What explorers have in common: controls, a figure that follows them, and what one sees in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ipywidgets
import numpy as np

from mlcourse.plots import theme
from mlcourse.threads import one_thread
from mlcourse.widgets.controls import Announcement, Live, Output, Slider
from mlcourse.widgets.picture import Picture

_FIXED = frozenset({"type", "uid", "template"})  # what no move changes; the template is large besides
INVITATION = "<p>Run this cell to move the controls yourself.</p>"


@dataclass(frozen=True)
class View:
    """What one position of the controls shows.

    Parameters
    ----------
    figure : theme.Figure
        The picture, with its description.
    report : str
        What one sees, in words, and whether the question is answered; HTML.
    idle : frozenset of str
        The names of controls that change nothing here; they are not shown.
    """

    figure: theme.Figure
    report: str
    idle: frozenset[str] = frozenset()


class Explorer(Live):
    """A question, controls, a figure that follows them, and a report that is read out.

    Everything shown is a pure function of where the controls stand. An animation or an algorithm that goes step by step
    has a slider for its step.

    Parameters
    ----------
    question : str
        What to find out by moving the controls; plain text or HTML within a paragraph.
    controls : mapping of str to widget
        The controls by the name under which `show` takes their value: `choice`, `Slider` or `ipywidgets.Checkbox`.
    show : callable
        Takes the values of the controls by name and returns a `View`. Its figures have traces of the same kinds in the
        same order, whatever the values.

    Attributes
    ----------
    controls : dict of str to widget
        To be moved by code, as in ``explorer.controls["rate"].value = 3``.
    figure : Picture
        The picture, a ``plotly.graph_objects.FigureWidget``.
    readout : Announcement
        The report.

    Examples
    --------
    >>> def show(slope):
    ...     line = theme.line([0, 1], [0, slope], "y")
    ...     return View(theme.figure(line, alt=f"A line of slope {slope}."), f"<p>Slope {slope}.</p>")
    >>> explorer = Explorer("Which slope?", {"slope": Slider(label="slope", value=1, max=5, step=1)}, show)
    >>> explorer.controls["slope"].value = 3
    >>> explorer.readout.html, explorer.figure.data[0].y[1]
    ('<p>Slope 3.0.</p>', 3.0)
    """

    def __init__(self, question: str, controls: Mapping[str, Any], show: Callable[..., View]) -> None:
        self.controls = dict(controls)
        self._show = show
        view = self._look()
        self.figure = Picture(view.figure)
        self.readout = Announcement(html=view.report)
        self._drawn = view.figure
        self._hide(view.idle)
        for control in self.controls.values():
            control.observe(self._redraw, "value")
        asked = f"<p><strong>Question.</strong> {question}</p>"
        row = ipywidgets.HBox(list(self.controls.values()))
        row.add_class("mlcourse-controls")
        super().__init__(
            [ipywidgets.HTML(asked), row, self.figure, self.readout], static_form(asked, view.figure, view.report)
        )

    @property
    def values(self) -> dict[str, Any]:
        """Where the controls stand, by name."""
        return {name: control.value for name, control in self.controls.items()}

    def _look(self) -> View:
        with one_thread():
            return self._show(**self.values)

    def _redraw(self, _change: Any) -> None:
        view = self._look()
        shown, drawn, fresh = self.figure, self._drawn, view.figure
        with shown.batch_update():
            if [one.type for one in fresh.data] != [one.type for one in shown.data]:
                shown.data = []
                shown.add_traces(fresh.data)
            else:
                for parts in zip(shown.data, drawn.data, fresh.data, strict=True):
                    parts[0].update(_changes(*parts), overwrite=True)
            shown.layout.update(_changes(shown.layout, drawn.layout, fresh.layout), overwrite=True)
        self._drawn = fresh
        self.readout.html = view.report
        self._hide(view.idle)

    def _hide(self, idle: frozenset[str]) -> None:
        for name, control in self.controls.items():
            control.layout.display = "none" if name in idle else None


def _changes(shown: Any, drawn: Any, fresh: Any) -> dict[str, Any]:
    """Find what a part of the figure must change to look like the fresh one.

    Setting a property takes Plotly a good while, and sends it to the browser: only those are set that are not so
    already. Those that were drawn before and are not any more become None.
    """
    old, new = shown.to_plotly_json(), fresh.to_plotly_json()
    keys = dict.fromkeys((*drawn.to_plotly_json(), *new))
    return {key: new.get(key) for key in keys if key not in _FIXED and not _same(old.get(key), new.get(key))}


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)


def choice(label: str, options: Sequence[str], value: str = "") -> ipywidgets.Dropdown:
    """Make a list to choose one from.

    Parameters
    ----------
    label : str
        Its name, read out by screen readers.
    options : sequence of str
        What there is to choose from.
    value : str
        What is chosen at first; the first of the options if left out.

    Examples
    --------
    >>> choice("kernel", ["linear", "RBF"]).value
    'linear'
    """
    made = ipywidgets.Dropdown(options=list(options), value=value or options[0], description=label)
    made.style.description_width = "initial"
    return made


def switch(label: str, value: bool = False) -> ipywidgets.Checkbox:
    """Make a box to tick.

    Examples
    --------
    >>> switch("show the density").value
    False
    """
    return ipywidgets.Checkbox(value=value, description=label, indent=False)


def static_form(question: str, figure: theme.Figure, report: str) -> list[Output]:
    """Make what readers without a kernel see, and what is printed: the figure, the question and the report.

    Parameters
    ----------
    question : str
        HTML.
    figure : theme.Figure
        As the explorer shows it at first.
    report : str
        What one sees in it, in words; HTML.
    """
    shown, described = figure.outputs()
    # The class tells the course's JupyterLab extension that the widget after it can be missing without harm.
    text = f'<div class="mlcourse-static">{question}{report}{INVITATION}</div>{described[0]["text/html"]}'
    return [shown, ({"text/html": text, "text/plain": ""}, {})]


__all__ = ["Explorer", "Slider", "View", "choice", "static_form", "switch"]
