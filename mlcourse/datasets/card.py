"""The card of a data set: where it comes from, what is in it, and what to be careful about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from textwrap import fill

KINDS = {
    "bundled": "bundled: real data that come with the course or one of its libraries",
    "fetched": "fetched: real data, downloaded once and kept",
    "simulated": "simulated: made by a random process; no row is a real one",
}


@dataclass(frozen=True)
class Column:
    """One column of a data set.

    Parameters
    ----------
    name : str
        The name under which the data set has it.
    meaning : str
        What was measured.
    unit : str
        The unit, "no unit" for a pure number, or "not stated" where the source is silent.

    Examples
    --------
    >>> Column("petal length (cm)", "length of a petal", "cm").unit
    'cm'
    """

    name: str
    meaning: str
    unit: str


@dataclass(frozen=True)
class Card:
    """What one has to know about a data set before using it.

    A card shows itself as a table in a notebook and as plain text elsewhere.

    Parameters
    ----------
    title : str
        The full name of the data set.
    summary : str
        What one row is, and what is to be predicted.
    source : str
        Who made it, when, and where it is kept.
    licence : str
        The terms of use.
    rows : int
        The number of rows or images.
    columns : tuple of Column
        What is measured, with units. For images one entry describes all pixels.
    target : str
        What the target is, and how it is coded.
    problems : tuple of str
        Known problems.
    harm : str
        Who could be harmed by the data or by a model of it.
    kind : str
        ``"bundled"`` (it comes with the course or one of its libraries), ``"fetched"`` (downloaded once, then kept) or
        ``"simulated"`` (made by a random process that the source describes).

    Examples
    --------
    >>> from mlcourse import datasets
    >>> datasets.load("iris").card.licence
    'CC BY 4.0'
    """

    title: str
    summary: str
    source: str
    licence: str
    rows: int
    columns: tuple[Column, ...]
    target: str
    problems: tuple[str, ...]
    harm: str
    kind: str = "bundled"

    def _facts(self) -> Iterable[tuple[str, str]]:
        yield "Kind", KINDS[self.kind]
        yield "Source", self.source
        yield "Licence", self.licence
        yield "Rows", f"{self.rows:,}"
        yield "Target", self.target
        yield "Who could be harmed", self.harm

    def __repr__(self) -> str:
        lines = [self.title, "=" * len(self.title), fill(self.summary, 100), ""]
        lines += [
            fill(f"{label}: {text}", 100, subsequent_indent="  ", break_on_hyphens=False)
            for label, text in self._facts()
        ]
        lines += ["Known problems:"]
        lines += [fill(f"- {problem}", 100, subsequent_indent="  ") for problem in self.problems]
        lines += ["Columns:"]
        lines += [f"- {column.name} [{column.unit}]: {column.meaning}" for column in self.columns]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        facts = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(label)}</th>'
            f'<td style="text-align:left">{escape(text)}</td></tr>'
            for label, text in self._facts()
        )
        problems = "".join(f"<li>{escape(problem)}</li>" for problem in self.problems)
        headings = "".join(
            f'<th scope="col" style="text-align:left">{heading}</th>' for heading in ("Column", "Meaning", "Unit")
        )
        columns = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(column.name)}</th>'
            f'<td style="text-align:left">{escape(column.meaning)}</td>'
            f'<td style="text-align:left">{escape(column.unit)}</td></tr>'
            for column in self.columns
        )
        # No colours are set, so that the card follows the notebook's light or dark theme.
        return (
            f"<section><p><strong>{escape(self.title)}</strong></p><p>{escape(self.summary)}</p>"
            f"<table><caption>About this data set</caption><tbody>{facts}</tbody></table>"
            f"<p><strong>Known problems</strong></p><ul>{problems}</ul>"
            f"<details><summary>The columns ({len(self.columns)})</summary>"
            f"<table><caption>Columns and their units</caption>"
            f"<thead><tr>{headings}</tr></thead><tbody>{columns}</tbody></table></details></section>"
        )

    def _repr_markdown_(self) -> str:
        lines = [f"**{_cell(self.title)}**", "", self.summary, ""]
        lines += ["| About this data set | |", "|---|---|"]
        lines += [f"| {label} | {_cell(text)} |" for label, text in self._facts()]
        lines += ["", "Known problems:", ""]
        lines += [f"- {problem}" for problem in self.problems]
        lines += ["", "| Column | Meaning | Unit |", "|---|---|---|"]
        lines += [f"| {_cell(c.name)} | {_cell(c.meaning)} | {_cell(c.unit)} |" for c in self.columns]
        return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """Escape what would end a cell of a Markdown table or be read as mark-up."""
    for character in "\\|_*":
        text = text.replace(character, "\\" + character)
    return text
