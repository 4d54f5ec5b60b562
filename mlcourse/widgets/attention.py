"""Explore scaled dot-product attention over a short sentence: heads, sharpness, the causal mask, the mix of values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots.cells import readable
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, choice, switch

Array = NDArray[np.float64]

TOKENS = ("the", "cat", "did", "not", "cross", "the", "street", "since", "it", "was", "tired")
"""The sentence; "it" is the cat, for streets do not tire."""

QUESTION = (
    'In the head "who is meant", the word "it" looks for what it stands for. At which sharpness does it give at least '
    'nine tenths of its weight to "cat"? And what changes for "cat" when the causal mask is on?'
)

# What each token is and what it looks for, in the terms that the heads use: small vectors that a trained network
# would hold in a less readable form.
_FEATURES = ("living", "thing", "action", "state", "link", "small word")
_ARE = {
    "the": (0.0, 0.0, 0.0, 0.0, 0.0, 1.0),
    "cat": (1.0, 0.3, 0.0, 0.0, 0.0, 0.0),
    "did": (0.0, 0.0, 0.5, 0.0, 0.0, 0.7),
    "not": (0.0, 0.0, 0.0, 0.2, 0.2, 0.7),
    "cross": (0.1, 0.0, 1.0, 0.0, 0.0, 0.0),
    "street": (0.1, 1.0, 0.0, 0.0, 0.0, 0.0),
    "since": (0.0, 0.0, 0.0, 0.0, 1.0, 0.2),
    "it": (0.2, 0.2, 0.0, 0.0, 0.0, 0.8),
    "was": (0.0, 0.0, 0.3, 0.4, 0.0, 0.6),
    "tired": (0.3, 0.0, 0.0, 1.0, 0.0, 0.0),
}
_MEANT = {"it": (2.2, 1.0, 0, 0, 0, -0.5), "tired": (1.8, 0, 0, 0.4, 0, -0.5), "cross": (1.8, 1.4, 0, 0, 0, -0.5)}

HEADS = ("who is meant", "the word before", "words of the same kind")
"""What each head looks for."""


@dataclass(frozen=True)
class Head:
    """Queries, keys and values of all tokens in one head.

    Parameters
    ----------
    queries, keys : numpy.ndarray of shape (11, d)
        What each token looks for, and what it offers to be found by.
    values : numpy.ndarray of shape (11, 6)
        What each token hands over when it is attended to.
    """

    queries: Array
    keys: Array
    values: Array


@lru_cache(maxsize=4)
def head(name: str) -> Head:
    """Give the queries, keys and values of a head.

    Parameters
    ----------
    name : str
        One of :data:`HEADS`.

    Returns
    -------
    Head

    Examples
    --------
    >>> head("the word before").queries.shape
    (11, 8)
    """
    values = np.array([_ARE[token] for token in TOKENS])
    if name == "the word before":
        # Positions as pairs of sine and cosine; a query is the place, turned back by one.
        place = np.arange(len(TOKENS))[:, None] * np.array([1.6, 0.8, 0.4, 0.2])
        back = place - np.array([1.6, 0.8, 0.4, 0.2])
        return Head(
            1.6 * np.hstack([np.sin(back), np.cos(back)]), 1.6 * np.hstack([np.sin(place), np.cos(place)]), values
        )
    if name == "who is meant":
        return Head(2 * np.array([_MEANT.get(token, (0.3,) * 6) for token in TOKENS], dtype=float), values, values)
    return Head(3 * values, values, values)


def weights(name: str, sharpness: float, causal: bool) -> Array:
    """Compute the attention weights of a head: softmax of sharpness · Q Kᵀ / √d over the keys.

    Parameters
    ----------
    name : str
        One of :data:`HEADS`.
    sharpness : float
        What the scores are multiplied by; one over the temperature.
    causal : bool
        Whether a token sees only itself and those before it.

    Returns
    -------
    numpy.ndarray of shape (11, 11)
        A row for each query; its sum is 1.

    References
    ----------
    Vaswani et al., "Attention Is All You Need", 2017.

    Examples
    --------
    >>> weights("who is meant", 0.0, True)[1, :3].tolist()
    [0.5, 0.5, 0.0]
    """
    chosen = head(name)
    scores = sharpness * chosen.queries @ chosen.keys.T / np.sqrt(chosen.queries.shape[1])
    if causal:
        scores = np.where(np.tri(len(TOKENS), dtype=bool), scores, -np.inf)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def view(head_name: str, query: str, sharpness: float, causal: bool) -> View:
    """Draw the weights of a head as a heat map, and what one token gets.

    Parameters
    ----------
    head_name : str
        One of :data:`HEADS`.
    query : str
        The token whose output is shown, as in the list: its place and the word.
    sharpness : float
        What the scores are multiplied by.
    causal : bool
        Whether a token sees only itself and those before it.

    Returns
    -------
    View

    Examples
    --------
    >>> view("who is meant", "9 it", 0.0, False).figure.layout.title.text
    '"it" gives most weight to "the" (9 %)'
    """
    row = _PLACES.index(query)
    table = weights(head_name, sharpness, causal)
    mixed = table @ head(head_name).values
    top = int(table[row].argmax())
    strongest = int(mixed[row].argmax())
    cells = go.Heatmap(
        z=table,
        x=list(_PLACES),
        y=list(_PLACES),
        colorscale="Cividis",
        zmin=0,
        zmax=1,
        xgap=1,
        ygap=1,
        showscale=False,
        text=readable(_percents(table), table, 0, 1, "Cividis"),
        texttemplate="%{text}",
        textfont={"size": 11},
        hovertemplate="%{y} attends to %{x}: %{z:.1%}<extra></extra>",
        name="weights",
    )
    bars = go.Bar(
        x=mixed[row],
        y=list(_FEATURES),
        orientation="h",
        marker={"color": theme.BLUE},
        text=[f"{one:.2f}" for one in mixed[row]],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{x:.3f}<extra></extra>",
        name="output",
        xaxis="x2",
        yaxis="y2",
    )
    said = f"“{TOKENS[row]}” gives most weight to “{TOKENS[top]}” ({table[row, top]:.0%})".replace("%", " %")
    said = said.replace("“", '"').replace("”", '"')
    figure = theme.figure(
        cells,
        bars,
        alt=(
            f'Attention weights of the head "{head_name}" for {len(TOKENS)} tokens at sharpness {sharpness:g}'
            f"{', with the causal mask' if causal else ''}. {said}; the others get "
            f"{1 - table[row, top]:.2f} together. Its output is mostly "
            f"{_FEATURES[strongest]} ({mixed[row, strongest]:.2f})."
        ),
        title=said,
        showlegend=False,
        height=470,
        margin={"b": 80, "l": 110},
        shapes=[
            {
                "type": "rect",
                "x0": -0.5,
                "x1": len(TOKENS) - 0.5,
                "y0": row - 0.5,
                "y1": row + 0.5,
                "line": {"color": theme.VERMILLION, "width": 3},
            }
        ],
        xaxis={
            "title": "key: what is looked at (weights in %)",
            "domain": [0, 0.62],
            "showgrid": False,
            "tickangle": -50,
        },
        yaxis={"title": {"text": "query: who looks", "standoff": 14}, "autorange": "reversed", "showgrid": False},
        xaxis2={"title": f'output for "{TOKENS[row]}"', "domain": [0.79, 1], "anchor": "y2", "range": [0, 1.25]},
        yaxis2={"anchor": "x2", "autorange": "reversed", "showgrid": False},
    )
    return View(figure, _report(head_name, row, sharpness, causal, table))


_PLACES = tuple(f"{place} {token}" for place, token in enumerate(TOKENS, start=1))


def _percents(table: Array) -> list[list[str]]:
    """Write weights in percent; those that round to nothing would only be clutter."""
    return [[f"{100 * one:.0f}" if one >= 0.01 else "" for one in row] for row in table]


def _report(head_name: str, row: int, sharpness: float, causal: bool, table: Array) -> str:
    chosen = table[row]
    order = np.argsort(-chosen, kind="stable")[:3]
    seen = chosen[chosen > 0]
    spread = float(np.exp(-(seen * np.log(seen)).sum()))
    named = ", ".join(f"{chosen[i]:.0%} {_PLACES[i]}".replace("%", " %") for i in order if chosen[i] > 0)
    told = (
        f"<p>Most weight of token {_PLACES[row]}: {named}. It is spread as if over {spread:.1f} tokens "
        "(e to the power of the entropy).</p>"
    )
    if causal:
        hidden = len(TOKENS) - 1 - row
        told += (
            f"<p>The causal mask hides the {hidden} tokens behind it: their weight is 0, and the others share all of "
            "it.</p>"
            if hidden
            else "<p>The causal mask hides nothing from the last token.</p>"
        )
    if head_name != HEADS[0] or TOKENS[row] != "it":
        return told
    cat, street = chosen[TOKENS.index("cat")], chosen[TOKENS.index("street")]
    told += f'<p>"it" gives {cat:.0%} to "cat" and {street:.0%} to "street".</p>'.replace("%", " %")
    if cat < 0.9:
        return told
    return told + (
        f'<p>✓ <strong>At sharpness {sharpness:g}, "it" gives at least nine tenths to "cat".</strong> Sharpness '
        "multiplies the differences of the scores, and softmax turns differences into ratios. Division by √d keeps "
        "them small at first, so that training still has a gradient. Now choose cat and switch the mask on: it can no "
        "longer see what stands behind it, as in a model that writes word by word.</p>"
    )


def attention(head: str = "who is meant") -> Explorer:
    """Explore attention: three heads over one sentence, how sharp they look, and the causal mask.

    Parameters
    ----------
    head : str
        Which to begin with: ``"who is meant"``, ``"the word before"`` or ``"words of the same kind"``.

    Returns
    -------
    Explorer
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If there is no such head.

    Examples
    --------
    >>> explorer = attention("the word before")
    >>> explorer.controls["sharpness"].value = 4
    >>> "since" in explorer.readout.html
    True
    """
    if head not in HEADS:
        raise CourseError(f"There is no head {head!r} here. There are: {', '.join(HEADS)}.")
    controls = {
        "head_name": choice("head", HEADS, head),
        "query": choice("token that looks", _PLACES, _PLACES[TOKENS.index("it")]),
        "sharpness": Slider(label="sharpness (1 / temperature)", value=1.0, min=0.0, max=8.0, step=0.25),
        "causal": switch("causal mask"),
    }
    return Explorer(QUESTION, controls, view)
