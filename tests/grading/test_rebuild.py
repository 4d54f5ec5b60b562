from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum

from mlcourse.grading.model import Flag, NotebookSource, SourceCell
from mlcourse.grading.notebooks.rebuild import rebuild, released

HIDDEN = "### BEGIN HIDDEN TESTS\nassert f(2) == 4\n### END HIDDEN TESTS"
Cells = list[dict[str, Any]]


def source_cell(name: str, text: str, kind: str = "code", **values: Any) -> SourceCell:
    locked = not values.get("solution", False)
    return SourceCell(name, kind, text, **{"locked": locked, "solution": False, **values})


def check_cell(name: str, text: str, points: float) -> SourceCell:
    return source_cell(name, text, points=points, topics=(("Squares", "squares.ipynb#cell-id=s"),))


SOURCE = NotebookSource(
    "squares",
    (
        source_cell("title", "# Squares", "markdown"),
        source_cell("start", "import math"),
        source_cell("f-task", "## Write f", "markdown"),
        source_cell("f", "def f(x):\n    raise NotImplementedError", solution=True, reference="def f(x): return x * x"),
        check_cell("f-check", f"assert f(1) == 1\n{HIDDEN}", 2.0),
        source_cell("data", "xs = [1, 2]"),
        source_cell("g", "def g(x):\n    raise NotImplementedError", solution=True),
        check_cell("g-check", "assert g(1) == 2", 3.0),
        source_cell("why", "*Write here.*", "markdown", solution=True, points=4.0),
        source_cell("essay", "Draw a picture below.", "markdown", task=True, points=5.0),
    ),
    {"kernelspec": {"name": "mlcourse", "display_name": "ML Course"}, "language_info": {"name": "python"}},
)
ANSWERS = {"f": "def f(x):\n    return x**2", "g": "def g(x):\n    return f(x) + 1", "why": "Because."}
STUBS = {cell.name: cell.source for cell in SOURCE.cells}


def submitted(**answers: str) -> dict[str, Any]:
    """The notebook as a learner has it, with these answers."""
    cells = []
    for cell in rebuild(SOURCE, {"cells": []})[0]["cells"]:
        name = cell["metadata"]["nbgrader"]["grade_id"]
        given = {**copy.deepcopy(cell), "source": answers.get(name, released(cell["source"]))}
        given["metadata"].pop("mlcourse")
        cells.append(given)
    return {"cells": cells, "metadata": {"kernelspec": {"name": "evil"}}, "nbformat": 4, "nbformat_minor": 5}


def honest() -> dict[str, Any]:
    return submitted(**ANSWERS)


def own(text: str, kind: str = "code", **metadata: Any) -> dict[str, Any]:
    return {"cell_type": kind, "id": "abc", "source": text, "metadata": metadata}


def at(notebook: dict[str, Any], name: str) -> int:
    return next(i for i, cell in enumerate(notebook["cells"]) if cell["id"] == name)


def get(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    return notebook["cells"][at(notebook, name)]


def texts(notebook: dict[str, Any]) -> list[str]:
    return [cell["source"] for cell in notebook["cells"]]


def roles(notebook: dict[str, Any]) -> list[str]:
    return [cell["metadata"]["mlcourse"]["role"] for cell in notebook["cells"]]


def kinds(flags: tuple[Flag, ...]) -> list[tuple[str, str]]:
    return [(flag.kind, flag.cell) for flag in flags]


WHOLE = [ANSWERS.get(cell.name, cell.source) for cell in SOURCE.cells]


def test_an_honest_notebook_gets_its_hidden_tests_and_no_flag() -> None:
    before = honest()
    kept = copy.deepcopy(before)
    rebuilt, flags = rebuild(SOURCE, before)
    assert texts(rebuilt) == WHOLE
    assert flags == ()
    assert roles(rebuilt) == [
        "text", "setup", "text", "answer", "check", "setup", "answer", "check", "manual", "manual",
    ]  # fmt: skip
    assert rebuilt["metadata"] == SOURCE.metadata
    assert before == kept, "the submission is left as it is"


def test_nbgrader_takes_the_rebuilt_notebook_for_one_of_its_own() -> None:
    """Valid, and a blank manual answer still has the checksum by which nbgrader knows that it is blank."""
    blank = compute_checksum(nbformat.from_dict(get(rebuild(SOURCE, {"cells": []})[0], "why")))
    cells = tuple(
        source_cell(cell.name, cell.source, cell.cell_type, solution=True, points=4.0, checksum=blank)
        if cell.name == "why"
        else cell
        for cell in SOURCE.cells
    )
    for notebook in (submitted(), honest()):
        rebuilt = nbformat.from_dict(rebuild(NotebookSource("squares", cells, SOURCE.metadata), notebook)[0])
        nbformat.validate(rebuilt)
        MetadataValidator().validate_nb(rebuilt)
        why = next(cell for cell in rebuilt.cells if cell.id == "why")
        assert (why.metadata.nbgrader.checksum == compute_checksum(why)) == (why.source == STUBS["why"])


def test_own_cells_stay_where_they_were_and_lose_what_they_claim() -> None:
    notebook = honest()
    notebook["cells"].insert(0, own("first = 1"))
    notebook["cells"].insert(at(notebook, "f"), own("helper = 2", tags=["skip-execution"], nbgrader={}))
    notebook["cells"].insert(at(notebook, "f-check"), own("print(f(3))", nbgrader={"grade_id": "no-such", "points": 9}))
    notebook["cells"].append(own("The end.", "markdown"))
    rebuilt, flags = rebuild(SOURCE, notebook)
    assert texts(rebuilt) == texts(notebook)[:6] + [STUBS["f-check"] if t == "assert f(1) == 1" else t
                                                    for t in texts(notebook)[6:]]  # fmt: skip
    mine = [cell for cell in rebuilt["cells"] if cell["metadata"]["mlcourse"]["role"] == "own"]
    assert [cell["metadata"] for cell in mine] == [{"mlcourse": {"role": "own"}}] * 4
    assert kinds(flags) == [("foreign", "")]


def test_outputs_are_dropped() -> None:
    notebook = honest()
    get(notebook, "g-check").update(outputs=[{"output_type": "execute_result", "data": {"text/plain": "99"}}])
    assert all(cell["outputs"] == [] for cell in rebuild(SOURCE, notebook)[0]["cells"] if "outputs" in cell)


def without_id(cell: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in cell.items() if key != "id"}


def copy_of(cell: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(cell), "id": "fresh", **changes}


class TestAccidents:
    """What honest learners do: it costs them nothing."""

    def test_a_copied_check(self) -> None:
        notebook = honest()
        notebook["cells"].insert(at(notebook, "g"), copy_of(get(notebook, "f-check")))
        rebuilt, flags = rebuild(SOURCE, notebook)
        assert texts(rebuilt) == WHOLE
        assert kinds(flags) == [("copied", "f-check")]

    def test_a_lost_check(self) -> None:
        notebook = honest()
        del notebook["cells"][at(notebook, "f-check")]
        rebuilt, flags = rebuild(SOURCE, notebook)
        assert texts(rebuilt) == WHOLE
        assert kinds(flags) == [("lost", "f-check")]

    def test_an_answer_in_an_own_cell_because_its_cell_was_lost(self) -> None:
        notebook = honest()
        notebook["cells"][at(notebook, "f")] = own(ANSWERS["f"])
        rebuilt, flags = rebuild(SOURCE, notebook)
        wanted = list(WHOLE)
        wanted[3:4] = [STUBS["f"], ANSWERS["f"]]  # the later definition holds, and the check comes after it
        assert texts(rebuilt) == wanted
        assert kinds(flags) == [("lost", "f")]

    def test_an_exercise_that_was_rewritten_from_nothing(self) -> None:
        """Task, answer and check are gone; what stands in their place runs between the stub and the check."""
        notebook = honest()
        first = at(notebook, "f-task")
        notebook["cells"][first : first + 3] = [own(ANSWERS["f"])]
        rebuilt, _ = rebuild(SOURCE, notebook)
        mine = texts(rebuilt).index(ANSWERS["f"])
        assert texts(rebuilt)[mine - 1 : mine + 2] == [STUBS["f"], ANSWERS["f"], STUBS["f-check"]]

    @pytest.mark.parametrize("worked", ["first", "second"])
    def test_a_copied_answer_of_which_one_is_blank(self, worked: str) -> None:
        notebook = submitted(**{**ANSWERS, **({} if worked == "first" else {"f": STUBS["f"]})})
        second = STUBS["f"] if worked == "first" else ANSWERS["f"]
        notebook["cells"].insert(at(notebook, "f-check"), copy_of(get(notebook, "f"), source=second))
        rebuilt, flags = rebuild(SOURCE, notebook)
        if worked == "first":
            assert texts(rebuilt) == WHOLE
        else:  # the id tells which is the given one, and the later definition holds
            assert ANSWERS["f"] in texts(rebuilt)[3:5]
        assert kinds(flags) == [("copied", "f")]

    def test_two_worked_copies_both_run_in_their_order(self) -> None:
        notebook = honest()
        better = "def f(x):\n    return x * x"
        notebook["cells"].insert(at(notebook, "f-check"), copy_of(get(notebook, "f"), source=better))
        rebuilt, flags = rebuild(SOURCE, notebook)
        assert texts(rebuilt)[3:6] == [ANSWERS["f"], better, STUBS["f-check"]]
        assert roles(rebuilt)[3:6] == ["answer", "own", "check"]
        assert kinds(flags) == [("copied", "f")]

    def test_a_set_up_cell_that_is_copied_to_run_again(self) -> None:
        notebook = honest()
        notebook["cells"].insert(at(notebook, "g-check"), copy_of(get(notebook, "data")))
        rebuilt, _ = rebuild(SOURCE, notebook)
        assert texts(rebuilt).count("xs = [1, 2]") == 2

    def test_an_own_cell_that_reads_like_one_of_the_course(self) -> None:
        notebook = honest()
        notebook["cells"].insert(at(notebook, "f"), own("xs = [1, 2]"))
        rebuilt, flags = rebuild(SOURCE, notebook)
        assert [i for i, text in enumerate(texts(rebuilt)) if text == "xs = [1, 2]"] == [3, 6]
        assert flags == ()

    def test_an_answer_that_was_made_markdown(self) -> None:
        notebook = honest()
        get(notebook, "g")["cell_type"] = "markdown"
        rebuilt, flags = rebuild(SOURCE, notebook)
        assert (get(rebuilt, "g")["cell_type"], get(rebuilt, "g")["source"]) == ("code", ANSWERS["g"])
        assert kinds(flags) == [("type", "g")]

    def test_cells_that_were_moved(self) -> None:
        notebook = honest()
        notebook["cells"].append(notebook["cells"].pop(at(notebook, "f")))
        rebuilt, flags = rebuild(SOURCE, notebook)
        assert texts(rebuilt) == WHOLE
        assert kinds(flags) == [("moved", "")]

    def test_an_editor_that_loses_ids_or_metadata(self) -> None:
        notebook = honest()
        notebook["cells"] = [without_id(cell) for cell in notebook["cells"]]
        assert (texts(rebuild(SOURCE, notebook)[0]), rebuild(SOURCE, notebook)[1]) == (WHOLE, ())
        notebook = honest()
        for cell in notebook["cells"]:
            cell["metadata"] = {}
        assert texts(rebuild(SOURCE, notebook)[0]) == WHOLE

    def test_a_picture_in_a_written_answer_stays(self) -> None:
        notebook = honest()
        picture = {"a.png": {"image/png": "iVBORw0KGgo="}}
        for name in ("why", "title"):
            get(notebook, name)["attachments"] = picture
        rebuilt, flags = rebuild(SOURCE, notebook)
        assert get(rebuilt, "why")["attachments"] == picture
        assert "attachments" not in get(rebuilt, "title")
        assert kinds(flags) == [("attachments", "title")]

    def test_nothing_at_all(self) -> None:
        rebuilt, flags = rebuild(SOURCE, {"cells": []})
        assert texts(rebuilt) == list(STUBS.values())
        assert {flag.kind for flag in flags} == {"lost"}


def test_what_holds_for_many_cells_is_told_once() -> None:
    notebook = honest()
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = ["skip-execution"]
    get(notebook, "g-check")["source"] = "pass"
    tags, changed = sorted(rebuild(SOURCE, notebook)[1], key=lambda flag: -len(flag.text))
    assert (changed.kind, changed.cell) == ("changed", "g-check")
    text = "in 10 cells, such as title: this cell was tagged ['skip-execution']; the tags are gone"
    assert tags == Flag("tags", text)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"source": "pass"}, "changed"),
        ({"metadata": {"tags": ["skip-execution"], "nbgrader": {"grade_id": "g-check"}}}, "tags"),
        ({"metadata": {"nbgrader": {"grade_id": "g-check", "points": 300.0}}}, "metadata"),
        ({"metadata": {"nbgrader": {"grade_id": "g-check", "solution": True}}}, "metadata"),
        ({"metadata": {"nbgrader": {"grade_id": "g-check", "schema_version": 99}}}, "metadata"),
        ({"metadata": {"nbgrader": {"grade_id": "g"}}}, "metadata"),
        ({"metadata": {"nbgrader": []}}, "metadata"),
        ({"metadata": {}}, "metadata"),
        ({"cell_type": "raw"}, "type"),
        ({"attachments": {"a": {"text/plain": "b"}}}, "attachments"),
    ],
)
def test_a_check_that_was_tampered_with_is_restored_and_told_of(change: dict[str, Any], kind: str) -> None:
    notebook = honest()
    get(notebook, "g-check").update(change)
    rebuilt, flags = rebuild(SOURCE, notebook)
    assert get(rebuilt, "g-check") == get(rebuild(SOURCE, honest())[0], "g-check")
    assert (kind, "g-check") in kinds(flags)


def test_ids_are_valid_and_single_whatever_the_names() -> None:
    names = ["ä ö", "ä-ö", "x" * 70, "x" * 71, "own-1", "_"]
    source = NotebookSource("odd", tuple(source_cell(name, name, "markdown") for name in names))
    rebuilt, _ = rebuild(source, {"cells": [own("a"), {**own("b"), "id": "own-1"}, {**own("c"), "id": "!"}]})
    ids = [cell["id"] for cell in rebuilt["cells"]]
    assert len(set(ids)) == len(ids) == len(names) + 2
    nbformat.validate(nbformat.from_dict(rebuilt))


# Any damage to check cells

CHECKS = ("f-check", "g-check")
junk = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False)
    | st.text(max_size=9)
    | st.sampled_from([*STUBS, "grade_id"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
settings_of_nbgrader = st.fixed_dictionaries(
    {},
    optional={
        "grade_id": st.sampled_from([*STUBS, "other", ""]) | junk,
        "grade": junk,
        "points": junk,
        "solution": junk,
        "locked": junk,
        "task": junk,
        "schema_version": junk,
        "checksum": junk,
    },
)
metadata = st.fixed_dictionaries({}, optional={"nbgrader": settings_of_nbgrader | junk, "tags": junk, "more": junk})
Damage = Callable[[Cells, dict[str, Any]], None]


def replaced(key: str, value: Any) -> Damage:
    return lambda cells, cell: cell.update({key: value})


def removed(cells: Cells, cell: dict[str, Any]) -> None:
    cells[:] = [one for one in cells if one is not cell]


def copied(place: int, cell_id: Any) -> Damage:
    return lambda cells, cell: cells.insert(place % (len(cells) + 1), {**copy.deepcopy(cell), "id": cell_id})


def moved(place: int) -> Damage:
    def move(cells: Cells, cell: dict[str, Any]) -> None:
        removed(cells, cell)
        cells.insert(place % (len(cells) + 1), cell)

    return move


damage = st.one_of(
    # One thing at a time may go wrong with text and names, or no one could tell whose the cell is.
    st.sampled_from([removed]),
    st.builds(copied, st.integers(0, 20), st.sampled_from(["fresh", "other", 7, None])),
    st.builds(moved, st.integers(0, 20)),
    st.builds(replaced, st.just("metadata"), metadata),
    st.builds(replaced, st.just("cell_type"), st.sampled_from(["raw", "markdown"])),
    st.builds(replaced, st.just("source"), st.text(max_size=20)),
    st.builds(replaced, st.just("attachments"), st.just({"a": {"image/png": "aa"}})),
    st.builds(replaced, st.just("outputs"), junk),
    st.builds(replaced, st.just("execution_count"), junk),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(CHECKS), damage), max_size=4))
def test_no_damage_to_checks_changes_what_is_graded(damages: list[tuple[str, Damage]]) -> None:
    notebook = honest()
    for name, do in damages:
        for cell in [cell for cell in notebook["cells"] if cell["id"] == name]:
            do(notebook["cells"], cell)
    rebuilt, _ = rebuild(SOURCE, notebook)
    # A copy whose text was changed as well could be the learner's own experiment: it stays.
    named = [cell for cell in rebuilt["cells"] if cell["metadata"]["mlcourse"]["role"] != "own"]
    assert named == rebuild(SOURCE, honest())[0]["cells"]


anything = st.fixed_dictionaries(
    {
        "cell_type": st.sampled_from(["code", "markdown", "raw"]),
        "source": st.text() | st.sampled_from(list(STUBS.values())),
        "metadata": metadata,
    },
    optional={"id": st.sampled_from([*STUBS, "x"]) | junk},
)


@settings(max_examples=100, deadline=None)
@given(st.lists(anything, max_size=12))
def test_whatever_is_submitted_the_course_stands_as_it_was_given_out(cells: Cells) -> None:
    rebuilt, _ = rebuild(SOURCE, {"cells": cells, "metadata": {}})
    named = [cell for cell in rebuilt["cells"] if cell["metadata"]["mlcourse"]["role"] != "own"]
    assert [cell["metadata"]["nbgrader"]["grade_id"] for cell in named] == list(STUBS)
    for cell in SOURCE.cells:
        if not cell.solution:
            assert get(rebuilt, cell.name)["source"] == cell.source
    given_texts = {cell["source"] for cell in cells}
    for cell in rebuilt["cells"]:
        assert cell["source"] in given_texts | set(STUBS.values())
        assert "tags" not in cell["metadata"]
    nbformat.validate(nbformat.from_dict(json.loads(json.dumps(rebuilt))))
