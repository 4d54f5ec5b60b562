"""pandas' series, frames and indexes on the wire."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mlcourse.grading.remote.channel import Violation

if TYPE_CHECKING:
    import pandas as pd

    from mlcourse.grading.remote.trees import Reads, Tree, Writes

_MASKED = re.compile(r"U?Int(8|16|32|64)|Float(32|64)|boolean")
_TEXT = ("str", "string")
_ZONE = re.compile(r"[A-Za-z0-9_+:/-]{1,64}")
_UNITS = ("s", "ms", "us", "ns")


def write(value: Any, writer: Writes) -> Tree | None:
    """Return the tree that stands for a value of pandas', None for any other."""
    pd = sys.modules.get("pandas")
    if pd is None or not hasattr(pd, "DataFrame"):
        return None
    if value is pd.NaT or value is pd.NA:
        return ["missing", "NaT" if value is pd.NaT else "NA"]
    kind = type(value)
    if kind is pd.DataFrame:
        columns = [_column(value.iloc[:, place].array, writer) for place in range(value.shape[1])]
        return ["frame", writer.write(value.index), writer.write(value.columns), columns]
    if kind is pd.Series:
        return ["series", writer.write(value.index), writer.write(value.name), _column(value.array, writer)]
    if kind is pd.RangeIndex:
        return ["range index", value.start, value.stop, value.step, writer.write(value.name)]
    if kind is pd.MultiIndex:
        levels = [_column(level.array, writer) for level in value.levels]
        codes = [writer.write(code) for code in map(_plain_codes, value.codes)]
        return ["multi index", levels, codes, writer.write(list(value.names))]
    if isinstance(value, pd.Index) and kind.__module__.startswith("pandas"):
        return ["index", _column(value.array, writer), writer.write(value.name)]
    if kind is pd.Timestamp or kind is pd.Timedelta:
        zone = str(value.tz) if getattr(value, "tz", None) is not None else None
        return [kind.__name__, writer.write(int(value.asm8.astype("i8"))), value.unit, zone]
    if kind is pd.Interval:
        return ["Interval", *writer.all((value.left, value.right)), value.closed]
    if kind is pd.Period:
        return ["Period", value.ordinal, value.freqstr]
    if isinstance(value, pd.api.extensions.ExtensionArray) and kind.__module__.startswith("pandas"):
        return ["column", _column(value, writer)]
    return None


def _plain_codes(codes: Any) -> Any:
    import numpy as np

    return np.asarray(codes)


def _column(values: Any, writer: Writes) -> Tree:
    """Write the values of one column with their type."""
    import numpy as np
    import pandas as pd

    name = str(values.dtype)
    if isinstance(values, pd.Categorical):
        codes = writer.write(np.asarray(values.codes))
        return ["category", codes, _column(values.categories.array, writer), bool(values.ordered)]
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        plain = np.asarray(values.tz_convert("UTC").tz_localize(None), dtype=f"M8[{values.dtype.unit}]")
        return ["zoned", writer.write(plain), str(values.dtype.tz)]
    if isinstance(values, pd.arrays.IntervalArray):
        sides = [_column(pd.Index(side).array, writer) for side in (values.left, values.right)]
        return ["interval", *sides, values.closed]
    if isinstance(values, pd.arrays.PeriodArray):
        return ["period", writer.write(np.asarray(values.view("i8"))), name.removeprefix("period[").removesuffix("]")]
    if _MASKED.fullmatch(name):
        mask = np.asarray(values.isna())
        plain = values.to_numpy(dtype=values.dtype.numpy_dtype, na_value=0)
        return ["maskable", name, writer.write(plain), writer.write(mask)]
    if isinstance(values.dtype, pd.StringDtype):
        # A column keeps the texts of NumPy's that it was made of, as those that np.where chose.
        texts = [None if missing else str(text) for text, missing in zip(values.tolist(), values.isna(), strict=True)]
        return ["text", "str" if name == "str" else "string", writer.all(texts)]
    return ["plain", writer.write(np.asarray(values))]


def _read_column(reader: Reads, tree: Tree) -> Any:
    import numpy as np
    import pandas as pd

    kind, *rest = tree
    if kind == "category":
        codes, categories, ordered = reader.read(rest[0]), _read_column(reader, rest[1]), rest[2] is True
        return pd.Categorical.from_codes(codes, pd.Index(categories), ordered=ordered)
    if kind == "zoned":
        plain, zone = reader.read(rest[0]), rest[1]
        if type(zone) is not str or not _ZONE.fullmatch(zone) or plain.dtype.kind != "M":
            raise Violation("a time zone that is none")
        return pd.DatetimeIndex(plain).tz_localize("UTC").tz_convert(zone).array
    if kind == "interval":
        left, right = _read_column(reader, rest[0]), _read_column(reader, rest[1])
        return pd.arrays.IntervalArray.from_arrays(left, right, rest[2])
    if kind == "period":
        periods: Any = pd.PeriodIndex
        return periods.from_ordinals(reader.read(rest[0]), freq=_frequency(rest[1])).array
    if kind == "maskable":
        name, plain, mask = rest[0], reader.read(rest[1]), reader.read(rest[2])
        if type(name) is not str or not _MASKED.fullmatch(name) or plain.shape != mask.shape or mask.dtype != bool:
            raise Violation("a column that is none")
        made: Any = pd.array(plain, dtype=name)
        made[mask] = pd.NA
        return made
    if kind == "text":
        name, texts = rest[0], reader.all(rest[1])
        if name not in _TEXT or any(text is not None and type(text) is not str for text in texts):
            raise Violation("a column that is none")
        return pd.array(texts, dtype=name)
    values = reader.read(rest[0])
    if kind != "plain" or not isinstance(values, np.ndarray) or values.ndim != 1:
        raise Violation("a column that is none")
    return values


def _frequency(text: Any) -> str:
    if type(text) is not str or not re.fullmatch(r"[A-Za-z0-9-]{1,12}", text):
        raise Violation("a frequency that is none")
    return text


def _read_interval(reader: Reads, left: Tree, right: Tree, closed: Any) -> Any:
    import pandas as pd

    return pd.Interval(reader.read(left), reader.read(right), closed)


def _read_period(reader: Reads, ordinal: Tree, frequency: Any) -> Any:
    import pandas as pd

    return pd.Period(ordinal=reader.whole(ordinal), freq=_frequency(frequency))


def _index(reader: Reads, tree: Tree) -> pd.Index[Any]:
    import pandas as pd

    found = reader.read(tree)
    if not isinstance(found, pd.Index):
        raise Violation("labels that are none")
    return found


def _read_frame(reader: Reads, index: Tree, columns: Tree, trees: Tree) -> pd.DataFrame:
    import pandas as pd

    rows, names = _index(reader, index), _index(reader, columns)
    values = [_read_column(reader, tree) for tree in trees]
    if len(values) != len(names) or any(len(column) != len(rows) for column in values):
        raise Violation("a frame whose parts do not match")
    made = pd.DataFrame(dict(enumerate(values)), index=rows, columns=range(len(values)))
    made.columns = names
    return made


def _read_series(reader: Reads, index: Tree, name: Tree, tree: Tree) -> pd.Series[Any]:
    import pandas as pd

    rows, values = _index(reader, index), _read_column(reader, tree)
    if len(rows) != len(values):
        raise Violation("a series whose parts do not match")
    made: pd.Series[Any] = pd.Series(values, index=rows, name=reader.read(name), dtype=values.dtype)
    return made


def _read_range(reader: Reads, start: Tree, stop: Tree, step: Tree, name: Tree) -> Any:
    import pandas as pd

    return pd.RangeIndex(reader.whole(start), reader.whole(stop), reader.whole(step), name=reader.read(name))


def _read_multi(reader: Reads, levels: Tree, codes: Tree, names: Tree) -> Any:
    import pandas as pd

    values = [pd.Index(_read_column(reader, tree)) for tree in levels]
    return pd.MultiIndex(values, reader.all(codes), names=reader.read(names), verify_integrity=True)


def _read_index(reader: Reads, tree: Tree, name: Tree) -> Any:
    import pandas as pd

    values = _read_column(reader, tree)
    return pd.Index(values, name=reader.read(name), dtype=values.dtype)


def _read_missing(reader: Reads, name: Any) -> Any:
    import pandas as pd

    return pd.NaT if name == "NaT" else pd.NA


def _moment(name: str) -> Callable[..., Any]:
    def read(reader: Reads, number: Tree, unit: Any, zone: Any) -> Any:
        import numpy as np
        import pandas as pd

        if unit not in _UNITS or (zone is not None and not _ZONE.fullmatch(zone)):
            raise Violation("a time that is none")
        if name == "Timedelta":
            return pd.Timedelta(np.timedelta64(reader.whole(number), unit))
        made = pd.Timestamp(np.datetime64(reader.whole(number), unit))
        return made if zone is None else made.tz_localize("UTC").tz_convert(zone)

    return read


READERS: dict[str, Callable[..., Any]] = {
    "frame": _read_frame,
    "series": _read_series,
    "range index": _read_range,
    "multi index": _read_multi,
    "index": _read_index,
    "missing": _read_missing,
    "Timestamp": _moment("Timestamp"),
    "Timedelta": _moment("Timedelta"),
    "column": _read_column,
    "Interval": _read_interval,
    "Period": _read_period,
}
