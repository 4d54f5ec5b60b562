"""Grading answers: pure functions that explain every option."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterable, Sequence

from mlcourse.quizzes.model import Answer, Feedback, Note, Option, Question


def parse_number(text: str) -> float | None:
    """Read a number as a person types it.

    Parameters
    ----------
    text : str
        Such as ``"0.25"``, ``"1/4"``, ``"2.5e-1"`` or ``"−3"``; a decimal comma is taken too.

    Returns
    -------
    float or None
        None if the text is no finite number.

    Examples
    --------
    >>> parse_number("1/4"), parse_number("−3"), parse_number("2,5"), parse_number("a few")
    (0.25, -3.0, 2.5, None)
    """
    plain = text.strip().replace("−", "-").replace(" ", "")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        above, slash, below = plain.partition("/")
        value = float(above) / float(below) if slash else float(plain)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def _readings(typed: str) -> list[float]:
    """Read a number in every way that it can be meant: 1,000 is a thousand for some and one for others."""
    plain = typed.strip().replace("−", "-")
    thousands = re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", plain)
    values = (parse_number(typed), parse_number(plain.replace(",", "")) if thousands else None)
    return [value for value in values if value is not None]


def shown_order(question: Question) -> tuple[int, ...]:
    """Shuffle the items of a question, in the same way each time and never into the right order.

    Parameters
    ----------
    question : Question
        Of kind ``order``.

    Returns
    -------
    tuple of int
        The index of each item, in the order of display.

    Examples
    --------
    >>> steps = Question("steps", "topic", "order", "Put in order", items=("a", "b", "c"))
    >>> sorted(shown_order(steps)), shown_order(steps) != (0, 1, 2)
    ([0, 1, 2], True)
    """
    right = list(range(len(question.items)))
    order = right.copy()
    random.Random(question.id).shuffle(order)
    if order == right:
        order.append(order.pop(0))
    return tuple(order)


def grade(question: Question, answer: Answer) -> Feedback:
    """Grade an answer and explain everything about it.

    Parameters
    ----------
    question : Question
    answer : sequence of int or str
        For ``one`` and ``several`` the indices of the chosen options, for ``order`` the indices of the items in the
        learner's order, for ``number`` the text that was typed.

    Returns
    -------
    Feedback

    Examples
    --------
    >>> half = Question("half", "topic", "number", "1 / 2 = ?", why="It is one half.", answer=0.5, tolerance=0.01)
    >>> grade(half, "0.5").summary
    'Right.'
    >>> grade(half, "two").right is None
    True
    """
    if question.kind == "number":
        return _grade_number(question, str(answer))
    chosen = [int(index) for index in answer]
    return _grade_order(question, chosen) if question.kind == "order" else _grade_options(question, chosen)


def _grade_options(question: Question, chosen: Sequence[int]) -> Feedback:
    if not chosen:
        return Feedback(None, "Choose an answer first.")
    notes = tuple(_note(option, index in chosen) for index, option in enumerate(question.options))
    missed = sum(not note.good for note in notes)
    if not missed:
        return Feedback(True, "Right.", notes)
    if question.kind == "one":
        return Feedback(False, "Not right.", notes)
    return Feedback(False, f"Not right yet: {len(notes) - missed} of {len(notes)} options are judged rightly.", notes)


def _note(option: Option, chosen: bool) -> Note:
    verdict = {
        (True, True): "You chose this, and it is right.",
        (True, False): "You did not choose this, but it is right.",
        (False, True): "You chose this, but it is wrong.",
        (False, False): "You did not choose this, and it is wrong.",
    }[option.right, chosen]
    return Note(option.right == chosen, verdict, option.text, option.why)


def _grade_number(question: Question, typed: str) -> Feedback:
    values = _readings(typed)
    if not values:
        return Feedback(
            None,
            "Type a number first, such as 0.25 or 1/4 or -3."
            if not typed.strip()
            else f"{typed.strip()!r} is no number: type digits only, such as 0.25 or 1/4 or -3.",
        )
    # A little more than the tolerance, for 0.3 - 0.2 is not quite 0.1 in binary.
    slack = question.tolerance + 1e-12 * max(1.0, abs(question.answer))
    if any(abs(value - question.answer) <= slack for value in values):
        return Feedback(True, "Right.", (Note(True, "This is right.", typed.strip(), question.why),))
    named = [mistake for mistake in question.mistakes if any(abs(value - mistake.answer) <= slack for value in values)]
    notes = [Note(False, "This is a common mistake.", typed.strip(), mistake.why) for mistake in named[:1]]
    right = f"{question.answer:.12g} {question.unit}".strip().replace("-", "−")
    return Feedback(False, "Not right.", (*notes, Note(None, "The right answer.", right, question.why)))


def _grade_order(question: Question, order: Sequence[int]) -> Feedback:
    right = list(range(len(question.items)))
    if sorted(order) != right:
        return Feedback(None, "Give each line a position of its own first.")
    if list(order) == right:
        return Feedback(True, "Right.", (Note(True, "This is the right order.", "", question.why),))
    placed = sum(index == place for place, index in enumerate(order))
    listing = "\n".join(f"{place}. {item}" for place, item in enumerate(question.items, 1))
    summary = f"Not right: {placed} of {len(right)} lines stand in their place."
    return Feedback(False, summary, (Note(None, "The right order.", listing, question.why),))


def total(feedbacks: Iterable[Feedback | None]) -> str:
    """Sum up a quiz.

    Parameters
    ----------
    feedbacks : iterable of Feedback or None
        One for each question; None where nothing was checked yet.

    Returns
    -------
    str
        One or two sentences.

    Examples
    --------
    >>> total([Feedback(True, "Right."), None])
    '1 of 2 questions is checked so far, 1 right.'
    """
    judged = [feedback.right if feedback else None for feedback in feedbacks]
    right, checked = judged.count(True), len(judged) - judged.count(None)
    if checked < len(judged):
        verb = "is" if checked == 1 else "are"
        return f"{checked} of {len(judged)} questions {verb} checked so far, {right} right."
    if right == len(judged):
        return f"All {right} of {len(judged)} are right."
    return f"{right} of {len(judged)} are right. Read why, and try the others again."
