"""The ways in which a check ends, other than well."""

from __future__ import annotations


class Outcome(Exception):  # noqa: N818
    """How a check ended, other than well; IPython prints the message alone."""

    def _render_traceback_(self) -> list[str]:
        return str(self).split("\n")


class NotAttempted(Outcome):
    """The exercise has no answer yet."""


class CheckFailed(Outcome, AssertionError):  # noqa: N818
    """The answer is wrong; the message says how."""


class AnswerRaised(Outcome):
    """The learner's code raised an exception that no check asked for."""


# Messages name them by where they are imported from.
for _kind in (NotAttempted, CheckFailed, AnswerRaised):
    _kind.__module__ = "mlcourse.check"
