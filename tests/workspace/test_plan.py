from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcourse.workspace.files import ABSENT, Seen, digest
from mlcourse.workspace.plan import Action, Verb, intended, plan, settled, withdrawn
from mlcourse.workspace.state import Entry, State

OLD, NEW, OWN = digest(b"old"), digest(b"new"), digest(b"own")
FOLDER = Seen("blocked", why="a folder is in its place")


def file(content: str) -> Seen:
    return Seen("file", content)


def decide(state: State, disk: Mapping[str, Seen], restore: tuple[str, ...] = ()) -> Action:
    [action] = plan(state, {"a.x": NEW}, lambda path: disk.get(path, ABSENT), restore)
    return action


DELIVERED = State("1", {"a.x": Entry(OLD, (OLD,))})


@pytest.mark.parametrize(
    ("state", "seen", "verb"),
    [
        (State(), ABSENT, Verb.ADD),
        (State(), file(NEW), Verb.LEAVE),
        (State(), file(OWN), Verb.KEEP),
        (State(), FOLDER, Verb.BLOCK),
        (DELIVERED, file(OLD), Verb.REPLACE),
        (DELIVERED, file(NEW), Verb.LEAVE),
        (DELIVERED, file(OWN), Verb.KEEP),
        (DELIVERED, file(""), Verb.KEEP),
        (DELIVERED, ABSENT, Verb.STAY_DELETED),
        (DELIVERED, FOLDER, Verb.BLOCK),
        (State("1", {"a.x": Entry(NEW, (OLD, NEW))}), file(OLD), Verb.REPLACE),
        (State("1", {"a.x": Entry(NEW, (OLD, NEW))}), file(OWN), Verb.LEAVE),
        (State("", {"a.x": Entry(None, (NEW,))}), ABSENT, Verb.ADD),
        (State("", {"a.x": Entry(None, (OLD,))}), file(OLD), Verb.REPLACE),
    ],
)
def test_every_case(state: State, seen: Seen, verb: Verb) -> None:
    assert decide(state, {"a.x": seen}).verb is verb


def test_only_a_deleted_file_is_restored() -> None:
    assert decide(DELIVERED, {}, ("a.x",)).verb is Verb.RESTORE
    assert decide(DELIVERED, {"a.x": file(OWN)}, ("a.x",)).verb is Verb.KEEP


BESIDE, SECOND = "a (new edition).x", "a (new edition) (2).x"


@pytest.mark.parametrize(
    ("at_beside", "target", "writes"),
    [
        (ABSENT, BESIDE, True),
        (file(OLD), BESIDE, True),
        (file(NEW), BESIDE, False),
        (file(OWN), SECOND, True),
        (file(""), SECOND, True),
        (FOLDER, SECOND, True),
    ],
)
def test_where_the_new_edition_goes(at_beside: Seen, target: str, writes: bool) -> None:
    state = State("1", {"a.x": Entry(OLD, (OLD,))}, {BESIDE: (OLD,)})
    action = decide(state, {"a.x": file(OWN), BESIDE: at_beside})
    assert (action.verb, action.target, action.writes) == (Verb.KEEP, target, writes)


def test_a_file_of_the_course_is_no_place_for_another_ones_new_edition() -> None:
    edition = {"a.x": NEW, "A (New Edition).x": NEW}
    actions = plan(State(), edition, lambda path: file(OWN) if path == "a.x" else ABSENT)
    assert [action.target for action in actions] == [SECOND, "A (New Edition).x"]


def test_two_new_editions_never_go_to_one_place() -> None:
    edition = {"a.x": NEW, "b.x": OLD}
    actions = plan(
        State(), edition, lambda path: file(OWN) if path in edition else ABSENT, beside=lambda path: "new/n.x"
    )
    assert [action.target for action in actions] == ["new/n.x", "new/n (2).x"]


def test_a_new_edition_without_a_free_place_is_reported() -> None:
    disk = {"a.x": file(OWN)}
    [action] = plan(State(), {"a.x": NEW}, lambda path: disk.get(path, FOLDER))
    assert action.verb is Verb.BLOCK
    assert "no name like" in action.why


def test_a_place_outside_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        plan(State(), {"a.x": NEW}, lambda path: file(OWN), beside=lambda path: "../" + path)


def test_withdrawn_files_are_those_still_there() -> None:
    state = State("1", {"a": Entry(OLD, (OLD,)), "b": Entry(OLD, (OLD,)), "c": Entry(OLD, (OLD,))}, {"a (2)": (OLD,)})
    assert withdrawn(state, {"c": NEW}, lambda path: ABSENT if path == "b" else file(OLD)) == ("a",)


CONTENTS = st.sampled_from([b"1", b"2", b"3"])
NAMES = st.sampled_from(["a.x", "b.x", "a (new edition).x"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), NAMES, st.integers()),
        st.tuples(st.just("delete"), NAMES, st.none()),
        st.tuples(st.just("update"), st.dictionaries(NAMES, CONTENTS), st.none() | st.integers(0, 5)),
    ),
    max_size=12,
)


@given(STEPS)
def test_whatever_happens_nothing_of_the_learners_is_lost(
    steps: list[tuple[str, object, int | None]],
) -> None:
    """A model of a disk: learners edit and delete, updates run to the end or are cut off."""
    disk: dict[str, bytes] = {}
    state = State()
    for what, argument, number in steps:
        if what == "edit":
            disk[str(argument)] = f"own {number}".encode()
        elif what == "delete":
            disk.pop(str(argument), None)
        else:
            assert isinstance(argument, dict)
            state = _update_the_model(disk, state, argument, number)


def _update_the_model(
    disk: dict[str, bytes], state: State, edition: dict[str, bytes], crash_after: int | None
) -> State:
    def look(path: str) -> Seen:
        return file(digest(disk[path])) if path in disk else ABSENT

    own = {path: content for path, content in disk.items() if content.startswith(b"own")}
    deleted = {path for path, entry in state.files.items() if entry.offered and path not in disk}
    actions = plan(state, {path: digest(content) for path, content in edition.items()}, look)
    state = intended(state, actions)
    writing = [action for action in actions if action.writes]
    for action in writing[:crash_after]:
        disk[action.target] = edition[action.path]
    assert all(disk[path] == content for path, content in own.items())
    assert not deleted & disk.keys() - {action.target for action in actions if action.verb is Verb.KEEP}
    if crash_after is not None and crash_after < len(writing):
        return state
    for action in actions:
        if action.verb not in (Verb.STAY_DELETED, Verb.LEAVE):
            assert disk[action.target] == edition[action.path]
    state = settled(state, actions, "1")
    again = plan(state, {path: digest(content) for path, content in edition.items()}, look)
    assert {action.verb for action in again} <= {Verb.LEAVE, Verb.STAY_DELETED}
    assert settled(state, again, "1") == state
    return state
