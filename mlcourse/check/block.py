"""The ``with`` block of a check cell: from what came out of it to one of the outcomes."""

from __future__ import annotations

import sys
import warnings
from contextlib import AbstractContextManager, ExitStack, redirect_stderr
from types import TracebackType

from mlcourse.check.errors import describe, is_missing_name, message_of
from mlcourse.check.frames import Frame, checked_call, frames_of
from mlcourse.check.outcomes import AnswerRaised, CheckFailed, NotAttempted, Outcome

_MOST_FRAMES = 3
_FILLED_IN = "filled in. Whether it is right is judged when your work is graded."


def exercise(name: str, *, form_only: bool = False) -> AbstractContextManager[None]:
    """Run the checks of one exercise and say how they ended.

    Inside the block warnings are silenced and ``stderr`` goes to ``stdout``, because nbgrader takes any text
    on ``stderr`` for a failure. `KeyboardInterrupt` passes through.

    Parameters
    ----------
    name : str
        The exercise's id, shown in front of the message.
    form_only : bool
        Whether the tests that a learner sees look at the form of an answer alone, as those of a graded quiz do. Then a
        check that passes does not say that the answer is right, and the learner's progress does not count it as solved.

    Returns
    -------
    context manager
        For the ``with`` statement; it gives nothing.

    Raises
    ------
    NotAttempted, CheckFailed, AnswerRaised
        At the end of the block, if the checks did not all pass.

    Examples
    --------
    >>> from mlcourse import check
    >>> with check.exercise("sum"):
    ...     check.close(sum([1, 2]), 3, "sum([1, 2])")
    sum: right
    >>> with check.exercise("sum"):
    ...     check.close(sum([1, 2]), 4, "sum([1, 2])", "Did you start at 1?")
    Traceback (most recent call last):
    mlcourse.check.CheckFailed: sum: wrong, because sum([1, 2]) is 3, which is not right.
    Hint: Did you start at 1?
    >>> with check.exercise("letters", form_only=True):
    ...     check.type({"A"}, set, "your answer")
    letters: filled in. Whether it is right is judged when your work is graded.
    """
    return _Exercise(name, _FILLED_IN if form_only else "right")


class _Exercise(AbstractContextManager[None]):
    def __init__(self, name: str, success: str) -> None:
        self._name = name
        self._success = success
        self._quiet = ExitStack()
        self._line = 0

    def __enter__(self) -> None:
        self._line = sys._getframe(1).f_lineno
        self._quiet.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        self._quiet.enter_context(redirect_stderr(sys.stdout))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._quiet.close()
        if error is None:
            print(f"{self._name}: {self._success}")
        elif isinstance(error, Exception | SystemExit):
            raise _outcome(self._name, error, frames_of(error, self._line)) from None


def _outcome(name: str, error: BaseException, frames: list[Frame]) -> Outcome:
    """Turn what came out of the block into one of the three outcomes."""
    if isinstance(error, CheckFailed):
        return CheckFailed(f"{name}: wrong, because {error}")
    if isinstance(error, AssertionError) and not frames:
        return CheckFailed(f"{name}: wrong, because {message_of(error) or 'one of its tests failed'}")
    if _is_unwritten(error, frames):
        return NotAttempted(f"{name}: not attempted yet. {_what_is_unwritten(error, frames)}")
    if is_missing_name(error) and not frames:
        return NotAttempted(
            f"{name}: not attempted yet. `{getattr(error, 'name', None)}` is not defined: "
            "run the cell with your answer first, then this one again."
        )
    call = checked_call(error)
    asked = f"  in the check: {call}\n" if call else ""
    return AnswerRaised(f"{name}: your code raised {describe(error)}\n{asked}{_where(error, frames)}")


def _is_unwritten(error: BaseException, frames: list[Frame]) -> bool:
    """Tell a stub's NotImplementedError from that of a library (PyTorch has it for missing operations)."""
    if not isinstance(error, NotImplementedError):
        return False
    return not error.args or (bool(frames) and "NotImplementedError" in frames[-1].source)


def _what_is_unwritten(error: BaseException, frames: list[Frame]) -> str:
    where = f"`{frames[-1].function}` still raises" if frames else "Your answer still raises"
    return f"{where} {describe(error)}. Write your answer in its place, run that cell, then this one again."


def _where(error: BaseException, frames: list[Frame]) -> str:
    if not frames:
        return (
            "It happened where the check called your code or used what it returned: "
            "compare the parameters and the result with the task."
        )
    lines = [f"  {frame}" for frame in frames[-_MOST_FRAMES:]]
    if isinstance(error, RecursionError):
        lines.append(
            "The function calls itself too deep: without coming to an end, or about 1,000 times in a row, "
            "where a loop would do."
        )
    if is_missing_name(error):
        lines.append("Is the name misspelt, or has a cell above not been run?")
    return "\n".join(lines)
