"""Grading one's own work over HTTP, as the sidebar and as strangers would."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from mlcourse.authoring.build import Edition, learner_edition
from mlcourse.errors import CourseError
from mlcourse.grading.model import NotebookResult, Result, Score, Task
from mlcourse.grading.stopping import check
from mlcourse.server import live
from mlcourse.server.grading import SCHEMA
from mlcourse.server.handlers import GRADING
from mlcourse.workspace import catalogue, events, update
from tests.server.asking import get, refused

ROOT = Path(__file__).parents[1] / "sample_course"
BOOK, LESSON = "assignments/01-basics/sums/lists.ipynb", "course/01-basics/01-adding.ipynb"
ROUTES = [
    ("GET", "grade?problem_set=sums"),
    ("GET", "solution?exercise=sums%23total&spoil=1"),
    ("POST", "grade"),
    ("DELETE", "grade?problem_set=sums"),
]
BODY = json.dumps({"problem_set": "sums"})


@pytest.fixture(scope="module")
def edition() -> Edition:
    return learner_edition(ROOT)


@pytest.fixture
def workspace(jp_root_dir: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLCOURSE_CONTENT", str(ROOT))
    update(jp_root_dir, edition.files, fingerprint=edition.fingerprint)
    catalogue.write(jp_root_dir, edition.catalogue, edition.fingerprint)
    return jp_root_dir


class Grader:
    """Stands in for the real one, which is tested where it is; it can be held up, and made to fail."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.failure: Exception | None = None
        self.runs = 0

    def __call__(self, task: Task, progress: Callable[[str], None], stop: threading.Event) -> Result:
        self.runs += 1
        progress("total-check")
        while not self.go.wait(0.01):
            check(stop)
        if self.failure:
            raise self.failure
        progress("mean-check")
        scores = (
            Score("total-check", 2.0, 2.0, "passed", "total: right"),
            Score("mean-check", 3.0, 0.0, "failed", "mean: wrong", "a note"),
            Score("why", 4.0, None, "manual"),
        )
        return Result(task.assignment, task.student, (NotebookResult("lists", scores),))


@pytest.fixture(autouse=True)
def grader(monkeypatch: pytest.MonkeyPatch) -> Iterator[Grader]:
    grader = Grader()
    monkeypatch.setattr("mlcourse.grading.grade.grade", grader)
    yield grader
    grader.go.set()


@pytest.fixture
def told(jp_serverapp: Any) -> list[tuple[str, dict[str, Any]]]:
    """What all windows are told."""
    heard: list[tuple[str, dict[str, Any]]] = []

    async def listen(logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        heard.append((schema_id, data))

    for schema in (SCHEMA, live.SCHEMA):
        jp_serverapp.event_logger.add_listener(schema_id=schema, listener=listen)
    return heard


async def begin(jp_fetch: Any, body: str = BODY) -> Any:
    response = await jp_fetch("mlcourse", "grade", method="POST", body=body)
    assert response.code == 202
    return json.loads(response.body)


async def stop(jp_fetch: Any) -> Any:
    response = await jp_fetch("mlcourse", "grade", method="DELETE", params={"problem_set": "sums"})
    return json.loads(response.body)


async def ended(jp_fetch: Any) -> Any:
    """Wait until nothing is being graded, and say what is known then."""
    while (state := await get(jp_fetch, "grade", problem_set="sums"))["running"]:
        await asyncio.sleep(0.02)
    return state


async def test_work_is_graded_in_the_background_and_the_result_is_there_afterwards(
    jp_fetch: Any, workspace: Path, grader: Grader
) -> None:
    state = await get(jp_fetch, "grade", problem_set="sums")
    assert state == {"problem_set": "sums", "title": "Sums", "running": None, "stopped": False, "failure": ""} | {
        "result": None
    }
    grader.go.clear()
    assert (await begin(jp_fetch))["running"] is not None
    # The server answers everything else meanwhile.
    assert (await get(jp_fetch, "progress"))["totals"]["points"] == [0, 5]
    grader.go.set()
    state = await ended(jp_fetch)
    result = state["result"]
    assert (state["failure"], result["points"]) == ("", [2, 5])
    total, mean, why = result["exercises"]
    assert (total["exercise"], total["outcome"], total["points"], total["of"]) == ("sums#total", "passed", 2, 2)
    assert (total["solved"], mean["solved"], why["solved"], why["written"]) == (True, False, True, True)
    assert (mean["message"], mean["note"]) == ("mean: wrong", "a note")
    assert (mean["target"]["path"], mean["target"]["cell"]) == (BOOK, "mean-task")
    assert (mean["target"]["exercise"], mean["target"]["available"]) == ("sums#mean", True)
    assert [(topic["title"], topic["target"]["path"], topic["target"]["topic"]) for topic in total["topics"]] == [
        ("Sums", LESSON, "adding#sums"),
        ("Running totals", LESSON, "adding#running-totals"),
    ]


async def test_the_roadmap_has_the_result_at_once(jp_fetch: Any, workspace: Path) -> None:
    await begin(jp_fetch)
    await ended(jp_fetch)
    progress = await get(jp_fetch, "progress")
    assert progress["totals"]["points"] == [2, 5]
    assert [event["kind"] for event in events.read(workspace)] == ["graded", "graded"]


async def test_all_windows_are_told_how_it_goes(
    jp_fetch: Any, workspace: Path, told: list[tuple[str, dict[str, Any]]]
) -> None:
    await begin(jp_fetch)
    await ended(jp_fetch)
    while (SCHEMA, {"problem_set": "sums", "state": "done", "done": 2, "of": 2}) not in told:
        await asyncio.sleep(0.02)
    # Events of one moment need not arrive in their order.
    for done in range(3):
        assert (SCHEMA, {"problem_set": "sums", "state": "running", "done": done, "of": 2}) in told
    while (live.SCHEMA, {"added": 2}) not in told:
        await asyncio.sleep(0.02)
    assert len(told) == 5


async def test_a_second_request_is_told_that_one_is_under_way(jp_fetch: Any, workspace: Path, grader: Grader) -> None:
    grader.go.clear()
    await begin(jp_fetch)
    assert await refused(begin(jp_fetch)) == (409, "“Sums” is being graded: wait until that is done, or stop it.")
    grader.go.set()
    await ended(jp_fetch)
    await begin(jp_fetch)
    await ended(jp_fetch)
    assert grader.runs == 2


async def test_what_is_stopped_keeps_nothing_but_the_last_result(
    jp_fetch: Any, workspace: Path, grader: Grader, told: list[tuple[str, dict[str, Any]]]
) -> None:
    await begin(jp_fetch)
    before = (await ended(jp_fetch))["result"]
    kept = events.read(workspace)
    grader.go.clear()
    assert (await begin(jp_fetch))["running"] is not None
    state = await stop(jp_fetch)
    assert (state["running"], state["stopped"], state["failure"], state["result"]) == (None, True, "", before)
    assert events.read(workspace) == kept
    while not any(data.get("state") == "stopped" for _, data in told):
        await asyncio.sleep(0.02)
    # One can start again at once, and then nothing speaks of the stop any more.
    assert (await begin(jp_fetch))["stopped"] is False
    grader.go.set()
    state = await ended(jp_fetch)
    assert (state["stopped"], state["result"]["points"]) == (False, [2, 5])


async def test_stopping_what_does_not_run_changes_nothing(jp_fetch: Any, workspace: Path, grader: Grader) -> None:
    state = await stop(jp_fetch)
    assert (state["running"], state["stopped"], state["result"]) == (None, False, None)
    await begin(jp_fetch)
    state = await ended(jp_fetch)
    assert await stop(jp_fetch) == state
    assert (await refused(jp_fetch("mlcourse", "grade", method="DELETE", params={"problem_set": "x"})))[0] == 404


async def test_a_run_ends_with_the_server(jp_fetch: Any, jp_serverapp: Any, workspace: Path, grader: Grader) -> None:
    grader.go.clear()
    await begin(jp_fetch)
    await asyncio.to_thread(jp_serverapp.web_app.settings[GRADING].close)
    assert (await get(jp_fetch, "grade", problem_set="sums"))["stopped"] is True


async def test_who_looks_at_grades_may_want_them_anew(jp_fetch: Any, workspace: Path, hints: list[str]) -> None:
    await get(jp_fetch, "grade", problem_set="sums")
    assert len(hints) == 1
    await refused(get(jp_fetch, "grade", problem_set="unknown"))
    assert len(hints) == 1


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (CourseError("The disk is full."), "The disk is full."),
        (RuntimeError("secret detail"), "broke off, which is no fault of yours"),
    ],
)
async def test_a_failure_is_told_and_keeps_the_last_result(
    jp_fetch: Any,
    workspace: Path,
    grader: Grader,
    told: list[tuple[str, dict[str, Any]]],
    failure: Exception,
    words: str,
) -> None:
    await begin(jp_fetch)
    before = (await ended(jp_fetch))["result"]
    grader.failure = failure
    await begin(jp_fetch)
    state = await ended(jp_fetch)
    assert words in state["failure"]
    assert "secret" not in state["failure"]
    assert state["result"] == before
    while not any(data.get("state") == "failed" for _, data in told):
        await asyncio.sleep(0.02)
    grader.failure = None
    await begin(jp_fetch)
    assert (await ended(jp_fetch))["failure"] == ""


async def test_the_solution_is_given_away_only_where_it_is_asked_for(jp_fetch: Any, workspace: Path) -> None:
    code, message = await refused(get(jp_fetch, "solution", exercise="sums#total"))
    assert code == 403
    assert "not solved yet" in message
    assert "sum(numbers)" not in message
    found = await get(jp_fetch, "solution", exercise="sums#total", spoil="1")
    assert (found["title"], found["kind"]) == ("Total", "code")
    assert "NotImplementedError" in found["own"]
    assert "return sum(numbers)" in found["reference"]
    await begin(jp_fetch)
    await ended(jp_fetch)
    assert "sum(numbers)" in (await get(jp_fetch, "solution", exercise="sums#total"))["reference"]
    assert (await refused(get(jp_fetch, "solution", exercise="sums#mean")))[0] == 403


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", 400),
        ("{", 400),
        ("[]", 400),
        ("{}", 400),
        ('{"problem_set": 3}', 400),
        ('{"problem_set": ""}', 400),
        ('{"problem_set": "unknown"}', 404),
        ('{"problem_set": "quotients"}', 404),
        ('{"problem_set": "../../etc"}', 404),
        (" " * 70_000, 413),
    ],
)
async def test_bad_requests_grade_nothing(jp_fetch: Any, workspace: Path, grader: Grader, body: str, code: int) -> None:
    assert (await refused(begin(jp_fetch, body)))[0] == code
    assert grader.runs == 0


@pytest.mark.parametrize("name", ["unknown", "../../etc", "quotients", "x" * 4000])
async def test_what_is_not_there_is_not_found(jp_fetch: Any, workspace: Path, name: str) -> None:
    assert (await refused(get(jp_fetch, "grade", problem_set=name)))[0] == 404
    assert (await refused(get(jp_fetch, "solution", exercise=f"{name}#total", spoil="1")))[0] == 404


@pytest.mark.parametrize("name", ["sums", "sums#", "sums#nothing", "sums#../x"])
async def test_there_is_no_solution_of_an_unknown_exercise(jp_fetch: Any, workspace: Path, name: str) -> None:
    assert (await refused(get(jp_fetch, "solution", exercise=name, spoil="1")))[0] == 404


async def test_a_folder_that_is_no_workspace_says_what_to_do(jp_fetch: Any, jp_root_dir: Path) -> None:
    for request in (
        get(jp_fetch, "grade", problem_set="sums"),
        get(jp_fetch, "solution", exercise="sums#total"),
        begin(jp_fetch),
    ):
        code, message = await refused(request)
        assert code == 404
        assert "mlcourse lab" in message
    assert list(jp_root_dir.iterdir()) == []


@pytest.mark.parametrize(("verb", "path"), ROUTES)
async def test_strangers_are_turned_away(
    http_server_client: Any, jp_base_url: str, workspace: Path, grader: Grader, verb: str, path: str
) -> None:
    body = BODY if verb == "POST" else None
    with pytest.raises(HTTPClientError) as caught:
        await http_server_client.fetch(f"{jp_base_url}mlcourse/{path}", method=verb, body=body, follow_redirects=False)
    assert caught.value.code in (401, 403)
    assert b"sum(" not in caught.value.response.body
    assert grader.runs == 0


@pytest.mark.parametrize(("verb", "path"), ROUTES)
async def test_who_is_not_authorised_is_turned_away(
    jp_fetch: Any, workspace: Path, grader: Grader, asked_rights: list[tuple[str, str]], verb: str, path: str
) -> None:
    name, _, query = path.partition("?")
    parameters = dict(part.split("=") for part in query.split("&")) if query else {}
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch("mlcourse", name, params=parameters, method=verb, body=BODY if verb == "POST" else None)
    assert caught.value.code == 403
    # Grading runs code: it takes the right to start kernels, and so does stopping it.
    assert asked_rights == [("read", "contents") if verb == "GET" else ("write", "kernels")]
    assert grader.runs == 0


async def test_forged_requests_to_grade_are_refused(
    forge: Any, workspace: Path, grader: Grader, forged: tuple[dict[str, str], int]
) -> None:
    origin, code = forged
    with pytest.raises(HTTPClientError) as caught:
        await forge("grade", origin, method="POST", body=BODY)
    assert caught.value.code == code
    assert grader.runs == 0


async def test_forged_requests_to_stop_are_refused(
    jp_fetch: Any, forge: Any, workspace: Path, grader: Grader, forged: tuple[dict[str, str], int]
) -> None:
    origin, code = forged
    grader.go.clear()
    await begin(jp_fetch)
    with pytest.raises(HTTPClientError) as caught:
        await forge("grade?problem_set=sums", origin, method="DELETE")
    assert caught.value.code == code
    grader.go.set()
    assert (await ended(jp_fetch))["result"] is not None
