"""How long each figure of the gallery takes to build, its data at hand, against the limit of 50 ms.

What an example does before it calls the figure's function, such as to load data or to fit a model, does not count, nor
does its first time, which imports. The least time that the processor spent says what building costs, whatever else the
machine is doing; the median by the clock says how it feels meanwhile. The slowest come first.
"""

from __future__ import annotations

import functools
import pkgutil
import statistics
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from mlcourse import plots
from mlcourse.plots import gallery

LIMIT, RUNS = 0.05, 7
Times = list[tuple[float, float]]
"""Seconds of the processor in this thread, and by the clock."""


def timed(function: Callable[..., Any], times: Times) -> Callable[..., Any]:
    """Return a function that does the same, and notes how long it takes."""

    @functools.wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        computed, began = time.thread_time(), time.perf_counter()
        made = function(*given, **named)
        times.append((time.thread_time() - computed, time.perf_counter() - began))
        return made

    return call


def cost(make: Callable[[], Any], times: Times) -> tuple[float, float]:
    """Return what building an example's figure costs: the least of the processor, and the median by the clock."""
    built = []
    for _ in range(RUNS + 1):
        times.clear()
        make()
        built.append(times[-1])  # a figure's function may call others, and ends last
    computed, passed = zip(*built[1:], strict=True)
    return min(computed), statistics.median(passed)


def main() -> None:
    """Print milliseconds, and ratios to the limit."""
    times: Times = []
    for name in plots.__all__:  # before the examples import them
        function = getattr(plots, name)
        setattr(sys.modules[function.__module__], name, timed(function, times))
    costs = {
        name: cost(make, times)
        for module in pkgutil.iter_modules(gallery.__path__)
        for name, make in import_module(f"{gallery.__name__}.{module.name}").EXAMPLES.items()
    }
    for name, (least, median) in sorted(costs.items(), key=lambda entry: -entry[1][0]):
        print(
            f"{name}: {1000 * least:.1f} ms of the processor, {1000 * median:.1f} ms by the clock; "
            f"{least / LIMIT:.2f} and {median / LIMIT:.2f} of the limit of {1000 * LIMIT:.0f} ms"
        )


if __name__ == "__main__":
    main()
