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

from mlcourse.check.assertions import close, equal, shape, that, type
from mlcourse.check.block import exercise
from mlcourse.check.calls import deterministic, in_place, raises, unchanged
from mlcourse.check.outcomes import AnswerRaised, CheckFailed, NotAttempted
from mlcourse.check.seeds import SEED_VARIABLE, rng

__all__ = [
    "SEED_VARIABLE",
    "AnswerRaised",
    "CheckFailed",
    "NotAttempted",
    "close",
    "deterministic",
    "equal",
    "exercise",
    "in_place",
    "raises",
    "rng",
    "shape",
    "that",
    "type",
    "unchanged",
]
