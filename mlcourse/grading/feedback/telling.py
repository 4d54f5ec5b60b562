"""What a learner is told of one graded exercise: what went wrong, what was earned, what to read again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from mlcourse.grading.feedback.markup import is_safe_link

_HEADLINES = {
    "passed": "Right",
    "partial": "Partly right",
    "failed": "Not right yet",
    "raised": "Your code stopped with an error",
    "not attempted": "Not attempted",
    "not run": "Not checked",
    "error": "This could not be checked",
}
_UNKNOWN = "Checked"

# How the testing functions of NumPy, pandas, PyTorch and unittest say what they wanted.
_WANTED = re.compile(r"^\s*(DESIRED|y|\[right\]|[Ee]xpected|[Ww]anted?)\s*:.*(\n(?!\s*\[?\w+\]?\s*:).*)*", re.MULTILINE)
_WANTED_INLINE = re.compile(r"\b[Ee]xpected\b.*?(?=\bbut got\b|$)", re.MULTILINE)


@dataclass(frozen=True)
class Feedback:
    """What is told of one graded exercise.

    ``score`` is None where it is not known yet; ``topics`` are what to read again, as (title, link).
    """

    outcome: str
    message: str = ""
    note: str = ""
    score: float | None = None
    points: float = 0.0
    topics: tuple[tuple[str, str], ...] = ()

    @property
    def solved(self) -> bool:
        """Whether nothing is left to do."""
        return self.outcome == "passed"

    @property
    def headline(self) -> str:
        """The outcome in words, with the points.

        Examples
        --------
        >>> Feedback("failed", score=0.0, points=3.0).headline
        'Not right yet: 0 of 3 points'
        """
        words = _HEADLINES.get(self.outcome, _UNKNOWN)
        if self.score is None:
            return words
        unit = "point" if self.points == 1 else "points"
        return f"{words}: {_number(self.score)} of {_number(self.points)} {unit}"


def read_feedback(cell: Mapping[str, Any]) -> Feedback:
    """Read what is known of a graded check cell.

    Parameters
    ----------
    cell : mapping
        The cell of a graded notebook: what the grader wrote into ``metadata.mlcourse`` goes first; of a notebook that
        another program has graded, its outputs tell. Points that a person has given count.
    """
    about = cell["metadata"].get("mlcourse", {})
    graded = cell["metadata"].get("nbgrader", {})
    told = about.get("outcome") or _of_outputs(cell.get("outputs", ()))
    topics = tuple((str(title), str(link)) for title, link in about.get("topics", ()))
    score = graded.get("score", told.get("score"))
    points = graded.get("points", told.get("points", 0.0))
    return Feedback(told["outcome"], told.get("message", ""), told.get("note", ""), score, float(points or 0.0), topics)


def _of_outputs(outputs: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    for output in outputs:
        if output["output_type"] == "error":
            # The traceback quotes the test.
            message = f"{output['ename']}: {output['evalue']}" if output["evalue"] else output["ename"]
            return {"outcome": "failed", "message": message}
    return {"outcome": "checked"}


def without_wanted(message: str) -> str:
    r"""Take out of a failed test's message what it wanted, and leave what it got.

    Examples
    --------
    >>> without_wanted("Arrays are not equal\n ACTUAL: array([1, 2])\n DESIRED: array([1, 3])")
    'Arrays are not equal\n ACTUAL: array([1, 2])'
    >>> without_wanted("Expected 7 but got 3.")
    'but got 3.'
    """
    return _WANTED_INLINE.sub("", _WANTED.sub("", message)).strip()


def as_html(feedback: Feedback) -> str:
    """Write it as HTML that stands in an output of a cell and needs no style around it."""
    parts = [f"<p><strong>{escape(feedback.headline)}</strong></p>"]
    if feedback.message and not feedback.solved:
        parts.append(f'<pre style="white-space: pre-wrap">{escape(feedback.message)}</pre>')
    if feedback.note:
        parts.append(f"<p><em>{escape(feedback.note)}</em></p>")
    if feedback.topics and not feedback.solved:
        links = ", ".join(_link(title, link) for title, link in feedback.topics)
        parts.append(f"<p>To read again: {links}</p>")
    return "\n".join(parts)


def as_text(feedback: Feedback) -> str:
    """Write it as plain text."""
    lines = [feedback.headline]
    if not feedback.solved:
        lines += [feedback.message]
    lines += [feedback.note]
    if feedback.topics and not feedback.solved:
        lines += ["To read again: " + ", ".join(title for title, _ in feedback.topics)]
    return "\n".join(filter(None, lines))


def _link(title: str, link: str) -> str:
    return f'<a href="{escape(link)}">{escape(title)}</a>' if is_safe_link(link) else escape(title)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
