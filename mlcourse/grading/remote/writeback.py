"""Arguments that the learner's code has changed, written into the check's own: only where a check asks for it."""

from __future__ import annotations

import sys
from collections import deque
from typing import Any


def write_back(old: Any, new: Any) -> Any:
    """Make `old` like `new` in place as far as it can be; returns what belongs in the place of `old`."""
    if isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new):
        items = [write_back(a, b) for a, b in zip(old, new, strict=True)]
        unchanged = all(a is b for a, b in zip(items, old, strict=True))
        return old if unchanged or type(old) is not tuple else tuple(items)
    if type(old) is not type(new):
        return new
    if isinstance(old, list | deque):
        _list(old, new)
    elif isinstance(old, dict):
        _dict(old, new)
    elif isinstance(old, set | bytearray):
        _refill(old, new)
    elif not _library(old, new):
        return new
    return old


def _list(old: Any, new: Any) -> None:
    items = [write_back(a, b) for a, b in zip(old, new, strict=False)] + list(new)[len(old) :]
    old.clear()
    old.extend(items)


def _dict(old: dict[Any, Any], new: dict[Any, Any]) -> None:
    items = {key: write_back(old[key], value) if key in old else value for key, value in new.items()}
    old.clear()
    old.update(items)


def _refill(old: Any, new: Any) -> None:
    if old != new:
        old.clear()
        old.update(new) if isinstance(old, set) else old.extend(new)


def _library(old: Any, new: Any) -> bool:
    numpy, torch, pandas = (sys.modules.get(name) for name in ("numpy", "torch", "pandas"))
    if numpy is not None and isinstance(old, numpy.ndarray):
        if old.shape == new.shape and old.dtype == new.dtype and old.flags.writeable:
            old[...] = new
            return True
        return False
    if torch is not None and isinstance(old, torch.Tensor):
        if old is new:
            return True
        if old.shape != new.shape or old.dtype != new.dtype:
            return False
        with torch.no_grad():
            old.copy_(new)
        return True
    if pandas is not None and isinstance(old, (pandas.DataFrame, pandas.Series)):
        old.__init__(new)  # type: ignore[misc]
        return True
    return numpy is not None and isinstance(old, numpy.random.Generator)
