"""What a check cell demands of a call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from mlcourse.check.errors import describe, is_missing_name
from mlcourse.check.libraries import is_pandas
from mlcourse.check.messages import fail, sentences
from mlcourse.check.same import copy_of, same
from mlcourse.check.showing import show

# While it is true, what learners' code does to its arguments is written into the check's own, even where that code runs
# in a process of its own, which else is given copies. Who makes such calls looks it up here.
WRITTEN_BACK: ContextVar[bool] = ContextVar("written back", default=False)

_COPY = "Work on a copy of it."
_REMEMBERS = "Does it draw random numbers that nobody seeded, or keep something from call to call?"


@contextmanager
def _written_back() -> Iterator[None]:
    token = WRITTEN_BACK.set(True)
    try:
        yield
    finally:
        WRITTEN_BACK.reset(token)


def raises(
    exception: type[BaseException] | tuple[type[BaseException], ...],
    function: Callable[..., Any],
    *args: Any,
    what: str,
    hint: str = "",
) -> None:
    """Demand that a call raises an exception.

    Parameters
    ----------
    exception : type of exception, or tuple of them
        What must be raised. Subclasses will do, except that `NotImplementedError` means "not attempted".
    function : callable
        Called once with `args`.
    what, hint : str
        As in `close`.

    Raises
    ------
    CheckFailed
        If the call returns, or raises something else.

    Examples
    --------
    >>> raises(ValueError, int, "x", what="int('x')")
    >>> raises(ValueError, int, "7", what="int('7')")
    Traceback (most recent call last):
    mlcourse.check.CheckFailed: int('7') gave 7, where the task asks for an error.
    """
    try:
        got = function(*args)
    except NotImplementedError:
        if exception is not NotImplementedError:
            raise
    except exception:
        pass
    except Exception as error:
        if is_missing_name(error):
            raise
        fail(f"{what} raised {describe(error)}, which is not the error that the task asks for", hint)
    else:
        fail(f"{what} gave {show(got)}, where the task asks for an error{_not_raised(got)}", hint)


def _not_raised(got: Any) -> str:
    returned = isinstance(got, BaseException) or (isinstance(got, type) and issubclass(got, BaseException))
    return ": `raise` it, do not return it" if returned else ""


def unchanged(function: Callable[..., Any], *args: Any, what: str, hint: str = "") -> Any:
    """Demand that a call leaves its arguments as they were.

    Parameters
    ----------
    function : callable
        Called once with `args`.
    *args : object
        Lists, arrays, tensors, frames and the like, compared with copies that were made before the call.
    what, hint : str
        As in `close`.

    Returns
    -------
    object
        What the call returned.

    Raises
    ------
    CheckFailed
        If an argument has changed.

    Examples
    --------
    >>> unchanged(sorted, [2, 1], what="sorted([2, 1])")
    [1, 2]
    >>> unchanged(list.sort, [2, 1], what="sort([2, 1])")
    Traceback (most recent call last):
    mlcourse.check.CheckFailed: sort([2, 1]) changed its input: argument 1 is now [1, 2]. Work on a copy of it.
    """
    before = [copy_of(value) for value in args]
    with _written_back():
        result = function(*args)
    for number, (value, old) in enumerate(zip(args, before, strict=True), start=1):
        if not same(value, old):
            fail(sentences(f"{what} changed its input: argument {number} {_now(value, old)}", _COPY), hint)
    return result


def _now(value: Any, old: Any) -> str:
    """Say what an argument is now; of a table whose columns were changed that these were."""
    if is_pandas(value) and value.ndim == 2 and is_pandas(old) and not same([*value.columns], [*old.columns]):
        return f"now has the columns {show([*value.columns])}"
    return f"is now {show(value)}"


def in_place(function: Callable[..., Any], *args: Any) -> list[Any]:
    """Call a function that is to change its arguments, and return what they are then.

    This is the only way in which a check sees such changes wherever the learner's code runs: for grading it runs in a
    process of its own and is given copies.

    Parameters
    ----------
    function : callable
        Called once with copies of `args`.
    *args : object
        Lists, arrays, tensors, frames and the like; they stay as they are.

    Returns
    -------
    list
        The copies after the call.

    Examples
    --------
    >>> in_place(list.sort, [2, 1])
    [[1, 2]]
    """
    copies = [copy_of(value) for value in args]
    with _written_back():
        function(*copies)
    return copies


def deterministic(function: Callable[..., Any], *args: Any, what: str, hint: str = "") -> Any:
    """Demand that two calls with equal arguments give exactly the same.

    Each call gets its own copy of the arguments, so that a random generator starts in the same state twice.

    Parameters
    ----------
    function : callable
        Called twice with copies of `args`.
    what, hint : str
        As in `close`.

    Returns
    -------
    object
        What the first call returned.

    Raises
    ------
    CheckFailed
        If the results differ.

    Examples
    --------
    >>> deterministic(sorted, [2, 1], what="sorted([2, 1])")
    [1, 2]
    >>> deterministic([1, 2].pop, what="pop()")
    Traceback (most recent call last):
    mlcourse.check.CheckFailed: pop() gave 2, and when called again with the same input 1. Does it draw random numbers \
that nobody seeded, or keep something from call to call?
    """
    first = function(*[copy_of(value) for value in args])
    second = function(*[copy_of(value) for value in args])
    if not same(second, first):
        one, other = show(first), show(second)
        other = "something else, which looks alike in this short form" if one == other else other
        fail(sentences(f"{what} gave {one}, and when called again with the same input {other}", _REMEMBERS), hint)
    return first
