"""What a quiz is made of, and what an answer to it is told: frozen data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

KINDS = ("one", "several", "number", "order")

Answer = Sequence[int] | str
"""Chosen options by index; or the items in the learner's order by index; or the text of a number."""


@dataclass(frozen=True)
class Option:
    """One possible answer.

    Parameters
    ----------
    text, why : str
        The answer, and why it is right or wrong; Markdown with maths between dollar signs.
    right : bool
        Whether it is right.

    Examples
    --------
    >>> Option("$1 < 2$", True, "One is less than two.").right
    True
    """

    text: str
    right: bool
    why: str


@dataclass(frozen=True)
class Mistake:
    """A wrong number that learners really get.

    Parameters
    ----------
    answer : float
        The number.
    why : str
        How they get it; Markdown.

    Examples
    --------
    >>> Mistake(7.0, "That is the sum.").answer
    7.0
    """

    answer: float
    why: str


@dataclass(frozen=True)
class Question:
    """One question; the fields that its kind does not use are empty.

    Attributes
    ----------
    id : str
        Its name within the quiz.
    topic : str
        The heading of the lesson that it belongs to, as a slug.
    kind : {"one", "several", "number", "order"}
        Choose one option, choose all that hold, type a number, or put items in order.
    text, why : str
        The question, and for numbers and orders the explanation of the right answer; Markdown.
    options : tuple of Option
        For ``one`` and ``several``.
    answer, tolerance : float
        For ``number``: right is what differs from `answer` by at most `tolerance`.
    unit : str
        For ``number``: what the answer is measured in.
    mistakes : tuple of Mistake
        For ``number``.
    items : tuple of str
        For ``order``: Markdown, in the right order.

    Examples
    --------
    >>> Question("half", "numbers", "number", "1 / 2 = ?", why="It is one half.", answer=0.5, tolerance=0.01).kind
    'number'
    """

    id: str
    topic: str
    kind: str
    text: str
    why: str = ""
    options: tuple[Option, ...] = ()
    answer: float = math.nan
    tolerance: float = 0.0
    unit: str = ""
    mistakes: tuple[Mistake, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quiz:
    """The questions of one lesson.

    Parameters
    ----------
    path : Path
        The file ``NN-lesson.quiz.yml``.
    questions : tuple of Question
        In the order of the file.

    Examples
    --------
    >>> Quiz(Path("01-numpy.quiz.yml"), ()).lesson
    'numpy'
    """

    path: Path
    questions: tuple[Question, ...]

    @property
    def lesson(self) -> str:
        """The lesson's id.

        Examples
        --------
        >>> Quiz(Path("course/01-foundations/08-vectors-and-matrices.quiz.yml"), ()).lesson
        'vectors-and-matrices'
        """
        return self.path.name[len("NN-") : -len(".quiz.yml")]


@dataclass(frozen=True)
class Note:
    """What is said about one option, or about the answer as a whole.

    Attributes
    ----------
    good : bool or None
        Whether the learner did this right; None for a remark that judges nothing.
    verdict : str
        The same in words.
    text, why : str
        The option and the explanation; Markdown.

    Examples
    --------
    >>> Note(True, "This is right.", "5 m", "By Pythagoras.").good
    True
    """

    good: bool | None
    verdict: str
    text: str
    why: str


@dataclass(frozen=True)
class Feedback:
    """What an answer is worth, and why.

    Attributes
    ----------
    right : bool or None
        None if there is nothing to judge yet: no option is chosen, or the text is no number.
    summary : str
        One sentence.
    notes : tuple of Note
        One for every option; for numbers and orders one or two.

    Examples
    --------
    >>> Feedback(None, "Choose an answer first.").notes
    ()
    """

    right: bool | None
    summary: str
    notes: tuple[Note, ...] = ()
