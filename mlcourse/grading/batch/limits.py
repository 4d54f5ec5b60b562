"""What an instructor lets each run use: ``c.GradingLimits`` in ``nbgrader_config.py``."""

from __future__ import annotations

import dataclasses
import math
import re
from typing import Any

from traitlets import TraitError, TraitType
from traitlets.config import Config, Configurable

from mlcourse.errors import CourseError
from mlcourse.grading.model import Limits

_DEFAULT = Limits()
_UNITS = {"": 1, "kb": 1 << 10, "mb": 1 << 20, "gb": 1 << 30, "tb": 1 << 40}
_SIZE = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([kmgt]?b?)\s*", re.IGNORECASE)
_MOST = 1 << 50


def _number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def _bytes(text: str) -> int | None:
    found = _SIZE.fullmatch(text)
    if found is None:
        return None
    unit = found[2].lower()
    return int(float(found[1]) * _UNITS[f"{unit}b" if unit in ("k", "m", "g", "t") else "" if unit == "b" else unit])


def _as_text(size: int) -> str:
    unit = next(unit for unit in ("tb", "gb", "mb", "kb", "") if size >= _UNITS[unit])
    return f"{size // _UNITS[unit]} {unit.upper() or 'bytes'}"


class Seconds(TraitType[float, Any]):
    """A time in seconds."""

    info_text = "a number of seconds above 0"

    def __init__(self, default: float, **kwargs: Any) -> None:
        super().__init__(default, **kwargs)

    def validate(self, obj: Any, value: Any) -> float:
        """Return it as a float."""
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 < value < _MOST or not math.isfinite(value):
            raise TraitError(f"is {value!r}: write {self.info_text}, such as 600")
        return float(value)

    def from_string(self, s: str) -> float:
        """Read what stands on a command line."""
        return self.validate(None, _number(s))


class Count(TraitType[int, Any]):
    """A whole number that must not be too small for a run to begin."""

    def __init__(self, default: int, least: int, **kwargs: Any) -> None:
        super().__init__(default, **kwargs)
        self.least = least
        self.info_text = f"a whole number of at least {least}"

    def validate(self, obj: Any, value: Any) -> int:
        """Return it."""
        if not isinstance(value, int) or isinstance(value, bool) or not self.least <= value < _MOST:
            raise TraitError(f"is {value!r}: write {self.info_text}")
        return value

    def from_string(self, s: str) -> int:
        """Read what stands on a command line."""
        number = _number(s)
        return self.validate(None, int(number) if isinstance(number, float) and number.is_integer() else number)


class Size(TraitType[int, Any]):
    """A number of bytes, or a text such as ``"2 GB"``."""

    def __init__(self, default: int, least: int, **kwargs: Any) -> None:
        super().__init__(default, **kwargs)
        self.least = least
        self.info_text = f"a number of bytes or a size such as '2 GB', of at least {_as_text(least)}"

    def validate(self, obj: Any, value: Any) -> int:
        """Return it in bytes."""
        size = _bytes(value) if isinstance(value, str) else value
        if not isinstance(size, int) or isinstance(size, bool) or not self.least <= size < _MOST:
            raise TraitError(f"is {value!r}: write {self.info_text}")
        return size

    def from_string(self, s: str) -> int:
        """Read what stands on a command line."""
        return self.validate(None, s)


class GradingLimits(Configurable):  # type: ignore[misc]
    """What the run of one submission's notebook may use.

    Settings go into ``nbgrader_config.py``, and count for ``mlcourse grade`` and ``nbgrader autograde`` alike.

    Examples
    --------
    >>> config = Config()
    >>> config.GradingLimits.total_seconds = 600
    >>> config.GradingLimits.memory = "4 GB"
    >>> limits = limits_of_settings(config)
    >>> limits.total_seconds, limits.memory >> 30, limits.cell_seconds
    (600.0, 4, 120.0)
    """

    cell_seconds = Seconds(
        _DEFAULT.cell_seconds,
        help="Seconds that one cell, or one check, may take. Where it is not set, Execute.timeout counts.",
    ).tag(config=True)
    total_seconds = Seconds(
        _DEFAULT.total_seconds,
        help="Seconds that a whole notebook may take. What was checked until then counts.",
    ).tag(config=True)
    memory = Size(
        _DEFAULT.memory,
        64 << 20,
        help="Memory for the student's code, on top of what the imported libraries take: bytes, or text as '2 GB'.",
    ).tag(config=True)
    processes = Count(
        _DEFAULT.processes, 8, help="Processes and threads that the student's code may have at a time."
    ).tag(config=True)
    file_size = Size(
        _DEFAULT.file_size, 1 << 20, help="The largest file that it may write: bytes, or text as '256 MB'."
    ).tag(config=True)
    disk = Size(_DEFAULT.disk, 1 << 20, help="What it may write to the disk in all: bytes, or text as '512 MB'.").tag(
        config=True
    )
    open_files = Count(_DEFAULT.open_files, 64, help="Files that it may have open at a time.").tag(config=True)
    output = Size(
        _DEFAULT.output, 1 << 10, help="What is kept of the output of one cell: bytes, or text as '1 MB'."
    ).tag(config=True)


NAMES = tuple(field.name for field in dataclasses.fields(Limits))


def limits_of_settings(config: Config) -> Limits:
    """Return what a run may use.

    Parameters
    ----------
    config : Config
        nbgrader's configuration. What ``GradingLimits`` does not set has its default; the time for a cell is then the
        one that the instructor gives nbgrader's own execution, ``Execute.timeout``.

    Raises
    ------
    CourseError
        If a setting is unknown or makes no sense: a limit that were left out in silence would not be one.
    """
    settings = dict(config.GradingLimits)
    timeout = config.Execute.get("timeout")
    if isinstance(timeout, int | float) and not isinstance(timeout, bool) and timeout > 0:
        settings.setdefault("cell_seconds", float(timeout))
    if unknown := sorted(set(settings) - set(NAMES)):
        raise CourseError(
            f"nbgrader_config.py sets c.GradingLimits.{unknown[0]}, which there is not: "
            f"the limits are {', '.join(NAMES)}."
        )
    found = GradingLimits()
    for name, value in settings.items():
        try:
            setattr(found, name, _given(name, value))
        except TraitError as error:
            raise CourseError(f"nbgrader_config.py: c.GradingLimits.{name} {error}.") from error
    return Limits(**{name: getattr(found, name) for name in NAMES})


def _given(name: str, value: Any) -> Any:
    """Take a value as it stands in a file, or as text from a command line, which is read as its trait reads it."""
    from traitlets.config.loader import DeferredConfig

    if isinstance(value, DeferredConfig):
        return value.get_value(getattr(GradingLimits, name))
    return value
