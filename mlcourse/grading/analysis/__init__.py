"""Item analysis: how each exercise of a graded assignment did, and what to look at again."""

from mlcourse.grading.analysis.report import write_report

__all__ = ["write_report"]
