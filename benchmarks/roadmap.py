"""How long the roadmaps and the map of the course take to be made, against their limits of 100 and 300 ms."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable

from mlcourse import content
from mlcourse.authoring.course import read_course
from mlcourse.roadmap.catalogue import Catalogue
from mlcourse.roadmap.following import next_place
from mlcourse.roadmap.layout import layout
from mlcourse.roadmap.progress import Progress
from mlcourse.roadmap.roadmaps import Roadmap
from mlcourse.roadmap.rows import roll_up, to_json, tree

ROADMAP, MAP, RUNS = 0.1, 0.3, 11


def median(work: Callable[[], object]) -> float:
    """Return the median time of some runs, after one that fills the caches."""
    work()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def answer(course: Catalogue, roadmap: Roadmap) -> str:
    """Do what the server does for a roadmap that nobody has asked for yet."""
    rows = tree(course, roadmap)
    next_place(course, roadmap, Progress())
    return json.dumps([[to_json(row, lambda path: True) for row in rows], roll_up(rows, course, Progress())])


def main() -> None:
    """Print milliseconds and ratios."""
    course = read_course(content.root()).catalogue()
    for roadmap in course.roadmaps:
        cost = median(lambda roadmap=roadmap: answer(course, roadmap))  # type: ignore[misc]
        count = sum(1 for row in tree(course, roadmap) for _ in row.walk())
        limit = f"{cost / ROADMAP:.2f} of the limit of {1000 * ROADMAP:.0f} ms"
        print(f"{roadmap.name}, {count} rows: {1000 * cost:.0f} ms, {limit}")
    cost = median(lambda: layout(course.modules))
    print(
        f"the map, {len(course.map.spots)} lessons and {len(course.map.edges)} lines: "
        f"{1000 * cost:.0f} ms, {cost / MAP:.2f} of the limit of {1000 * MAP:.0f} ms"
    )


if __name__ == "__main__":
    main()
