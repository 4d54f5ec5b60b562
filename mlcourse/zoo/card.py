"""The card of a trained model: what it is, what it was trained on, how good it is, and what it is not for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from textwrap import fill


@dataclass(frozen=True)
class ModelCard:
    """What one has to know about a model before using it.

    A card shows itself as a table in a notebook and as plain text elsewhere.

    Parameters
    ----------
    title : str
        What the model is.
    summary : str
        What goes in and what comes out, with shapes.
    architecture : str
        How it is built, and after which paper.
    data : str
        What it was trained on: the call that loads the data.
    training : str
        The command that trains it again, and how long that takes.
    scores : mapping of str to float
        What was measured on data that it was not trained on, by name.
    limits : tuple of str
        What it cannot do, and where it fails.
    licence : str
        The terms of use.

    Examples
    --------
    >>> from mlcourse import zoo
    >>> zoo.card("digits-cnn").data
    "datasets.load('mnist', size=30_000, seed=1)"
    """

    title: str
    summary: str
    architecture: str
    data: str
    training: str
    scores: Mapping[str, float]
    limits: tuple[str, ...]
    licence: str = "CC0 1.0 (made by this course)"

    def _facts(self) -> dict[str, str]:
        return {
            "In and out": self.summary,
            "Architecture": self.architecture,
            "Data": self.data,
            "Trained by": self.training,
            "Measured": "; ".join(f"{name}: {value:g}" for name, value in self.scores.items()),
            "Licence": self.licence,
        }

    def __repr__(self) -> str:
        lines = [self.title, "=" * len(self.title)]
        lines += [fill(f"{label}: {text}", 100, subsequent_indent="  ") for label, text in self._facts().items()]
        lines += ["Limits:", *(fill(f"- {limit}", 100, subsequent_indent="  ") for limit in self.limits)]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row" style="text-align:left">{label}</th>'
            f'<td style="text-align:left">{escape(text)}</td></tr>'
            for label, text in self._facts().items()
        )
        limits = "".join(f"<li>{escape(limit)}</li>" for limit in self.limits)
        return (
            f"<section><p><strong>{escape(self.title)}</strong></p>"
            f"<table><caption>About this model</caption><tbody>{rows}</tbody></table>"
            f"<p><strong>Limits</strong></p><ul>{limits}</ul></section>"
        )
