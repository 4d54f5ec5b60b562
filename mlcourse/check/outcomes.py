"""The ways in which a check ends, other than well."""

from __future__ import annotations


class Outcome(Exception):  # noqa: N818
    """How a check ended, other than well; IPython prints the message alone."""

    def _render_traceback_(self) -> list[str]:
        return str(self).split("\n")


class NotAttempted(Outcome):
    """The exercise has no answer yet.

    Examples
    --------
    >>> from mlcourse import check
    >>> with check.exercise("dot"):
    ...     raise NotImplementedError
    Traceback (most recent call last):
    mlcourse.check.NotAttempted: dot: not attempted yet. Your answer still raises NotImplementedError. \
Write your answer in its place, run that cell, then this one again.
    """


class CheckFailed(Outcome, AssertionError):  # noqa: N818
    """The answer is wrong; the message says how.

    Examples
    --------
    >>> from mlcourse import check
    >>> with check.exercise("dot"):
    ...     check.that(1 > 2, "one is not above two")
    Traceback (most recent call last):
    mlcourse.check.CheckFailed: dot: wrong, because one is not above two.
    """


class AnswerRaised(Outcome):
    """The learner's code raised an exception that no check asked for.

    Examples
    --------
    >>> from mlcourse import check
    >>> with check.exercise("dot"):
    ...     int("one")
    Traceback (most recent call last):
    mlcourse.check.AnswerRaised: dot: your code raised ValueError: invalid literal for int() with base 10: 'one'
      in the check: int('one')
    It happened where the check called your code or used what it returned: compare the parameters and the result with \
the task.
    """


# Messages name them by where they are imported from.
for _kind in (NotAttempted, CheckFailed, AnswerRaised):
    _kind.__module__ = "mlcourse.check"
