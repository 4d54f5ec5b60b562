"""How long each explorer takes to answer a move of a slider, in the kernel, against its limit of 100 ms."""

from __future__ import annotations

import statistics
import time

from mlcourse import widgets
from mlcourse.widgets.controls import Slider

LIMIT, MOVES = 0.1, 12


def median_move(name: str) -> float:
    """Return the median time of moves of all the sliders of an explorer, in seconds."""
    explorer = getattr(widgets, name)()
    controls = getattr(explorer, "controls", None) or explorer.entries
    times = []
    for slider in (one for one in controls.values() if isinstance(one, Slider)):
        for step in range(MOVES):
            value = slider.min + (slider.max - slider.min) * step / MOVES
            start = time.perf_counter()
            slider.value = slider.min + round((value - slider.min) / slider.step) * slider.step
            times.append(time.perf_counter() - start)
    return statistics.median(times) if times else 0.0


def main() -> None:
    """Print milliseconds and ratios."""
    for name in widgets.__all__:
        cost = median_move(name)
        print(f"{name}: {1000 * cost:.0f} ms a move, {cost / LIMIT:.2f} of the limit of {1000 * LIMIT:.0f} ms")


if __name__ == "__main__":
    main()
