from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcourse.errors import CourseError
from mlcourse.workspace import paths


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "..",
        "../a",
        "a/../../b",
        "a/./b",
        "a//b",
        "a/",
        "a\\b",
        "..\\a",
        "C:/a",
        "a/b:stream",
        "a?",
        "a\nb",
        "a\0b",
        "a\u200db",
        "a\udc80",
        "a. ",
        "a.",
        "dir./a",
        "nul",
        "a/COM1.txt",
        ".mlcourse",
        ".mlcourse/state.json",
        ".MLCourse/state.json",
    ],
)
def test_an_unfit_path_is_refused_with_a_reason(path: str) -> None:
    with pytest.raises(CourseError, match=r"cannot have a file .*: .+\. Rename"):
        paths.checked({path: b""})


@pytest.mark.parametrize(
    "path",
    ["a", "a/b.ipynb", "a/.mlcourse", ".gitignore", "Übung 1 (neu).ipynb", "日本/語.ipynb", "console.txt"],
)
def test_a_good_path_is_taken(path: str) -> None:
    assert paths.checked({path: b"x"}) == {path: b"x"}


@pytest.mark.parametrize(("one", "other"), [("a/B", "a/b"), ("caf\u00e9", "cafe\u0301"), ("STRASSE", "straße")])
def test_names_that_some_system_takes_for_one_collide(one: str, other: str) -> None:
    with pytest.raises(CourseError, match="take them for one"):
        paths.checked({one: b"", other: b""})


@pytest.mark.parametrize("folder", ["a", "A"])
def test_a_path_cannot_be_file_and_folder(folder: str) -> None:
    with pytest.raises(CourseError, match="both as a file and as a folder"):
        paths.checked({"a": b"", f"{folder}/b": b""})


def test_unicode_names_are_brought_to_one_form() -> None:
    assert list(paths.checked({"cafe\u0301": b""})) == ["caf\u00e9"]


ALL = ["README.md", "course/01-a/x.ipynb", "course/01-a/y.ipynb", "course/02-b/x.ipynb", "course/01-ab.md"]


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        ("README.md", [0]),
        ("./README.md", [0]),
        ("course/01-a", [1, 2]),
        ("course/01-a/", [1, 2]),
        ("course\\01-a", [1, 2]),
        ("course/*/x.ipynb", [1, 3]),
        ("*.ipynb", [1, 2, 3]),
        ("course/0?-b/*", [3]),
        (".", [0, 1, 2, 3, 4]),
        ("./", [0, 1, 2, 3, 4]),
    ],
)
def test_restore_takes_paths_folders_and_patterns(request_: str, found: list[int]) -> None:
    assert paths.chosen([request_], ALL) == {ALL[number] for number in found}


@pytest.mark.parametrize("request_", ["", "nothing", "../README.md", "/README.md", "course/01"])
def test_restoring_what_is_not_there_is_an_error(request_: str) -> None:
    with pytest.raises(CourseError, match="to restore"):
        paths.chosen([request_], ALL)


def test_a_slip_of_the_pen_gets_a_hint() -> None:
    with pytest.raises(CourseError, match=r"Did you mean README\.md"):
        paths.chosen(["READNE.md"], ALL)


@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cf"], exclude_characters="/\\"),
        min_size=1,
        max_size=300,
    )
)
def test_names_for_new_editions_are_different_and_never_too_long(name: str) -> None:
    if paths.fault(name) or len(name.encode()) > 255:
        return
    names = list(paths.numbered(paths.new_edition_name(f"a/{name}")))
    assert len({*names, f"a/{name}"}) == 101
    assert all(len(found.split("/")[1].encode()) <= 255 for found in names)
    assert all(found.startswith("a/") for found in names)
