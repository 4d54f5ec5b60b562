"""What a check cell demands of a call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from mlcourse.check.errors import describe, is_missing_name
from mlcourse.check.messages import fail
from mlcourse.check.same import copy_of, same
from mlcourse.check.showing import show

# While it is true, what learners' code does to its arguments is written into the check's own, even where that code runs
# in a process of its own, which else is given copies. Who makes such calls looks it up here.
WRITTEN_BACK: ContextVar[bool] = ContextVar("written back", default=False)

# Takes a function that a check marked with `inside` and returns the one to call in its place. Who runs checks apart
# from the learner's code sets it; where it is not set, the function stays as it is.
PLACED: ContextVar[Callable[[Callable[..., Any]], Callable[..., Any]] | None] = ContextVar("placed", default=None)

_Function = TypeVar("_Function", bound=Callable[..., Any])


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
        fail(f"{what} gave {show(got)}, where the task asks for an error", hint)


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
    mlcourse.check.CheckFailed: sort([2, 1]) changed its input: argument 1 is now [1, 2].
    """
    before = [copy_of(value) for value in args]
    with _written_back():
        result = function(*args)
    for number, (value, old) in enumerate(zip(args, before, strict=True), start=1):
        if not same(value, old):
            fail(f"{what} changed its input: argument {number} is now {show(value)}", hint)
    return result


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


def inside(function: _Function) -> _Function:
    """Let a function of a check run where the learner's objects are.

    For grading, checks run in another process than the learner's code, which sees data and stand-ins. What can only be
    found out beside the answer itself, such as a second derivative, is written as a function with this decorator. It
    works on what it is given, imports what it needs in its own body, and returns data. What it is made of can be read
    by the learner's code, and what it returns is the learner's claim like any other result: it measures, and the check
    compares. The header of the cell says why it is needed.

    Parameters
    ----------
    function : callable
        A plain function that uses nothing but its arguments and what it imports.

    Returns
    -------
    callable
        What is to be called in its place.

    Examples
    --------
    >>> @inside
    ... def bend(f, x):
    ...     import torch
    ...
    ...     x = torch.tensor(x, requires_grad=True)
    ...     (slope,) = torch.autograd.grad(f(x), x, create_graph=True)
    ...     return torch.autograd.grad(slope, x)[0].item()
    >>> bend(lambda x: x**3, 2.0)
    12.0
    """
    place = PLACED.get()
    return cast(_Function, place(function)) if place else function


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
    mlcourse.check.CheckFailed: pop() gave 2, and when called again with the same input 1.
    """
    first = function(*[copy_of(value) for value in args])
    second = function(*[copy_of(value) for value in args])
    if not same(second, first):
        fail(f"{what} gave {show(first)}, and when called again with the same input {show(second)}", hint)
    return first
