"""The store of events: nothing that was acknowledged is lost, whatever happens to the file."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcourse.errors import CourseError
from mlcourse.workspace import events
from mlcourse.workspace.events import NotSavedError, Store, parse


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / ".mlcourse").mkdir()
    return tmp_path


def opened(lesson: str) -> dict[str, Any]:
    return {"kind": "opened", "lesson": lesson}


def lessons(workspace: Path) -> list[str]:
    return [event["lesson"] for event in events.read(workspace)]


def test_events_come_back_in_order_with_their_time_and_an_id(workspace: Path) -> None:
    added = events.append(workspace, [opened("a"), opened("ü")])
    added += events.append(workspace, [opened("c")])
    found = events.read(workspace)
    assert found == added
    assert [event["lesson"] for event in found] == ["a", "ü", "c"]
    assert all(event["time"].endswith("+00:00") and len(event["time"]) == 29 for event in found)
    assert len({event["id"] for event in found}) == 3


def test_the_ids_of_one_moment_sort_in_the_order_of_adding(workspace: Path) -> None:
    ids = [event["id"] for event in events.append(workspace, [opened("a")] * 50)]
    assert ids == sorted(ids)


def test_a_torn_last_line_costs_only_itself(workspace: Path) -> None:
    events.append(workspace, [opened("a")])
    with (workspace / events.FILE).open("ab") as file:
        file.write(b'{"kind": "checked", "exer')
    assert lessons(workspace) == ["a"]
    events.append(workspace, [opened("b")])
    assert lessons(workspace) == ["a", "b"]


def test_a_last_line_that_lacks_only_its_end_counts_once(workspace: Path) -> None:
    store = Store(workspace)
    (workspace / events.FILE).write_bytes(json.dumps(opened("a")).encode())
    assert [event["lesson"] for event in store.read()] == ["a"]
    store.append([opened("b")])
    assert [event["lesson"] for event in store.read()] == ["a", "b"]


DAMAGED = [
    b"\xff\xfe",
    b"[1]",
    b"null",
    b'{"kind": 3}',
    b'{"id": "3"}',
    b'{"kind": "opened", "les',
    b'{"kind": "a", "id": "1"},{"kind": "b", "id": "2"}',
    b'{"kind": "a", "id": "1"},null,{"kind": "b", "id": "2"}',
    b'{"kind": "a",',
    b'"id": "2"}',
    b'{"kind": "a", "id": "1", "more": [{"x": 1}',
    b'{"y": 2}]}',
    b"[" * 100_000,
    b"9" * 5000,
    b"",
    b"   ",
    b"\x00" * 4096,
    '{"kind": "ops", "id": "\u2028"'.encode(),
]


@pytest.mark.parametrize("line", DAMAGED, ids=lambda line: repr(line[:30]))
def test_damaged_lines_are_left_out_and_left_in_place(workspace: Path, line: bytes) -> None:
    good = json.dumps({**opened("a"), "id": "1"}).encode()
    content = good + b"\n" + line + b"\n" + good + b"\n"
    (workspace / events.FILE).write_bytes(content)
    assert lessons(workspace) == ["a", "a"]
    events.append(workspace, [opened("b")])
    assert (workspace / events.FILE).read_bytes().startswith(content)
    assert lessons(workspace) == ["a", "a", "b"]


GOOD = [json.dumps({**opened(name), "id": name}).encode() for name in "abcde"]


@given(st.lists(st.sampled_from(GOOD + DAMAGED), max_size=30))
def test_parsing_at_once_finds_what_parsing_line_by_line_finds(rows: list[bytes]) -> None:
    found = [event["lesson"].encode() for event in parse(b"\n".join(rows))]
    assert found == [json.loads(row)["lesson"].encode() for row in rows if row in GOOD]


def test_lines_that_make_up_for_each_other_are_seen_through() -> None:
    several, begun, ended = DAMAGED[7], DAMAGED[10], DAMAGED[11]
    assert parse(b"\n".join([GOOD[0], several, begun, ended, GOOD[1]])) == parse(b"\n".join(GOOD[:2]))


@given(st.integers(0, 700))
def test_a_file_cut_anywhere_keeps_its_whole_lines(cut: int) -> None:
    data = b"".join(row + b"\n" for row in GOOD * 3)[:cut]
    assert len(parse(data)) in (data.count(b"\n"), data.count(b"\n") + 1)


def test_events_without_an_id_have_the_same_one_in_every_reading(workspace: Path) -> None:
    old = [json.dumps({"time": "2026-10-01T09:00:00+00:00", **opened(name)}) for name in "ab"]
    (workspace / events.FILE).write_text("\n".join(old) + "\n")
    first, second = events.read(workspace)
    assert first["id"] != second["id"]
    assert events.read(workspace) == [first, second]
    events.append(workspace, [opened("c")])
    assert events.read(workspace)[:2] == [first, second]


def test_reading_again_reads_only_what_is_new(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(workspace)
    store.append(opened(str(number)) for number in range(1000))
    assert len(store.read()) == 1000
    sizes: list[int] = []
    monkeypatch.setattr(events, "parse", lambda data: sizes.append(len(data)) or parse(data))
    same = store.read()
    assert store.read() is same
    assert sizes == []
    events.append(workspace, [opened("new")])
    assert store.read()[-1]["lesson"] == "new"
    assert len(store.read()) == 1001
    assert sum(sizes) < 200


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.write_bytes(file.read_bytes()[: len(file.read_bytes()) // 2]),
        lambda file: file.write_bytes(file.read_bytes().replace(b"old", b"new")),
        lambda file: file.write_bytes(file.read_bytes().replace(b"old", b"new") * 3),
        lambda file: file.unlink(),
        lambda file: (file.rename(file.with_suffix(".kept")), file.write_bytes(file.with_suffix(".kept").read_bytes())),
    ],
    ids=["cut short", "same size", "replaced by a longer one", "deleted", "another file"],
)
def test_a_file_that_is_no_longer_the_same_is_read_whole(workspace: Path, change: Any) -> None:
    store = Store(workspace)
    store.append([opened("old")] * 20)
    store.read()
    change(workspace / events.FILE)
    assert store.read() == events.read(workspace)
    store.append([opened("after")])
    assert store.read() == events.read(workspace)


def test_two_processes_and_two_threads_that_write_at_once_lose_nothing(workspace: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from mlcourse.workspace import events\n"
        "for n in range(150): events.append(Path(sys.argv[1]), [{'kind': 'opened', 'lesson': sys.argv[2] + str(n)}])"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(workspace), name]) for name in "ab"]
    store = Store(workspace)

    def write(name: str) -> None:
        for number in range(50):
            store.append([opened(f"{name}{number}")])
            store.read()

    threads = [threading.Thread(target=write, args=(name,)) for name in "cd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [writer.wait() for writer in writers] == [0, 0]
    expected = [f"{name}{n}" for name in "ab" for n in range(150)] + [f"{name}{n}" for name in "cd" for n in range(50)]
    assert sorted(lessons(workspace)) == sorted(expected)
    assert sorted(event["lesson"] for event in store.read()) == sorted(expected)
    assert (workspace / events.FILE).read_bytes().count(b"\n") == len(expected)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
def test_a_writer_that_is_killed_loses_nothing_that_it_acknowledged(workspace: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from mlcourse.workspace import events\n"
        "n = 0\n"
        "while True:\n"
        "    events.append(Path(sys.argv[1]), [{'kind': 'opened', 'lesson': sys.argv[2] + '-' + str(n + i)}\n"
        "                                      for i in range(3)])\n"
        "    n += 3\n"
        "    print(n, flush=True)\n"
    )
    for run in range(4):
        command = [sys.executable, "-c", code, str(workspace), str(run)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            acknowledged = [writer.stdout.readline() for _ in range(10)]
            time.sleep(0.003 * run)
            writer.send_signal(signal.SIGKILL)
            acknowledged += writer.stdout.readlines()
        count = max(int(row) for row in acknowledged if row.endswith("\n"))
        found = [name for name in lessons(workspace) if name.startswith(f"{run}-")]
        assert found[:count] == [f"{run}-{number}" for number in range(count)]
    started = time.monotonic()
    events.append(workspace, [opened("after")])
    assert lessons(workspace)[-1] == "after"
    assert time.monotonic() - started < 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
def test_the_lock_of_a_killed_process_does_not_block(workspace: Path) -> None:
    code = (
        "import sys, time; from filelock import FileLock\nFileLock(sys.argv[1]).acquire(); print(1, flush=True)\n"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(workspace / events.LOCK)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.kill()
    started = time.monotonic()
    events.append(workspace, [opened("a")])
    assert time.monotonic() - started < 1


def test_a_lock_that_someone_keeps_delays_but_does_not_hinder(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock

    monkeypatch.setattr(events, "PATIENCE", 0.05)
    with FileLock(workspace / events.LOCK):
        writer = threading.Thread(target=events.append, args=(workspace, [opened("a")]))
        writer.start()
        writer.join(5)
    assert lessons(workspace) == ["a"]


def test_choosing_what_to_add_sees_what_others_have_added(workspace: Path) -> None:
    store = Store(workspace)

    def once() -> list[dict[str, Any]]:
        return [] if any(event["lesson"] == "a" for event in store.read()) else [opened("a")]

    threads = [threading.Thread(target=store.add, args=(once,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lessons(workspace) == ["a"]


def test_a_disk_that_fills_up_half_way_leaves_the_file_as_it_was(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events.append(workspace, [opened("a")])
    before = (workspace / events.FILE).read_bytes()
    write = os.write

    def fill(handle: int, data: Any) -> int:
        if len(data) > 20:
            return write(handle, data[:20])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", fill)
        with pytest.raises(NotSavedError, match="No space left"):
            events.append(workspace, [opened("b" * 30)] * 3)
    assert (workspace / events.FILE).read_bytes() == before
    events.append(workspace, [opened("c")])
    assert lessons(workspace) == ["a", "c"]


def test_a_folder_in_place_of_the_file_is_a_clear_error(workspace: Path) -> None:
    (workspace / events.FILE).mkdir()
    with pytest.raises(NotSavedError, match="could not be saved"):
        events.append(workspace, [opened("a")])
    with pytest.raises(CourseError, match="could not be read"):
        events.read(workspace)


def test_a_workspace_without_events_is_empty(workspace: Path) -> None:
    assert events.read(workspace) == []
    assert events.append(workspace, []) == []
    assert not (workspace / events.FILE).exists()
