"""Proving lessons: they run clean, and hold what every lesson needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from mlcourse.authoring.lessons import LessonSource
from mlcourse.authoring.notebooks import lesson_notebook
from mlcourse.verify.notebooks import run_notebook
from mlcourse.verify.proofs import Finding, LessonProof

if TYPE_CHECKING:
    from nbformat import NotebookNode

WORDS = (900, 3500)
MINIMUM_QUESTIONS = 5
LONGEST_CELL = 25
_IMAGE_WITHOUT_ALT = re.compile(r"!\[\s*\]\(|<img(?![^>]*\balt=\"[^\"]+\")")
_FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
_PICTURES = ("image/png", "image/svg+xml", "image/jpeg", "application/vnd.plotly.v1+json")


def prove_lesson(lesson: LessonSource, path: str, topics: Mapping[str, str], folder: str) -> LessonProof:
    """Run a lesson and look at what it holds.

    Parameters
    ----------
    lesson : LessonSource
        The lesson.
    path : str
        Where its notebook lies in a workspace.
    topics : mapping
        From topic id to the address of its cell.
    folder : str
        The working directory to run it in.
    """
    notebook = lesson_notebook(lesson, path, topics)
    seconds, faults = run_notebook(notebook, folder)
    lines = {cell.id: cell.line for cell in lesson.cells}
    words = sum(
        len(re.findall(r"[^\W\d_][\w'’-]*", _FORMULA.sub(" ", cell.source)))
        for cell in lesson.cells
        if cell.kind == "markdown"
    )
    findings = [Finding(str(lesson.path), lines[cell], message) for cell, message in faults]
    findings += _text(lesson, words)
    findings += _pictures(lesson, notebook, lines)
    findings += _quiz(lesson)
    code = sum(cell.kind == "code" for cell in lesson.cells)
    return LessonProof(str(lesson.path), code, words, seconds, tuple(findings))


def _text(lesson: LessonSource, words: int) -> Iterator[Finding]:
    if not WORDS[0] <= words <= WORDS[1]:
        yield Finding(str(lesson.path), 1, f"the lesson has {words} words; {WORDS[0]} to {WORDS[1]} are wanted")
    for cell in lesson.cells:
        if cell.kind == "markdown" and (found := _IMAGE_WITHOUT_ALT.search(cell.source)):
            line = cell.line + cell.source[: found.start()].count("\n")
            yield Finding(str(lesson.path), line, "a picture has no alt text")
        if cell.kind == "code" and cell.source.count("\n") >= LONGEST_CELL:
            message = f"a cell has {cell.source.count(chr(10)) + 1} lines; {LONGEST_CELL} at most: split it"
            yield Finding(str(lesson.path), cell.line, message)


def _pictures(lesson: LessonSource, notebook: NotebookNode, lines: Mapping[str, int]) -> Iterator[Finding]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if any(kind in data for kind in _PICTURES) and not alt_text(data):
                yield Finding(str(lesson.path), lines[cell.id], "the figure has no alt text")


def alt_text(data: Mapping[str, object]) -> str:
    """Return what a figure's output offers in place of the picture, or an empty string."""
    text = str(data.get("text/plain", ""))
    return "" if text.startswith(("Figure(", "<", "FigureWidget(")) else text


def _quiz(lesson: LessonSource) -> Iterator[Finding]:
    questions = len(lesson.questions)
    if questions == 0:
        yield Finding(str(lesson.path), 1, f"the lesson has no quiz: write {lesson.quiz_path.name}")
    elif questions < MINIMUM_QUESTIONS:
        yield Finding(str(lesson.quiz_path), 1, f"the quiz has {questions} questions; at least {MINIMUM_QUESTIONS}")
