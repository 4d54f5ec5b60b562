"""The exceptions that learners' code raises, read and put into words."""

from __future__ import annotations

from mlcourse.check.messages import cut


def is_missing_name(error: BaseException) -> bool:
    """Tell whether a name was unknown, as where a cell has not been run."""
    return isinstance(error, NameError) and not isinstance(error, UnboundLocalError)


def message_of(error: BaseException) -> str:
    """Read an exception's own message, cut short."""
    try:
        return cut(str(error).strip(), 300)
    except Exception:  # a learner's own exception class may do anything
        return "(its message cannot be shown)"


def describe(error: BaseException) -> str:
    """Name an exception and what it says."""
    kind, message = type(error).__name__, message_of(error)
    return f"{kind}: {message}" if message else kind
