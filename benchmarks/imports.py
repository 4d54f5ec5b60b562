"""What importing the course and its data sets costs beyond starting Python, against their limits."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

LIMITS, RUNS = {"mlcourse": 0.1, "mlcourse.datasets": 0.2}, 11


def seconds(code: str) -> float:
    """Return the median time of a process that runs the code."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    bare = seconds("pass")
    for module, limit in LIMITS.items():
        cost = seconds(f"import {module}") - bare
        print(f"import {module}: {1000 * cost:.0f} ms, {cost / limit:.2f} of the limit of {1000 * limit:.0f} ms")
