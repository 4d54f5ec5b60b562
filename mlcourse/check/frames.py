"""The learner's part of a traceback."""

from __future__ import annotations

import ast
import linecache
import os
import sysconfig
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import CodeType, TracebackType

from mlcourse.check.messages import cut

# The course's package, `mlcourse`, may be installed in place, outside site-packages.
_LIBRARY = tuple(f"{folder}{os.sep}" for folder in (sysconfig.get_path("stdlib"), Path(__file__).parents[1]))


@dataclass(frozen=True)
class Frame:
    """One line of the learner's code in a traceback."""

    line: int
    function: str
    source: str

    def __str__(self) -> str:
        place = f"line {self.line}, in {self.function}"
        return f"{place}: {cut(self.source, 100)}" if self.source else place


def _frame(trace: TracebackType) -> Frame:
    code = trace.tb_frame.f_code
    source = linecache.getline(code.co_filename, trace.tb_lineno, trace.tb_frame.f_globals).strip()
    return Frame(trace.tb_lineno, code.co_qualname.rpartition("<locals>.")[2], source)


def frames_of(error: BaseException, with_line: int) -> list[Frame]:
    """Keep the learner's lines of what came out of a check cell, outermost first.

    Where the learner's code ran in a process of its own, the exception brings these lines along.
    """
    brought = getattr(error, "learner_frames", None)
    if isinstance(brought, tuple):
        return [Frame(*frame) for frame in brought]
    trace = error.__traceback__
    if trace is None:
        return []
    cell = trace.tb_frame.f_code
    checks = {id(code) for code in _nested(cell) if code.co_firstlineno >= with_line} | {id(cell)}
    return learner_frames(trace, checks)


def checked_call(error: BaseException) -> str:
    """Quote the call in the check cell that an exception came out of, where the learner has that cell.

    Empty where the source is not known, and where the cell has hidden tests, as when it is graded.
    """
    trace = error.__traceback__
    if trace is None:
        return ""
    code = trace.tb_frame.f_code
    lines = linecache.getlines(code.co_filename, trace.tb_frame.f_globals)
    first, last, start, end = next(islice(code.co_positions(), trace.tb_lasti // 2, None))
    if first is None or last is None or last > len(lines) or any("BEGIN HIDDEN TESTS" in line for line in lines):
        return ""
    # Columns count bytes, not characters.
    quoted = [line.encode() for line in lines[first - 1 : last]]
    quoted[-1] = quoted[-1][:end]
    quoted[0] = quoted[0][start:]
    text = b"".join(quoted).decode()
    try:
        text = ast.unparse(ast.parse(f"({text})", mode="eval"))
    except SyntaxError:  # a whole statement, as a loop over what the answer returned
        text = " ".join(text.split())
    return cut(text, 160)


def learner_frames(trace: TracebackType | None, checks: Set[int] = frozenset()) -> list[Frame]:
    """Keep the lines that are neither of the check cell, for it may be hidden tests, nor of a library's.

    `checks` are the addresses of the check cell's code.
    """
    found: dict[tuple[int, int], TracebackType] = {}
    step = trace
    while step is not None:
        code = step.tb_frame.f_code
        if id(code) not in checks and not _is_library(code.co_filename):
            # A recursion repeats a line a thousand times: keep it once, where it stands last.
            found.pop((id(code), step.tb_lineno), None)
            found[id(code), step.tb_lineno] = step
        step = step.tb_next
    return [_frame(step) for step in found.values()]


def _nested(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _nested(constant)


def _is_library(filename: str) -> bool:
    installed = not {"site-packages", "dist-packages"}.isdisjoint(Path(filename).parts)
    return installed or filename.startswith(("<frozen", "<__array_function__", *_LIBRARY))
