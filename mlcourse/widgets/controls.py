"""The parts of which explorers and quizzes are made, each usable by keyboard and with a screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import ipywidgets
import traitlets

if TYPE_CHECKING:
    from IPython.display import DisplayHandle

_HERE = Path(__file__).parent

Output = tuple[dict[str, Any], dict[str, Any]]
"""A mime bundle and its metadata."""


class Slider(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget ships no types
    """A slider with a name that screen readers read out; the sliders of ipywidgets have none.

    Parameters
    ----------
    label : str
        Its name.
    value, min, max, step : float
        Where it stands, its ends, and how far one key press moves it.
    unit : str
        Written after the value.

    Examples
    --------
    >>> Slider(label="angle", value=30, min=-180, max=180, step=5, unit="°").value
    30.0
    """

    _esm = _HERE / "slider.js"
    label = traitlets.Unicode().tag(sync=True)
    value = traitlets.Float().tag(sync=True)
    min = traitlets.Float(0.0).tag(sync=True)
    max = traitlets.Float(1.0).tag(sync=True)
    step = traitlets.Float(0.1).tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)


class Announcement(ipywidgets.HTML):  # type: ignore[misc]  # ipywidgets ships no types
    """HTML that screen readers read out when it has changed; the `Frame` around it sees to that.

    It is one of ipywidgets' own, for a widget of anywidget that is not ready within two seconds never changes again;
    a page that is busy drawing its first figure can be late.

    Parameters
    ----------
    html : str
        The text.

    Examples
    --------
    >>> Announcement(html="<p>Ready.</p>").html
    '<p>Ready.</p>'
    """

    def __init__(self, html: str = "") -> None:
        super().__init__(value=html)
        self.add_class("mlcourse-announcement")

    @property
    def html(self) -> str:
        """The text."""
        return str(self.value)

    @html.setter
    def html(self, text: str) -> None:
        self.value = text


class Frame(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget ships no types
    """An empty line that fits the widgets around it into JupyterLab.

    It brings the style, keeps keys from JupyterLab, makes figures as wide as the column and has announcements read out.
    """

    _esm = _HERE / "frame.js"
    _css = _HERE / "style.css"


class AnswerControl(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget ships no types
    """Rows to choose among or to put in order, or a field for a number, with the button that has it checked.

    Parameters
    ----------
    kind : {"radio", "checkbox", "order", "number"}
        Choose one row, choose any number of rows, give each row a position, or type a number.
    labels : list of ipywidgets.Widget
        What stands in each row; it may hold formulas.
    legend : str
        What to do, read out when the control is entered.
    button : str
        The text of the button.
    value : list
        The chosen rows, counted from 0; for ``"order"`` the position of each row, counted from 1, where 0 means
        none yet; for ``"number"`` the text that was typed, as the only entry.
    checks : int
        How many times the button was pressed.

    Examples
    --------
    >>> labels = [ipywidgets.HTML("yes"), ipywidgets.HTML("no")]
    >>> AnswerControl(kind="radio", labels=labels, legend="Choose one.", button="Check").value
    []
    """

    _esm = _HERE / "answer.js"
    kind = traitlets.Enum(["radio", "checkbox", "order", "number"]).tag(sync=True)
    labels = traitlets.List(traitlets.Instance(ipywidgets.Widget)).tag(sync=True, **ipywidgets.widget_serialization)
    legend = traitlets.Unicode().tag(sync=True)
    button = traitlets.Unicode().tag(sync=True)
    value = traitlets.List().tag(sync=True)
    checks = traitlets.Int(0).tag(sync=True)


class Live(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets ships no types
    """A column of widgets with a static form for readers without a kernel.

    JupyterLab shows a widget whose kernel is gone as "model not found", whatever else its output offers. So
    the static form is shown in outputs of its own before the widget, and the widget's style hides them as long
    as the widget lives. They can be replaced under it, which the learner does not see and the saved notebook keeps.

    Parameters
    ----------
    children : sequence of ipywidgets.Widget
        The column.
    static : sequence of (mime bundle, metadata)
        One or two outputs.
    """

    def __init__(self, children: Sequence[ipywidgets.Widget], static: Sequence[Output]) -> None:
        super().__init__([*children, Frame()])
        self._static = list(static)
        self._shown: list[DisplayHandle | None] = []
        self.add_class("mlcourse-live")
        if len(self._static) == 2:
            self.add_class("mlcourse-live-after-two")

    def _ipython_display_(self) -> None:
        from IPython.display import display

        # Without IPython around it, as in a test, display() prints and returns no handle.
        self._shown = [
            display(bundle, metadata=metadata, raw=True, display_id=f"{self.model_id}-{number}")
            for number, (bundle, metadata) in enumerate(self._static)
        ]
        # Without the type's name: what a reader of the saved file sees is the static form.
        display({**self._repr_mimebundle_(), "text/plain": ""}, raw=True)

    def restate(self, number: int, output: Output) -> None:
        """Replace one of the static outputs, also where it is shown already.

        Parameters
        ----------
        number : int
            Which one, counted from 0.
        output : (mime bundle, metadata)
            What takes its place.
        """
        self._static[number] = output
        if handle := next(iter(self._shown[number:]), None):
            handle.update(output[0], metadata=output[1], raw=True)
