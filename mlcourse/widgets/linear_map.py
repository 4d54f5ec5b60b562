"""Explore what a 2 x 2 matrix does to the plane."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import ipywidgets
from numpy.typing import ArrayLike

from mlcourse.plots.linear_map import Effect, after_caption, alternative, effect, heading, image
from mlcourse.plots.linear_map import linear_map as draw
from mlcourse.plots.words import number
from mlcourse.widgets.controls import Announcement, Live, Slider
from mlcourse.widgets.explorer import static_form
from mlcourse.widgets.picture import Picture

Entries = tuple[float, float, float, float]

OWN = "your own"
ROTATION = "rotation by an angle"
PRESETS: dict[str, Entries] = {
    "identity": (1.0, 0.0, 0.0, 1.0),
    "scaling": (2.0, 0.0, 0.0, 0.5),
    "shear": (1.0, 1.0, 0.0, 1.0),
    "reflection in the x-axis": (1.0, 0.0, 0.0, -1.0),
    "projection onto the x-axis": (1.0, 0.0, 0.0, 0.0),
    "singular": (1.0, 2.0, 0.5, 1.0),
}
"""The entries a, b, c, d of well-known matrices, row by row."""

QUESTION = (
    "Find a matrix <em>without a single zero</em> that turns the plane over and leaves every area as it is. What does "
    "that say about its determinant?"
)


def solves(what: Effect) -> bool:
    """Tell whether a matrix answers the explorer's question.

    Parameters
    ----------
    what : Effect

    Returns
    -------
    bool
        Whether the determinant is -1 up to half a hundredth and no entry is 0.

    Examples
    --------
    >>> solves(effect([[1, 2], [1, 1]])), solves(effect([[1, 0], [0, -1]]))
    (True, False)
    """
    no_zero = all(abs(entry) > 1e-9 for row in what.matrix for entry in row)
    return no_zero and abs(what.determinant + 1) < 0.005


def report(what: Effect, question: str = QUESTION) -> str:
    """Say in HTML what a matrix does, and whether it answers the question.

    Parameters
    ----------
    what : Effect
    question : str
        What was asked; whether another question is answered is not judged.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> "rank 1" in report(effect([[1, 2], [2, 4]]))
    True
    """
    first, second = (f"({number(x)}, {number(y)})" for x, y in what.columns)
    facts = (
        f"<p>A e₁ = {first} and A e₂ = {second}, the columns of A. "
        f"det A = <strong>{number(what.determinant)}</strong>, rank {what.rank}: {what.area}, "
        f"and {what.orientation}.</p>"
    )
    if question != QUESTION or not solves(what):
        return facts
    return facts + (
        "<p>✓ <strong>You found one.</strong> The determinant is −1: its size 1 says that areas stay, its minus "
        "sign that the plane is turned over. No other determinant does both.</p>"
    )


class LinearMapExplorer(Live):
    """The figure of a linear map with controls; made by :func:`linear_map`.

    Attributes
    ----------
    entries : dict of str to Slider
        The entries a, b, c, d of the matrix, row by row.
    preset : ipywidgets.Dropdown
        Well-known matrices.
    angle : Slider
        The angle of the rotation in degrees; shown for that preset only.
    figure : Picture
        The plane before and after.
    readout : Announcement
        What the matrix does, in words.
    """

    def __init__(self, A: ArrayLike, question: str = QUESTION) -> None:
        what = effect(A)
        self._question = question
        asked = f"<p><strong>Question.</strong> {question}</p>"
        values = [entry for row in what.matrix for entry in row]
        span = max(3.0, math.ceil(max(abs(entry) for entry in values)))
        self.entries = {
            name: Slider(label=name, value=value, min=-span, max=span, step=0.1)
            for name, value in zip("abcd", values, strict=True)
        }
        options = [OWN, ROTATION, *PRESETS]
        self.preset = ipywidgets.Dropdown(options=options, value=self._named(values), description="Preset")
        self.preset.style.description_width = "initial"
        self.angle = Slider(label="angle", value=30.0, min=-180.0, max=180.0, step=5.0, unit="°")
        self.angle.layout.display = "none"
        static = draw(A, limit=1.5 * span)
        self.figure = Picture(static)
        # Each change lays out all axes anew: few tick labels and fixed margins keep it fast.
        self.figure.update_xaxes(dtick=2 if span <= 6 else None, automargin=False, ticklabeloverflow="allow")
        self.figure.update_yaxes(dtick=2 if span <= 6 else None, automargin=False, ticklabeloverflow="allow")
        self.readout = Announcement(html=report(what, question))
        self._busy = False
        self._listen()
        super().__init__(self._arranged(asked), static_form(asked, static, report(what, question)))

    @property
    def matrix(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The matrix that is shown."""
        a, b, c, d = (slider.value for slider in self.entries.values())
        return (a, b), (c, d)

    def _arranged(self, asked: str) -> list[ipywidgets.Widget]:
        a, b, c, d = self.entries.values()
        rows = ipywidgets.VBox([ipywidgets.HBox([a, b]), ipywidgets.HBox([c, d])])
        name = ipywidgets.HTML("<p>A = [[a, b], [c, d]]</p>")
        choice = ipywidgets.VBox([self.preset, self.angle])
        controls = ipywidgets.HBox([ipywidgets.VBox([name, rows]), choice])
        controls.add_class("mlcourse-controls")
        return [ipywidgets.HTML(asked), controls, self.figure, self.readout]

    @staticmethod
    def _named(values: list[float]) -> str:
        return next((name for name, preset in PRESETS.items() if list(preset) == values), OWN)

    def _listen(self) -> None:
        for slider in self.entries.values():
            slider.observe(self._unless_busy(self._on_entry), "value")
        self.preset.observe(self._unless_busy(self._on_preset), "value")
        self.angle.observe(self._unless_busy(self._on_preset), "value")

    def _unless_busy(self, handler: Callable[[], None]) -> Callable[[Any], None]:
        """Run a handler and then redraw once, ignoring the changes that the handler itself makes."""

        def respond(_change: Any) -> None:
            if self._busy:
                return
            self._busy = True
            try:
                handler()
            finally:
                self._busy = False
            self._redraw()

        return respond

    def _on_entry(self) -> None:
        self.preset.value = OWN
        self.angle.layout.display = "none"

    def _on_preset(self) -> None:
        self.angle.layout.display = None if self.preset.value == ROTATION else "none"
        if self.preset.value == OWN:
            return
        for slider, value in zip(self.entries.values(), self._preset_entries(), strict=True):
            slider.value = value

    def _preset_entries(self) -> Entries:
        if self.preset.value != ROTATION:
            return PRESETS[self.preset.value]
        angle = math.radians(self.angle.value)
        return math.cos(angle), -math.sin(angle), math.sin(angle), math.cos(angle)

    def _redraw(self) -> None:
        """Move what depends on the matrix; everything else of the figure stays."""
        what = effect(self.matrix)
        moved = image(what.matrix, {})
        with self.figure.batch_update():
            for trace, properties in zip(self.figure.data[-len(moved) :], moved.values(), strict=True):
                trace.update(properties)
            self.figure.layout.title.text = heading(what)
            self.figure.layout.meta = {"alt": alternative(what)}
            self.figure.layout.annotations[1].text = after_caption(what)
        self.readout.html = report(what, self._question)


def linear_map(A: ArrayLike = ((2.0, 1.0), (0.5, 1.0)), *, question: str = QUESTION) -> LinearMapExplorer:
    """Explore what a 2 x 2 matrix does to the plane.

    Sliders set the four entries, and presets the well-known maps; the grid, the unit square and the unit circle
    move along, and a line of text says what happens to areas and to the orientation.

    Parameters
    ----------
    A : array_like of shape (2, 2)
        The matrix to start from.
    question : str
        What to find out, where a lesson asks something else than the explorer does; HTML within a paragraph. The report
        says then what one sees, and leaves the answer to the lesson.

    Returns
    -------
    LinearMapExplorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If `A` is not a 2 x 2 matrix of finite real numbers.

    Examples
    --------
    >>> explorer = linear_map()
    >>> explorer.preset.value = "shear"
    >>> explorer.matrix
    ((1.0, 1.0), (0.0, 1.0))
    """
    return LinearMapExplorer(A, question)
