"""A limit on the time that code may take, set from within its own process."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stopped_after(seconds: float | None, error: Callable[[], BaseException]) -> Iterator[None]:
    """Raise an exception in what runs here, on the main thread, once it has taken too long.

    Parameters
    ----------
    seconds : float or None
        When; None for never. Without timers (on Windows) it is never either.
    error : callable
        Makes the exception. One that is no `Exception` is not caught by learners' ``except Exception``.

    Examples
    --------
    >>> import time
    >>> with stopped_after(0.01, lambda: TimeoutError("too long")):
    ...     time.sleep(10)
    Traceback (most recent call last):
    TimeoutError: too long
    """
    if seconds is None or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        __tracebackhide__ = True
        raise error()

    former = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)
