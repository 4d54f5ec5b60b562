"""How a value differs from the right one, in words that do not give the right one away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlcourse.check.libraries import is_array, is_pandas, is_tensor, read_truth
from mlcourse.check.messages import NONE, counted, shape_mistake, which_entries
from mlcourse.check.same import same
from mlcourse.check.showing import show
from mlcourse.check.values import read_array, read_items, read_number, why_no_data

if TYPE_CHECKING:
    import numpy as np

_CUT = (
    "Its numbers are whole: was something cut off, as `//`, `int(...)` and arrays of integers do?",
    "It is a whole number: was something cut off, as `//` and `int(...)` do?",
)
_NAN = "nan is what 0/0, the logarithm of a negative number and sums with nan give."
_INFINITE = "inf is what comes of dividing by 0, of log(0), and of numbers that are too large, as from exp."


def unequal(got: Any, want: Any) -> str:
    """Say what a value is and how it differs from the right one; it follows on "is"."""
    try:
        return _unequal(got, want)
    except Exception:  # a value that cannot even be read is not the right one
        return _plainly(got)


def _plainly(got: Any, but: str = "which is not right") -> str:
    return f"{show(got)}, {but}"


def _unequal(got: Any, want: Any) -> str:
    found, wanted = _kind(got), _kind(want)
    if got is None and want is not None:
        return NONE
    if wanted and not found and (reason := why_no_data(got)):
        return reason
    if wanted and found and not _comparable(got, want):
        return _plainly(got, f"which is {found}, where {wanted} is wanted")
    if is_pandas(want):
        return _unequal_pandas(got, want)
    if is_array(want) and want.ndim:
        return _plainly(got, _unequal_arrays(read_array(got), read_array(want)))
    if isinstance(want, list | tuple | range):
        return _plainly(got, _unequal_items(read_items(got) or [], [*want]))
    if isinstance(want, dict):
        return _plainly(got, _unequal_dicts(dict(dict.items(got)), want))
    if isinstance(want, set | frozenset) and len(got) != len(want):
        return _plainly(got, f"which has {_too(len(got), len(want), 'element')}")
    return _plainly(got)


def _kind(value: Any) -> str:
    """Name the kind of a value, as it stands in a sentence; nothing for the kinds that have no plain name."""
    if read_truth(value) is not None:
        return "a truth value"
    if read_number(value) is not None:
        return "a number"
    if is_pandas(value):
        name = type(value).__name__
        return "an index" if name.endswith("Index") else f"a {name}"
    if is_array(value):
        return "a tensor" if is_tensor(value) else "an array"
    names = {str: "text", list: "a list", tuple: "a tuple", range: "a range", dict: "a dictionary"}
    named = (name for kind, name in names.items() if isinstance(value, kind))
    return next(named, "a set" if isinstance(value, set | frozenset) else "")


def _comparable(got: Any, want: Any) -> bool:
    """Tell whether the kind of a value will do, so that only what is in it can be wrong."""
    if isinstance(want, list | tuple | range) or (is_array(want) and want.ndim):
        return read_items(got) is not None
    if is_pandas(want):
        return is_pandas(got) and got.ndim == want.ndim
    kinds = (str, dict, set | frozenset)
    return _kind(got) == _kind(want) or any(isinstance(got, kind) and isinstance(want, kind) for kind in kinds)


def _too(found: int, wanted: int, thing: str) -> str:
    return f"{counted(found, thing)}: too {'many' if found > wanted else 'few'}"


def _unequal_items(found: list[Any], wanted: list[Any]) -> str:
    import numpy as np

    if len(found) != len(wanted):
        return f"which has {_too(len(found), len(wanted), 'entry')}"
    return f"which is not right{which_entries(np.array([not same(*pair) for pair in zip(found, wanted, strict=True)]))}"


def _unequal_arrays(found: np.ndarray, wanted: np.ndarray) -> str:
    import numpy as np

    if found.shape != wanted.shape:
        return f"which {shape_mistake(found.shape, wanted.shape)}"
    if (found.dtype == bool) != (wanted.dtype == bool):
        kinds = ("truth values", "other values")
        return "which holds {}, where {} are wanted".format(*(kinds if found.dtype == bool else kinds[::-1]))
    pairs = zip(found.ravel().tolist(), wanted.ravel().tolist(), strict=True)
    wrong = np.array([not same(*pair) for pair in pairs]).reshape(found.shape)
    return f"which is not right{which_entries(wrong)}"


def _unequal_dicts(found: dict[Any, Any], wanted: dict[Any, Any]) -> str:
    extra = [key for key in found if key not in wanted]
    if extra:
        return f"which has a key that does not belong there, {show(extra[0])}"
    lacking = len(wanted) - len(found)
    if lacking:
        return f"which lacks {counted(lacking, 'key')}"
    wrong = [key for key in found if not same(found[key], wanted[key])]
    return f"which is not right under {counted(len(wrong), 'key')}, first under {show(wrong[0])}"


def _unequal_pandas(got: Any, want: Any) -> str:
    mine, yours = ([[*axis] for axis in getattr(value, "axes", [])] for value in (got, want))
    if len(mine) == 2 and not same(mine[1], yours[1]):
        columns = f"a DataFrame with the columns {show(mine[1])}"
        shuffled = len(mine[1]) == len(yours[1]) and all(column in yours[1] for column in mine[1])
        return f"{columns}, which stand in another order" if shuffled else f"{columns}, which are not the right ones"
    if len(got) != len(want):
        return _plainly(got, f"which has {_too(len(got), len(want), 'row')}")
    if mine and not same(mine[0], yours[0]):
        return f"a {type(got).__name__} whose row labels (its index) are not the right ones: {show(mine[0])}"
    return _plainly(got, _unequal_arrays(got.to_numpy(), want.to_numpy()))


def oddities(found: np.ndarray, wanted: np.ndarray) -> str:
    """Say what is conspicuous about wrong numbers, as a sentence; nothing where nothing is."""
    import numpy as np

    if (np.isnan(found) & ~np.isnan(wanted)).any():
        return _NAN
    if (np.isinf(found) & np.isfinite(wanted)).any():
        return _INFINITE
    if found.dtype.kind in "iu" and wanted.dtype.kind == "f" and (wanted != np.rint(wanted)).any():
        return _CUT[found.ndim == 0]
    return ""
