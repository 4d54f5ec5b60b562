"""Sameness of values, and copies to compare with."""

from __future__ import annotations

import cmath
import copy
from typing import Any

from mlcourse.check.libraries import comes_from, is_array, is_pandas, is_tensor, read_truth
from mlcourse.check.values import read_array, read_items, read_number


def same(got: Any, want: Any) -> bool:
    """Compare as `equal` says; the learner's value is never asked."""
    truth, number = read_truth(want), read_number(want)
    if truth is not None:
        return read_truth(got) is truth
    if number is not None:
        return _same_number(read_number(got), number)
    if isinstance(want, str):
        return isinstance(got, str) and str.__eq__(want, got)
    if is_pandas(want):
        return _same_pandas(got, want)
    if is_array(want):
        return _same_array(got, want)
    if isinstance(want, list | tuple | range):
        return _same_items(read_items(got), [*want])
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
    return got is not None and len(got) == len(want) and all(map(same, got, want))


def _same_array(got: Any, want: Any) -> bool:
    import numpy as np

    if not (is_array(got) or isinstance(got, list | tuple | range) or read_number(got) is not None):
        return False
    found, wanted = read_array(got), read_array(want)
    if found.shape != wanted.shape or (found.dtype == bool) != (wanted.dtype == bool):
        return False
    if found.dtype.kind in "biufc" and wanted.dtype.kind in "biufc":
        return bool(np.array_equal(found, wanted, equal_nan=True))
    return all(map(same, found.ravel().tolist(), wanted.ravel().tolist()))


def _same_pandas(got: Any, want: Any) -> bool:
    if not is_pandas(got) or got.ndim != want.ndim:
        return False
    mine, yours = (getattr(value, "axes", []) for value in (got, want))  # an Index has no labels of its own
    if len(mine) != len(yours) or not all(_same_items([*a], [*b]) for a, b in zip(mine, yours, strict=True)):
        return False
    return _same_array(got.to_numpy(), want.to_numpy())


def _same_dict(got: dict[Any, Any], want: dict[Any, Any]) -> bool:
    return _plain(got) and got.keys() == want.keys() and all(same(got[key], want[key]) for key in want)


def _plain(values: Any) -> bool:
    """Tell whether all are of Python's or NumPy's own types, whose equality can be trusted."""
    return all(comes_from(value, "builtins", "numpy") for value in values)


def _same_object(got: Any, want: Any) -> bool:
    if got is want:
        return True
    if type(got) is not type(want):
        return False
    compares_identity = getattr(type(want), "__eq__") is object.__eq__  # noqa: B009
    if compares_identity and hasattr(want, "__dict__"):
        return same(vars(got), vars(want))
    return read_truth(want == got) is True


def copy_of(value: Any) -> Any:
    """Copy a value, to compare with it later."""
    # A tensor within a graph refuses copy.deepcopy.
    return value.detach().clone().requires_grad_(value.requires_grad) if is_tensor(value) else copy.deepcopy(value)
