"""A learner's progress as a page that one can read, print and send."""

from mlcourse.report.pages import page, report

__all__ = ["page", "report"]
