"""What explorers have in common: controls, a figure that follows them, and what one sees in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ipywidgets
import plotly.graph_objects as go

from mlcourse.plots import theme
from mlcourse.widgets.controls import Announcement, Live, Output, Slider

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
    figure : plotly.graph_objects.FigureWidget
        The picture.
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
        view = show(**self.values)
        self.figure = go.FigureWidget(view.figure)
        self.figure._config = theme.CONFIG
        self.readout = Announcement(html=view.report)
        self._hide(view.idle)
        for control in self.controls.values():
            control.observe(self._redraw, "value")
        asked = f"<p><strong>Question.</strong> {question}</p>"
        row = ipywidgets.HBox(list(self.controls.values()))
        row.add_class("mlcourse-controls")
        super().__init__([ipywidgets.HTML(asked), row, self.figure, self.readout], static_form(asked, view.figure))

    @property
    def values(self) -> dict[str, Any]:
        """Where the controls stand, by name."""
        return {name: control.value for name, control in self.controls.items()}

    def _redraw(self, _change: Any) -> None:
        view = self._show(**self.values)
        fresh = view.figure
        with self.figure.batch_update():
            if [one.type for one in fresh.data] != [one.type for one in self.figure.data]:
                self.figure.data = []
                self.figure.add_traces(fresh.data)
            else:
                for trace, new in zip(self.figure.data, fresh.data, strict=True):
                    trace.update({key: new[key] for key in new if key != "type"}, overwrite=True)
            layout = fresh.layout.to_plotly_json()
            del layout["template"]  # the same for all, and large
            self.figure.layout.update(layout, overwrite=True)
        self.readout.html = view.report
        self._hide(view.idle)

    def _hide(self, idle: frozenset[str]) -> None:
        for name, control in self.controls.items():
            control.layout.display = "none" if name in idle else None


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


def static_form(question: str, figure: theme.Figure) -> list[Output]:
    """Make what readers without a kernel see: the figure, and below it the question and the figure's description.

    Parameters
    ----------
    question : str
        HTML.
    figure : theme.Figure
        As the explorer shows it at first.
    """
    shown, described = figure.outputs()
    return [shown, ({"text/html": question + INVITATION + described[0]["text/html"], "text/plain": ""}, {})]


__all__ = ["Explorer", "Slider", "View", "choice", "static_form", "switch"]
