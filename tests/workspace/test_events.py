from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mlcourse.errors import CourseError
from mlcourse.workspace import events


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / ".mlcourse").mkdir()
    return tmp_path


def test_events_come_back_in_order_with_their_time(workspace: Path) -> None:
    events.append(workspace, [{"kind": "opened", "lesson": "a"}, {"kind": "opened", "lesson": "ü"}])
    events.append(workspace, [{"kind": "opened", "lesson": "c"}])
    found = events.read(workspace)
    assert [event["lesson"] for event in found] == ["a", "ü", "c"]
    assert all(event["time"].endswith("+00:00") for event in found)


def test_a_torn_last_line_costs_only_itself(workspace: Path) -> None:
    events.append(workspace, [{"kind": "opened", "lesson": "a"}])
    with (workspace / events.FILE).open("ab") as file:
        file.write(b'{"kind": "checked", "exer')
    events.append(workspace, [{"kind": "opened", "lesson": "b"}])
    assert [event["lesson"] for event in events.read(workspace)] == ["a", "b"]


@pytest.mark.parametrize("line", [b"\xff\xfe", b"[1]", b'{"kind": 3}', b'{"kind": "checked", "exercise": 1}', b""])
def test_damaged_lines_are_left_out(workspace: Path, line: bytes) -> None:
    good = json.dumps({"kind": "opened", "lesson": "a"}).encode()
    (workspace / events.FILE).write_bytes(good + b"\n" + line + b"\n" + good + b"\n")
    assert len(events.read(workspace)) == 2


def test_two_writers_lose_nothing(workspace: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from mlcourse.workspace import events\n"
        "for n in range(200): events.append(Path(sys.argv[1]), [{'kind': 'opened', 'lesson': sys.argv[2] + str(n)}])"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(workspace), name]) for name in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    lessons = [event["lesson"] for event in events.read(workspace)]
    assert sorted(lessons) == sorted(name + str(number) for name in "ab" for number in range(200))


def test_a_folder_in_place_of_the_file_is_a_clear_error(workspace: Path) -> None:
    (workspace / events.FILE).mkdir()
    with pytest.raises(CourseError, match="could not be saved"):
        events.append(workspace, [{"kind": "opened", "lesson": "a"}])
