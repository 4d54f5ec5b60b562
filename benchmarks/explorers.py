"""How long each explorer takes to answer a move of a control, in the kernel, against its limit of 100 ms.

Each control goes from end to end, for each choice of the explorer's first list; the one that takes longest counts. The
median time that the processor spent says what answering costs, whatever else the machine is doing; that by the clock
says how it feels meanwhile; and the longest is mostly that of a first move, which may import a library.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import Any

from mlcourse import widgets
from mlcourse.widgets.controls import Slider

LIMIT, MOVES = 0.1, 12


def places(control: Any) -> list[Any]:
    """Return where a control can stand, in an order in which each place differs from the one before."""
    if isinstance(control, Slider):
        steps = round((control.max - control.min) / control.step)
        moves = min(MOVES, steps + 1)
        found: list[Any] = [control.min + round(steps * i / max(1, moves - 1)) * control.step for i in range(moves)]
    else:
        found = list(control.options) if hasattr(control, "options") else [False, True]
    return found if control.value != found[0] else [*found[1:], found[0]]


def moved(control: Any) -> list[tuple[float, float]]:
    """Return the seconds that each move of a control takes, of the processor and by the clock."""
    times = []
    for value in places(control):
        computed, began = time.thread_time(), time.perf_counter()
        control.value = value
        times.append((time.thread_time() - computed, time.perf_counter() - began))
    return times


def tried(explorer: Any) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    """Move every control that is shown, for each choice of the first list; give its name and its times."""
    controls = getattr(explorer, "controls", None) or explorer.entries
    lists = [name for name, control in controls.items() if hasattr(control, "options")]
    for chosen in controls[lists[0]].options if lists else [""]:
        if lists:
            controls[lists[0]].value = chosen
        for name, control in controls.items():
            if name not in lists[:1] and control.layout.display != "none":
                yield f"{name} ({chosen})" if lists else name, moved(control)
    if lists:
        yield lists[0], moved(controls[lists[0]])


def main() -> None:
    """Print milliseconds, and ratios to the limit."""
    costs = []
    for name in widgets.__all__:
        each = []
        for called, times in tried(getattr(widgets, name)()):
            computed, passed = zip(*times, strict=True)
            longest = max(passed)
            each.append((statistics.median(computed), statistics.median(passed), longest, f"{name}, {called}"))
        costs.append(max(each))
    for least, median, most, called in sorted(costs, reverse=True):
        print(
            f"{called}: {1000 * least:.1f} ms of the processor, {1000 * median:.1f} ms by the clock, at most "
            f"{1000 * most:.1f} ms; {least / LIMIT:.2f} and {median / LIMIT:.2f} of the limit of {1000 * LIMIT:.0f} ms"
        )


if __name__ == "__main__":
    main()
