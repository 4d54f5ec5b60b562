"""No attacks: what honest learners do by mistake. It must cost them nothing that they earned."""

from __future__ import annotations

import copy

from tests.grading.attacks.course import ALL, CHECKED
from tests.grading.attacks.model import ACCIDENT, Corpus, Submission, lost, name_of, others_harmed, own_cell

attack = Corpus(ACCIDENT, lost)
KEPT = "stock nbgrader gets this right as well"


def others(*names: str) -> tuple[str, ...]:
    return tuple(name for name in CHECKED if name not in names)


@attack("copied a test cell", earns=ALL, alone=True, succeeded=lambda found: lost(found) or others_harmed(found))
def copied_test(work: Submission) -> None:
    work.solve()
    cell = work.cell("total-check")
    work.cells.insert(work.cells.index(cell) + 1, copy.deepcopy(cell))


@attack("copied all cells", earns=ALL, alone=True, succeeded=lambda found: lost(found) or others_harmed(found))
def copied_everything(work: Submission) -> None:
    work.solve()
    work.cells.extend(copy.deepcopy(work.cells))


@attack(
    "copied an answer, and went on in the first one",
    earns=ALL,
    alone=True,
    succeeded=lambda found: lost(found) or others_harmed(found),
)
def copied_answer(work: Submission) -> None:
    work.solve()
    cell = work.cell("total")
    work.cells.insert(work.cells.index(cell) + 1, copy.deepcopy(cell))


@attack("deleted test cells", earns=ALL)
def lost_tests(work: Submission) -> None:
    work.solve()
    work.cells = [cell for cell in work.cells if name_of(cell) not in ("total-check", "guess-check")]


@attack("deleted the cell with the imports", earns=ALL)
def lost_imports(work: Submission) -> None:
    work.solve()
    work.cells = [cell for cell in work.cells if name_of(cell) != "start_2"]


@attack("changed a test cell to try something", earns=ALL, in_depth=KEPT)
def changed_test(work: Submission) -> None:
    work.solve()
    work.cell("total-check")["source"] = "print(total([1]))\nassert False"


@attack("made text of an answer and back", earns=ALL, in_depth=KEPT)
def answer_as_text(work: Submission) -> None:
    work.solve()
    cell = work.cell("total")
    cell["cell_type"] = "raw"
    del cell["outputs"], cell["execution_count"]


@attack("has a library that writes to stderr", earns=ALL, in_depth=KEPT)
def writes_to_stderr(work: Submission) -> None:
    work.solve()
    work.answer("total", 'import os\ndef total(numbers):\n    os.write(2, b"epoch 1\\n")\n    return sum(numbers)')


@attack("has warnings and messages in the answers", earns=ALL, in_depth="the course's check block catches them")
def warns(work: Submission) -> None:
    work.solve()
    work.answer(
        "total",
        """
import logging, sys, warnings
def total(numbers):
    warnings.warn("slow")
    logging.warning("slower")
    print("slowest", file=sys.stderr)
    return sum(numbers)
""",
    )


@attack("answered wrongly what another answer builds on", earns=others("total"))
def wrong_before(work: Submission) -> None:
    work.solve()
    work.answer("total", "def total(numbers):\n    return 3")


@attack("ended the process in the last answer", earns=others("centre"))
def exits_at_the_end(work: Submission) -> None:
    work.solve()
    work.answer("centre", "class Centre:\n    def fit(self, values):\n        import os\n        os._exit(0)")


@attack("ended the process in the first answer", earns=others("total"))
def exits_at_the_start(work: Submission) -> None:
    work.solve()
    work.answer("total", "def total(numbers):\n    import os\n    os._exit(0)")


@attack("calls exit() in a cell", earns=ALL, in_depth=KEPT)
def calls_exit(work: Submission) -> None:
    work.solve()
    work.before("scale", "exit()")


@attack("brings the process down by a bug in C", earns=others("lowest"))
def segmentation_fault(work: Submission) -> None:
    work.solve()
    work.answer("lowest", "def lowest(loss, candidates):\n    import ctypes\n    return ctypes.string_at(0)")


@attack("overflows the stack of C", earns=others("lowest"))
def stack_overflow(work: Submission) -> None:
    work.solve()
    work.answer(
        "lowest",
        """
import itertools
def lowest(loss, candidates):
    chained = iter(candidates)
    for _ in range(10**6):
        chained = itertools.chain(chained)
    return min(chained, key=loss)
""",
    )


@attack("loops for ever in one answer", earns=others("lowest"), in_depth="stock nbgrader gets it right after 30 s")
def loops_in_one_answer(work: Submission) -> None:
    work.solve()
    work.answer("lowest", "def lowest(loss, candidates):\n    while True:\n        pass")


@attack("asks for input", earns=ALL, in_depth=KEPT)
def asks_for_input(work: Submission) -> None:
    work.solve()
    work.before("scale", "name = input('Your name? ')")


@attack("left a syntax error in a cell of their own", earns=ALL, in_depth=KEPT)
def syntax_error(work: Submission) -> None:
    work.solve()
    work.before("scale", "for :")


@attack("left one answer blank", earns=others("lowest"), in_depth=KEPT)
def one_blank(work: Submission) -> None:
    work.solve(*others("lowest"))


@attack("left one answer empty", earns=others("lowest"), in_depth=KEPT)
def one_empty(work: Submission) -> None:
    work.solve()
    work.answer("lowest", "")


@attack("uses helpers of their own, and files that they hand in", earns=ALL, in_depth=KEPT)
def own_helpers(work: Submission) -> None:
    work.solve()
    work.file("data/numbers.txt", "1 2 3")
    work.file("helpers.py", "def add(numbers):\n    return sum(numbers)")
    work.before("total", "numbers = [int(part) for part in open('data/numbers.txt').read().split()]\nimport helpers")
    work.answer("total", "def total(values):\n    assert numbers == [1, 2, 3]\n    return helpers.add(values)")


@attack("plays with the check and with names of the set-up before the tests", earns=ALL)
def plays_with_names(work: Submission) -> None:
    work.solve()
    work.before("total-check", "check = 'I check this'\nabs = 3")


@attack("saved by an older Jupyter, without cell ids", earns=ALL, in_depth=KEPT)
def older_format(work: Submission) -> None:
    work.solve()
    for cell in work.cells:
        cell.pop("id", None)
    work.notebook["nbformat_minor"] = 2


@attack(
    "pasted cells of another assignment",
    earns=ALL,
    alone=True,
    succeeded=lambda found: lost(found) or others_harmed(found),
)
def foreign_cells(work: Submission) -> None:
    work.solve()
    work.cells.append(own_cell("assert 1 == 2"))
    nbgrader = {"grade": True, "grade_id": "other-check", "locked": True, "solution": False, "task": False}
    work.cells[-1]["metadata"]["nbgrader"] = {**nbgrader, "points": 5, "schema_version": 3}
