"""What `import mlcourse` costs beyond starting Python, against its limit of 100 ms."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

LIMIT, RUNS = 0.1, 11


def seconds(code: str) -> float:
    """Return the median time of a process that runs the code."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    cost = seconds("import mlcourse") - seconds("pass")
    print(f"import mlcourse: {1000 * cost:.0f} ms, {cost / LIMIT:.2f} of the limit of {1000 * LIMIT:.0f} ms")
