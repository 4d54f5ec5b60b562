"""How long an explorer takes to answer a move of a slider, in the kernel, against its limit of 50 ms."""

from __future__ import annotations

import statistics
import time

from mlcourse import widgets

LIMIT, RUNS = 0.05, 40


def main() -> None:
    """Print milliseconds and the ratio."""
    explorer = widgets.linear_map()
    times = []
    for step in range(RUNS):
        start = time.perf_counter()
        explorer.entries["a"].value = step / 20
        times.append(time.perf_counter() - start)
    cost = statistics.median(times)
    print(f"linear_map: {1000 * cost:.0f} ms a move, {cost / LIMIT:.2f} of the limit of {1000 * LIMIT:.0f} ms")


if __name__ == "__main__":
    main()
