"""What an attack is, what it may use, and what is looked at afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import Any

from tests.grading.attacks.course import CHECKED, SOLUTIONS

GAIN = "gain points"
READ = "read tests or solutions"
HARM = "harm others"
OUTLIVE = "outlive or starve the run"
DECEIVE = "deceive the instructor"
ACCIDENT = "cost an honest learner points"
GROUPS = (GAIN, READ, HARM, OUTLIVE, DECEIVE, ACCIDENT)


class Submission:
    """The folder that a student hands in, and what an attacker knows of the place where it is graded.

    Code may name what is in `place` as ``$NAME``: ``$COURSE`` (the course directory), ``$DROP`` (a folder outside that
    no student may write to), ``$TCP``, ``$UDP`` and ``$UNIX`` (where somebody listens), ``$BEFORE`` and ``$AFTER``
    (honest students), ``$MARK`` (by which what an attack leaves behind is found), ``$ATTACK`` (the attack's name).
    """

    def __init__(self, folder: Path, notebook: dict[str, Any], place: Mapping[str, str]) -> None:
        self.folder, self.notebook, self.place = folder, notebook, place
        self.path = folder / "exam.ipynb"
        self._write = True

    def text(self, code: str) -> str:
        """Fill in what the attacker knows."""
        return Template(code).safe_substitute(self.place)

    @property
    def cells(self) -> list[dict[str, Any]]:
        return self.notebook["cells"]

    @cells.setter
    def cells(self, cells: list[dict[str, Any]]) -> None:
        self.notebook["cells"] = cells

    def cell(self, name: str) -> dict[str, Any]:
        """Find a released cell by its grade id."""
        return next(cell for cell in self.cells if name_of(cell) == name)

    @property
    def checks(self) -> list[dict[str, Any]]:
        return [self.cell(f"{name}-check") for name in CHECKED]

    def answer(self, name: str, code: str) -> None:
        """Write an answer into its cell."""
        self.cell(name)["source"] = self.text(code)

    def solve(self, *names: str) -> None:
        """Answer honestly; no name means all."""
        for name in names or tuple(SOLUTIONS):
            self.cell(name)["source"] = SOLUTIONS[name]

    def first(self, code: str) -> None:
        """Put a cell of one's own before all others."""
        self.cells.insert(0, own_cell(self.text(code)))

    def before(self, name: str, code: str) -> None:
        self.cells.insert(self.cells.index(self.cell(name)), own_cell(self.text(code)))

    def last(self, code: str) -> None:
        """Put a cell of one's own behind all others."""
        self.cells.append(own_cell(self.text(code)))

    def file(self, name: str, content: str | bytes) -> Path:
        """Hand in another file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else self.text(content).encode())
        return path

    def raw(self, content: bytes) -> None:
        """Hand in these bytes as the notebook."""
        self.path.unlink(missing_ok=True)
        self.path.write_bytes(content)
        self._write = False

    def link(self, target: str) -> None:
        """Hand in a link as the notebook."""
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(self.text(target))
        self._write = False

    def no_notebook(self) -> None:
        self.path.unlink(missing_ok=True)
        self._write = False

    def save(self) -> None:
        if self._write:
            self.path.write_text(json.dumps(self.notebook, indent=1), encoding="utf-8")


def own_cell(source: str, kind: str = "code", **fields: Any) -> dict[str, Any]:
    """Make a cell that nbgrader does not know."""
    code: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, **code, **fields}


def name_of(cell: Mapping[str, Any]) -> str:
    return str(cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", ""))


@dataclass(frozen=True)
class Evidence:
    """What is found after the batch.

    Attributes
    ----------
    score : float or None
        What the gradebook says of the attacker, all in all; None where it knows of no submission.
    earned : float
        What the submission's honest content is worth.
    scores, wanted : mapping
        What the honest students got and should have.
    finished : bool
        Whether the batch ended by itself.
    console : str
        What the grader printed.
    loot : str
        What the attack could carry off (what it printed, wrote outside, sent away), written backwards by the attack.
    clear : str
        All text that goes back to the student.
    outputs : str
        The outputs of the executed notebook.
    page : str
        The feedback as HTML.
    escaped : tuple of str
        Files that the attack wrote where no student may write.
    sent : tuple of str
        The listeners that it reached.
    touched : tuple of str
        Files of others, and of the course, that are no longer as they were.
    left : int
        How many of its processes still run.
    size : int
        Bytes of what was stored for this student.
    """

    score: float | None
    earned: float
    scores: Mapping[str, float | None]
    wanted: Mapping[str, float]
    finished: bool = True
    console: str = ""
    loot: str = ""
    clear: str = ""
    outputs: str = ""
    page: str = ""
    escaped: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()
    left: int = 0
    size: int = 0
    flags: tuple[str, ...] = ()


Judgement = Callable[[Evidence], bool]


@dataclass(frozen=True)
class Attack:
    """One attack.

    ``in_depth`` says why it is no attack on stock nbgrader, or is not tried there; where it is empty, stock nbgrader
    falls for it, and a test shows that. ``alone`` says that on stock nbgrader it wants a class of its own.
    """

    name: str
    group: str
    tries: str
    fill: Callable[[Submission], None]
    succeeded: Judgement
    in_depth: str = ""
    earns: tuple[str, ...] = ()
    alone: bool = False

    @property
    def stock(self) -> bool:
        return not self.in_depth

    @property
    def earned(self) -> float:
        return float(sum(CHECKED[name] for name in self.earns))


@dataclass
class Corpus:
    """Collects the attacks of one group, in the order in which they are written down."""

    group: str
    judgement: Judgement
    alone: bool = False
    attacks: list[Attack] = field(default_factory=list)

    def __call__(
        self,
        tries: str,
        *,
        in_depth: str = "",
        succeeded: Judgement | None = None,
        earns: str | tuple[str, ...] = (),
        alone: bool | None = None,
    ) -> Callable[[Callable[[Submission], None]], Callable[[Submission], None]]:
        """Take the function under this as an attack; its name is the attack's."""

        def add(fill: Callable[[Submission], None]) -> Callable[[Submission], None]:
            attack = Attack(
                fill.__name__.replace("_", "-"),
                self.group,
                tries,
                fill,
                succeeded or self.judgement,
                in_depth,
                tuple(earns.split()) if isinstance(earns, str) else earns,
                self.alone if alone is None else alone,
            )
            self.attacks.append(attack)
            return fill

        return add


def gained(evidence: Evidence) -> bool:
    return evidence.score is not None and not evidence.score <= evidence.earned + 1e-9


def lost(evidence: Evidence) -> bool:
    return evidence.score is None or not evidence.score >= evidence.earned - 1e-9


def leaked(evidence: Evidence) -> bool:
    return bool(evidence.loot)


def others_harmed(evidence: Evidence) -> bool:
    return not evidence.finished or dict(evidence.scores) != dict(evidence.wanted)


def harmed(evidence: Evidence) -> bool:
    return others_harmed(evidence) or bool(evidence.touched or evidence.escaped)


def outlived(evidence: Evidence) -> bool:
    return evidence.left > 0
