"""Reading values as numbers, items and arrays without trusting their methods."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mlcourse.check.errors import describe
from mlcourse.check.libraries import UnusableError, comes_from, is_array, is_numpy, is_pandas, plain_array, read_truth
from mlcourse.check.messages import NONE
from mlcourse.check.showing import show

if TYPE_CHECKING:
    import numpy as np


def read_number(value: Any) -> int | float | complex | Fraction | Decimal | None:
    """Read a number; None for anything else, truth values among them."""
    if read_truth(value) is not None:
        return None
    if is_array(value) and value.ndim == 0:
        value = read_array(value)[()]
    if is_numpy(value, "number"):
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
    return value if type(value) in (Fraction, Decimal) else None


def read_items(value: Any) -> list[Any] | None:
    """Read the items of a list, tuple, range, array, tensor or pandas index; None for anything else."""
    if isinstance(value, list):
        return [*list.__iter__(value)]
    if isinstance(value, tuple):
        return [*tuple.__iter__(value)]
    if isinstance(value, range):
        return [*value]
    if (is_array(value) and value.ndim) or is_pandas(value):
        return [*read_array(value)]
    return None


def read_array(value: Any) -> np.ndarray:
    """Read a value as an array of any type, or say why it is none."""
    import numpy as np

    try:
        if is_array(value) or is_pandas(value):
            return plain_array(value)
        return np.array(_nested_lists(value, value))
    except UnusableError:
        raise
    except RecursionError:
        raise UnusableError("a list that contains itself") from None
    except ValueError:
        raise UnusableError(f"{show(value)}, {_why_ragged(value)}") from None
    except Exception as error:  # a learner's own class may do anything
        kind = type(value).__name__
        raise UnusableError(f"a {kind} that cannot be read as an array ({describe(error)})") from None


def _nested_lists(value: Any, whole: Any) -> Any:
    """Take lists apart down to numbers, text and arrays."""
    if is_array(value):
        return read_array(value)
    items = read_items(value)
    if items is not None:
        return [_nested_lists(item, whole) for item in items]
    number = read_number(value)
    if number is not None:
        return float(number) if isinstance(number, Fraction | Decimal) else number
    if isinstance(value, str | bytes) or read_truth(value) is not None:
        return value
    if value is whole:
        raise UnusableError(_why_no_numbers(value))
    raise UnusableError(f"{show(whole)}, which contains {show(value)}")


def read_numbers(value: Any) -> np.ndarray:
    """Read a value as an array of numbers or truth values, or say why it is none."""
    import numpy as np

    array = read_array(value)
    if array.dtype == object:  # whole numbers beyond 64 bits, or things that are no numbers at all
        entries = [read_number(entry) for entry in array.ravel()]
        if any(entry is None for entry in entries):
            wrong = next(old for old, new in zip(array.ravel(), entries, strict=True) if new is None)
            raise UnusableError(f"{show(value)}, which contains {show(wrong)}, and that is no number")
        try:
            array = np.array([complex(entry) for entry in entries if entry is not None]).reshape(array.shape)
        except OverflowError:
            raise UnusableError(f"{show(value)}, which is too large for a floating-point number") from None
    if array.dtype.kind not in "biufc":
        text = f": it {'holds' if array.ndim else 'is'} text" if array.dtype.kind in "US" else ""
        raise UnusableError(f"{show(value)}, where numbers are wanted{text}")
    return array


def _why_ragged(value: Any) -> str:
    if isinstance(value, tuple):
        return f"a tuple whose {len(value)} parts differ in shape: is more returned than the task asks for?"
    return "whose rows differ in length or depth"


def _why_no_numbers(value: Any) -> str:
    return why_no_data(value) or f"of type {type(value).__name__} ({show(value)}), where numbers are wanted"


def why_no_data(value: Any) -> str:
    """Say what a value is that beginners hand over in place of data; nothing for any other."""
    kind = type(value).__name__
    if value is None:
        return NONE
    if value is ...:
        return "`...`: write your answer in its place"
    if hasattr(type(value), "__next__"):
        return f"a {kind}, which hands out its values one by one: make a list or an array of it"
    if comes_from(value, "builtins") and kind in ("dict_keys", "dict_values", "dict_items", "set", "frozenset"):
        return f"{show(value)}, a {kind}: make a list or an array of it"
    if comes_from(value, "scipy") and hasattr(value, "toarray"):
        return f"a sparse {kind}: make an array of it with `.toarray()`"
    if isinstance(value, type):
        return f"the class `{value.__name__}` itself: was it not called?"
    if callable(value):
        name = getattr(value, "__name__", None)
        what = f"the function `{name}` itself" if isinstance(name, str) else f"a {kind} itself"
        return f"{what}: was it not called?"
    return ""
