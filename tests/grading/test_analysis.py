"""The item analysis of a class: statistics, what stands out, the page and the tables."""

from __future__ import annotations

import csv
import io
import random
from datetime import date
from pathlib import Path

import html5lib
import numpy as np
import pytest
from markupsafe import Markup
from nbgrader.api import Gradebook
from plotly.offline import get_plotlyjs

from mlcourse import scripts
from mlcourse.grading.analysis import pages, write_report
from mlcourse.grading.analysis.figures import bins, distribution, outcomes, separation
from mlcourse.grading.analysis.items import Analysis, Exercise, analyse
from mlcourse.grading.analysis.messages import blanked, common
from mlcourse.grading.analysis.pages import page
from mlcourse.grading.analysis.report import given_by_people
from mlcourse.grading.analysis.statistics import cronbach_alpha, item_rest_correlation, upper_lower_index
from mlcourse.grading.analysis.tables import tables
from mlcourse.grading.batch.journal import Record
from mlcourse.grading.batch.journal import write as write_record
from mlcourse.grading.model import Flag, NotebookResult, Result, Score

DAY = date(2026, 11, 21)
SQUARES, SUMS = ("Squares", "a.ipynb#squares"), ("Sums", "a.ipynb#sums")


def score(name: str, earned: float | None, outcome: str = "", message: str = "", points: float = 2.0) -> Score:
    known = "passed" if earned == points else "failed" if earned == 0 else "partial"
    topics = (SQUARES, SUMS) if name == "both" else (SQUARES,)
    return Score(f"{name}-check", points, earned, outcome or known, message, seconds=0.5, topics=topics)


def result(student: str, *scores: Score, **more: object) -> Result:
    return Result("sums", student, (NotebookResult("lists", scores, **more),))  # type: ignore[arg-type]


def class_of(*marks: str, names: str = "abcdefgh") -> Analysis:
    """Analyse a class: a row of marks for each student, 1 for solved, 0 for failed, - for not tried, ? for waiting."""
    known = {"1": (2.0, ""), "0": (0.0, ""), "-": (0.0, "not attempted"), "?": (None, "manual"), "!": (0.0, "error")}
    rows = [
        result(f"s{at:02}", *(score(name, *known[mark]) for name, mark in zip(names, row, strict=False)))
        for at, row in enumerate(marks)
    ]
    return analyse("sums", rows)


def test_statistics_agree_with_their_definitions() -> None:
    scores = np.random.default_rng(0).integers(0, 3, (40, 6)).astype(float)
    total = scores.sum(axis=1)
    item, rest = scores[:, 0], total - scores[:, 0]
    centred = (item - item.mean()) @ (rest - rest.mean())
    assert item_rest_correlation(item, rest) == pytest.approx(centred / (40 * item.std() * rest.std()))
    alpha = 6 / 5 * (1 - scores.var(axis=0).sum() / total.var())
    assert cronbach_alpha(scores) == pytest.approx(alpha)
    assert cronbach_alpha(np.repeat(scores[:, :1], 4, axis=1)) == pytest.approx(1)


def test_students_with_equal_totals_share_a_group() -> None:
    """27 % of 11 is 3: the upper group is one student and two thirds of each of the three at the edge."""
    totals = np.array([10, 8, 8, 8, 5, 5, 5, 5, 1, 1, 1], dtype=float)
    shares = np.array([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], dtype=float)
    assert upper_lower_index(shares, totals) == pytest.approx((1 + 2 / 3) / 3)
    assert upper_lower_index(shares[::-1].copy(), totals[::-1].copy()) == pytest.approx((1 + 2 / 3) / 3)


def test_what_cannot_be_told_is_not_told() -> None:
    one = np.array([1.0])
    assert item_rest_correlation(one, one) is None
    assert upper_lower_index(np.ones(5), np.ones(5)) is None
    assert cronbach_alpha(np.ones((5, 3))) is None
    assert cronbach_alpha(np.zeros((5, 1))) is None


def test_exercises_are_counted_by_what_became_of_them() -> None:
    (first, second) = class_of("1?", "0-", "-1", "!1").exercises
    assert (first.solved, first.failed, first.untried, first.broken, first.waiting) == (1, 1, 1, 1, 0)
    assert (first.students, first.tried, first.share_solved) == (4, 3, 0.5)
    assert (second.solved, second.untried, second.waiting, second.share_solved) == (2, 1, 1, 1.0)
    assert second.mean == pytest.approx(2 / 3)
    assert first.seconds == 0.5
    assert first.name == "a"


def test_an_exercise_that_all_or_none_solve_stands_out() -> None:
    analysis = class_of(*["100"] * 3, *["10-"] * 3, "110")
    everybody, somebody, nobody = analysis.exercises
    assert "All 7 who tried" in everybody.notices[0]
    assert somebody.notices == ()
    assert "Nobody of 4 who tried" not in " ".join(nobody.notices)  # four are too few
    assert "Nobody of 5" in class_of(*["10"] * 5).exercises[1].notices[0]


def test_an_exercise_that_the_weak_solve_and_the_strong_do_not_stands_out() -> None:
    analysis = class_of(*["1110"] * 8, *["0001"] * 8)
    assert analysis.exercises[3].discrimination == pytest.approx(-1)
    assert analysis.exercises[3].upper_lower == pytest.approx(-1)
    assert "do worse here" in analysis.exercises[3].notices[0]
    assert not any("do worse here" in notice for one in analysis.exercises[:3] for notice in one.notices)
    assert not any(one.notices for one in class_of("110", "001", "110", "001").exercises)  # four are too few


def test_an_exercise_that_most_leave_out_or_that_broke_stands_out() -> None:
    (left,) = class_of("1", "-", "-", "-", "0", "-").exercises
    assert left.notices[0].startswith("4 of 6 have not tried it.")
    (broken,) = class_of("1", "-", "-", "-", "0", "!").exercises
    assert [notice.split(".")[0] for notice in broken.notices] == ["It could not be checked for 1 of 6"]


def test_answers_that_wait_for_a_person_are_left_out_of_what_others_are_compared_with() -> None:
    rows = ["11", "10", "01", "00"] * 3
    without = class_of(*rows)
    waiting = class_of(*(f"{row}{'?' if at else '1'}" for at, row in enumerate(rows)))
    assert [one.discrimination for one in waiting.exercises[:2]] == [one.discrimination for one in without.exercises]
    assert waiting.alpha == without.alpha
    assert waiting.exercises[2].waiting == 11


def test_points_that_a_person_gave_count() -> None:
    rows = [result("ada", score("a", None, "manual")), result("bo", score("a", 0.0))]
    given = {("ada", "lists", "a-check"): 1.5, ("bo", "lists", "a-check"): 2.0}
    analysis = analyse("sums", rows, given)
    assert [(one.name, one.score) for one in analysis.students] == [("ada", 1.5), ("bo", 2.0)]
    assert (analysis.exercises[0].partial, analysis.exercises[0].solved) == (1, 1)


def test_topics_gather_their_exercises() -> None:
    rows = [result("ada", score("a", 2.0), score("both", 0.0)), result("bo", score("a", 0.0), score("both", 2.0))]
    squares, sums = analyse("sums", rows).topics
    assert (squares.title, squares.exercises, squares.solved, squares.tried, squares.mean) == (
        "Squares",
        ("a", "both"),
        2,
        4,
        0.5,
    )
    assert (sums.exercises, sums.mean) == (("both",), 0.5)


def test_students_are_told_with_what_is_wrong_with_their_work() -> None:
    flagged = result("ada", score("a", 0.0, "not run"), failure="it is not JSON", flags=(Flag("file", "odd"),))
    (student,) = analyse("sums", [flagged]).students
    assert (student.solved, student.tried, student.flags, student.why) == (0, 0, 1, "it is not JSON")


def test_messages_with_other_values_are_one_failure() -> None:
    said = ["f(1, [2.5, 3]) gave 4.", "f(-1, [[nan]]) gave 1e-3.", "f is not defined", "can't add 'a' to 'b'"]
    said += ["can't add 'c' to 'd'", "can't add 'e' to 'f'"]
    assert [(one.message, one.count) for one in common(said)] == [
        ("can't add '…' to '…'", 3),
        ("f(…) gave ….", 2),
        ("f is not defined", 1),
    ]
    assert common(said)[1].example == "f(1, [2.5, 3]) gave 4."
    assert len(blanked("(" * 5000 + "x" * 100_000)) <= 300


@pytest.fixture
def small_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave Plotly's own five megabytes out of a page that is parsed."""
    monkeypatch.setattr(pages, "_plotly", lambda: Markup("plotly()"))


def drawn_class(count: int) -> Analysis:
    chance = random.Random(1)
    rows = []
    for at in range(count):
        able = chance.gauss(0, 1)
        scores = [score(name, 2.0 if chance.gauss(able, 1) > hard else 0.0) for hard, name in enumerate("abc")]
        rows.append(result(f"s{at:03}", *scores, score("both", chance.choice([0.0, 1.0, 2.0]), message="f(2) gave 3.")))
    return analyse("sums", rows)


def parsed(html: str) -> html5lib.treebuilders.base.TreeBuilder:
    return html5lib.parse(html, namespaceHTMLElements=False)


@pytest.mark.usefixtures("small_page")
@pytest.mark.parametrize("count", [0, 1, 2, 12, 300])
def test_the_page_is_made_for_a_class_of_any_size(count: int) -> None:
    analysis = drawn_class(count)
    html = page(analysis, DAY)
    tree = parsed(html)
    rows = [row for table in tree.iter("table") for row in table.iter("tr")]
    assert sum("s" + str(at).zfill(3) in "".join(row.itertext()) for at in range(count) for row in rows) == count
    for figure in tree.iter("figure"):
        (drawing,) = (one for one in figure.iter("div") if one.get("role") == "img")
        assert len(drawing.get("aria-label")) > 40
    outside = [one.get("src") or one.get("href") for one in tree.iter() if one.get("src") or one.get("href")]
    assert all(address.startswith("#") for address in outside)
    places = {one.get("id") for one in tree.iter() if one.get("id")}
    assert {address[1:] for address in outside} <= places
    assert len(list(tree.iter("h1"))) == 1
    assert ("mlcourse grade sums" in "".join(tree.itertext())) == (count == 0)


def test_the_page_brings_what_draws_its_figures() -> None:
    assert get_plotlyjs() in page(drawn_class(3), DAY)
    assert "Plotly" not in page(drawn_class(0), DAY)


@pytest.mark.usefixtures("small_page")
def test_names_and_messages_are_text_on_the_page() -> None:
    bad = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    rows = [result(bad, score(bad, 0.0, message=bad), failure=bad) for _ in range(6)]
    html = page(analyse(bad, rows), DAY)
    tree = parsed(html)
    assert not [one for one in tree.iter("script") if "".join(one.itertext()).startswith("alert")]
    assert not list(tree.iter("img"))
    assert bad in "".join(tree.itertext())


def test_the_figures_have_the_numbers_of_the_tables() -> None:
    analysis = drawn_class(40)
    drawing = outcomes(analysis)
    solved = next(bar for bar in drawing.data if bar.name == "solved")
    assert list(solved.x) == [one.solved for one in analysis.exercises]
    assert sum(sum(bar.x) for bar in drawing.data) == 40 * 4
    assert sum(bins(analysis)) == sum(distribution(analysis).data[0].y) == 40
    telling = separation(analysis)
    assert telling is not None
    assert sum(len(part.x) for part in telling.data) == 4
    assert separation(drawn_class(1)) is None


def test_tables_can_be_read_again_and_hold_no_formula() -> None:
    rows = [result("=cmd()", score("a", 1.0, message='+1 is wrong, "no"\nsecond line'))]
    found = {
        name: list(csv.DictReader(io.StringIO(data.decode()))) for name, data in tables(analyse("s", rows)).items()
    }
    assert found["students.csv"][0]["student"] == "'=cmd()"
    assert found["students.csv"][0]["score"] == "1.0"
    assert found["exercises.csv"][0]["item_rest_correlation"] == ""
    assert found["exercises.csv"][0]["partial"] == "1"
    assert found["failures.csv"][0]["example"].startswith("'+1 is wrong")
    assert found["topics.csv"][0]["topic"] == "Squares"


def test_exercises_without_points_are_no_items() -> None:
    assert analyse("s", [result("a", score("a", 0.0, points=0.0))]).exercises == ()
    assert isinstance(Exercise("a", "n", 1).share_solved, type(None))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course directory with a gradebook in which a person has graded, and the records of two students."""
    tmp_path = tmp_path_factory.mktemp("course")
    scripts.put_on_path()
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'mlcourse'\n")
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", course_id="mlcourse") as book:
        book.add_assignment("sums")
        book.add_notebook("lists", "sums")
        book.add_grade_cell("a-check", "lists", "sums", max_score=2, cell_type="code")
        book.add_grade_cell("b-check", "lists", "sums", max_score=2, cell_type="code")
        for student in ("ada", "bo"):
            book.add_student(student)
            book.add_submission("sums", student)
        grade = book.find_grade("a-check", "lists", "sums", "ada")
        grade.auto_score, grade.manual_score, grade.extra_credit = 0, 1.5, 0.25
        book.find_grade("b-check", "lists", "sums", "ada").auto_score = 2
        book.db.commit()
    for student in ("ada", "bo"):
        found = result(student, score("a", 0.0), score("b", 2.0))
        record = Record("x", "y", "2027-02-03T12:00:00+00:00", 1.0, found)
        write_record(tmp_path / "grading" / "sums" / f"{student}.json", record)
    return tmp_path


def test_points_given_in_the_formgrader_are_read(course: Path) -> None:
    assert given_by_people(f"sqlite:///{course / 'gradebook.db'}", "sums") == {("ada", "lists", "a-check"): 1.75}


@pytest.mark.usefixtures("small_page")
def test_the_report_is_written_from_the_records_and_the_gradebook(course: Path, tmp_path: Path) -> None:
    out, folder = tmp_path / "new" / "report.html", tmp_path / "tables"
    write_report(course, "sums", out, folder)
    assert "3.75 of 4" in "".join(parsed(out.read_text()).itertext())
    assert sorted(path.name for path in folder.iterdir()) == [
        "exercises.csv",
        "failures.csv",
        "students.csv",
        "topics.csv",
    ]
