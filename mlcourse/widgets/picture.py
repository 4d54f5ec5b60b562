"""Plotly's figure widget, made light, and with a name for screen readers."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import ClassVar

import ipywidgets
import plotly.graph_objects as go
import traitlets
from plotly.basewidget import BaseFigureWidget

from mlcourse.plots import theme


class Library(ipywidgets.Widget):  # type: ignore[misc]  # ipywidgets ships no types
    """Plotly's front end, packed. Figures refer to it, and the first on a page unpacks it for all.

    Examples
    --------
    >>> Library.shared() is Library.shared()
    True
    """

    packed = traitlets.Bytes().tag(sync=True)
    _shared: ClassVar[Library | None] = None

    @classmethod
    def shared(cls) -> Library:
        """Return the one of this kernel; a new one where it was closed, as `Widget.close_all` does."""
        if cls._shared is None or cls._shared.comm is None:
            source = str(BaseFigureWidget._esm).encode()
            cls._shared = cls(packed=gzip.compress(source, compresslevel=6, mtime=0))
        return cls._shared


class Picture(go.FigureWidget):  # type: ignore[misc]  # plotly ships no types
    """A figure that code and controls can change, drawn by a copy of Plotly that all of a page share.

    Screen readers meet it as one image, named by the figure's description.

    Parameters
    ----------
    figure : theme.Figure
        What it shows at first.

    Examples
    --------
    >>> picture = Picture(theme.figure(theme.line([0, 1], [0, 1], "y = x"), alt="A straight line."))
    >>> picture.data[0].y = [0, 2]
    >>> picture.layout.meta["alt"]
    'A straight line.'
    """

    _esm = Path(__file__).parent / "figure.js"
    library = traitlets.Instance(Library).tag(sync=True, **ipywidgets.widget_serialization)
    _whole = False

    def __init__(self, figure: theme.Figure) -> None:
        super().__init__(figure)
        self._config = theme.CONFIG
        self._whole = True
        self.open()

    def open(self) -> None:
        """Tell the browser of the figure, once it is whole.

        Plotly's own tells of an empty one and sends the rest after it, which is lost on a page so busy that the widget
        is not ready within two seconds.
        """
        if self._whole:
            super().open()

    @traitlets.default("library")
    def _shared_library(self) -> Library:
        return Library.shared()
