"""A quiz used through its controls."""

import pytest

from mlcourse.quizzes import Mistake, Option, Question, Quiz, shown_order
from mlcourse.widgets.quiz import ANSWERS, QuizWidget

ONE = Question(
    "one", "topic", "one", "Is $1 < 2$?", options=(Option("Yes", True, "It is."), Option("$0$", False, "Look."))
)
SEVERAL = Question(
    "several",
    "topic",
    "several",
    "Which?",
    options=(Option("a", True, "why a"), Option("b", True, "why b"), Option("c", False, "why c")),
)
NUMBER = Question(
    "number", "topic", "number", "5?", why="Five.", answer=5, tolerance=0.1, unit="m", mistakes=(Mistake(7, "Sum."),)
)
ORDER = Question("order", "topic", "order", "Order", why="So.", items=("first", "second", "third"))


@pytest.fixture
def quiz(tmp_path):
    return QuizWidget(Quiz(tmp_path / "01-x.quiz.yml", (ONE, SEVERAL, NUMBER, ORDER)))


def check(question):
    """Press the button, which the browser reports as one more check."""
    question.control.checks += 1
    return question


def answer(quiz, index, value):
    question = quiz.questions[index]
    question.control.value = value
    return check(question)


def positions(order):
    """The position that each shown row gets, so that the items end in the given order."""
    return [order.index(item) + 1 for item in shown_order(ORDER)]


def test_choosing_and_checking_explains_every_option(quiz):
    question = answer(quiz, 0, [1])
    assert question.feedback.right is False
    for text in ("✗ Not right.", "You did not choose this, but it is right.", "It is.", "Look.", r"\(0\)"):
        assert text in question.shown.value


def test_each_kind_can_be_answered_rightly(quiz):
    for index, value in enumerate([[0], [0, 1], ["5,05"], positions([0, 1, 2])]):
        question = answer(quiz, index, value)
        assert question.feedback.right is True
        assert "✓ Right." in question.shown.value
    assert "All 4 of 4 are right." in quiz.total.html


def test_nothing_chosen_is_not_wrong(quiz):
    for index in range(4):
        check(quiz.questions[index])
        assert quiz.questions[index].feedback.right is None
    assert "0 of 4 questions are checked so far" in quiz.total.html


def test_two_lines_in_one_position_are_refused(quiz):
    assert answer(quiz, 3, [1, 1, 2]).feedback.right is None
    assert answer(quiz, 3, positions([1, 0, 2])).feedback.right is False


def test_answer_and_check_arrive_together(quiz):
    quiz.questions[0].control.set_state({"value": [0], "checks": 1})  # as the browser sends them
    assert quiz.questions[0].feedback.right is True


def test_a_common_mistake_is_named(quiz):
    question = answer(quiz, 2, ["7"])
    assert "Sum." in question.shown.value
    assert "5 m" in question.shown.value


def test_an_answer_can_be_mended(quiz):
    assert answer(quiz, 0, [1]).feedback.right is False
    assert answer(quiz, 0, [0]).feedback.right is True
    assert "1 of 4 questions is checked so far, 1 right." in quiz.total.html


def test_the_verdict_is_announced(quiz):
    answer(quiz, 1, [0])
    assert "Question 2: Not right yet: 2 of 3" in quiz.announcement.html


def test_try_again_clears_everything(quiz):
    for index, value in enumerate([[1], [0], ["7"], positions([1, 0, 2])]):
        answer(quiz, index, value)
    quiz.again.click()
    assert [question.control.value for question in quiz.questions] == [[], [], [], [0, 0, 0]]
    assert all(question.feedback is None and question.shown.value == "" for question in quiz.questions)
    assert "0 of 4" in quiz.total.html


def test_controls_have_names(quiz):
    assert quiz.questions[0].control.legend == "Choose one."
    assert quiz.questions[2].control.legend == "Type your number in m."
    assert [q.control.button for q in quiz.questions] == [f"Check question {i}" for i in range(1, 5)]


def test_options_stand_in_file_order_and_items_shuffled(quiz):
    assert [label.value for label in quiz.questions[1].control.labels] == ["a", "b", "c"]
    shown = [label.value for label in quiz.questions[3].control.labels]
    assert sorted(shown) == sorted(ORDER.items)
    assert shown != list(ORDER.items)


def test_without_a_kernel_the_quiz_says_what_to_do(quiz, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: shown.append(bundle))
    quiz._ipython_display_()
    assert "run this cell" in shown[0]["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in shown[1]


def record_of(output):
    return output["data"][ANSWERS]


def test_every_verdict_goes_into_the_static_form(quiz):
    ((blank, _),) = quiz._static
    assert blank[ANSWERS] == {"lesson": "x", "answers": {}}
    assert blank["text/plain"] == "A quiz of 4 questions: run this cell to answer."
    answer(quiz, 0, [0])
    check(quiz.questions[1])  # nothing is chosen, so nothing is judged
    answer(quiz, 2, ["7"])
    ((bundle, _),) = quiz._static
    assert bundle[ANSWERS]["answers"] == {"one": True, "number": False}
    assert bundle["text/plain"].endswith("Your last answers: 2 of 4 questions are checked so far, 1 right.")
    assert bundle["text/plain"] in bundle["text/html"]
    quiz.again.click()
    assert quiz._static[0][0] == blank


def test_a_quiz_that_nobody_shows_prints_nothing(quiz, capsys):
    answer(quiz, 0, [0])
    quiz.again.click()
    assert capsys.readouterr() == ("", "")


PROGRAM = """
from pathlib import Path
from mlcourse.quizzes import Option, Question, Quiz
from mlcourse.widgets.quiz import ANSWERS, QuizWidget
options = (Option("Yes", True, "It is."), Option("No", False, "Look."))
quiz = QuizWidget(Quiz(Path("01-x.quiz.yml"), (Question("one", "topic", "one", "?", options=options),)))
quiz
"""


def run(*cells):
    """Run cells in a kernel, as a front end without widgets does, and return their outputs."""
    import nbclient
    import nbformat

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    nbformat.validate(notebook)
    return [cell.outputs for cell in notebook.cells]


def test_the_verdicts_are_saved_with_the_notebook_under_the_widget():
    check_now = "quiz.questions[0].control.set_state({'value': [0], 'checks': 1})"
    first, second = run(PROGRAM, check_now)
    static, widget = first
    assert record_of(static) == {"lesson": "x", "answers": {"one": True}}
    assert "all 1 of 1 are right." in static["data"]["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in widget["data"]
    assert second == []  # and nowhere else


def test_a_quiz_shown_twice_keeps_both_up_to_date():
    shown, again, _ = run(PROGRAM, "quiz", "quiz.questions[0].control.set_state({'value': [1], 'checks': 1})")
    assert record_of(shown[0]) == record_of(again[0]) == {"lesson": "x", "answers": {"one": False}}
