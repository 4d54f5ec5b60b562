"""What learners read after grading: what went wrong, and nothing of the hidden tests."""

from __future__ import annotations

from typing import Any

import html5lib
import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.converters import GenerateFeedback

from mlcourse.grading.feedback.preprocessors import Teach
from mlcourse.grading.feedback.telling import Feedback, as_html, as_text, read_feedback, without_wanted

TESTS = """from mlcourse import check
check.equal(area(2), 4)
### BEGIN HIDDEN TESTS
check.equal(area(31), 961)
### END HIDDEN TESTS"""
TOPICS = [["Squares", "../../course/01-a/02-squares.ipynb#squares"], ["Bad", "javascript:pwned()"]]


def check(outcome: dict[str, Any] | None, *outputs: dict[str, Any], **more: Any) -> dict[str, Any]:
    graded = {"grade_id": "area-check", "grade": True, "solution": False, "locked": True, "task": False, "points": 3}
    graded |= {"schema_version": 3, "cell_type": "code", "checksum": "0", "score": 0.0, **more}
    own = {"topics": TOPICS, **({"outcome": outcome} if outcome else {})}
    metadata = {"nbgrader": graded, "mlcourse": own}
    cell = {"id": "a", "cell_type": "code", "metadata": metadata, "source": TESTS, "execution_count": None}
    return {**cell, "outputs": list(outputs)}


def failed(message: str, score: float = 0.0, outcome: str = "failed", note: str = "") -> dict[str, Any]:
    return {"outcome": outcome, "message": message, "note": note, "score": score, "points": 3.0}


def error(message: str) -> dict[str, Any]:
    traceback = ["----> 4 check.equal(area(31), 961)", f"AssertionError: {message}"]
    return {"output_type": "error", "ename": "AssertionError", "evalue": message, "traceback": traceback}


def printed(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def feedback_page(*cells: dict[str, Any]) -> tuple[str, Any]:
    """Make the page with nbgrader's own exporter; returns its text and its tree."""
    exporter = HTMLExporter(config=GenerateFeedback().config)
    exporter.register_preprocessor(Teach, enabled=True)
    notebook = nbformat.from_dict({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    about = {"notebook": "n", "score": 1, "max_score": 3, "late_penalty": 0}
    page, _ = exporter.from_notebook_node(notebook, resources={"nbgrader": about})
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    body = next(one for one in tree.iter() if one.tag == "body")
    return "".join(body.itertext()), body


def test_a_failed_check_tells_what_went_wrong_and_what_to_read_again() -> None:
    text, body = feedback_page(check(failed("area(31) gave 62.", note="Your area was replaced.")))
    assert "Not right yet: 0 of 3 points" in text
    assert "area(31) gave 62." in text
    assert "Your area was replaced." in text
    assert [one.text for one in body.iter("a") if "squares.ipynb" in one.get("href", "")] == ["Squares"]
    assert "Bad" in text
    assert not [one for one in body.iter("a") if "javascript" in one.get("href", "")]


def test_nothing_of_a_hidden_test_is_shown() -> None:
    cell = check(failed("That is not the area."), printed("called with 31\n"), error("961 expected"))
    text, _ = feedback_page(cell)
    assert "check.equal(area(2), 4)" in text  # what learners had anyway
    assert "31" not in text
    assert "961" not in text


def test_what_a_hidden_test_wanted_is_taken_out_of_its_message() -> None:
    message = (
        "Arrays are not equal\n\nMismatched elements: 1 / 2 (50%)\n ACTUAL: array([1, 2])\n DESIRED: array([1, 961])"
    )
    text, _ = feedback_page(check(failed(message)))
    assert "ACTUAL: array([1, 2])" in text
    assert "961" not in text


@pytest.mark.parametrize(
    ("message", "left"),
    [
        (" x: array([1,\n       2])\n y: array([3,\n       4])", "x: array([1,\n       2])"),
        ("Expected 7 but got 3.\nAbsolute difference: 4", "but got 3.\nAbsolute difference: 4"),
        ("DataFrame are different\n[left]:  [1]\n[right]: [2]", "DataFrame are different\n[left]:  [1]"),
        ("Your y: it is an axis", "Your y: it is an axis"),
        ("area(2) gave 5, and 4 is right.", "area(2) gave 5, and 4 is right."),
    ],
)
def test_what_testing_functions_wanted(message: str, left: str) -> None:
    assert without_wanted(message) == left


def test_a_notebook_that_another_program_graded_is_told_by_its_outputs() -> None:
    text, _ = feedback_page(check(None, error("area(31) is wrong"), score=0.0))
    assert "Not right yet: 0 of 3 points" in text
    assert "AssertionError: area(31) is wrong" in text
    assert "check.equal(area(31), 961)" not in text


def test_a_right_answer_is_told_in_one_line() -> None:
    feedback = read_feedback(check(failed("ignored", 3.0, "passed"), score=3.0))
    assert as_text(feedback) == "Right: 3 of 3 points"
    assert "To read again" not in as_html(feedback)


def test_points_that_a_person_has_given_count() -> None:
    assert read_feedback(check(failed("wrong"), score=2.5)).headline == "Not right yet: 2.5 of 3 points"


@pytest.mark.parametrize("outcome", ["failed", "partial", "raised", "not attempted", "not run", "error", "unheard of"])
def test_messages_are_text_and_never_markup(outcome: str) -> None:
    text, body = feedback_page(check(failed("<script>pwned()</script>\x1b[31m", outcome=outcome)))
    assert "<script>pwned()</script>" in text
    assert not [one for one in body.iter("script") if "pwned" in "".join(one.itertext())]


def test_answers_to_be_read_by_a_person_show_its_comment() -> None:
    graded = {"grade_id": "why", "grade": True, "solution": True, "locked": False, "task": False, "points": 4}
    graded |= {"schema_version": 3, "cell_type": "markdown", "checksum": "0", "score": 3, "comment": "Well argued."}
    cell = {"id": "w", "cell_type": "markdown", "metadata": {"nbgrader": graded}, "source": "Since $a<b$."}
    text, _ = feedback_page(cell)
    assert "Well argued." in text
    assert "3.0 / 4.0" in text
    assert "Since $a" in text


def test_graded_cells_of_code_to_be_read_by_a_person_keep_what_they_show() -> None:
    cell = check(None, printed("my plot\n"), solution=True, locked=False)
    assert "my plot" in feedback_page(cell)[0]


def test_what_is_not_known_is_not_told() -> None:
    assert Feedback("checked").headline == "Checked"
    assert Feedback("failed", points=1, score=0).headline == "Not right yet: 0 of 1 point"
