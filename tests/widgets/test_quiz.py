"""A quiz used through its controls."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mlcourse.quizzes import Mistake, Option, Question, Quiz, memory, shown_order
from mlcourse.widgets.quiz import ANSWERS, QuizWidget
from mlcourse.widgets.quiz import quiz as show_quiz

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


def test_a_verdict_that_stays_the_same_is_announced_again(quiz):
    """A screen reader says nothing where the text does not change."""
    said = [answer(quiz, 0, [1]) and quiz.announcement.html for _ in range(3)]
    quiz.again.click()
    said.append(answer(quiz, 0, [1]) and quiz.announcement.html)
    assert said == [
        "<p>Question 1: Not right.</p>",
        "<p>Question 1, try 2: Not right.</p>",
        "<p>Question 1, try 3: Not right.</p>",
        "<p>Question 1, try 4: Not right.</p>",
    ]


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
from mlcourse.quizzes import memory
from mlcourse.widgets.quiz import ANSWERS, QuizWidget
from mlcourse.widgets.quiz import quiz as show_quiz
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


# ---- answers are remembered ----


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """A learner's folder with two quizzes, and the notebook's folder in it as the present one."""
    (tmp_path / ".mlcourse").mkdir()
    folder = tmp_path / "course" / "01-a"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return tmp_path


QUESTIONS = (ONE, SEVERAL, NUMBER, ORDER)


def show(workspace, questions=QUESTIONS):
    """Run the cell of the quiz, as on another day."""
    return QuizWidget(Quiz(workspace / "01-x.quiz.yml", questions), memory.place("x"))


def answer_all(quiz):
    for index, value in enumerate([[1], [0, 1], ["5,05"], positions([1, 0, 2])]):
        answer(quiz, index, value)


def test_a_quiz_is_shown_as_it_was_left(workspace):
    first = show(workspace)
    answer_all(first)
    again = show(workspace)
    for before, after in zip(first.questions, again.questions, strict=True):
        assert after.control.value == before.control.value
        assert after.shown.value == before.shown.value
        assert after.feedback == before.feedback
    assert again.answers == first.answers == {"one": False, "several": True, "number": True, "order": False}
    assert "2 of 4 are right." in again.total.html
    assert "Answers that you gave earlier are shown again" in again.total.html
    assert again.announcement.html == ""  # nothing happened that is to be read out


def test_answers_of_before_are_not_reported_once_more(workspace):
    answer_all(show(workspace))
    quiz = show(workspace)
    ((bundle, _),) = quiz._static
    assert bundle[ANSWERS] == {"lesson": "x", "answers": {}}
    assert bundle["text/plain"].endswith("Your last answers: 2 of 4 are right. Read why, and try the others again.")
    check(quiz.questions[0])
    ((bundle, _),) = quiz._static
    assert bundle[ANSWERS]["answers"] == {"one": False}
    for question in quiz.questions[1:]:
        check(question)
    assert "earlier" not in quiz.total.html


def test_only_what_was_checked_and_could_be_judged_is_remembered(workspace):
    quiz = show(workspace)
    quiz.questions[0].control.value = [0]  # chosen and not checked
    answer(quiz, 2, ["five"])
    answer(quiz, 3, [1, 1, 2])
    assert not (workspace / ".mlcourse" / "quizzes").exists()
    answer(quiz, 2, ["7"])
    assert [question.control.value for question in show(workspace).questions] == [[], [], ["7"], [0, 0, 0]]


def test_the_last_answer_is_the_one_that_is_remembered(workspace):
    quiz = show(workspace)
    answer(quiz, 0, [1])
    answer(quiz, 0, [0])
    assert show(workspace).questions[0].feedback.right is True


def test_try_again_forgets(workspace):
    quiz = show(workspace)
    answer_all(quiz)
    quiz.again.click()
    assert [*(workspace / ".mlcourse" / "quizzes").iterdir()] == []
    assert show(workspace).answers == {}
    assert "earlier" not in quiz.total.html


@pytest.mark.parametrize(
    "changed",
    [
        replace(ONE, text="Is $2 < 1$?"),
        replace(ONE, options=(*ONE.options, Option("Perhaps", False, "No."))),
        replace(ONE, options=ONE.options[::-1]),
        replace(SEVERAL, id="one"),
        replace(ONE, id="other"),
    ],
)
def test_a_question_that_reads_differently_is_asked_anew(workspace, changed):
    answer(show(workspace), 0, [0])
    quiz = show(workspace, (changed,))
    assert quiz.answers == {}
    assert quiz.questions[0].control.value == []


def test_a_better_explanation_is_shown_with_the_answer_of_before(workspace):
    answer(show(workspace), 0, [1])
    mended = replace(ONE, options=(ONE.options[0], replace(ONE.options[1], why="A better reason.")))
    assert "A better reason." in show(workspace, (mended,)).questions[0].shown.value


GOOD = '{"answers": {"one": {"question": "%s", "given": %s}}}'


@pytest.mark.parametrize(
    "given",
    ["[0, 1]", "[2]", "[-1]", "[true]", "[]", "0", '"0"', "null", '["0"]', "[0.0]", "[[0]]", "{}"],
)
def test_an_answer_that_cannot_be_one_is_left_out(workspace, given):
    place = memory.place("x")
    place.parent.mkdir()
    answer(show(workspace), 0, [0])
    mark = json.loads(place.read_text())["answers"]["one"]["question"]
    place.write_text(GOOD % (mark, "[1]"))
    assert show(workspace).answers == {"one": False}
    place.write_text(GOOD % (mark, given))
    assert show(workspace).answers == {}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"answers": []}', b'{"answers": {"one": 3}}', b"\xff", b"[" * 9000]
)
def test_a_damaged_memory_is_no_hindrance(workspace, content):
    place = memory.place("x")
    place.parent.mkdir()
    place.write_bytes(content)
    quiz = show(workspace)
    assert quiz.answers == {}
    answer(quiz, 0, [0])
    assert show(workspace).answers == {"one": True}
    assert [path.name for path in place.parent.iterdir()] == ["x.json"]


def test_where_nothing_can_be_written_the_quiz_works_all_the_same(workspace):
    (workspace / ".mlcourse" / "quizzes").write_text("a file, where the folder should be")
    quiz = show(workspace)
    assert answer(quiz, 0, [0]).feedback.right is True
    assert show(workspace).answers == {}
    quiz.again.click()


def test_outside_of_a_workspace_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert memory.place("x", tmp_path) is None
    quiz = QuizWidget(Quiz(tmp_path / "01-x.quiz.yml", QUESTIONS), memory.place("x"))
    assert answer(quiz, 0, [0]).feedback.right is True
    assert [*tmp_path.iterdir()] == []


def test_the_quiz_of_a_lesson_finds_its_memory(workspace):
    quiz = show_quiz("vectors-and-matrices")
    question = quiz.questions[0]
    question.control.set_state({"value": [0], "checks": 1})
    place = workspace / ".mlcourse" / "quizzes" / "vectors-and-matrices.json"
    assert place.is_file()
    assert show_quiz("vectors-and-matrices").questions[0].control.value == [0]
    assert Path.cwd() != place.parent
