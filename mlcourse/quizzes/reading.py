"""Reading ``NN-lesson.quiz.yml``, with the line of every fault."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import yaml

from mlcourse import content
from mlcourse.errors import CourseError, SourceError
from mlcourse.quizzes.grading import parse_number
from mlcourse.quizzes.model import KINDS, Mistake, Option, Question, Quiz

# libyaml where PyYAML was built with it: many times faster, the same lines.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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

    Examples
    --------
    >>> read(find("vectors-and-matrices")).questions[0].kind
    'one'
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
            node = yaml.compose(self.path.read_text(encoding="utf-8"), Loader=_LOADER)
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

    Examples
    --------
    >>> find("vectors-and-matrices").name
    '08-vectors-and-matrices.quiz.yml'
    """
    paths = sorted((content.root() / "course").glob("*/[0-9][0-9]-*.quiz.yml"))
    known = {Quiz(path, ()).lesson: path for path in paths}
    if lesson in known:
        return known[lesson]
    near = difflib.get_close_matches(lesson, known, n=3, cutoff=0.5)
    hint = (
        f"Did you mean {' or '.join(near)}?" if near else f"There are quizzes for: {', '.join(known) or 'no lesson'}."
    )
    raise CourseError(f"There is no quiz for the lesson {lesson!r}. {hint}")
