from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcourse.errors import CourseError
from mlcourse.workspace import STATE_FOLDER, Entry, State, is_workspace, read_state
from mlcourse.workspace.files import digest
from mlcourse.workspace.state import DamagedStateError, decode, encode

STATE = State("1", {"a/ü.ipynb": Entry(digest(b"2"), (digest(b"1"), digest(b"2")))}, {"a/b": (digest(b"3"),)})


def test_a_state_comes_back_as_it_was() -> None:
    assert decode(encode(STATE)) == STATE


@given(st.integers(0, len(encode(STATE)) - 3))
def test_a_state_cut_short_is_damaged(length: int) -> None:
    with pytest.raises(DamagedStateError):
        decode(encode(STATE)[:length])


@given(st.binary(max_size=200))
def test_noise_is_damaged(noise: bytes) -> None:
    with pytest.raises(DamagedStateError):
        decode(noise)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 0},
        {"version": "1"},
        {"fingerprint": None},
        {"files": []},
        {"files": {"../a": {"offered": None, "ours": []}}},
        {"files": {"a": {"offered": "x", "ours": []}}},
        {"files": {"a": {"offered": None, "ours": "0" * 64}}},
        {"files": {"a": None}},
        {"beside": {"/a": []}},
        {"beside": {"a": [1]}},
        {"beside": None},
    ],
)
def test_a_state_with_anything_unexpected_is_damaged(change: dict[str, object]) -> None:
    with pytest.raises(DamagedStateError):
        decode(json.dumps({**json.loads(encode(STATE)), **change}).encode())


def test_deep_nesting_is_damaged_and_not_a_crash() -> None:
    with pytest.raises(DamagedStateError):
        decode(b"[" * 200_000)


def test_a_newer_state_is_refused() -> None:
    with pytest.raises(CourseError, match="newer version of mlcourse"):
        decode(json.dumps({**json.loads(encode(STATE)), "version": 2}).encode())


def test_what_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path, tmp_path / "none", tmp_path / "file", str(tmp_path)):
        assert read_state(place) is None
        assert not is_workspace(place)


def test_a_damaged_state_reads_as_empty(tmp_path: Path) -> None:
    (tmp_path / STATE_FOLDER).mkdir()
    (tmp_path / STATE_FOLDER / "state.json").write_text("{")
    assert read_state(tmp_path) == State()
    assert is_workspace(tmp_path)
