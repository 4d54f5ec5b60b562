"""Answers to quizzes, kept in the learner's workspace, so that a quiz is shown as it was left.

Each lesson has a file ``.mlcourse/quizzes/<lesson>.json`` with the answer to each question that was checked. It is a
convenience: whether answers are right is told to the progress store, which goes by its own events.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from mlcourse.folders import STATE_FOLDER, nearest
from mlcourse.quizzes.model import Question

_LONGEST_TEXT = 200  # characters of a number that is typed
_LARGEST = 1 << 20  # bytes of a file that is read

Given = list[int] | list[str]
"""An answer as the control has it: see `mlcourse.widgets.controls.AnswerControl.value`."""


def place(lesson: str, start: Path | None = None) -> Path | None:
    """Name the file that keeps the answers to a quiz.

    Parameters
    ----------
    lesson : str
        The lesson's id.
    start : Path, optional
        A folder in the workspace; the present one if left out, which is the notebook's.

    Returns
    -------
    Path or None
        None outside of a workspace, where nothing is kept.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     (Path(folder) / ".mlcourse").mkdir()
    ...     place("numpy", Path(folder)).relative_to(folder).as_posix()
    '.mlcourse/quizzes/numpy.json'
    """
    root = nearest(start or ".", lambda folder: (folder / STATE_FOLDER).is_dir())
    return root.absolute() / STATE_FOLDER / "quizzes" / f"{lesson}.json" if root else None


def recall(file: Path | None, questions: Iterable[Question]) -> dict[str, Given]:
    """Read the answers that were kept.

    Parameters
    ----------
    file : Path or None
        As :func:`place` names it.
    questions : iterable of Question
        Those of the quiz as it is now.

    Returns
    -------
    dict of str to list
        By the question's id. What belongs to a question that reads differently now, and what cannot be read, is left
        out.

    Examples
    --------
    >>> recall(None, [])
    {}
    """
    answers = _read(file) if file else {}
    found = {}
    for question in questions:
        kept = answers.get(question.id)
        if isinstance(kept, dict) and kept.get("question") == _mark(question) and _fits(kept.get("given"), question):
            found[question.id] = kept["given"]
    return found


def keep(file: Path | None, question: Question, given: Given) -> None:
    """Keep an answer; where that cannot be done, nothing happens.

    Parameters
    ----------
    file : Path or None
        As :func:`place` names it.
    question : Question
        The question.
    given : list
        The answer as the control has it.

    Examples
    --------
    >>> import tempfile
    >>> half = Question("half", "topic", "number", "1 / 2 = ?", why="It is one half.", answer=0.5)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     keep(Path(folder) / "numpy.json", half, ["1/2"])
    ...     recall(Path(folder) / "numpy.json", [half])
    {'half': ['1/2']}
    """
    if file:
        _write(file, {**_read(file), question.id: {"question": _mark(question), "given": given}})


def forget(file: Path | None) -> None:
    """Forget all answers to a quiz.

    Parameters
    ----------
    file : Path or None
        As :func:`place` names it.

    Examples
    --------
    >>> forget(None)
    """
    if file:
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _mark(question: Question) -> str:
    """Tell apart questions whose answers mean something else; the explanations may be mended."""
    asked = [question.kind, question.text, [option.text for option in question.options], question.items, question.unit]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


def _fits(given: Any, question: Question) -> bool:
    if not isinstance(given, list) or not given:
        return False
    if question.kind == "number":
        return len(given) == 1 and isinstance(given[0], str) and len(given[0]) <= _LONGEST_TEXT
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in given):
        return False
    if question.kind == "order":
        return sorted(given) == list(range(1, len(question.items) + 1))
    known = set(given) <= set(range(len(question.options)))
    return known and len(set(given)) == len(given) and (question.kind == "several" or len(given) == 1)


def _read(file: Path) -> dict[str, Any]:
    try:
        with open(file, "rb") as opened:
            answers = json.loads(opened.read(_LARGEST))["answers"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return answers if isinstance(answers, dict) else {}


def _write(file: Path, answers: Mapping[str, Any]) -> None:
    # Under another name first, so that the file is whole at every moment.
    temporary = file.parent / f".mlcourse-{secrets.token_hex(8)}.tmp"
    try:
        file.parent.mkdir(exist_ok=True)
        temporary.write_text(json.dumps({"answers": answers}, indent=1), encoding="utf-8")
        os.replace(temporary, file)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
