"""A complete machine-learning course that lives in JupyterLab."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# Loaded on first use, so that `import mlcourse` costs nothing.
_MODULES = ("check", "datasets", "device", "plots", "widgets", "zoo")
__all__ = ["__version__", "quiz", *_MODULES]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"mlcourse.{name}")
    raise AttributeError(f"module 'mlcourse' has no attribute {name!r}")


def quiz(lesson: str) -> Any:
    """Show the quiz of a lesson; see :func:`mlcourse.widgets.quiz.quiz`.

    Parameters
    ----------
    lesson : str
        The lesson's id, such as ``"vectors-and-matrices"``.

    Returns
    -------
    ipywidgets.Widget
        The questions, to be shown as the last value of a cell.

    Examples
    --------
    >>> type(quiz("vectors-and-matrices")).__name__
    'QuizWidget'
    """
    from mlcourse.widgets.quiz import quiz as show

    return show(lesson)
