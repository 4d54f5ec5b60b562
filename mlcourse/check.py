"""Checks for exercise cells: they tell the learner what is wrong, kindly, and never what the answer is.

A check cell is one ``with`` block::

    with check.exercise("dot"):
        check.close(dot([1, 2], [3, 4]), 11.0, "dot([1, 2], [3, 4])", "Multiply entry by entry, then add up.")

It ends in one of four ways. Right: ``dot: right`` is printed. Otherwise an exception comes out, so that
nbgrader counts the cell as failed; Jupyter shows its message instead of a traceback:

- `NotAttempted`: the answer still raises `NotImplementedError`, or its cell has not been run;
- `CheckFailed`: a check found the answer wrong;
- `AnswerRaised`: the learner's code raised something that no check asked for.

The helpers judge plain data (numbers, text, lists, dictionaries, arrays, tensors, pandas objects) by
themselves: they never ask the learner's result whether it is equal, and NaN passes only where NaN is wanted.
"""

from __future__ import annotations

import builtins
import cmath
import copy
import linecache
import os
import reprlib
import sys
import sysconfig
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, redirect_stderr
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import CodeType, TracebackType
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    import numpy as np

SEED_VARIABLE = "MLCOURSE_SEED"

# A result in single precision cannot be held to the tolerance of double precision.
_SINGLE_TOLERANCE = 2e-6
_SINGLE = ("float16", "float32", "complex64")
_MOST_FRAMES = 3
_LONGEST_VALUE = 200


class _Outcome(Exception):  # noqa: N818
    """How a check ended, other than well; IPython prints the message alone."""

    def _render_traceback_(self) -> list[str]:
        return str(self).split("\n")


class NotAttempted(_Outcome):
    """The exercise has no answer yet."""


class CheckFailed(_Outcome, AssertionError):  # noqa: N818
    """The answer is wrong; the message says how."""


class AnswerRaised(_Outcome):
    """The learner's code raised an exception that no check asked for."""


# --- the with block


def exercise(name: str) -> AbstractContextManager[None]:
    """Run the checks of one exercise and say how they ended.

    Inside the block warnings are silenced and ``stderr`` goes to ``stdout``, because nbgrader takes any text
    on ``stderr`` for a failure. `KeyboardInterrupt` passes through.

    Parameters
    ----------
    name : str
        The exercise's id, shown in front of the message.

    Raises
    ------
    NotAttempted, CheckFailed, AnswerRaised
        At the end of the block, if the checks did not all pass.

    Examples
    --------
    >>> with exercise("sum"):
    ...     close(sum([1, 2]), 3, "sum([1, 2])")
    sum: right
    >>> with exercise("sum"):
    ...     close(sum([1, 2]), 4, "sum([1, 2])", "Did you start at 1?")
    Traceback (most recent call last):
    mlcourse.check.CheckFailed: sum: wrong, because sum([1, 2]) is 3, which is not right.
    Hint: Did you start at 1?
    """
    return _Exercise(name)


class _Exercise(AbstractContextManager[None]):
    def __init__(self, name: str) -> None:
        self._name = name
        self._quiet = ExitStack()
        self._line = 0

    def __enter__(self) -> None:
        self._line = sys._getframe(1).f_lineno
        self._quiet.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        self._quiet.enter_context(redirect_stderr(sys.stdout))

    def __exit__(
        self,
        kind: builtins.type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._quiet.close()
        if error is None:
            print(f"{self._name}: right")
        elif isinstance(error, Exception | SystemExit):
            raise _outcome(self._name, error, _learner_frames(trace, self._line)) from None


def _outcome(name: str, error: BaseException, frames: list[_Frame]) -> _Outcome:
    """Turn what came out of the block into one of the three outcomes."""
    if isinstance(error, CheckFailed):
        return CheckFailed(f"{name}: wrong, because {error}")
    if isinstance(error, AssertionError) and not frames:
        return CheckFailed(f"{name}: wrong, because {_message(error) or 'one of its tests failed'}")
    if _is_unwritten(error, frames):
        return NotAttempted(f"{name}: not attempted yet. {_what_is_unwritten(error, frames)}")
    if _is_missing_name(error) and not frames:
        return NotAttempted(
            f"{name}: not attempted yet. `{getattr(error, 'name', None)}` is not defined: "
            "run the cell with your answer first, then this one again."
        )
    return AnswerRaised(f"{name}: your code raised {_describe(error)}\n{_where(error, frames)}")


def _is_unwritten(error: BaseException, frames: list[_Frame]) -> bool:
    """Tell a stub's NotImplementedError from that of a library (PyTorch has it for missing operations)."""
    if not isinstance(error, NotImplementedError):
        return False
    return not error.args or (bool(frames) and "NotImplementedError" in frames[-1].source)


def _what_is_unwritten(error: BaseException, frames: list[_Frame]) -> str:
    where = f"`{frames[-1].function}` still raises" if frames else "Your answer still raises"
    return f"{where} {_describe(error)}. Write your answer in its place, run that cell, then this one again."


def _is_missing_name(error: BaseException) -> bool:
    return isinstance(error, NameError) and not isinstance(error, UnboundLocalError)


def _where(error: BaseException, frames: list[_Frame]) -> str:
    if not frames:
        return (
            "It happened where the check called your code or used what it returned: "
            "compare the parameters and the result with the task."
        )
    lines = [f"  {frame}" for frame in frames[-_MOST_FRAMES:]]
    if isinstance(error, RecursionError):
        lines.append("The function calls itself without coming to an end.")
    if _is_missing_name(error):
        lines.append("Is the name misspelt, or has a cell above not been run?")
    return "\n".join(lines)


def _message(error: BaseException) -> str:
    try:
        return _cut(str(error).strip(), 300)
    except Exception:  # a learner's own exception class may do anything
        return "(its message cannot be shown)"


def _describe(error: BaseException) -> str:
    kind, message = builtins.type(error).__name__, _message(error)
    return f"{kind}: {message}" if message else kind


# --- the learner's part of a traceback


class _Frame:
    """One line of the learner's code in a traceback."""

    def __init__(self, trace: TracebackType) -> None:
        code = trace.tb_frame.f_code
        self.line = trace.tb_lineno
        self.function = code.co_qualname.rpartition("<locals>.")[2]
        self.source = linecache.getline(code.co_filename, self.line, trace.tb_frame.f_globals).strip()

    def __str__(self) -> str:
        place = f"line {self.line}, in {self.function}"
        return f"{place}: {_cut(self.source, 100)}" if self.source else place


def _learner_frames(trace: TracebackType | None, with_line: int) -> list[_Frame]:
    """Keep the learner's lines, outermost first.

    The check cell's are left out, for they may be hidden tests, and so are a library's.
    """
    if trace is None:
        return []
    cell = trace.tb_frame.f_code
    checks = {id(code) for code in _nested(cell) if code.co_firstlineno >= with_line} | {id(cell)}
    found: dict[tuple[int, int], TracebackType] = {}
    step: TracebackType | None = trace
    while step is not None:
        code = step.tb_frame.f_code
        if id(code) not in checks and not _is_library(code.co_filename):
            # A recursion repeats a line a thousand times: keep it once, where it stands last.
            found.pop((id(code), step.tb_lineno), None)
            found[id(code), step.tb_lineno] = step
        step = step.tb_next
    return [_Frame(step) for step in found.values()]


def _nested(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _nested(constant)


# The course's package may be installed in place, outside site-packages.
_LIBRARY = tuple(f"{folder}{os.sep}" for folder in (sysconfig.get_path("stdlib"), Path(__file__).parent))


def _is_library(filename: str) -> bool:
    installed = not {"site-packages", "dist-packages"}.isdisjoint(Path(filename).parts)
    return installed or filename.startswith(("<frozen", "<__array_function__", *_LIBRARY))


# --- the helpers


def close(got: Any, want: Any, what: str, hint: str = "", *, rtol: float = 1e-6, atol: float = 1e-8) -> None:
    """Demand the right numbers, up to rounding.

    Parameters
    ----------
    got : number, list, tuple, numpy array, tensor or pandas object
        The learner's result, of any numeric type.
    want : same kinds as `got`
        The right numbers. Shapes must agree: nothing is broadcast. NaN passes only where `want` is NaN.
    what : str
        What was computed, as it begins the message: ``"dot([1, 2], [3, 4])"``.
    hint : str, optional
        A sentence on the likely mistake.
    rtol, atol : float, optional
        ``|got - want| <= atol + rtol * |want|`` must hold for each entry. Where `got` or `want` is in single
        precision or less, both are raised to what that precision can give: 2e-6, relative to the entry and to
        the largest entry.

    Raises
    ------
    CheckFailed
        If `got` is no numbers, has another shape, or an entry is wrong.

    Examples
    --------
    >>> close([0.1 + 0.2], [0.3], "the sum")
    >>> close([1, 3], [1, 2], "it")
    Traceback (most recent call last):
    mlcourse.check.CheckFailed: it is [1, 3], which is not right: 1 of its 2 entries is wrong, at index 1.
    """
    import numpy as np

    wanted = _numbers(want)
    try:
        found = _numbers(got)
        if found.dtype == bool and wanted.dtype != bool:
            raise _UnusableError(f"{_show(got)}, where numbers are wanted")
    except _UnusableError as reason:
        _fail(f"{what} is {reason}", hint)
    if found.shape != wanted.shape:
        _fail(f"{what} {_shape_mistake(found.shape, wanted.shape)}. It is {_show(got)}", hint)
    if not {found.dtype.name, wanted.dtype.name}.isdisjoint(_SINGLE):
        rtol, atol = _single_tolerances(rtol, atol, wanted)
    with np.errstate(all="ignore"):
        wrong = ~np.isclose(found, wanted, rtol=rtol, atol=atol, equal_nan=True)
    if wrong.any():
        _fail(f"{what} is {_show(got)}, which is not right{_which(wrong)}", hint)


def equal(got: Any, want: Any, what: str, hint: str = "") -> None:
    """Demand exactly the right value.

    Lists, tuples, arrays and tensors are compared by their items, so that any of them will do for another;
    numbers of any type by value (1 equals 1.0), but truth values only with truth values; pandas objects with
    their labels. Values of any other type must be of the same type as `want`, whose ``==`` decides.

    Parameters
    ----------
    got, want : object
        The learner's value and the right one.
    what, hint : str
        As in `close`.

    Raises
    ------
    CheckFailed
        If they differ.

    Examples
    --------
    >>> equal((1, 2), [1, 2], "the pair")
    >>> equal("Cat", "cat", "the label")
    Traceback (most recent call last):
    mlcourse.check.CheckFailed: the label is 'Cat', which is not right.
    """
    if got is None and want is not None:
        _fail(f"{what} is {_NONE}", hint)
    try:
        same = _same(got, want)
    except Exception:  # a value that cannot even be read is not the right one
        same = False
    if not same:
        _fail(f"{what} is {_show(got)}, which is not right", hint)


def shape(got: Any, shape: tuple[int, ...] | int, what: str, hint: str = "") -> None:
    """Demand a shape.

    Parameters
    ----------
    got : number, list, tuple, numpy array, tensor or pandas object
        The learner's result; it may hold anything.
    shape : tuple of int, or int
        The right shape; ``()`` for a single number.
    what, hint : str
        As in `close`.

    Raises
    ------
    CheckFailed
        If `got` has another shape or none.

    Examples
    --------
    >>> shape([[1, 2, 3]], (1, 3), "the matrix")
    >>> shape([[1, 2, 3]], (3, 1), "the matrix")
    Traceback (most recent call last):
    mlcourse.check.CheckFailed: the matrix has shape (1, 3): its axes look swapped.
    """
    wanted = (shape,) if isinstance(shape, int) else tuple(shape)
    try:
        found = _array(got).shape
    except _UnusableError as reason:
        _fail(f"{what} is {reason}", hint)
    if found != wanted:
        _fail(f"{what} {_shape_mistake(found, wanted)}", hint)


def type(got: Any, types: builtins.type[Any] | tuple[builtins.type[Any], ...], what: str, hint: str = "") -> None:
    """Demand a type.

    NumPy's scalars count as the Python type that they stand for (``numpy.float32`` as ``float``), and a truth
    value does not count as a number.

    Parameters
    ----------
    got : object
        The learner's value.
    types : type or tuple of types
        The types that will do.
    what, hint : str
        As in `close`.

    Raises
    ------
    CheckFailed
        If `got` is of none of them.

    Examples
    --------
    >>> type(1.5, (int, float), "the norm")
    >>> type("1.5", float, "the norm")
    Traceback (most recent call last):
    mlcourse.check.CheckFailed: the norm is of type str, where float is wanted. It is '1.5'.
    """
    wanted = types if isinstance(types, tuple) else (types,)
    if not _is_one_of(got, wanted):
        names = " or ".join(kind.__name__ for kind in wanted)
        found = builtins.type(got).__name__
        _fail(f"{what} is of type {found}, where {names} is wanted. It is {_show(got)}", hint)


def raises(
    exception: builtins.type[BaseException] | tuple[builtins.type[BaseException], ...],
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
        if _is_missing_name(error):
            raise
        _fail(f"{what} raised {_describe(error)}, which is not the error that the task asks for", hint)
    else:
        _fail(f"{what} gave {_show(got)}, where the task asks for an error", hint)


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
    before = [_copy(value) for value in args]
    result = function(*args)
    for number, (value, old) in enumerate(zip(args, before, strict=True), start=1):
        if not _same(value, old):
            _fail(f"{what} changed its input: argument {number} is now {_show(value)}", hint)
    return result


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
    first = function(*[_copy(value) for value in args])
    second = function(*[_copy(value) for value in args])
    if not _same(second, first):
        _fail(f"{what} gave {_show(first)}, and when called again with the same input {_show(second)}", hint)
    return first


def that(condition: Any, message: str) -> None:
    """Demand that a condition holds.

    Parameters
    ----------
    condition : bool
        True of Python, NumPy or PyTorch passes; anything else fails, NaN too (which Python takes for true).
    message : str
        What is wrong if it does not hold; it follows on "wrong, because".

    Raises
    ------
    CheckFailed
        If the condition does not hold.

    Examples
    --------
    >>> that(1 < 2, "one is not below two")
    >>> that(float("nan"), "the loss is not below 1")
    Traceback (most recent call last):
    mlcourse.check.CheckFailed: the loss is not below 1.
    """
    if _truth(condition) is not True:
        _fail(message, "")


def rng(stream: int = 0) -> np.random.Generator:
    """Make a random generator for fresh test inputs.

    Parameters
    ----------
    stream : int, optional
        Another number gives independent values.

    Returns
    -------
    numpy.random.Generator
        Seeded by `stream` and the environment variable ``MLCOURSE_SEED`` (a whole number, 0 if not set).

    Raises
    ------
    ValueError
        If the variable is set to something else.

    Examples
    --------
    >>> bool(rng().random() == rng().random())
    True
    """
    import numpy as np

    text = os.environ.get(SEED_VARIABLE, "0")
    if not text.strip().isdecimal():
        raise ValueError(f"the environment variable {SEED_VARIABLE} must be a whole number from 0, and is {text!r}")
    return np.random.default_rng([int(text), stream])


# --- messages

_NONE = "None: does the function end with `return`?"


def _fail(text: str, hint: str) -> NoReturn:
    text = text.rstrip()
    sentence = text if text.endswith((".", "!", "?")) else text + "."
    raise CheckFailed(f"{sentence}\nHint: {hint}" if hint else sentence) from None


def _shape_mistake(found: tuple[int, ...], wanted: tuple[int, ...]) -> str:
    """Say what is wrong with a shape without giving the right one away."""
    if not found:
        return f"is a single number, where {_axes(len(wanted))} {'is' if len(wanted) == 1 else 'are'} wanted"
    if not wanted:
        return f"has shape {found}, where a single number is wanted"
    if len(found) != len(wanted):
        return f"has shape {found}, that is {_axes(len(found))} instead of {len(wanted)}"
    if found == wanted[::-1]:
        return f"has shape {found}: its axes look swapped"
    axis = next(axis for axis, (a, b) in enumerate(zip(found, wanted, strict=True)) if a != b)
    if len(found) == 1:
        return f"has shape {found}: too {'many' if found[0] > wanted[0] else 'few'} entries"
    return f"has shape {found}: axis {axis} has the wrong length"


def _axes(count: int) -> str:
    return "1 axis" if count == 1 else f"{count} axes"


def _which(wrong: np.ndarray) -> str:
    """Say how many entries are wrong, and where the first stands."""
    if wrong.ndim == 0:
        return ""
    index = [int(positions[0]) for positions in wrong.nonzero()]
    count, place = int(wrong.sum()), ", ".join(map(str, index))
    verb, first = ("is", "at") if count == 1 else ("are", "the first at")
    return f": {count} of its {wrong.size} entries {verb} wrong, {first} index {place}"


class _Short(reprlib.Repr):
    """Short text for any value: long ones are cut, NumPy's numbers look like plain ones, nothing raises."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 4
        self.maxdict = self.maxset = self.maxfrozenset = 6
        self.maxstring, self.maxother = 60, 80

    def repr1(self, x: Any, level: int) -> str:
        try:
            if _truth(x) is not None:
                return str(_truth(x))
            if _is_numpy(x, "generic"):
                return str(x)
            if _is_array(x) or _is_pandas(x):
                return self._array(_array(x))
            return super().repr1(x, level)
        except Exception:  # a learner's __repr__ may do anything
            return f"a {builtins.type(x).__name__} that cannot be shown"

    @staticmethod
    def _array(x: np.ndarray) -> str:
        import numpy as np

        edge = 3 if x.ndim == 1 else 2
        text = np.array2string(x, threshold=12, edgeitems=edge, precision=6, separator=", ")
        text = " ".join(text.split()).replace("[ ", "[")
        return text if x.size <= 12 else f"an array of shape {x.shape}: {text}"


def _show(value: Any) -> str:
    return _cut(_Short().repr(value), _LONGEST_VALUE)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 3] + "..."


# --- reading values without trusting their methods


class _UnusableError(Exception):
    """A value cannot be taken for numbers; the message follows on "is"."""


def _is_numpy(value: Any, kind: str) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, getattr(numpy, kind))


def _is_tensor(value: Any) -> bool:
    # Nobody can hold a tensor before torch is loaded; while it is loading, it has no `Tensor` yet.
    kind = getattr(sys.modules.get("torch"), "Tensor", None)
    return kind is not None and isinstance(value, kind) and _comes_from(value, "torch", "torchvision")


def _comes_from(value: Any, *packages: str) -> bool:
    """Is the value's class a library's own? A learner's subclass could answer as it likes."""
    return builtins.type(value).__module__.partition(".")[0] in packages


def _is_array(value: Any) -> bool:
    return _is_numpy(value, "ndarray") or _is_tensor(value)


def _is_pandas(value: Any) -> bool:
    name = builtins.type(value).__name__
    return _comes_from(value, "pandas") and name.endswith(("Series", "DataFrame", "Index"))


def _truth(value: Any) -> bool | None:
    """Read a truth value of Python, NumPy or PyTorch; None for anything else."""
    if isinstance(value, bool):
        return value
    if _is_numpy(value, "bool_"):
        return bool(value)
    if _is_array(value) and value.ndim == 0 and str(value.dtype).endswith("bool"):
        return bool(_array(value))
    return None


def _number(value: Any) -> int | float | complex | Fraction | Decimal | None:
    """Read a number; None for anything else, truth values among them."""
    if _truth(value) is not None:
        return None
    if _is_array(value) and value.ndim == 0:
        value = _array(value)[()]
    if _is_numpy(value, "number"):
        import numpy as np

        plain = np.generic.item(value)
        return plain if isinstance(plain, int | float | complex) else complex(plain)
    # The base class reads the value itself, whatever a subclass of the learner's says.
    if isinstance(value, int):
        return int.__int__(value)
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, complex):
        return complex.__complex__(value)
    return value if builtins.type(value) in (Fraction, Decimal) else None


def _items(value: Any) -> list[Any] | None:
    """Read the items of a list, tuple, range, array, tensor or pandas index; None for anything else."""
    if isinstance(value, list):
        return [*list.__iter__(value)]
    if isinstance(value, tuple):
        return [*tuple.__iter__(value)]
    if isinstance(value, range):
        return [*value]
    if (_is_array(value) and value.ndim) or _is_pandas(value):
        return [*_array(value)]
    return None


def _array(value: Any) -> np.ndarray:
    """Read a value as an array of any type, or say why it is none."""
    import numpy as np

    try:
        if isinstance(value, np.ma.MaskedArray):
            raise _UnusableError("a masked array, where a plain array is wanted")
        if isinstance(value, np.ndarray):
            return np.asarray(value)
        if _is_tensor(value):
            return _tensor(value)
        if _is_pandas(value):
            return np.asarray(value.to_numpy())
        return np.array(_nested_lists(value, value))
    except _UnusableError:
        raise
    except RecursionError:
        raise _UnusableError("a list that contains itself") from None
    except ValueError:
        raise _UnusableError(f"{_show(value)}, whose rows differ in length or depth") from None
    except Exception as error:  # PyTorch and pandas refuse in many ways
        kind = builtins.type(value).__name__
        raise _UnusableError(f"a {kind} that cannot be read as an array ({_describe(error)})") from None


def _tensor(value: Any) -> np.ndarray:
    import torch

    with torch.no_grad():
        plain = torch.Tensor.detach(value).cpu().resolve_conj().resolve_neg()
        # NumPy has no bfloat16.
        array: np.ndarray = (plain.float() if plain.dtype == torch.bfloat16 else plain).numpy()
    return array


def _nested_lists(value: Any, whole: Any) -> Any:
    """Take lists apart down to numbers, text and arrays."""
    if _is_array(value):
        return _array(value)
    items = _items(value)
    if items is not None:
        return [_nested_lists(item, whole) for item in items]
    number = _number(value)
    if number is not None:
        return float(number) if isinstance(number, Fraction | Decimal) else number
    if isinstance(value, str | bytes) or _truth(value) is not None:
        return value
    if value is whole:
        raise _UnusableError(_why_no_numbers(value))
    raise _UnusableError(f"{_show(whole)}, which contains {_show(value)}")


def _numbers(value: Any) -> np.ndarray:
    """Read a value as an array of numbers or truth values, or say why it is none."""
    import numpy as np

    array = _array(value)
    if array.dtype == object:  # whole numbers beyond 64 bits, or things that are no numbers at all
        entries = [_number(entry) for entry in array.ravel()]
        if any(entry is None for entry in entries):
            wrong = next(old for old, new in zip(array.ravel(), entries, strict=True) if new is None)
            raise _UnusableError(f"{_show(value)}, which contains {_show(wrong)}")
        try:
            array = np.array([complex(entry) for entry in entries if entry is not None]).reshape(array.shape)
        except OverflowError:
            raise _UnusableError(f"{_show(value)}, which is too large for a floating-point number") from None
    if array.dtype.kind not in "biufc":
        raise _UnusableError(f"{_show(value)}, where numbers are wanted")
    return array


def _why_no_numbers(value: Any) -> str:
    kind = builtins.type(value).__name__
    if value is None:
        return _NONE
    if hasattr(builtins.type(value), "__next__"):
        return f"a {kind}, which hands out its values one by one: make a list or an array of it"
    if callable(value):
        return f"{kind} `{getattr(value, '__name__', kind)}` itself: was it not called?"
    return f"of type {kind} ({_show(value)}), where numbers are wanted"


def _single_tolerances(rtol: float, atol: float, wanted: np.ndarray) -> tuple[float, float]:
    import numpy as np

    sizes = np.abs(wanted[np.isfinite(wanted)])
    largest = float(sizes.max()) if sizes.size else 0.0
    return max(rtol, _SINGLE_TOLERANCE), max(atol, _SINGLE_TOLERANCE * largest)


def _is_one_of(value: Any, types: tuple[builtins.type[Any], ...]) -> bool:
    if _truth(value) is not None and not _is_array(value):
        return bool in types or isinstance(value, tuple(kind for kind in types if kind not in (int, float)))
    pairs = ((int, "integer"), (float, "floating"), (complex, "complexfloating"))
    return isinstance(value, types) or any(kind in types and _is_numpy(value, name) for kind, name in pairs)


# --- sameness, and copies


def _same(got: Any, want: Any) -> bool:
    """Compare as `equal` says; the learner's value is never asked."""
    truth, number = _truth(want), _number(want)
    if truth is not None:
        return _truth(got) is truth
    if number is not None:
        return _same_number(_number(got), number)
    if isinstance(want, str):
        return isinstance(got, str) and str.__eq__(want, got)
    if _is_pandas(want):
        return _same_pandas(got, want)
    if _is_array(want):
        return _same_array(got, want)
    if isinstance(want, list | tuple | range):
        return _same_items(_items(got), [*want])
    if isinstance(want, dict):
        return isinstance(got, dict) and _same_dict(dict(dict.items(got)), want)
    if isinstance(want, set | frozenset):
        return isinstance(got, set | frozenset) and _plain(got) and set(want) == set(got)
    return _same_object(got, want)


def _same_number(got: Any, want: Any) -> bool:
    if got is None and want is not None:
        return False
    return bool(got == want) or (_is_nan(got) and _is_nan(want))


def _is_nan(number: Any) -> bool:
    return bool(cmath.isnan(number)) if isinstance(number, float | complex) else False


def _same_items(got: list[Any] | None, want: list[Any]) -> bool:
    return got is not None and len(got) == len(want) and all(map(_same, got, want))


def _same_array(got: Any, want: Any) -> bool:
    import numpy as np

    if not (_is_array(got) or isinstance(got, list | tuple | range) or _number(got) is not None):
        return False
    found, wanted = _array(got), _array(want)
    if found.shape != wanted.shape or (found.dtype == bool) != (wanted.dtype == bool):
        return False
    if found.dtype.kind in "biufc" and wanted.dtype.kind in "biufc":
        return bool(np.array_equal(found, wanted, equal_nan=True))
    return all(map(_same, found.ravel().tolist(), wanted.ravel().tolist()))


def _same_pandas(got: Any, want: Any) -> bool:
    if not _is_pandas(got) or got.ndim != want.ndim:
        return False
    mine, yours = (getattr(value, "axes", []) for value in (got, want))  # an Index has no labels of its own
    if len(mine) != len(yours) or not all(_same_items([*a], [*b]) for a, b in zip(mine, yours, strict=True)):
        return False
    return _same_array(got.to_numpy(), want.to_numpy())


def _same_dict(got: dict[Any, Any], want: dict[Any, Any]) -> bool:
    return _plain(got) and got.keys() == want.keys() and all(_same(got[key], want[key]) for key in want)


def _plain(values: Any) -> bool:
    """Tell whether all are of Python's or NumPy's own types, whose equality can be trusted."""
    return all(_comes_from(value, "builtins", "numpy") for value in values)


def _same_object(got: Any, want: Any) -> bool:
    if got is want:
        return True
    if builtins.type(got) is not builtins.type(want):
        return False
    compares_identity = getattr(builtins.type(want), "__eq__") is object.__eq__  # noqa: B009
    if compares_identity and hasattr(want, "__dict__"):
        return _same(vars(got), vars(want))
    return _truth(want == got) is True


def _copy(value: Any) -> Any:
    # A tensor within a graph refuses copy.deepcopy.
    return value.detach().clone().requires_grad_(value.requires_grad) if _is_tensor(value) else copy.deepcopy(value)
