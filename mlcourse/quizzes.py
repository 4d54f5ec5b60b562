"""Quizzes: read from ``NN-lesson.quiz.yml``, graded by pure functions, shown in the notebook."""

from __future__ import annotations

import difflib
import html
import math
import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from mlcourse import content
from mlcourse.errors import CourseError, SourceError

if TYPE_CHECKING:
    from mlcourse.widgets.quiz import QuizWidget

KINDS = ("one", "several", "number", "order")

Answer = Sequence[int] | str
"""Chosen options by index; or the items in the learner's order by index; or the text of a number."""


@dataclass(frozen=True)
class Option:
    """One possible answer; `text` and `why` are Markdown with maths between dollar signs."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True)
class Mistake:
    """A wrong number that learners really get, and how they get it."""

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
    """The questions of one lesson, in the order of the file."""

    path: Path
    questions: tuple[Question, ...]


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
    """

    right: bool | None
    summary: str
    notes: tuple[Note, ...] = ()


def read(path: Path) -> Quiz:
    """Read a quiz and check all of it.

    Parameters
    ----------
    path : Path
        A ``NN-lesson.quiz.yml`` file.

    Returns
    -------
    Quiz

    Raises
    ------
    SourceError
        At the first fault, with its line: YAML that cannot be read, unknown or missing keys, ids used twice, an
        option without ``why``, no right option, an answer that is no number, and the like.
    """
    return _Reader(path).quiz()


class _Reader:
    """Turns the nodes of one YAML file into a quiz; each node knows its line."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def quiz(self) -> Quiz:
        keys = self.mapping(self.root(), required={"questions"})
        nodes = self.sequence(keys["questions"], "questions", "- id: ...", at_least=1)
        questions = tuple(self.question(node) for node in nodes)
        self.refuse_twice([question.id for question in questions], nodes, "the id {!r} is used twice")
        return Quiz(self.path, questions)

    def root(self) -> yaml.Node:
        try:
            node = yaml.compose(self.path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            problem = f"this is not YAML ({error.problem or error.context})"
            remedy = "check the indentation, and put text with ': ' or '#' or a leading sign between quotes"
            raise SourceError(self.path, line, problem, remedy) from None
        except UnicodeDecodeError:
            raise SourceError(self.path, 1, "this is not UTF-8 text", "save the file as UTF-8") from None
        if node is None:
            raise SourceError(self.path, 1, "the file is empty", "write `questions:` and at least one question")
        return node

    def question(self, node: yaml.Node) -> Question:
        kind = self.kind(node)
        common = {"id", "topic", "kind", "text"}
        own = {
            "one": {"options"},
            "several": {"options"},
            "number": {"answer", "tolerance", "why"},
            "order": {"items", "why"},
        }[kind]
        keys = self.mapping(node, required=common | own, optional={"unit", "mistakes"} if kind == "number" else set())
        fields: dict[str, Any] = {
            "id": self.slug(keys["id"], "id"),
            "topic": self.slug(keys["topic"], "topic"),
            "kind": kind,
            "text": self.text(keys["text"], "text"),
        }
        if kind in ("one", "several"):
            return Question(**fields, options=self.options(keys["options"], kind))
        fields["why"] = self.text(keys["why"], "why")
        if kind == "order":
            return Question(**fields, items=self.items(keys["items"]))
        return Question(**fields, **self.number_fields(keys))

    def kind(self, node: yaml.Node) -> str:
        kinds = f"one of {', '.join(KINDS)}"
        if not isinstance(node, yaml.MappingNode):
            self.fail(node, "a question is a list of keys and values", "write `- id: ...`, `topic: ...` and so on")
        for key, value in node.value:
            if key.value == "kind":
                if value.value not in KINDS:
                    self.fail(value, f"the kind {value.value!r} is unknown", f"write {kinds}")
                return str(value.value)
        self.fail(node, "the question has no kind", f"add `kind:` with {kinds}")

    def options(self, node: yaml.Node, kind: str) -> tuple[Option, ...]:
        nodes = self.sequence(node, "options", "- text: ...", at_least=2)
        options = tuple(self.option(child) for child in nodes)
        self.refuse_twice([option.text for option in options], nodes, "the option {!r} stands here twice")
        right = sum(option.right for option in options)
        if right == 0:
            self.fail(node, "no option is right", "mark what is right with `right: true`")
        if kind == "one" and right > 1:
            self.fail(node, f"{right} options are right in a question of kind one", "leave one, or use kind several")
        return options

    def option(self, node: yaml.Node) -> Option:
        keys = self.mapping(node, required={"text", "why"}, optional={"right"})
        if "right" in keys and keys["right"].value != "true":
            self.fail(keys["right"], "right is not `true`", "write `right: true`, or leave the line out")
        return Option(self.text(keys["text"], "text"), "right" in keys, self.text(keys["why"], "why"))

    def items(self, node: yaml.Node) -> tuple[str, ...]:
        nodes = self.sequence(node, "items", "- the first step", at_least=2)
        items = tuple(self.text(child, "an item") for child in nodes)
        self.refuse_twice(list(items), nodes, "the item {!r} stands here twice")
        return items

    def number_fields(self, keys: Mapping[str, yaml.Node]) -> dict[str, Any]:
        answer, tolerance = self.number(keys["answer"], "answer"), self.number(keys["tolerance"], "tolerance")
        if tolerance < 0:
            self.fail(keys["tolerance"], "the tolerance is negative", "write how far off an answer may be")
        mistakes: list[Mistake] = []
        for node in self.sequence(keys["mistakes"], "mistakes", "- answer: ...") if "mistakes" in keys else []:
            inner = self.mapping(node, required={"answer", "why"})
            wrong = self.number(inner["answer"], "answer")
            if abs(wrong - answer) <= tolerance:
                self.fail(inner["answer"], "this mistake counts as right", "make the tolerance smaller")
            if any(abs(wrong - other.answer) <= tolerance for other in mistakes):
                self.fail(inner["answer"], "this mistake is listed already", "join the two explanations")
            mistakes.append(Mistake(wrong, self.text(inner["why"], "why")))
        unit = self.text(keys["unit"], "unit") if "unit" in keys else ""
        return {"answer": answer, "tolerance": tolerance, "unit": unit, "mistakes": tuple(mistakes)}

    def mapping(
        self, node: yaml.Node, required: set[str], optional: set[str] | frozenset[str] = frozenset()
    ) -> dict[str, yaml.Node]:
        allowed = ", ".join(sorted(required | optional))
        if not isinstance(node, yaml.MappingNode):
            self.fail(node, "keys and values are expected here", f"write these keys: {allowed}")
        keys: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value not in required | optional:
                near = difflib.get_close_matches(str(key.value), required | optional, n=1)
                hint = f"did you mean {near[0]}?" if near else f"these keys may stand here: {allowed}"
                self.fail(key, f"the key {key.value!r} has no meaning here", hint)
            if key.value in keys:
                self.fail(key, f"the key {key.value!r} stands here twice", "leave one of them")
            keys[key.value] = value
        for name in sorted(required - set(keys)):
            self.fail(node, f"{name!r} is missing", f"add `{name}:`")
        return keys

    def sequence(self, node: yaml.Node, name: str, example: str, at_least: int = 0) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            self.fail(node, f"{name} is not a list", f"begin each entry with a dash: `{example}`")
        if len(node.value) < at_least:
            what = "entry is" if at_least == 1 else "entries are"
            self.fail(node, f"{name} has {len(node.value)} entries", f"at least {at_least} {what} needed")
        return list(node.value)

    def text(self, node: yaml.Node, name: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self.fail(node, f"{name} is not text", "put the text between quotes")
        value = str(node.value).strip()
        if not value:
            self.fail(node, f"{name} is empty", "write the text after the colon")
        return value

    def slug(self, node: yaml.Node, name: str) -> str:
        value = self.text(node, name)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
            self.fail(node, f"the {name} {value!r} is no slug", "use lower-case letters, digits and single dashes")
        return value

    def number(self, node: yaml.Node, name: str) -> float:
        value = parse_number(str(node.value)) if isinstance(node, yaml.ScalarNode) else None
        if value is None:
            self.fail(node, f"the {name} is no number", "write a number such as 0.5, without its unit")
        return value

    def refuse_twice(self, values: Sequence[str], nodes: Sequence[yaml.Node], message: str) -> None:
        for index, value in enumerate(values):
            if value in values[:index]:
                self.fail(nodes[index], message.format(value), "make each one different")

    def fail(self, node: yaml.Node, message: str, remedy: str) -> NoReturn:
        raise SourceError(self.path, node.start_mark.line + 1, message, remedy)


def find(lesson: str) -> Path:
    """Find the quiz of a lesson.

    Parameters
    ----------
    lesson : str
        The lesson's id, such as ``"vectors-and-matrices"``.

    Returns
    -------
    Path
        The ``NN-lesson.quiz.yml`` file.

    Raises
    ------
    CourseError
        If there is none; the message names lessons whose id is nearly the same.
    """
    paths = sorted((content.root() / "course").glob("*/[0-9][0-9]-*.quiz.yml"))
    known = {path.name[3 : -len(".quiz.yml")]: path for path in paths}
    if lesson in known:
        return known[lesson]
    near = difflib.get_close_matches(lesson, known, n=3, cutoff=0.5)
    hint = (
        f"Did you mean {' or '.join(near)}?" if near else f"There are quizzes for: {', '.join(known) or 'no lesson'}."
    )
    raise CourseError(f"There is no quiz for the lesson {lesson!r}. {hint}")


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
        value = float(Fraction(plain)) if "/" in plain else float(plain)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return value if math.isfinite(value) else None


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
    value = parse_number(typed)
    if value is None:
        return Feedback(
            None,
            "Type a number first, such as 0.25 or 1/4 or -3."
            if not typed.strip()
            else f"{typed.strip()!r} is no number: type digits only, such as 0.25 or 1/4 or -3.",
        )
    # A little more than the tolerance, for 0.3 - 0.2 is not quite 0.1 in binary.
    slack = question.tolerance + 1e-12 * max(1.0, abs(question.answer))
    if abs(value - question.answer) <= slack:
        return Feedback(True, "Right.", (Note(True, "This is right.", typed.strip(), question.why),))
    named = [mistake for mistake in question.mistakes if abs(value - mistake.answer) <= slack]
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


@cache
def _markdown() -> Callable[[str], str]:
    import mistune

    return mistune.create_markdown(escape=True, plugins=["math"])  # type: ignore[return-value]  # returns HTML


def render(text: str, *, inline: bool = False) -> str:
    r"""Turn Markdown with maths into HTML whose formulas JupyterLab typesets.

    Parameters
    ----------
    text : str
        Markdown; raw HTML in it is shown as it is written.
    inline : bool
        Without the paragraph around a single paragraph.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> render("Is $a_1 < b_1$ *true*?", inline=True)
    'Is <span class="math">\\(a_1 &lt; b_1\\)</span> <em>true</em>?'
    """
    made = _markdown()(text).strip()
    single = made.startswith("<p>") and made.endswith("</p>") and made.count("<p>") == 1
    return made[3:-4] if inline and single else made


def explain(feedback: Feedback) -> str:
    """Write feedback as HTML: every verdict in words and with a sign, never by colour alone.

    Parameters
    ----------
    feedback : Feedback

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> explain(Feedback(None, "Choose an answer first."))
    '<p><strong>Choose an answer first.</strong></p>'
    """
    sign = {True: "✓ ", False: "✗ ", None: ""}
    look = {True: "mlcourse-good", False: "mlcourse-bad", None: "mlcourse-remark"}
    notes = "".join(
        f'<li class="{look[note.good]}"><p><strong>{sign[note.good]}{html.escape(note.verdict)}</strong></p>'
        f"{render(note.text)}{render(note.why)}</li>"
        for note in feedback.notes
    )
    summary = f"<p><strong>{sign[feedback.right]}{html.escape(feedback.summary)}</strong></p>"
    return f"{summary}<ul>{notes}</ul>" if notes else summary


def quiz(lesson: str) -> QuizWidget:
    """Show the quiz of a lesson.

    Parameters
    ----------
    lesson : str
        The lesson's id, such as ``"vectors-and-matrices"``.

    Returns
    -------
    QuizWidget
        A widget; shown when it is the last line of a cell.

    Raises
    ------
    CourseError
        If there is no such quiz or its file has a fault.
    """
    from mlcourse.widgets.quiz import QuizWidget

    return QuizWidget(read(find(lesson)))
