"""Proves one source in a process of its own: reads what to prove from its input as JSON, and prints the proof."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from mlcourse.authoring.course import read_source
from mlcourse.authoring.lessons import LessonSource
from mlcourse.authoring.notebooks import instructor_notebook, plain_names
from mlcourse.authoring.problems import ProblemSource
from mlcourse.verify.exercises import prove_exercises
from mlcourse.verify.lessons import prove_lesson
from mlcourse.verify.notebooks import run_notebook
from mlcourse.verify.offline import block_network
from mlcourse.verify.outside import prove_outside
from mlcourse.verify.proofs import Finding, NotebookProof, Proof, to_json


def prove(path: Path, notebook: str, topics: dict[str, str]) -> Proof:
    """Prove one source of the course.

    Parameters
    ----------
    path : Path
        The source.
    notebook : str
        Where its notebook lies, relative to a workspace.
    topics : dict
        From topic id to the address of its cell.
    """
    source = read_source(path)
    with tempfile.TemporaryDirectory() as folder:
        if isinstance(source, LessonSource):
            return prove_lesson(source, notebook, topics, folder)
        return _prove_problems(source, notebook, topics, folder)


def _prove_problems(source: ProblemSource, path: str, topics: dict[str, str], folder: str) -> NotebookProof:
    notebook = instructor_notebook(source, path, topics, dict.fromkeys(topics, ""))
    lines = {
        f"{cell.name}-check" if cell.role == "check" else cell.name or name: cell.line
        for cell, name in zip(source.cells, plain_names(source), strict=True)
        if cell.kind == "code"
    }
    seconds, faults = run_notebook(notebook, folder)
    block_network()
    proofs, findings = prove_exercises(source)
    proofs = prove_outside(source, proofs)
    findings += [Finding(str(source.path), lines[cell], message) for cell, message in faults]
    return NotebookProof(str(source.path), seconds, tuple(proofs), tuple(findings))


if __name__ == "__main__":
    task = json.load(sys.stdin)
    print(json.dumps(to_json(prove(Path(task["path"]), task["notebook"], task["topics"]))))
