"""The card of a data set: where it comes from, what is in it, and what to be careful about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from textwrap import fill

_FEWEST = 4  # columns of one kind that share a line of the card

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

    A card shows itself as a table in a notebook and as plain text elsewhere. Columns that differ only in a number which
    counts up share a line there: "w_0 … w_1432 (1,433 columns)".

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

    @cached_property
    def _lines(self) -> tuple[Column, ...]:
        """The columns as they are shown, those of one kind in one line."""
        return tuple(_in_one_line(run) for run in _runs(self.columns))

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
        lines += [f"- {column.name} [{column.unit}]: {column.meaning}" for column in self._lines]
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
            for column in self._lines
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
        lines += [f"| {_cell(c.name)} | {_cell(c.meaning)} | {_cell(c.unit)} |" for c in self._lines]
        return "\n".join(lines) + "\n"


def _runs(columns: Sequence[Column]) -> list[list[Column]]:
    """Split columns into runs, each of one column or of several in which nothing but a number counts up."""
    runs: list[list[Column]] = []
    for column in columns:
        if runs and _follows(runs[-1][-1], column):
            runs[-1].append(column)
        else:
            runs.append([column])
    return [part for run in runs for part in ([run] if len(run) >= _FEWEST else [[column] for column in run])]


def _follows(before: Column, after: Column) -> bool:
    same = _pattern(before.name) == _pattern(after.name) and _pattern(before.meaning) == _pattern(after.meaning)
    return same and before.unit == after.unit and _step(before, after) == 1


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _step(before: Column, after: Column) -> int | None:
    """Say by how much the only number that differs grows, in the name and in the meaning; None for anything else."""
    steps = {
        int(new) - int(old)
        for one, other in ((before.name, after.name), (before.meaning, after.meaning))
        for old, new in zip(re.findall(r"\d+", one), re.findall(r"\d+", other), strict=False)
        if old != new
    }
    return steps.pop() if len(steps) == 1 else None


def _in_one_line(run: Sequence[Column]) -> Column:
    first, last = run[0], run[-1]
    if len(run) == 1:
        return first
    return Column(f"{first.name} … {last.name} ({len(run):,} columns)", _range(first.meaning, last.meaning), first.unit)


def _range(first: str, last: str) -> str:
    """Write two texts as one, with both numbers where they differ."""
    ends = iter(re.findall(r"\d+", last))

    def both(found: re.Match[str]) -> str:
        end = next(ends)
        return found[0] if found[0] == end else f"{found[0]} … {end}"

    return re.sub(r"\d+", both, first)


def _cell(text: str) -> str:
    """Escape what would end a cell of a Markdown table or be read as mark-up."""
    for character in "\\|_*":
        text = text.replace(character, "\\" + character)
    return text
