from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator

from mlcourse.authoring.build import build, fingerprint, instructor_files, learner_edition
from mlcourse.errors import CourseError


def read(files: dict[str, bytes], name: str) -> nbformat.NotebookNode:
    return nbformat.reads(next(content for path, content in files.items() if path.endswith(name)).decode(), 4)


def test_building_twice_gives_the_same_bytes(sample: Path) -> None:
    first, second = learner_edition(sample), learner_edition(sample)
    assert first == second
    for content in first.files.values():
        nbformat.validate(nbformat.reads(content.decode(), 4))


def test_headings_have_stable_cell_ids(sample: Path) -> None:
    before = read(dict(learner_edition(sample).files), "01-adding.ipynb")
    assert [cell.id for cell in before.cells if cell.source.startswith("#")] == [
        "title", "sums", "many-terms", "running-totals", "summary",
    ]  # fmt: skip
    path = sample / "course/01-basics/01-adding.md"
    path.write_text(path.read_text().replace("## Sums\n", "## Sums\n\nNew.\n\n```{code-cell} ipython3\n1\n```\n"))
    after = read(dict(learner_edition(sample).files), "01-adding.ipynb")
    assert {cell.id for cell in before.cells} <= {cell.id for cell in after.cells}


def test_the_learners_edition_has_no_answer_and_the_instructors_all(sample: Path) -> None:
    learner = learner_edition(sample).files["assignments/01-basics/sums/lists.ipynb"].decode()
    instructor = instructor_files(sample)["sums"]["lists.ipynb"].decode()
    for secret in (
        "BEGIN SOLUTION",
        "BEGIN HIDDEN",
        "five random numbers",
        "nothing to divide by",
        "len(numbers)",
    ):
        assert secret not in learner
        assert secret in instructor
    for variant in ("product", "fmean"):
        assert variant not in learner
        assert variant not in instructor


def test_cells_are_ordinary_nbgrader_cells(sample: Path) -> None:
    notebook = read({"lists.ipynb": instructor_files(sample)["sums"]["lists.ipynb"]}, "lists.ipynb")
    kinds = {
        cell.id: (
            cell.metadata.nbgrader.solution,
            cell.metadata.nbgrader.grade,
            cell.metadata.nbgrader.get("points"),
        )
        for cell in notebook.cells
    }
    assert kinds["total"] == (True, False, None)
    assert kinds["total-check"] == (False, True, 2)
    assert kinds["why"] == (True, True, 4)
    assert kinds["total-hint-1"] == kinds["total-task"] == kinds["start_1"] == (False, False, None)
    assert all(cell.metadata.nbgrader.grade_id == cell.id for cell in notebook.cells)
    assert notebook.metadata.kernelspec.name == "mlcourse"


def test_nbgrader_finds_the_metadata_valid(sample: Path) -> None:
    for content in (
        learner_edition(sample).files["assignments/01-basics/sums/lists.ipynb"],
        instructor_files(sample)["sums"]["lists.ipynb"],
    ):
        MetadataValidator().validate_nb(nbformat.reads(content.decode(), 4))


def test_the_fingerprint_follows_the_sources(sample: Path) -> None:
    before = fingerprint(sample)
    assert fingerprint(sample) == before
    path = sample / "course/course.yml"
    path.write_text(path.read_text() + "\n")
    assert fingerprint(sample) != before


def test_one_module_can_be_built(sample: Path, tmp_path: Path) -> None:
    (sample / "course/02-more").mkdir()
    outline = sample / "course/course.yml"
    outline.write_text(outline.read_text() + "  - {id: 02-more, title: More, level: expert}\n")
    assert build(tmp_path / "out", sample, modules=["1"]) == 6
    assert build(tmp_path / "more", sample, modules=["02-more"]) == 0


def test_a_failed_write_leaves_the_former_build(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    build(out, sample)
    before = sorted(path.relative_to(out) for path in out.rglob("*"))

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CourseError, match="No space left on device"):
        build(out, sample)
    assert sorted(path.relative_to(out) for path in out.rglob("*")) == before
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == ["out"]
