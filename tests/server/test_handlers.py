"""The handlers, asked over HTTP as the roadmap and as strangers would."""

from __future__ import annotations

import asyncio
import dataclasses
import errno
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from mlcourse.authoring.course import read_course
from mlcourse.roadmap.catalogue import Catalogue, Question
from mlcourse.server.live import SCHEMA
from mlcourse.workspace import catalogue, events, notebooks
from tests.server.asking import get, refused

EXERCISE, QUESTION = "sums#total", "adding/empty"
LESSON, PROBLEMS = "course/01-basics/01-adding.ipynb", "assignments/01-basics/sums/lists.ipynb"
PASSED = {"kind": "checked", "exercise": EXERCISE, "passed": True}
OPENED = {"kind": "opened", "lesson": "adding"}


@pytest.fixture(scope="module")
def known() -> Catalogue:
    """The sample course, with a quiz in its first lesson."""
    course = read_course(Path(__file__).parents[1] / "sample_course").catalogue()
    (module,) = course.modules
    adding = dataclasses.replace(module.lessons[0], questions=(Question(QUESTION, "adding#sums"),))
    module = dataclasses.replace(module, lessons=(adding, *module.lessons[1:]))
    return dataclasses.replace(course, modules=(module,))


@pytest.fixture
def workspace(jp_root_dir: Path, known: Catalogue) -> Path:
    (jp_root_dir / ".mlcourse").mkdir()
    catalogue.write(jp_root_dir, known, "1")
    path = jp_root_dir / LESSON
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    return jp_root_dir


async def post(jp_fetch: Any, body: Any, path: str = "events", **query: str) -> Any:
    data = body if isinstance(body, (str, bytes)) else json.dumps(body)
    response = await jp_fetch("mlcourse", path, method="POST", body=data, params=query)
    return json.loads(response.body)


async def record(jp_fetch: Any, *rows: Any, **query: str) -> Any:
    return await post(jp_fetch, {"events": rows}, **query)


def solved(*names: str) -> str:
    cells = [
        {
            "cell_type": "code",
            "id": f"{name}-check",
            "metadata": {"nbgrader": {"grade_id": f"{name}-check"}},
            "source": "",
            "execution_count": 1,
            "outputs": [],
        }
        for name in names
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


async def test_a_roadmap_holds_its_tree_and_where_everything_is(jp_fetch: Any, workspace: Path) -> None:
    answer = await get(jp_fetch, "roadmap")
    assert answer["workspace"] is True
    assert answer["title"] == "A sample course"
    assert [(one["id"], one["rows"], one["taught"], one["planned"]) for one in answer["roadmaps"]] == [
        ("basics", 6, 3, 3),
        ("short", 1, 0, 1),
    ]
    assert answer["roadmap"] == "basics"
    (module,) = answer["rows"]
    assert module["kind"] == "module"
    lesson = module["children"][0]["children"][0]
    assert lesson["target"] == {
        "path": LESSON,
        "cell": None,
        "lesson": "adding",
        "topic": "",
        "exercise": "",
        "available": True,
    }
    assert answer["checks"][PROBLEMS] == {"total-check": EXERCISE, "mean-check": "sums#mean"}
    assert answer["topics"][LESSON] == {"sums": "adding#sums", "running-totals": "adding#running-totals"}


async def test_progress_has_a_row_for_each_row_of_the_tree(jp_fetch: Any, workspace: Path) -> None:
    def count(rows: list[Any]) -> int:
        return sum(1 + count(row["children"]) for row in rows)

    for name in ("basics", "short"):
        answer = await get(jp_fetch, "roadmap", id=name)
        assert len(answer["progress"]["rows"]) == count(answer["rows"])
        assert answer["progress"] == await get(jp_fetch, "progress", roadmap=name)


async def test_recording_answers_with_how_far_one_is(jp_fetch: Any, workspace: Path) -> None:
    before = await get(jp_fetch, "progress")
    assert before["totals"] == {"topics": [0, 0, 3], "exercises": [0, 2], "points": [0, 5], "seconds": 0}
    assert before["last"] is None
    assert before["next"]["target"]["topic"] == "adding#sums"
    answer = await record(jp_fetch, OPENED, PASSED, {"kind": "answered", "question": QUESTION, "right": True})
    assert answer["totals"]["exercises"] == [1, 2]
    assert answer["totals"]["points"] == [2, 5]
    assert answer["totals"]["topics"] == [1, 1, 3]
    assert answer["last"] == {
        "kind": "quiz",
        "title": "Adding",
        "within": "Adding",
        "target": {"path": LESSON, "cell": "check-yourself", "lesson": "adding", "topic": "", "exercise": ""}
        | {"available": True},
    }
    assert answer == await get(jp_fetch, "progress")


async def test_a_place_says_what_and_where_it_is(jp_fetch: Any, workspace: Path) -> None:
    exercise = (await record(jp_fetch, PASSED))["last"]
    assert (exercise["kind"], exercise["title"], exercise["within"]) == ("exercise", "Total", "Sums")
    assert (exercise["target"]["path"], exercise["target"]["cell"]) == (PROBLEMS, "total-task")
    assert exercise["target"]["available"] is False
    topic = (await record(jp_fetch, {"kind": "read", "topic": "plus#totals"}))["last"]
    assert (topic["kind"], topic["title"], topic["within"]) == ("topic", "Running totals", "Adding")


async def test_every_kind_of_event_is_kept_without_what_does_not_belong(jp_fetch: Any, workspace: Path) -> None:
    rows = [
        {"kind": "opened", "lesson": "adding", "topic": "adding#sums"},
        {"kind": "opened", "exercise": EXERCISE},
        {"kind": "read", "topic": "adding#sums"},
        PASSED,
        {"kind": "answered", "question": QUESTION, "right": False},
        {"kind": "pinned", "lesson": "dividing"},
        {"kind": "unpinned"},
    ]
    await record(jp_fetch, *({**row, "extra": "dropped", "time": "2000-01-01", "id": "mine"} for row in rows))
    kept = events.read(workspace)
    assert [{name: value for name, value in event.items() if name not in ("time", "id")} for event in kept] == rows
    assert all(event["time"] > "2026" and event["id"] != "mine" for event in kept)


async def test_a_goal_adds_a_roadmap_of_ones_own(jp_fetch: Any, workspace: Path) -> None:
    answer = await record(jp_fetch, {"kind": "pinned", "lesson": "dividing"})
    assert answer["pinned"] == "dividing"
    answer = await get(jp_fetch, "roadmap", id="my-path")
    assert answer["roadmap"] == "my-path"
    own = answer["roadmaps"][-1]
    assert (own["id"], own["rows"], own["taught"], own["planned"]) == ("my-path", 3, 2, 1)
    answer = await record(jp_fetch, {"kind": "unpinned"}, roadmap="my-path")
    assert (answer["roadmap"], answer["pinned"]) == ("basics", "")
    answer = await get(jp_fetch, "roadmap", id="my-path")
    assert (answer["roadmap"], len(answer["roadmaps"])) == ("basics", 2)


async def test_the_map_has_the_lessons_with_their_states(jp_fetch: Any, workspace: Path) -> None:
    await record(jp_fetch, OPENED, {"kind": "pinned", "lesson": "dividing"})
    answer = await get(jp_fetch, "map")
    nodes = {node["lesson"]: node for node in answer["nodes"]}
    assert set(nodes) == {"adding", "multiplying", "dividing", "case-shopping"}
    assert (nodes["adding"]["state"], nodes["multiplying"]["state"], nodes["dividing"]["state"]) == (1, 0, -1)
    assert nodes["adding"]["target"]["path"] == LESSON
    assert nodes["dividing"]["target"] is None
    assert {(edge["from"], edge["to"]) for edge in answer["edges"]} >= {("adding", "multiplying")}
    assert answer["lanes"][0]["title"] == "Basics"
    assert answer["goals"] == [{"title": "Division", "lesson": "dividing"}]
    assert answer["pinned"] == "dividing"


async def test_a_path_leads_to_a_goal(jp_fetch: Any, workspace: Path) -> None:
    answer = await get(jp_fetch, "path", goal="dividing")
    assert [each["lesson"] for each in answer["lessons"]] == ["adding", "multiplying", "dividing"]
    assert [each["written"] for each in answer["lessons"]] == [True, True, False]
    assert (answer["goal"], answer["title"], answer["mastered"]) == ("dividing", "Division", [])
    assert (await get(jp_fetch, "path", goal="plus"))["goal"] == "adding"


async def test_the_report_is_a_fragment_and_a_page(jp_fetch: Any, workspace: Path) -> None:
    fragment = await get(jp_fetch, "report")
    assert fragment["title"] == "A sample course"
    assert fragment["html"].lstrip().startswith("<article")
    page = await jp_fetch("mlcourse", "report.html")
    assert page.headers["Content-Type"].startswith("text/html")
    assert "style-src 'unsafe-inline'" in page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert b"<html" in page.body


async def test_progress_can_be_taken_away_and_brought_back(jp_fetch: Any, workspace: Path) -> None:
    await record(jp_fetch, OPENED, PASSED)
    response = await jp_fetch("mlcourse", "export")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="mlcourse-progress-')
    assert len(response.body.splitlines()) == 2
    assert await post(jp_fetch, response.body, "import") == {"added": 0, "known": 2, "left_out": 0}
    (workspace / events.FILE).unlink()
    assert (await get(jp_fetch, "progress"))["totals"]["exercises"] == [0, 2]
    assert await post(jp_fetch, response.body + b"{", "import") == {"added": 2, "known": 0, "left_out": 1}
    assert (await get(jp_fetch, "progress"))["totals"]["exercises"] == [1, 2]


async def test_a_folder_that_is_no_workspace_says_what_to_do(jp_fetch: Any, jp_root_dir: Path) -> None:
    answer = await get(jp_fetch, "roadmap")
    message = answer.pop("message")
    assert "mlcourse lab" in message
    assert answer == {
        "workspace": False,
        "title": "Machine learning",
        "roadmaps": [],
        "roadmap": "",
        "rows": [],
        "progress": None,
        "checks": {},
        "topics": {},
    }
    for path in ("progress", "map", "report", "report.html", "export"):
        assert await refused(get(jp_fetch, path)) == (404, message)
    assert await refused(get(jp_fetch, "path", goal="adding")) == (404, message)
    assert await refused(record(jp_fetch, PASSED)) == (404, message)
    assert await refused(post(jp_fetch, b"{}", "import")) == (404, message)
    assert list(jp_root_dir.iterdir()) == []


async def test_a_new_edition_is_noticed(jp_fetch: Any, workspace: Path, known: Catalogue) -> None:
    await get(jp_fetch, "roadmap")
    catalogue.write(workspace, dataclasses.replace(known, title="A second edition"), "2")
    assert (await get(jp_fetch, "roadmap"))["title"] == "A second edition"


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ("", 400, "not JSON"),
        ("{", 400, "not JSON"),
        (b"\xff\xfe{", 400, "not JSON"),
        ("[" * 30_000, 400, "not JSON"),
        ('{"events": [{"kind": "checked", "passed": ' + "9" * 10_000 + "}]}", 400, "not JSON"),
        ([], 400, "at least one event"),
        ({"events": []}, 400, "at least one event"),
        ({"events": {"kind": "unpinned"}}, 400, "at least one event"),
        ({"events": ["x"]}, 400, "kind"),
        ({"events": [{"kind": "dreamt"}]}, 400, "kind"),
        ({"events": [{"kind": ["checked"]}]}, 400, "kind"),
        ({"events": [{"kind": "graded", "exercise": EXERCISE, "points": 2, "of": 2}]}, 400, "by the grader"),
        ({"events": [{**PASSED, "exercise": "sums#nothing"}]}, 400, "no exercise"),
        ({"events": [{**PASSED, "exercise": "../../x"}]}, 400, "no exercise"),
        ({"events": [{**PASSED, "exercise": "\ud800"}]}, 400, "no exercise"),
        ({"events": [{**PASSED, "exercise": [EXERCISE]}]}, 400, "no exercise"),
        ({"events": [{**PASSED, "exercise": "adding#sums"}]}, 400, "no exercise"),
        ({"events": [{**PASSED, "passed": "yes"}]}, 400, "true or false"),
        ({"events": [{**PASSED, "passed": 1}]}, 400, "true or false"),
        ({"events": [{"kind": "answered", "question": "adding/nothing", "right": True}]}, 400, "no question"),
        ({"events": [{"kind": "answered", "question": QUESTION}]}, 400, "true or false"),
        ({"events": [{"kind": "read", "topic": "%s%d"}]}, 400, "no topic '%s%d'"),
        ({"events": [{"kind": "pinned", "lesson": "sums"}]}, 400, "no lesson"),
        ({"events": [{"kind": "opened"}]}, 400, "no lesson"),
        ({"events": [{"kind": "opened", "lesson": "unknown"}]}, 400, "no lesson"),
        ({"events": [{"kind": "opened", "lesson": "adding", "topic": "multiplying#products"}]}, 400, "no topic"),
        ({"events": [PASSED, {"kind": "opened", "lesson": "unknown"}]}, 400, "no lesson"),
        ({"events": [OPENED] * 101}, 400, "At most 100"),
        (" " * 70_000, 413, "larger than"),
    ],
)
async def test_bad_requests_change_nothing(jp_fetch: Any, workspace: Path, body: Any, code: int, words: str) -> None:
    answered, message = await refused(post(jp_fetch, body))
    assert answered == code
    assert words in message
    assert not (workspace / events.FILE).exists()


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("roadmap", {"id": "unknown"}),
        ("roadmap", {"id": "../../etc"}),
        ("progress", {"roadmap": "x" * 4000}),
        ("path", {"goal": "unknown"}),
        ("path", {"goal": "%s"}),
    ],
)
async def test_what_is_not_there_is_not_found(jp_fetch: Any, workspace: Path, path: str, query: dict[str, str]) -> None:
    code, message = await refused(get(jp_fetch, path, **query))
    assert code == 404
    assert message.startswith("There is no")
    assert len(message) < 150


async def test_events_for_a_roadmap_that_is_not_there_are_not_kept(jp_fetch: Any, workspace: Path) -> None:
    code, _ = await refused(record(jp_fetch, PASSED, roadmap="unknown"))
    assert code == 404
    assert events.read(workspace) == []


async def test_a_path_without_a_goal_is_refused(jp_fetch: Any, workspace: Path) -> None:
    assert (await refused(get(jp_fetch, "path")))[0] == 400


async def test_too_large_an_import_is_refused(jp_fetch: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlcourse.server.handlers.LARGEST_IMPORT", 1000)
    row = {"time": "2026-11-01T09:00:00+00:00", "id": "1", "kind": "unpinned"}
    code, message = await refused(post(jp_fetch, json.dumps(row).encode() + b"\n" * 1000, "import"))
    assert (code, message) == (413, "The request is larger than 1000 bytes.")
    assert events.read(workspace) == []


async def test_a_full_disk_is_told(jp_fetch: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(events, "_write", full)
    (workspace / PROBLEMS).parent.mkdir(parents=True)
    (workspace / PROBLEMS).write_text(solved("total"))
    code, message = await refused(record(jp_fetch, PASSED))
    assert code == 507
    assert "No space left" in message
    row = {"time": "2026-11-01T09:00:00+00:00", "id": "1", "kind": "unpinned"}
    assert (await refused(post(jp_fetch, row, "import")))[0] == 507
    # Reading works all the same, and what could not be recorded is found once there is space.
    assert (await get(jp_fetch, "progress"))["totals"]["exercises"] == [0, 2]
    monkeypatch.undo()
    assert (await get(jp_fetch, "progress"))["totals"]["exercises"] == [1, 2]


async def test_unreadable_events_are_told(jp_fetch: Any, workspace: Path) -> None:
    (workspace / events.FILE).mkdir()
    code, message = await refused(get(jp_fetch, "progress"))
    assert code == 500
    assert "could not be read" in message


ROUTES = [
    ("GET", "roadmap"),
    ("GET", "progress"),
    ("GET", "map"),
    ("GET", "path?goal=adding"),
    ("GET", "report"),
    ("GET", "report.html"),
    ("GET", "export"),
    ("POST", "events"),
    ("POST", "import"),
]


def body_of(path: str) -> str:
    row = {"time": "2026-11-01T09:00:00+00:00", "id": "1", **OPENED}
    return json.dumps(row if path == "import" else {"events": [OPENED]})


@pytest.mark.parametrize(("verb", "path"), ROUTES)
async def test_strangers_are_turned_away(
    http_server_client: Any, jp_base_url: str, jp_serverapp: Any, workspace: Path, verb: str, path: str
) -> None:
    body = None if verb == "GET" else body_of(path)
    with pytest.raises(HTTPClientError) as caught:
        await http_server_client.fetch(f"{jp_base_url}mlcourse/{path}", method=verb, body=body, follow_redirects=False)
    assert caught.value.code in (401, 403)
    assert b"adding" not in caught.value.response.body
    assert events.read(workspace) == []


@pytest.mark.parametrize(("verb", "path"), ROUTES)
async def test_who_is_not_authorised_is_turned_away(
    jp_fetch: Any, workspace: Path, asked_rights: list[tuple[str, str]], verb: str, path: str
) -> None:
    name, _, goal = path.partition("?goal=")
    options = {"method": verb, "body": body_of(path)} if verb == "POST" else {}
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch("mlcourse", name, params={"goal": goal} if goal else {}, **options)
    assert caught.value.code == 403
    assert asked_rights == [("read" if verb == "GET" else "write", "contents")]
    assert events.read(workspace) == []


@pytest.mark.parametrize("path", ["events", "import"])
async def test_forged_requests_are_refused(
    forge: Any, workspace: Path, forged: tuple[dict[str, str], int], path: str
) -> None:
    origin, code = forged
    with pytest.raises(HTTPClientError) as caught:
        await forge(path, origin, method="POST", body=body_of(path))
    assert caught.value.code == code
    assert events.read(workspace) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [({"kind": "opened", "exercise": EXERCISE}, 1), (PASSED, 1), (OPENED, 0), ({"kind": "unpinned"}, 0)],
)
async def test_who_comes_to_an_exercise_may_have_it_graded_next(
    jp_fetch: Any, workspace: Path, hints: list[str], row: Any, expected: int
) -> None:
    await record(jp_fetch, row)
    assert len(hints) == expected


@pytest.fixture
def heard(jp_serverapp: Any) -> Iterator[list[int]]:
    """What the server has told of progress so far."""
    told: list[int] = []

    async def listen(logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        told.append(data["added"])

    jp_serverapp.event_logger.add_listener(schema_id=SCHEMA, listener=listen)
    yield told
    jp_serverapp.event_logger.remove_listener(listener=listen)


async def soon(heard: list[int], wanted: list[int]) -> None:
    for _ in range(200):
        if heard == wanted:
            break
        await asyncio.sleep(0.02)
    assert heard == wanted


async def test_all_windows_are_told_of_what_was_recorded(jp_fetch: Any, workspace: Path, heard: list[int]) -> None:
    await record(jp_fetch, OPENED, PASSED)
    await soon(heard, [2])
    data = (await jp_fetch("mlcourse", "export")).body
    await post(jp_fetch, data, "import")
    await get(jp_fetch, "progress")
    await refused(record(jp_fetch, {"kind": "dreamt"}))
    row = {"time": "2026-11-01T09:00:00+00:00", "id": "1", "kind": "unpinned"}
    await post(jp_fetch, row, "import")
    await soon(heard, [2, 1])


async def test_a_saved_notebook_adds_what_it_shows(jp_fetch: Any, workspace: Path, heard: list[int]) -> None:
    model = {"type": "notebook", "format": "json", "content": json.loads(solved("total"))}
    (workspace / PROBLEMS).parent.mkdir(parents=True)
    for _ in range(2):
        await jp_fetch("api", "contents", *PROBLEMS.split("/"), method="PUT", body=json.dumps(model))
    await soon(heard, [1])
    (event,) = events.read(workspace)
    assert (event["kind"], event["exercise"], event["passed"]) == ("checked", EXERCISE, True)


async def test_saving_anything_else_adds_nothing(jp_fetch: Any, workspace: Path, heard: list[int]) -> None:
    notebook = {"type": "notebook", "format": "json", "content": json.loads(solved("total"))}
    text = {"type": "file", "format": "text", "content": "{"}
    await jp_fetch("api", "contents", "mine.ipynb", method="PUT", body=json.dumps(notebook))
    await jp_fetch("api", "contents", "notes.txt", method="PUT", body=json.dumps(text))
    await get(jp_fetch, "progress")
    assert events.read(workspace) == []
    assert heard == []


async def test_saving_works_in_a_folder_that_is_no_workspace(jp_fetch: Any, jp_root_dir: Path) -> None:
    model = {"type": "notebook", "format": "json", "content": json.loads(solved("total"))}
    await jp_fetch("api", "contents", "mine.ipynb", method="PUT", body=json.dumps(model))
    await get(jp_fetch, "roadmap")
    assert [path.name for path in jp_root_dir.iterdir() if not path.name.startswith(".ipynb")] == ["mine.ipynb"]


@pytest.mark.parametrize("path", ["roadmap", "progress"])
async def test_asking_finds_work_that_was_done_elsewhere(
    jp_fetch: Any, workspace: Path, heard: list[int], path: str
) -> None:
    (workspace / PROBLEMS).parent.mkdir(parents=True)
    (workspace / PROBLEMS).write_text(solved("total", "mean"))
    answer = await get(jp_fetch, path)
    assert answer.get("progress", answer)["totals"]["exercises"] == [2, 2]
    await soon(heard, [2])


async def test_the_server_answers_others_while_notebooks_are_read(
    jp_fetch: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / PROBLEMS).parent.mkdir(parents=True)
    (workspace / PROBLEMS).write_text(solved("total"))
    original = notebooks._read
    monkeypatch.setattr(notebooks, "_read", lambda *given: time.sleep(1) or original(*given))
    slow = asyncio.ensure_future(get(jp_fetch, "progress"))
    await asyncio.sleep(0.1)
    started = time.monotonic()
    await jp_fetch("api", "status")
    assert time.monotonic() - started < 0.5
    assert not slow.done()
    assert (await slow)["totals"]["exercises"] == [1, 2]


async def test_many_requests_at_once_lose_nothing(jp_fetch: Any, workspace: Path) -> None:
    await asyncio.gather(*(record(jp_fetch, OPENED, PASSED) for _ in range(20)))
    assert len(events.read(workspace)) == 40
