"""A course directory that many tests copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlcourse.grading.batch.course_folder import CourseFolder
from tests.grading import synthetic


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course directory whose one assignment has been generated; nobody changes it."""
    folder = tmp_path_factory.mktemp("generated") / "course"
    return synthetic.make_course(folder).root


@pytest.fixture
def course(generated: Path, tmp_path: Path) -> CourseFolder:
    """A course directory of the test's own."""
    return synthetic.copy_course(generated, tmp_path / "course")
