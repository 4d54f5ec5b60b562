"""Reading quizzes and grading answers."""

import textwrap

import pytest

from mlcourse import quiz as show_quiz
from mlcourse.errors import CourseError, SourceError
from mlcourse.quizzes import Option, Question, explain, find, grade, read, render, shown_order, total
from mlcourse.widgets.quiz import QuizWidget

GOOD = """\
questions:
  - id: angle
    topic: dot-product
    kind: one
    text: What is the angle if $a^T b = 0$?
    options:
      - text: right
        right: true
        why: The cosine is 0.
      - text: flat
        why: Then it is negative.
  - id: norms
    topic: norms
    kind: several
    text: Which are norms?
    options:
      - {text: sum, right: true, why: yes}
      - {text: 2, why: no}
  - id: length
    topic: norms
    kind: number
    text: How long?
    answer: 5
    tolerance: 1e-2
    unit: m
    why: By Pythagoras.
    mistakes:
      - answer: 7
        why: That is the sum.
  - id: steps
    topic: norms
    kind: order
    text: Order
    items: [square, add, root]
    why: Inside out.
"""


@pytest.fixture
def source(tmp_path):
    def write(text):
        path = tmp_path / "08-vectors.quiz.yml"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    return write


def test_a_quiz_is_read(source):
    path = source(GOOD)
    quiz = read(path)
    assert quiz.path == path
    assert [q.kind for q in quiz.questions] == ["one", "several", "number", "order"]
    one, several, number, order = quiz.questions
    assert one.options == (
        Option("right", True, "The cosine is 0."),
        Option("flat", False, "Then it is negative."),
    )
    assert several.options[1] == Option("2", False, "no")
    assert (number.answer, number.tolerance, number.unit) == (5, 0.01, "m")
    assert number.mistakes[0].answer == 7
    assert order.items == ("square", "add", "root")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("    kind: one\n", "    kind: two\n", 4, "'two' is unknown"),
        ("    kind: one\n", "", 2, "no kind"),
        ("    topic: dot-product\n", "", 2, "'topic' is missing"),
        ("topic: dot-product", "topic: Dot product", 3, "no slug"),
        ("id: norms", "id: angle", 12, "used twice"),
        ("        why: The cosine is 0.\n", "", 7, "'why' is missing"),
        ("why: The cosine is 0.", "why:", 9, "why is empty"),
        ("        right: true\n", "", 7, "no option is right"),
        ("        right: true\n", "        right: false\n", 8, "not `true`"),
        ("      - text: flat\n", "      - text: flat\n        right: true\n", 7, "2 options are right"),
        ("      - text: flat\n", "      - text: right\n", 10, "stands here twice"),
        ("      - text: flat\n        why: Then it is negative.\n", "", 7, "1 entries"),
        ("        why: Then", "        wy: Then", 11, "did you mean why?"),
        ("    unit: m\n", "    items: [a, b]\n", 25, "'items' has no meaning"),
        ("    answer: 5\n", "    answer: five\n", 23, "no number"),
        ("    answer: 5\n", "    answer: .nan\n", 23, "no number"),
        ("    answer: 5\n", "    answer: [5]\n", 23, "no number"),
        ("tolerance: 1e-2", "tolerance: -1", 24, "negative"),
        ("    tolerance: 1e-2\n", "", 19, "'tolerance' is missing"),
        ("answer: 7", "answer: 5.005", 28, "counts as right"),
        ("answer: 7\n", "answer: 7\n        why: x\n      - answer: 7.001\n", 30, "listed already"),
        ("    items: [square, add, root]", "    items: square", 34, "not a list"),
        ("[square, add, root]", "[square]", 34, "1 entries"),
        ("[square, add, root]", "[square, add, add]", 34, "stands here twice"),
        ("    text: Order\n", "    text: Order\n    text: Again\n", 34, "stands here twice"),
        ("    text: Order\n", "    text: [Order]\n", 33, "not text"),
        ("    text: Order\n", "    text: Order: all\n", 33, "not YAML"),
    ],
)
def test_a_fault_is_found_with_its_line(source, old, new, line, words):
    assert old in GOOD
    with pytest.raises(SourceError, match=r"08-vectors\.quiz\.yml") as caught:
        read(source(GOOD.replace(old, new, 1)))
    assert words in caught.value.message + ": " + caught.value.remedy
    assert caught.value.line == line
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("# nothing\n", 1, "empty"),
        ("questions: []\n", 1, "0 entries"),
        ("questions:\n  - just text\n", 2, "list of keys and values"),
        ("- a\n", 1, "keys and values"),
        ("title: x\nquestions: []\n", 1, "'title' has no meaning"),
    ],
)
def test_a_file_that_is_no_quiz_is_refused(source, text, line, words):
    with pytest.raises(SourceError) as caught:
        read(source(text))
    assert words in caught.value.message
    assert caught.value.line == line


def test_a_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "01-x.quiz.yml"
    path.write_bytes("questions: ü".encode("latin-1"))
    with pytest.raises(SourceError, match="UTF-8"):
        read(path)


@pytest.fixture
def course(tmp_path, monkeypatch):
    folder = tmp_path / "course" / "01-foundations"
    folder.mkdir(parents=True)
    (folder / "08-vectors-and-matrices.quiz.yml").write_text(GOOD, encoding="utf-8")
    monkeypatch.setenv("MLCOURSE_CONTENT", str(tmp_path))
    return folder


def test_a_quiz_is_found_by_its_lesson(course):
    assert find("vectors-and-matrices") == course / "08-vectors-and-matrices.quiz.yml"


@pytest.mark.parametrize("lesson", ["vectors-and-matrixes", "*", "elephants"])
def test_an_unknown_lesson_names_what_there_is(course, lesson):
    with pytest.raises(CourseError, match="vectors-and-matrices"):
        find(lesson)


def test_the_quiz_is_shown_by_one_line(course):
    assert isinstance(show_quiz("vectors-and-matrices"), QuizWidget)


@pytest.fixture
def questions(source):
    return {question.id: question for question in read(source(GOOD)).questions}


def test_one(questions):
    assert grade(questions["angle"], [0]).right is True
    wrong = grade(questions["angle"], [1])
    assert wrong.right is False
    assert [note.good for note in wrong.notes] == [False, False]
    assert [note.why for note in wrong.notes] == ["The cosine is 0.", "Then it is negative."]


@pytest.mark.parametrize(("chosen", "right"), [([0], True), ([0, 1], False), ([1], False), ([], None)])
def test_several(questions, chosen, right):
    assert grade(questions["norms"], chosen).right is right


@pytest.mark.parametrize(
    ("typed", "right"),
    [("5", True), ("5.01", True), ("5,00", True), ("10/2", True), ("5.02", False), ("−5", False)]
    + [(text, None) for text in ("", " ", "five", "5 m", "1/0", "nan", "inf")],
)
def test_number(questions, typed, right):
    assert grade(questions["length"], typed).right is right


@pytest.mark.parametrize("typed", ["2500", "2,500", "2 500", "2,500.0", "2.5e3", "5000/2", "7500.0/3"])
def test_a_large_number_is_right_however_it_is_written(typed):
    large = Question("q", "t", "number", "?", why="w", answer=2500, tolerance=0.1)
    assert grade(large, typed).right is True


@pytest.mark.parametrize(("typed", "right"), [("2,500", True), ("2.5", True), ("2,5", True), ("25", False)])
def test_a_decimal_comma_with_three_digits_is_one_too(typed, right):
    small = Question("q", "t", "number", "?", why="w", answer=2.5, tolerance=0.01)
    assert grade(small, typed).right is right


def test_the_edge_of_the_tolerance_counts_in_spite_of_rounding():
    tenth = Question("q", "t", "number", "?", why="w", answer=0.3, tolerance=0.1)
    assert grade(tenth, "0.2").right is True
    assert grade(tenth, "0.4").right is True


def test_a_mistake_is_explained_before_the_right_answer(questions):
    feedback = grade(questions["length"], "7")
    assert [note.why for note in feedback.notes] == ["That is the sum.", "By Pythagoras."]
    assert feedback.notes[1].text == "5 m"
    assert len(grade(questions["length"], "8").notes) == 1


@pytest.mark.parametrize(("order", "right"), [([0, 1, 2], True), ([1, 0, 2], False), ([0, 1], None), ([0, 0, 1], None)])
def test_order(questions, order, right):
    assert grade(questions["steps"], order).right is right


def test_the_right_order_is_listed(questions):
    feedback = grade(questions["steps"], [1, 0, 2])
    assert feedback.summary == "Not right: 1 of 3 lines stand in their place."
    assert feedback.notes[0].text == "1. square\n2. add\n3. root"
    assert "<ol>" in explain(feedback)


@pytest.mark.parametrize("count", [2, 3, 4, 7])
@pytest.mark.parametrize("name", ["a", "b", "steps", "x-1"])
def test_items_are_shuffled_the_same_way_each_time(count, name):
    question = Question(name, "t", "order", "?", items=tuple("abcdefg"[:count]))
    order = shown_order(question)
    assert order == shown_order(question)
    assert sorted(order) == list(range(count))
    assert order != tuple(range(count))


def test_feedback_tells_right_and_wrong_without_colour(questions):
    page = explain(grade(questions["angle"], [1]))
    assert page.count("✗") == 3
    assert "You did not choose this, but it is right." in page
    assert "You chose this, but it is wrong." in page


def test_html_in_a_quiz_is_shown_and_not_run():
    assert "<script>" not in render("<script>alert(1)</script> and $a<b$")
    assert "<script>" not in explain(
        grade(Question("q", "t", "number", "?", why="w", answer=1, tolerance=0), "<script>")
    )


@pytest.mark.parametrize("formula", ["a_1 * b_1 * c_1", r"\|x\|_2", r"\frac{a}{b}"])
def test_markdown_leaves_formulas_alone(formula):
    assert rf"\({formula}\)" in render(f"Let ${formula}$ be *so*.")


def test_inline_text_has_no_paragraph():
    assert render("one *line*", inline=True) == "one <em>line</em>"
    assert render("two\n\nparts", inline=True).count("<p>") == 2


def test_total(questions):
    right, wrong = grade(questions["angle"], [0]), grade(questions["angle"], [1])
    assert total([None, None]) == "0 of 2 questions are checked so far, 0 right."
    assert total([right, wrong]).startswith("1 of 2 are right.")
    assert total([right, right]) == "All 2 of 2 are right."
