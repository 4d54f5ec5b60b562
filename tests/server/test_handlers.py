"""The handlers, asked over HTTP as the sidebar and as strangers would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from mlcourse.authoring.course import read_course
from mlcourse.roadmap.catalogue import Catalogue
from mlcourse.workspace import catalogue, events

EXERCISE = "sums#total"


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    return {"ServerApp": {"jpserver_extensions": {"mlcourse.server": True}}}


@pytest.fixture
def known() -> Catalogue:
    return read_course(Path(__file__).parents[1] / "sample_course").catalogue()


@pytest.fixture
def workspace(jp_root_dir: Path, known: Catalogue) -> Path:
    (jp_root_dir / ".mlcourse").mkdir()
    catalogue.write(jp_root_dir, known, "1")
    path = jp_root_dir / "course/01-basics/01-adding.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    return jp_root_dir


async def post(jp_fetch: Any, body: Any, **options: Any) -> Any:
    data = body if isinstance(body, (str, bytes)) else json.dumps(body)
    response = await jp_fetch("mlcourse", "events", method="POST", body=data, **options)
    return json.loads(response.body)


async def refused(jp_fetch: Any, body: Any, **options: Any) -> tuple[int, str]:
    with pytest.raises(HTTPClientError) as caught:
        await post(jp_fetch, body, **options)
    assert caught.value.response is not None
    return caught.value.code, json.loads(caught.value.response.body)["message"]


async def test_the_roadmap_holds_the_course_and_what_is_there(jp_fetch: Any, workspace: Path) -> None:
    answer = json.loads((await jp_fetch("mlcourse", "roadmap")).body)
    assert answer["workspace"] is True
    (module,) = answer["modules"]
    assert [(lesson["id"], lesson["available"]) for lesson in module["lessons"]] == [
        ("adding", True),
        ("multiplying", False),
    ]
    assert module["lessons"][0]["topics"][1] == {
        "id": "adding#running-totals",
        "title": "Running totals",
        "cell": "running-totals",
    }
    (notebook,) = module["problem_sets"][0]["notebooks"]
    assert notebook["path"] == "assignments/01-basics/sums/lists.ipynb"
    assert [(exercise["id"], exercise["state"]) for exercise in notebook["exercises"]] == [
        (EXERCISE, "new"),
        ("sums#mean", "new"),
    ]
    assert notebook["exercises"][0]["check"] == "total-check"


async def test_a_folder_that_is_no_workspace_says_what_to_do(jp_fetch: Any, jp_root_dir: Path) -> None:
    answer = json.loads((await jp_fetch("mlcourse", "roadmap")).body)
    assert (answer["workspace"], answer["modules"]) == (False, [])
    assert "mlcourse lab" in answer["message"]
    code, _ = await refused(jp_fetch, {"events": [{"kind": "checked", "exercise": EXERCISE, "passed": True}]})
    assert code == 404
    assert list(jp_root_dir.iterdir()) == []


async def test_a_passed_exercise_stays_passed(jp_fetch: Any, workspace: Path) -> None:
    for passed, state in ((False, "attempted"), (True, "passed"), (False, "passed")):
        answer = await post(jp_fetch, {"events": [{"kind": "checked", "exercise": EXERCISE, "passed": passed}]})
        assert answer == {"exercises": {EXERCISE: state}}
    roadmap = json.loads((await jp_fetch("mlcourse", "roadmap")).body)
    assert roadmap["modules"][0]["problem_sets"][0]["notebooks"][0]["exercises"][0]["state"] == "passed"


async def test_opened_lessons_are_kept(jp_fetch: Any, workspace: Path) -> None:
    event = {"kind": "opened", "lesson": "adding", "topic": "adding#sums", "extra": "dropped"}
    assert await post(jp_fetch, {"events": [event]}) == {"exercises": {}}
    (kept,) = events.read(workspace)
    assert (kept["kind"], kept["lesson"], kept["topic"]) == ("opened", "adding", "adding#sums")
    assert "extra" not in kept


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ("{", 400, "not JSON"),
        ("[" * 30_000, 400, "not JSON"),
        ([], 400, "at least one event"),
        ({"events": []}, 400, "at least one event"),
        ({"events": ["x"]}, 400, "kind"),
        ({"events": [{"kind": "checked", "exercise": "sums#nothing", "passed": True}]}, 400, "no exercise"),
        ({"events": [{"kind": "checked", "exercise": "../../x", "passed": True}]}, 400, "no exercise"),
        ({"events": [{"kind": "checked", "exercise": ["sums#total"], "passed": True}]}, 400, "no exercise"),
        ({"events": [{"kind": "checked", "exercise": EXERCISE, "passed": "yes"}]}, 400, "true or false"),
        ({"events": [{"kind": "opened", "lesson": "dividing"}]}, 400, "no lesson"),
        (
            {"events": [{"kind": "opened", "lesson": "adding", "topic": "multiplying#products"}]},
            400,
            "no topic",
        ),
        ({"events": [{"kind": "opened", "lesson": "adding"}] * 101}, 400, "At most 100"),
        (" " * 70_000, 413, "larger than"),
    ],
)
async def test_bad_requests_change_nothing(jp_fetch: Any, workspace: Path, body: Any, code: int, words: str) -> None:
    answered, message = await refused(jp_fetch, body)
    assert answered == code
    assert words in message
    assert events.read(workspace) == []


@pytest.mark.parametrize(("verb", "path"), [("GET", "roadmap"), ("POST", "events")])
async def test_strangers_are_turned_away(
    http_server_client: Any, jp_base_url: str, jp_serverapp: Any, workspace: Path, verb: str, path: str
) -> None:
    body = None if verb == "GET" else json.dumps({"events": [{"kind": "opened", "lesson": "adding"}]})
    with pytest.raises(HTTPClientError) as caught:
        await http_server_client.fetch(f"{jp_base_url}mlcourse/{path}", method=verb, body=body, follow_redirects=False)
    assert caught.value.code == 403
    assert events.read(workspace) == []


@pytest.mark.parametrize(
    ("origin", "code"),
    [({"Origin": "http://elsewhere.example"}, 404), ({}, 403)],
    ids=["another site", "no XSRF token"],
)
async def test_forged_requests_are_refused(
    http_server_client: Any,
    jp_base_url: str,
    jp_serverapp: Any,
    workspace: Path,
    origin: dict[str, str],
    code: int,
) -> None:
    """A browser that is signed in by its cookie, led here by another site's page, has no XSRF token to send."""
    token = jp_serverapp.identity_provider.token
    login = await http_server_client.fetch(f"{jp_base_url}api/status?token={token}")
    cookie = "; ".join(value.split(";")[0] for value in login.headers.get_list("Set-Cookie"))
    assert cookie
    with pytest.raises(HTTPClientError) as caught:
        await http_server_client.fetch(
            f"{jp_base_url}mlcourse/events",
            method="POST",
            headers={"Cookie": cookie, **origin},
            body=json.dumps({"events": [{"kind": "opened", "lesson": "adding"}]}),
        )
    assert caught.value.code == code
    assert events.read(workspace) == []
