"""How long 100,000 events take to become a learner's progress, against the limit of 300 ms and plain ``json.loads``.

Run it with ``python benchmarks/events.py``; it prints milliseconds and ratios, the best of runs that take turns.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mlcourse.roadmap.catalogue import (
    Catalogue,
    Exercise,
    Lesson,
    Module,
    Notebook,
    ProblemSet,
    Question,
    Topic,
)
from mlcourse.roadmap.progress import derive
from mlcourse.workspace.events import FILE, Store, line

EVENTS, LIMIT, RUNS = 100_000, 0.3, 9
LESSONS, PROBLEM_SETS = 150, 40


def full_course() -> Catalogue:
    """Make a catalogue as large as the course will be."""
    lessons = tuple(_lesson(f"a-lesson-with-a-name-{number}") for number in range(LESSONS))
    sets = tuple(_problem_set(f"a-problem-set-{number}", number) for number in range(PROBLEM_SETS))
    return Catalogue("A full course", (Module("01-all", "All", "beginner", (), lessons, sets, ()),))


def _lesson(name: str) -> Lesson:
    topics = tuple(Topic(f"{name}#the-heading-{number}", "Heading", "cell") for number in range(6))
    questions = tuple(Question(f"{name}/question-{number}", topics[number % 5].id) for number in range(8))
    return Lesson(name, name, "", 60, ("theory",), (), "", f"{name}.ipynb", topics, questions)


def _problem_set(name: str, number: int) -> ProblemSet:
    topics = [f"a-lesson-with-a-name-{3 * number}#the-heading-{heading}" for heading in range(6)]
    exercises = tuple(Exercise(f"{name}#exercise-{e}", "", 2, 10, 3, (topics[e % 6],), "", "") for e in range(20))
    return ProblemSet(name, name, "", 200, (), (Notebook(name, f"{name}.ipynb", exercises),))


def diligent_learner(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Make the events of years of study."""
    chance = random.Random(0)
    topics = [topic.id for lesson in catalogue.lessons() for topic in lesson.topics]
    questions = [question.id for lesson in catalogue.lessons() for question in lesson.questions]
    exercises = [exercise.id for exercise in catalogue.exercises()]
    when, events = datetime(2026, 1, 1, tzinfo=UTC), []
    for _ in range(EVENTS):
        when += timedelta(seconds=chance.choice([1.234, 10.5, 60, 200, 3600]))
        topic = chance.choice(topics)
        events.append(
            {
                "time": when.isoformat(timespec="milliseconds"),
                "id": f"{chance.getrandbits(104):026x}",
                **chance.choice(
                    [
                        {"kind": "opened", "lesson": topic.partition("#")[0], "topic": topic},
                        {"kind": "read", "topic": topic},
                        {"kind": "checked", "exercise": chance.choice(exercises), "passed": chance.random() < 0.5},
                        {"kind": "answered", "question": chance.choice(questions), "right": chance.random() < 0.7},
                    ]
                ),
            }
        )
    return events


def seconds(work: Callable[[], Any]) -> float:
    """Time one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    catalogue = full_course()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        (workspace / FILE).parent.mkdir()
        (workspace / FILE).write_text("".join(map(line, diligent_learner(catalogue))))
        size = (workspace / FILE).stat().st_size / 1e6
        known = Store(workspace)
        known.read()
        works: dict[str, Callable[[], Any]] = {
            "read, parse and derive": lambda: derive(catalogue, Store(workspace).read()),
            "read and parse": lambda: Store(workspace).read(),
            "json.loads on each line": lambda: [json.loads(row) for row in (workspace / FILE).open("rb")],
            "add one event and read it": lambda: (known.append([{"kind": "unpinned"}]), known.read()),
        }
        # They take turns, so that another program's work slows all of them.
        times = [[seconds(work) for work in works.values()] for _ in range(RUNS)]
    best = dict(zip(works, map(min, zip(*times, strict=True)), strict=True))
    plain = best["json.loads on each line"]
    print(f"{EVENTS:,} events, {size:.0f} MB")
    for name, took in best.items():
        print(f"{name}: {1000 * took:.0f} ms, {took / plain:.2f} of json.loads on each line")
    whole = best["read, parse and derive"]
    print(f"read, parse and derive: {whole / LIMIT:.2f} of the limit of {1000 * LIMIT:.0f} ms")


if __name__ == "__main__":
    main()
