"""What a check cell demands of a value."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

from mlcourse.check.differences import oddities, unequal
from mlcourse.check.libraries import UnusableError, is_array, is_numpy, is_pandas, is_tensor, read_truth
from mlcourse.check.messages import fail, sentences, shape_mistake, which_entries
from mlcourse.check.same import same
from mlcourse.check.showing import show
from mlcourse.check.values import read_array, read_numbers, why_no_data

if TYPE_CHECKING:
    import numpy as np

# A result in single precision cannot be held to the tolerance of double precision.
_SINGLE_TOLERANCE = 2e-6
_SINGLE = ("float16", "float32", "complex64")


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

    wanted = read_numbers(want)
    try:
        found = read_numbers(got)
        if found.dtype == bool and wanted.dtype != bool:
            raise UnusableError(f"{show(got)}, where numbers are wanted")
    except UnusableError as reason:
        fail(f"{what} is {reason}", hint)
    if found.shape != wanted.shape:
        several = isinstance(got, tuple) and found.ndim > wanted.ndim
        more = ", a tuple: is more returned than the task asks for?" if several else ""
        fail(f"{what} {shape_mistake(found.shape, wanted.shape)}. It is {show(got)}{more}", hint)
    if not {found.dtype.name, wanted.dtype.name}.isdisjoint(_SINGLE):
        rtol, atol = _single_tolerances(rtol, atol, wanted)
    with np.errstate(all="ignore"):
        wrong = ~np.isclose(found, wanted, rtol=rtol, atol=atol, equal_nan=True)
    if wrong.any():
        mistake = f"{what} is {show(got)}, which is not right{which_entries(wrong)}"
        fail(sentences(mistake, oddities(found, wanted)), hint)


def _single_tolerances(rtol: float, atol: float, wanted: np.ndarray) -> tuple[float, float]:
    import numpy as np

    sizes = np.abs(wanted[np.isfinite(wanted)])
    largest = float(sizes.max()) if sizes.size else 0.0
    return max(rtol, _SINGLE_TOLERANCE), max(atol, _SINGLE_TOLERANCE * largest)


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
    try:
        right = same(got, want)
    except Exception:  # a value that cannot even be read is not the right one
        right = False
    if not right:
        fail(f"{what} is {unequal(got, want)}", hint)


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
        found = read_array(got).shape
    except UnusableError as reason:
        fail(f"{what} is {reason}", hint)
    if found != wanted:
        fail(f"{what} {shape_mistake(found, wanted)}", hint)


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
        if reason := why_no_data(got):
            fail(f"{what} is {reason}", hint)
        names = " or ".join(kind.__name__ for kind in wanted)
        found = builtins.type(got).__name__
        mistake = f"{what} is of type {found}, where {names} is wanted. It is {show(got)}"
        fail(sentences(mistake, _conversion(got, wanted)), hint)


def _conversion(value: Any, types: tuple[builtins.type[Any], ...]) -> str:
    """Say how one gets from a value to the type that is wanted, where that is all there is to do."""
    names = {kind.__name__ for kind in types}
    several = isinstance(value, list | tuple | range) or (is_array(value) and value.ndim > 0)
    if several and "ndarray" in names:
        return "`.detach().cpu().numpy()` makes an array of it." if is_tensor(value) else "`np.array(...)` makes one."
    if several and "Tensor" in names:
        return "`torch.as_tensor(...)` makes one."
    if is_array(value) and value.ndim == 0 and not names.isdisjoint(("int", "float")):
        return "`.item()` takes the number out."
    if is_array(value) and "list" in names and "tuple" not in names:  # with a tuple, several results are wanted
        return "`.tolist()` makes one."
    if is_pandas(value) and "DataFrame" in names:
        return "`.to_frame()` makes one, and so do double brackets: `table[[name]]`."
    return ""


def _is_one_of(value: Any, types: tuple[builtins.type[Any], ...]) -> bool:
    if read_truth(value) is not None and not is_array(value):
        return bool in types or isinstance(value, tuple(kind for kind in types if kind not in (int, float)))
    pairs = ((int, "integer"), (float, "floating"), (complex, "complexfloating"))
    return isinstance(value, types) or any(kind in types and is_numpy(value, name) for kind, name in pairs)


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
    if read_truth(condition) is not True:
        fail(message, "")
