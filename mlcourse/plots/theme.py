"""How the course's figures look, and how their description travels with them.

One Plotly template serves light and dark pages: backgrounds are transparent, and text and grid are greys that
stand out from both. Series differ by colour (Okabe and Ito, "Color Universal Design", 2008, without the tones
that vanish on white or on black), by dash and by marker.
"""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
import plotly.io as pio
from numpy.typing import ArrayLike

UNSEEN = "position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)"
"""CSS of text that screen readers read and nobody sees."""
PLOTLY_MIME = "application/vnd.plotly.v1+json"

CONFIG = {
    "displaylogo": False,
    "responsive": True,
    "modeBarButtonsToRemove": ["sendChartToCloud", "select2d", "lasso2d"],
}
"""What Plotly's front end offers: nothing that needs the network, and no selection that does nothing."""

INK = "#797979"
"""Text and axis lines: contrast 4.3 on white and on JupyterLab's dark #111."""
GRID = "rgba(128, 128, 128, 0.28)"
"""Grid lines, fainter than the data on both backgrounds."""

LEGEND_BELOW = {"yref": "container", "y": 0.01, "yanchor": "bottom"}
"""A legend at the lower edge of the figure, whatever its height; leave it a ``margin_b`` of 90 pixels."""

BLUE = "#0072B2"
VERMILLION = "#D55E00"
GREEN = "#009E73"
PURPLE = "#CC79A7"
ORANGE = "#E69F00"
SKY = "#56B4E9"


@dataclass(frozen=True)
class Style:
    """How one series is drawn, so that it is told apart without its colour."""

    color: str
    dash: str
    symbol: str

    @property
    def fill(self) -> str:
        """The colour as a see-through fill for areas."""
        red, green, blue = (int(self.color[i : i + 2], 16) for i in (1, 3, 5))
        return f"rgba({red}, {green}, {blue}, 0.18)"


SERIES = (
    Style(BLUE, "solid", "circle"),
    Style(VERMILLION, "dash", "square"),
    Style(GREEN, "dot", "diamond"),
    Style(PURPLE, "dashdot", "triangle-up"),
    Style(ORANGE, "longdash", "x"),
    Style(SKY, "longdashdot", "cross"),
)
"""The styles in the order of use; the first four stand out by at least 3 to 1 on white and on #111."""


class Figure(go.Figure):  # type: ignore[misc]  # plotly ships no types
    """A Plotly figure that carries its description to screen readers and into the saved notebook.

    The description lies in ``layout.meta["alt"]``, so it is part of the figure's JSON. When the figure is
    shown, it is also the figure's text form (for tools that cannot draw it), the ``alt`` of a picture made
    from it, and a line after the figure that only screen readers meet.
    """

    @property
    def alt(self) -> str:
        """What the figure shows, in words."""
        return str(self.layout.meta["alt"])

    def _repr_mimebundle_(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        if "plotly_mimetype" in pio.renderers.default:
            # Only the figure's data: JupyterLab brings its own plotly.js, and a copy of it in each output
            # would make every saved notebook megabytes larger.
            bundle: dict[str, Any] = {PLOTLY_MIME: {**json.loads(self.to_json()), "config": CONFIG}}
        else:
            bundle = super()._repr_mimebundle_(*args, **kwargs)
        return {**bundle, "text/plain": f"Figure: {self.alt}"}

    def outputs(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Make what a notebook shows: the figure and then its description for screen readers.

        Returns
        -------
        list of (mime bundle, metadata)
        """
        # JupyterLab adds a picture to the saved figure; its alt is this metadata.
        shown = (self._repr_mimebundle_(), {"image/png": {"alt": self.alt}})
        return [shown, ({"text/html": description(self.alt), "text/plain": ""}, {})]

    def _ipython_display_(self) -> None:
        from IPython.display import display

        outputs = self.outputs()
        if set(outputs[0][0]) == {"text/plain"}:  # a renderer that opens a browser window
            super()._ipython_display_()
            return
        for bundle, metadata in outputs:
            display(bundle, raw=True, metadata=metadata)


def description(alt: str) -> str:
    """Write a description as HTML that is read out and not seen.

    Parameters
    ----------
    alt : str
        The description, plain text.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> description("a < b").endswith("Figure: a &lt; b</p>")
    True
    """
    return f'<p class="mlcourse-figure-description" style="{UNSEEN}">Figure: {html.escape(alt)}</p>'


@cache
def template() -> go.layout.Template:
    """Build the course's Plotly template, readable on light and on dark pages.

    Returns
    -------
    plotly.graph_objects.layout.Template
        The same object on every call; do not change it.
    """
    axis = {
        "gridcolor": GRID,
        "zerolinecolor": INK,
        "zerolinewidth": 1,
        "linecolor": INK,
        "automargin": True,
        "ticklabelstandoff": 5,
        "title": {"standoff": 12},
    }
    text = {"color": INK, "size": 14}
    return go.layout.Template(
        layout={
            "paper_bgcolor": "rgba(0, 0, 0, 0)",
            "plot_bgcolor": "rgba(0, 0, 0, 0)",
            "colorway": [style.color for style in SERIES],
            "colorscale": {"sequential": "Cividis", "sequentialminus": "Cividis", "diverging": "RdBu"},
            "font": text,
            "title": {"font": {"size": 17}, "x": 0.02, "xanchor": "left"},
            "xaxis": axis,
            "yaxis": axis,
            "legend": {"orientation": "h", "y": -0.12, "yanchor": "top", "x": 0, "font": text},
            "margin": {"l": 50, "r": 20, "t": 56, "b": 40},
            "hoverlabel": {"font": {"size": 14}},
        }
    )


def figure(*traces: Any, alt: str, title: str | None = None, **layout: Any) -> Figure:
    """Make a figure in the course's style, with its description.

    Parameters
    ----------
    *traces : plotly traces
        What to draw.
    alt : str
        What the figure shows, in one or two sentences, for those who do not see it; it must not be empty.
    title : str, optional
        The heading: what to see in the figure.
    **layout
        Further properties of the layout, such as ``xaxis_title="epoch"`` or ``height=420`` (pixels).

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    ValueError
        If `alt` is empty.

    Examples
    --------
    >>> fig = figure(line([0, 1], [0, 1], "y = x"), alt="A straight line through the origin.")
    >>> fig.alt
    'A straight line through the origin.'
    """
    if not alt.strip():
        raise ValueError('A figure needs a description for those who do not see it: alt="...".')
    heading = {"text": title} if title else None
    # All at once: Plotly's update_layout takes several times as long as its constructor.
    return Figure(list(traces), {"template": template(), "meta": {"alt": alt}, "title": heading, **layout})


def equal_axes(fig: Figure, *, x: Sequence[float] | None = None, y: Sequence[float] | None = None) -> Figure:
    """Give every x-y pair of axes the same scale, so that angles, circles and lengths look true.

    Parameters
    ----------
    fig : Figure
        The figure, with or without subplots; it is changed.
    x, y : pair of float, optional
        The first and the last value shown on each axis.

    Returns
    -------
    Figure
        The same figure.

    Examples
    --------
    >>> fig = equal_axes(figure(alt="An empty plane."), x=(-1, 1), y=(-1, 1))
    >>> fig.layout.yaxis.scaleanchor
    'x'
    """
    fig.update_xaxes(constrain="domain", range=x)
    fig.for_each_yaxis(
        lambda axis: axis.update(scaleanchor=axis.anchor or "x", scaleratio=1, constrain="domain", range=y)
    )
    return fig


def line(x: Any, y: Any, name: str, *, series: int = 0, **properties: Any) -> go.Scatter:
    """Draw a line in the style of a series.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        The points that the line joins.
    name : str
        Its entry in the legend.
    series : int
        Which style of :data:`SERIES`, counted from 0; after the last the first follows.
    **properties
        Further properties of ``plotly.graph_objects.Scatter``.

    Returns
    -------
    plotly.graph_objects.Scatter

    Examples
    --------
    >>> line([0, 1], [2, 3], "loss", series=1).line.dash
    'dash'
    """
    style = SERIES[series % len(SERIES)]
    drawn: dict[str, Any] = {
        "mode": "lines",
        "line": {"color": style.color, "dash": style.dash, "width": 2.5},
    }
    return go.Scatter(x=x, y=y, name=name, **{**drawn, **properties})


def arrow(tip: ArrayLike, name: str, *, tail: ArrayLike = (0.0, 0.0), series: int = 0, **properties: Any) -> go.Scatter:
    """Draw a vector of the plane as an arrow.

    Parameters
    ----------
    tip, tail : array_like of shape (2,)
        Where the arrow ends and starts. If they are the same point, a dot is drawn.
    name : str
        Its entry in the legend.
    series : int
        Which style of :data:`SERIES`, counted from 0.
    **properties
        Further properties of ``plotly.graph_objects.Scatter``.

    Returns
    -------
    plotly.graph_objects.Scatter

    Examples
    --------
    >>> arrow((3, 4), "a").x
    (0.0, 3.0)
    """
    style = SERIES[series % len(SERIES)]
    (x0, y0), (x1, y1) = (np.asarray(point, dtype=float).tolist() for point in (tail, tip))
    drawn: dict[str, Any] = {
        "mode": "lines+markers",
        "line": {"color": style.color, "dash": style.dash, "width": 3},
        "marker": {
            "color": style.color,
            "symbol": ["circle", arrow_head((x0, y0), (x1, y1))],
            "size": [0, 15],
            "angleref": "previous",
            "line": {"width": 0},
            "opacity": 1,
        },
    }
    return go.Scatter(x=(x0, x1), y=(y0, y1), name=name, **{**drawn, **properties})


def arrow_head(tail: Sequence[float], tip: Sequence[float]) -> str:
    """Name the marker at an arrow's tip: a head, or a dot for an arrow without length.

    Parameters
    ----------
    tail, tip : pair of float
        Where the arrow starts and ends.

    Returns
    -------
    str
        A Plotly marker symbol.

    Examples
    --------
    >>> arrow_head((0, 0), (1, 2)), arrow_head((1, 1), (1, 1))
    ('arrow', 'circle')
    """
    return "arrow" if tuple(tail) != tuple(tip) else "circle"
