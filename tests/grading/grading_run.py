"""Runs the command line's grading in a process of its own that a test can stop: COURSE JOBS GRADE."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import synthetic

from mlcourse.cli import _grade_class
from mlcourse.grading.batch.course_folder import open_course
from mlcourse.grading.batch.engines import Threads
from mlcourse.grading.batch.run import Batch
from mlcourse.grading.model import PREFERRED

if __name__ == "__main__":
    folder, jobs, grade = sys.argv[1:]
    engine = Threads(int(jobs), getattr(synthetic, grade, None))
    _grade_class(Batch(open_course(Path(folder)), engine, sandbox=PREFERRED), engine, as_json=True)
