"""Taking one's progress to another machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mlcourse.workspace.events import FILE, Store
from mlcourse.workspace.transfer import Imported, bring, export

TIME = "2026-11-01T09:00:00.000+00:00"
EVENTS: list[dict[str, Any]] = [
    {"kind": "opened", "lesson": "adding", "topic": "adding#sums"},
    {"kind": "opened", "exercise": "sums#total"},
    {"kind": "read", "topic": "adding#sums"},
    {"kind": "checked", "exercise": "sums#total", "passed": True},
    {"kind": "answered", "question": "adding/empty", "right": False},
    {"kind": "graded", "exercise": "sums#total", "points": 1.5, "of": 2},
    {"kind": "pinned", "lesson": "adding"},
    {"kind": "unpinned"},
]


def store(folder: Path) -> Store:
    (folder / ".mlcourse").mkdir(parents=True)
    return Store(folder)


def test_all_events_arrive_as_they_were_and_only_once(tmp_path: Path) -> None:
    here, there = store(tmp_path / "here"), store(tmp_path / "there")
    sent = here.append(EVENTS)
    there.append([{"kind": "pinned", "lesson": "multiplying"}])
    assert bring(there, export(here)) == Imported(len(EVENTS), 0, 0)
    assert there.read()[1:] == sent
    before = (tmp_path / "there" / FILE).read_bytes()
    assert bring(there, export(here)) == Imported(0, len(EVENTS), 0)
    assert bring(there, export(there)) == Imported(0, len(EVENTS) + 1, 0)
    assert (tmp_path / "there" / FILE).read_bytes() == before


def test_both_ways_end_with_the_same(tmp_path: Path) -> None:
    one, two = store(tmp_path / "one"), store(tmp_path / "two")
    one.append(EVENTS[:4])
    two.append(EVENTS[4:])
    bring(one, export(two))
    bring(two, export(one))
    assert sorted(one.read(), key=str) == sorted(two.read(), key=str)


def test_old_events_without_an_id_are_known_again(tmp_path: Path) -> None:
    here, there = store(tmp_path / "here"), store(tmp_path / "there")
    (tmp_path / "here" / FILE).write_text(json.dumps({"time": TIME, "kind": "opened", "lesson": "adding"}) + "\n")
    assert bring(there, export(here)).added == 1
    assert bring(there, export(here)) == Imported(0, 1, 0)
    assert bring(here, export(there)) == Imported(0, 1, 0)


FUTURE = "9999-11-01T09:00:00.000+00:00"


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[" * 10_000,
        "\x00",
        '{"kind": "unpinned"}',
        json.dumps({"time": TIME, "id": "", "kind": "unpinned"}),
        json.dumps({"time": TIME, "id": "x" * 1000, "kind": "unpinned"}),
        json.dumps({"time": "soon", "id": "1", "kind": "unpinned"}),
        json.dumps({"time": FUTURE, "id": "1", "kind": "unpinned"}),
        json.dumps({"time": TIME, "id": "1", "kind": "dreamt"}),
        json.dumps({"time": TIME, "id": "1", "kind": "read", "topic": ["adding#sums"]}),
        json.dumps({"time": TIME, "id": "1", "kind": "read", "topic": "x" * 1000}),
        json.dumps({"time": TIME, "id": "1", "kind": "opened"}),
        json.dumps({"time": TIME, "id": "1", "kind": "checked", "exercise": "sums#total"}),
        json.dumps({"time": TIME, "id": "1", "kind": "checked", "exercise": "sums#total", "passed": 1}),
        json.dumps({"time": TIME, "id": "1", "kind": "graded", "exercise": "a", "points": float("inf"), "of": 2}),
    ],
    ids=lambda line: line[:40],
)
def test_what_is_malformed_or_unknown_is_left_out(tmp_path: Path, line: str) -> None:
    there = store(tmp_path)
    good = json.dumps({"time": TIME, "id": "good", "kind": "unpinned"})
    assert bring(there, f"{good}\n\n{line}\n".encode()) == Imported(1, 0, 1)
    assert [event["id"] for event in there.read()] == ["good"]


def test_nothing_comes_along_that_does_not_belong_to_an_event(tmp_path: Path) -> None:
    there = store(tmp_path)
    event = {"time": TIME, "id": "1", "kind": "pinned", "lesson": "adding"}
    bring(there, json.dumps({**event, "more": "x" * 100}).encode())
    assert there.read() == [event]


def test_an_id_that_stands_twice_in_the_file_is_added_once(tmp_path: Path) -> None:
    there = store(tmp_path)
    row = json.dumps({"time": TIME, "id": "1", "kind": "unpinned"})
    assert bring(there, f"{row}\n{row}\n".encode()) == Imported(1, 1, 0)
