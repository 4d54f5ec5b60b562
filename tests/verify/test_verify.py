"""The verifier turns red whenever a proof is taken away, on the sample and on the course's own problem sets."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlcourse import content
from mlcourse.authoring.course import read_course
from mlcourse.authoring.problems import ExerciseSource, ProblemSource, Variant, read_problems
from mlcourse.verify import ExerciseProof, LessonProof, verify
from mlcourse.verify.exercises import _without, hidden_tests, prove_exercise, prove_exercises

Change = Callable[[ExerciseSource, int], ExerciseSource]


def sample_problems() -> ProblemSource:
    return read_problems(Path(__file__).parents[1] / "sample_course/assignments/01-basics/sums/lists.py")


def proof_of(exercise: ExerciseSource) -> ExerciseProof:
    """Prove the sample's first exercise in place of the original."""
    problems = sample_problems()
    proofs, _ = prove_exercises(problems, lambda path, first, names: prove_exercise(path, exercise, names))
    return proofs[0]


def reject_made_right(exercise: ExerciseSource, number: int) -> ExerciseSource:
    changed = with_variant(exercise, "rejects", number, exercise.reference.source)
    return dataclasses.replace(changed, rejects=(changed.rejects[number],), accepts=())


def accept_made_wrong(exercise: ExerciseSource, number: int) -> ExerciseSource:
    changed = with_variant(exercise, "accepts", number, exercise.rejects[0].source)
    return dataclasses.replace(changed, rejects=(), accepts=(changed.accepts[number],))


def hidden_test_removed(exercise: ExerciseSource, number: int) -> ExerciseSource:
    source = _without(exercise.check.source, hidden_tests(exercise.check.source)[number])
    check = dataclasses.replace(exercise.check, source=source)
    return dataclasses.replace(exercise, check=check, accepts=())


def with_variant(exercise: ExerciseSource, kind: str, number: int, source: str) -> ExerciseSource:
    variants: list[Variant] = list(getattr(exercise, kind))
    variants[number] = dataclasses.replace(variants[number], source=source)
    return dataclasses.replace(exercise, **{kind: tuple(variants)})


def first_problem_set() -> ProblemSource:
    course = read_course(content.root())
    return next(problems for problems in course.problems if problems.problem_set == "linear-algebra")


@pytest.mark.parametrize("problems", [sample_problems(), first_problem_set()], ids=["sample", "linear-algebra"])
def test_every_proof_that_is_taken_away_is_missed(problems: ProblemSource) -> None:
    """Make each reject right, each accept wrong, and remove each hidden test: one at a time, all must be noticed."""
    tried = []

    def prove(path: Path, exercise: ExerciseSource, names: dict[str, Any]) -> ExerciseProof:
        changes: list[tuple[Change, int, str]] = [
            (reject_made_right, len(exercise.rejects), "is not rejected"),
            (accept_made_wrong, len(exercise.accepts), "does not pass with seed"),
            (hidden_test_removed, len(hidden_tests(exercise.check.source)), "is not rejected"),
        ]
        for change, count, words in changes:
            for number in range(count):
                proof = prove_exercise(path, change(exercise, number), names)
                noticed = [found.message for found in proof.findings if words in found.message]
                assert noticed, f"{exercise.name}: {change.__name__} {number} goes unnoticed"
                tried.append((exercise.name, change.__name__, number))
        proof = prove_exercise(path, exercise, names)
        assert not proof.findings
        return proof

    proofs, findings = prove_exercises(problems, prove)
    assert len(proofs) == len(problems.exercises)
    assert not findings
    assert len(tried) >= 6 * len(problems.exercises)


def finding(exercise: ExerciseSource) -> str:
    return " ".join(found.message for found in proof_of(exercise).findings)


def edit(exercise: ExerciseSource, part: str, old: str, new: str) -> ExerciseSource:
    cell = getattr(exercise, part)
    assert old in cell.source
    return dataclasses.replace(exercise, **{part: dataclasses.replace(cell, source=cell.source.replace(old, new))})


def test_a_wrong_reference_is_noticed() -> None:
    total = sample_problems().exercises[0]
    assert "the reference does not pass" in finding(edit(total, "reference", "sum(numbers)", "sum(numbers[1:])"))


def test_a_check_that_accepts_the_blank_version_is_noticed() -> None:
    total = sample_problems().exercises[0]
    swallowed = edit(total, "check", "total([])", "0")
    caught = "    try:\n        total([1])\n    except NotImplementedError:\n        raise SystemError from None\n"
    text = swallowed.check.source.replace("    check.equal(total([1, 2])", caught + "    check.equal(total([1, 2])")
    swallowed = dataclasses.replace(swallowed, check=dataclasses.replace(swallowed.check, source=text))
    assert "the blank version is not reported as not attempted" in finding(swallowed)


def test_too_few_variants_are_noticed() -> None:
    total = sample_problems().exercises[0]
    few = dataclasses.replace(total, rejects=total.rejects[:2], accepts=total.accepts[:1])
    assert "2 rejects; at least 3" in finding(few)
    assert "1 accepts; at least 2" in finding(few)


def test_rejects_with_the_same_message_are_noticed() -> None:
    total = sample_problems().exercises[0]
    assert "the same message as “multiplies”" in finding(with_variant(total, "rejects", 1, total.rejects[0].source))


def test_a_hidden_test_that_no_reject_needs_is_noticed() -> None:
    total = sample_problems().exercises[0]
    more = edit(
        total,
        "check",
        "    check.equal(total([])",
        '    check.equal(total([5]), 5, "total([5])")\n    check.equal(total([])',
    )
    assert "no reject needs this hidden test" in finding(more)


def test_an_endless_answer_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlcourse.verify.exercises.SECONDS_PER_ANSWER", 0.2)
    total = sample_problems().exercises[0]
    endless = "def total(numbers):\n    while True:\n        pass"
    assert "took more than 0.2 s" in finding(with_variant(total, "accepts", 0, endless))


LESSON = "course/01-basics/01-adding.md"


def lesson_messages(root: Path) -> list[str]:
    (proof,) = verify(root, [root / LESSON])
    assert isinstance(proof, LessonProof)
    return [f"{found.line}: {found.message}" for found in proof.findings]


def test_lessons_are_run_and_read(sample: Path) -> None:
    path = sample / LESSON
    text = path.read_text()
    text = text.replace("print(1 + 2)", "import warnings\nwarnings.warn('old')\n1 / 0")
    text = text.replace("Three, as", "![](x.png) Three, as")
    text = text.replace("total = sum(range(10))", "import urllib.request\nurllib.request.urlopen('http://example.org')")
    path.write_text(text)
    messages = "\n".join(lesson_messages(sample))
    assert "19: ZeroDivisionError: division by zero" in messages
    assert "19: text on stderr" in messages
    assert "the network is off" in messages
    assert "a picture has no alt text" in messages
    assert "words are wanted" in messages.replace("900 to 3500 ", "words ")
    assert "the lesson has no quiz" in messages


def test_the_courses_lessons_and_problem_sets_hold(tmp_path: Path) -> None:
    """`make test` runs all of them; here one lesson is made to raise, which must turn the result red."""
    import shutil

    for folder in ("course", "assignments"):
        shutil.copytree(content.root() / folder, tmp_path / folder)
    lesson = next(tmp_path.glob("course/01-foundations/08-*.md"))
    lesson.write_text(lesson.read_text().replace("```{code-cell} ipython3\n", "```{code-cell} ipython3\n1 / 0\n", 1))
    (proof,) = verify(tmp_path, [lesson])
    assert [found.message for found in proof.all_findings() if "ZeroDivisionError" in found.message]
