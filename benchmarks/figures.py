"""How long each figure of the gallery takes to build, its data at hand, against the limit of 50 ms."""

from __future__ import annotations

import pkgutil
import statistics
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from mlcourse.plots import gallery

LIMIT, RUNS = 0.05, 5


def seconds(make: Callable[[], Any]) -> float:
    """Return the median time of making a figure, the first time left out: that one imports."""
    times = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        make()
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


if __name__ == "__main__":
    for module in pkgutil.iter_modules(gallery.__path__):
        for name, make in import_module(f"{gallery.__name__}.{module.name}").EXAMPLES.items():
            cost = seconds(make)
            print(f"{name}: {1000 * cost:.0f} ms, {cost / LIMIT:.2f} of the limit of {1000 * LIMIT:.0f} ms")
