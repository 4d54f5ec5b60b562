"""The learner's part of a traceback."""

from __future__ import annotations

import linecache
import os
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, TracebackType

from mlcourse.check.messages import cut

# The course's package, `mlcourse`, may be installed in place, outside site-packages.
_LIBRARY = tuple(f"{folder}{os.sep}" for folder in (sysconfig.get_path("stdlib"), Path(__file__).parents[1]))


class Frame:
    """One line of the learner's code in a traceback."""

    def __init__(self, trace: TracebackType) -> None:
        code = trace.tb_frame.f_code
        self.line = trace.tb_lineno
        self.function = code.co_qualname.rpartition("<locals>.")[2]
        self.source = linecache.getline(code.co_filename, self.line, trace.tb_frame.f_globals).strip()

    def __str__(self) -> str:
        place = f"line {self.line}, in {self.function}"
        return f"{place}: {cut(self.source, 100)}" if self.source else place


def learner_frames(trace: TracebackType | None, with_line: int) -> list[Frame]:
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
    return [Frame(step) for step in found.values()]


def _nested(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _nested(constant)


def _is_library(filename: str) -> bool:
    installed = not {"site-packages", "dist-packages"}.isdisjoint(Path(filename).parts)
    return installed or filename.startswith(("<frozen", "<__array_function__", *_LIBRARY))
