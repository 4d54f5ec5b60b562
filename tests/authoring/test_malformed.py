"""Every malformed source is refused with its file, its line and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlcourse.authoring.build import build
from mlcourse.authoring.course import read_course
from mlcourse.errors import CourseError, SourceError

LESSON = "course/01-basics/01-adding.md"
SECOND = "course/01-basics/02-multiplying.md"
COURSE = "course/course.yml"
ROADMAP = "course/roadmaps/basics.yml"
PROBLEMS = "assignments/01-basics/sums/lists.py"

# file, what to replace, by what, the line that the error must name (as the start of a line after the change; with
# `file::` before it where that is another file), its words
FAULTS = [
    (LESSON, "---\ntitle", "title", "title: Adding", "no front matter"),
    (LESSON, "title: Adding\n", "", "---", "no `title`"),
    (LESSON, "minutes: 10", "minutes: ten", "minutes: ten", "`minutes` is 'ten'"),
    (LESSON, "minutes: 10", "minuets: 10", "minuets", "unknown key `minuets`"),
    (LESSON, "requires: []", "requires: [", "aliases", "not YAML"),
    (LESSON, "requires: []", "requires: [rooting]", "requires", "no lesson 'rooting'"),
    (LESSON, "requires: []", "requires: [multiplying]", "requires", "circle"),
    (LESSON, "practice: sums", "practice: sum", "practice", "did you mean 'sums'?"),
    (LESSON, "{totals: running-totals}", "{totals: total}", "aliases", "leads nowhere"),
    (LESSON, "(#running-totals)", "(#running-total)", "How do we", "no topic 'adding#running-total'"),
    (LESSON, "adding#sums", "adding#sms", "Each total", "did you mean 'adding#sums'?"),
    (LESSON, "## Running totals", "## Sums", "## Sums!2", "stands twice"),
    (LESSON, "## Running totals", "## §", "## §", "makes no id"),
    (LESSON, "```{code-cell} ipython3\nprint", "```{code-cel} ipython3\nprint", "```{code-cel}", "unknown block"),
    (SECOND, "print(2 * 3)\n```", "print(2 * 3)\n", "```{code-cell}", "not closed"),
    (PROBLEMS, "# title: Sums of lists\n", "# titel: Sums\n", "# titel", "unknown key `titel`"),
    (PROBLEMS, '# %% check="mean"', '# %% chekc="mean"', "# %% chekc", "unknown cell header `chekc`"),
    (PROBLEMS, '# %% check="mean" points=3', '# %% check=mean points=3', "# %% check=mean", "is not read"),
    (PROBLEMS, '# %% check="mean" points=3', '# %% check="mean"', '# %% check="mean"', "no `points`"),
    (PROBLEMS, "points=3", "points=0", '# %% check="mean"', "`points` is 0"),
    (PROBLEMS, '# %% check="mean"', '# %% check="median"', '# %% check="median"', "no exercise before it"),
    (PROBLEMS, '# %% exercise="mean"', '# %% exercise="total"', '# %% exercise="total"!2', "is taken"),
    (PROBLEMS, 'exercise("mean")', 'exercise("total")', '# %% check="mean"', "does not name its exercise"),
    (PROBLEMS, "difficulty=2", "difficulty=6", '# %% exercise="mean"', "difficulty is 6"),
    (PROBLEMS, 'difficulty=2 minutes=5 topics="adding#sums"', 'difficulty=2 minutes=5 topics="adding#sum"',
     '# %% exercise="mean"', "no topic 'adding#sum'"),
    (PROBLEMS, "#\n# Use `total`", "# Use `total`", None, None),
    (PROBLEMS, "# ## Mean", "# Mean", '# %% exercise="mean"', "has no task"),
    (PROBLEMS, "    ### END SOLUTION\n\n# %% [markdown] hint=\"mean\"", "\n# %% [markdown] hint=\"mean\"",
     "    ### BEGIN SOLUTION!2", "do not pair"),
    (PROBLEMS, "    return product\n", "    ### BEGIN HIDDEN TESTS\n    ### END HIDDEN TESTS\n    return product\n",
     "    ### BEGIN HIDDEN TESTS!2", "outside a check"),
    (PROBLEMS, "    ### BEGIN HIDDEN TESTS\n    check.close(mean([1, 2, 6])", "    check.close(mean([1, 2, 6])",
     "    ### END HIDDEN TESTS!2", "do not pair"),
    (PROBLEMS, 'because="multiplies"', 'becuase="multiplies"', '# %% reject="total" becuase', "unknown key `becuase`"),
    (PROBLEMS, "# %% [markdown] hint=\"mean\"", "# %% hint=\"mean\"", '# %% hint="mean"', "must be markdown"),
    (PROBLEMS, 'hint="mean"', 'hint="Mean value"', '# %% [markdown] hint="Mean value"', "is no id"),
    (PROBLEMS, "def mean(numbers: list", "def mean(numbers list", "def mean(numbers list", "not Python"),
    (COURSE, "level: beginner", "level: easy", "    level", '`level` is "easy"'),
    (COURSE, "  - id: 01-basics\n", "  - name: 01-basics\n", "  - name", "the key `name` is unknown"),
    (COURSE, "id: 01-basics", "id: 02-basics", "title", "'01-basics' is missing"),
    (COURSE, "goals:", "gaols:", "gaols", "did you mean `goals`?"),
    (COURSE, "title: A sample course\n", "title: A sample course\ntitle: B\n", "title: B", "stands twice"),
    (COURSE, "roadmaps: [basics, short]", "roadmaps: [basics, long]", "roadmaps", "no roadmap 'long'"),
    (COURSE, "roadmaps: [basics, short]", "roadmaps: [basics, basics]", "roadmaps", "something twice"),
    (COURSE, "lesson: dividing", "lesson: dividng", "  - {title", "did you mean 'dividing'?"),
    (COURSE, "{plus: adding}", "{plus: ading}", "aliases", "did you mean 'adding'?"),
    (COURSE, "{plus: adding}", "{adding: multiplying}", "aliases", "is a present id too"),
    (COURSE, "      - multiplying\n", "      - multiplying\n      - raising\n", "      - raising", "has no file"),
    (COURSE, "      - multiplying\n", "", f"{SECOND}::---", "is not in course.yml"),
    (COURSE, "      - adding\n      - multiplying\n", "      - multiplying\n      - adding\n",
     f"{LESSON}::---", "its place"),
    (COURSE, "      - adding\n", "      - {id: adding, title: A, summary: B, minutes: 1, requires: []}\n",
     "      - {id: adding", "is written, and no plan"),
    (COURSE, "id: household", "id: sums", "      - {id: sums, title: A household", "stands twice"),
    (COURSE, "minutes: 20, requires: [multiplying]", "minutes: 20, requires: [multiplyin]", "      - {id: dividing",
     "did you mean 'multiplying'?"),
    (COURSE, "minutes: 20, requires: [multiplying]", "minutes: 20, requires: [dividing]", "      - {id: dividing",
     "circle"),
    (COURSE, "minutes: 20, ", "", "      - {id: dividing", "`minutes` is missing in 'dividing'"),
    (COURSE, "minutes: 20", "minutes: soon", "      - {id: dividing", '`minutes` is "soon"'),
    (COURSE, "lessons: [adding, multiplying]", "lessons: [adding]", f"{SECOND}::practice", "does not list the lesson"),
    (COURSE, "lessons: [dividing]", "lessons: [division]", "      - {id: quotients", "no lesson 'division'"),
    (COURSE, "id: sums,", "id: summing,", f"{PROBLEMS}::# ---", "is not in course.yml"),
    (ROADMAP, "adding#sums\n    children", "adding#sum\n    children", "    topic", "did you mean 'adding#sums'?"),
    (ROADMAP, "row: 900-003", "row: 900-002", "        row: 900-002!2", "stands twice"),
    (ROADMAP, "row: 900-003", "row: 3", "        row: 3", "`row` is 3"),
    (ROADMAP, "planned: dividing", "planned: multiplying", "        planned", "is written, and no plan any more"),
    (ROADMAP, "planned: dividing", "planned: roots", "        planned", "no lesson or project 'roots'"),
    (ROADMAP, "        planned: dividing\n", "", "      - title: Quotients", "leads nowhere"),
    (ROADMAP, "module: 01-basics", "module: 01-basic", "    module", "did you mean '01-basics'?"),
    (ROADMAP, "https:", "http:", "          - {title", "`url` is"),
    (ROADMAP, "title: Products", "titel: Products", "      - titel", "did you mean `title`?"),
    (ROADMAP, "nodes:\n", "nodes: []\nnode:\n", "node:", "unknown"),
    (ROADMAP, "intent: Ev", "intent: it: Ev", "intent", "not YAML"),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{fault[0].rpartition('/')[2]}-{fault[4]}" for fault in FAULTS])
def test_malformed_sources_are_refused(sample: Path, tmp_path: Path, fault: tuple[str, ...]) -> None:
    name, old, new, where, words = fault
    path = sample / name
    text = path.read_text()
    assert old in text
    text = text.replace(old, new, 1) if not old.startswith("# %% check") else text.replace(old, new)
    path.write_text(text)
    if where is None:
        read_course(sample)
        return
    with pytest.raises(SourceError) as caught:
        build(tmp_path / "out", sample)
    other, _, start = where.rpartition("::")
    if other:
        path = sample / other
        text = path.read_text()
    start, _, nth = start.partition("!")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith(start)]
    assert (caught.value.path, caught.value.line) == (path, lines[int(nth or 1) - 1])
    assert words in str(caught.value)
    assert caught.value.remedy
    assert not (tmp_path / "out").exists(), "nothing half-written may be left"


def test_a_file_that_is_not_utf8_is_refused_with_its_line(sample: Path) -> None:
    path = sample / LESSON
    path.write_bytes(path.read_bytes().replace(b"Three, as", b"Three \xff as"))
    with pytest.raises(SourceError, match=r"01-adding\.md:22: the file is not UTF-8"):
        read_course(sample)


def test_a_missing_check_is_refused(sample: Path) -> None:
    path = sample / PROBLEMS
    text = path.read_text()
    start, end = text.index('# %% check="mean"'), text.index('# %% reject="mean" because="divides')
    path.write_text(text[:start] + text[end:])
    with pytest.raises(SourceError, match="'mean' has 0 checks"):
        read_course(sample)


def test_ids_are_unique_in_the_course(sample: Path) -> None:
    (sample / "assignments/01-basics/sums/more.py").write_text((sample / PROBLEMS).read_text())
    with pytest.raises(SourceError, match=r"more\.py:\d+: the id 'total' is taken"):
        read_course(sample)
    (sample / "assignments/01-basics/sums/more.py").unlink()
    (sample / "course/01-basics/03-adding.md").write_text((sample / LESSON).read_text())
    with pytest.raises(SourceError, match=r"03-adding\.md:1: the lesson id 'adding' is taken"):
        read_course(sample)


def test_a_quiz_without_a_lesson_is_refused(sample: Path) -> None:
    (sample / "course/01-basics/03-dividing.quiz.yml").write_text("questions: []\n")
    with pytest.raises(SourceError, match="the quiz has no lesson"):
        read_course(sample)


QUIZ = """questions:
  - id: two
    topic: sums
    kind: number
    text: What is 1 + 1?
    answer: 2
    tolerance: 0
    why: Count.
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("topic: sums", "topic: differences", 3, "which is no topic of the lesson"),
        ("kind: number", "kind: guess", 4, "guess"),
        ("    why: Count.\n", "", 2, "why"),
    ],
)
def test_a_malformed_quiz_is_refused(sample: Path, tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    path = sample / "course/01-basics/01-adding.quiz.yml"
    path.write_text(QUIZ)
    assert read_course(sample).lessons[0].questions == (("two", "sums"),)
    path.write_text(QUIZ.replace(old, new))
    with pytest.raises(SourceError, match=words) as caught:
        build(tmp_path / "out", sample)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert not (tmp_path / "out").exists()


def test_an_unknown_module_is_refused(sample: Path, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="no module '7'; there are 01-basics"):
        build(tmp_path / "out", sample, modules=["7"])
