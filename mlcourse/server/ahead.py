"""Making the grader ready ahead of the click: its warm process starts while the machine has nothing better to do."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

MEMORY = 2 << 30  # bytes that must be free; the warm process takes a quarter of them
SETTLING = 2.0  # seconds for what was just opened to be drawn
LOOKING = 1.0  # seconds over which the processors are watched
PATIENCE = 120.0  # seconds to wait for an idle moment
AGAIN = 60.0  # seconds until a hint says something new

log = logging.getLogger(__name__)


def is_possible() -> bool:
    """Tell whether a warm process helps here: where processes can be forked, and into a sandbox.

    Examples
    --------
    >>> isinstance(is_possible(), bool)
    True
    """
    from mlcourse.kernel import sandbox, warm

    return not warm.why_not() and bool(sandbox.available())


def is_idle() -> bool:
    """Watch the machine for a second, and tell whether a processor is at rest and enough memory free."""
    import psutil

    count = psutil.cpu_count() or 1
    at_rest = count * (1 - psutil.cpu_percent(interval=LOOKING) / 100)
    return at_rest >= 0.75 and psutil.virtual_memory().available >= MEMORY


@dataclass(frozen=True)
class Ways:
    """What the preparation asks and does, each in a thread of its own; tests put others in their place."""

    is_possible: Callable[[], bool] = is_possible
    is_idle: Callable[[], bool] = is_idle
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


class Ahead:
    """Starts the grader's warm process in the background once there is a hint that grading may come.

    It is the process that grading itself uses, and ends when nobody has used it or hinted at it for
    :data:`mlcourse.grading.processes.WARM_FOR`. It starts only in a moment when a processor is at rest and memory is
    free, so that neither a notebook that is being opened nor code that is being run waits for it; if there is no such
    moment, grading starts it as ever.

    Parameters
    ----------
    ways : Ways, optional
        How it finds out what it must know.
    """

    def __init__(self, ways: Ways | None = None) -> None:
        self._ways = ways or Ways()
        self._lock = threading.Lock()
        self._working = False
        self._hopeless = False
        self._latest: float | None = None

    def expect(self) -> None:
        """Take a hint; returns at once."""
        with self._lock:
            now = self._ways.clock()
            is_news = self._latest is None or now - self._latest >= AGAIN
            if self._working or self._hopeless or not is_news:
                return
            self._working, self._latest = True, now
        threading.Thread(target=self._prepare, name="mlcourse-ahead", daemon=True).start()

    def _prepare(self) -> None:
        from mlcourse.grading import processes

        hopeless = False
        try:
            if processes.is_warm():
                processes.warm_up()
            elif self._finds_rest():
                hopeless = not self._ways.is_possible()
                if not hopeless:
                    processes.warm_up()
        except Exception:
            log.warning("The grader's warm process does not work here, so grading will start slowly.", exc_info=True)
            hopeless = True
        finally:
            with self._lock:
                self._working, self._hopeless = False, hopeless

    def _finds_rest(self) -> bool:
        """Wait for an idle moment; False if there is none for long."""
        latest = self._ways.clock() + PATIENCE
        self._ways.sleep(SETTLING)
        while self._ways.clock() < latest:
            if self._ways.is_idle():
                return True
        return False
