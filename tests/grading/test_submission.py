from __future__ import annotations

import json
import os
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcourse.grading.model import NotebookSource, SourceCell
from mlcourse.grading.notebooks.rebuild import rebuild
from mlcourse.grading.notebooks.submission import Malformed, Sizes, left_out, parse, read_submission

CELL = {"cell_type": "code", "source": "a = 1", "metadata": {}}
posix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are made as on POSIX")


def notebook(**values: Any) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [CELL], **values}).encode()


def test_what_jupyterlab_writes_is_read() -> None:
    cell = {"cell_type": "code", "id": "a", "source": ["a = 1\n", "a"], "metadata": {"tags": ["x"]}, "outputs": [{}]}
    found = parse(notebook(cells=[cell], metadata={"kernelspec": {"name": "python3"}}))
    assert found == {
        "cells": [{"cell_type": "code", "id": "a", "source": "a = 1\na", "metadata": {"tags": ["x"]}}],
        "metadata": {"kernelspec": {"name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_other_editors_encodings_are_read(encoding: str) -> None:
    cell = {**CELL, "source": "ä = '∑'"}
    assert parse(json.dumps(json.loads(notebook(cells=[cell])), ensure_ascii=False).encode(encoding))["cells"] == [cell]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"{this is no notebook", "it is not JSON"),
        (b"\xff\xfe\x00\xd8{", "it is not JSON"),
        (b"[]", "its JSON is not an object"),
        (b"null", "its JSON is not an object"),
        (b"{}", "it has no nbformat"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"nbformat": 4, "cells": ' + b"[" * 900_000 + b"]" * 900_000 + b"}", "nested too deeply"),
        (b'{"nbformat": ' + b"9" * 5000 + b"}", "it is not JSON"),
        (b"[" * 2_000_000, "too many parts"),
        (b'{"nbformat": 4, "cells": [' + b"0," * 6_000_000 + b"0]}", "too many parts"),
        (b" " * (20 << 20) + b"{}", "larger than 20 MB"),
        (notebook(nbformat=3, worksheets=[]), "its nbformat is 3, only 4 is read"),
        (notebook(nbformat=5), "its nbformat is 5"),
        (notebook(nbformat=4.99), "its nbformat is 4.99"),
        (notebook(nbformat="4"), "its nbformat is '4'"),
        (notebook(nbformat=True), "its nbformat is True"),
        (notebook(nbformat=[[4]]), "its nbformat is no number"),
        (notebook(cells={}), "it has no list of cells"),
        (notebook(cells=None), "it has no list of cells"),
        (b'{"nbformat": 4}', "it has no list of cells"),
        (notebook(cells=[CELL] * 10_001), "it has 10001 cells"),
    ],
)
def test_what_is_no_notebook_is_told_to_both(data: bytes, why: str) -> None:
    with pytest.raises(Malformed) as error:
        parse(data)
    assert why in error.value.instructor
    assert error.value.student.startswith("Your notebook")
    assert error.value.student.endswith("submit it again.")


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ({}, {"cell_type": "raw", "source": "", "metadata": {}}),
        ({"cell_type": "heading"}, {"cell_type": "raw", "source": "", "metadata": {}}),
        ({"cell_type": ["code"]}, {"cell_type": "raw", "source": "", "metadata": {}}),
        ({**CELL, "source": 7}, {**CELL, "source": ""}),
        ({**CELL, "source": ["a", None, "b", ["c"]]}, {**CELL, "source": "ab"}),
        ({**CELL, "source": "\ud800x"}, {**CELL, "source": "?x"}),
        ({**CELL, "metadata": []}, CELL),
        ({**CELL, "metadata": {"\udfff": "\udfff"}}, {**CELL, "metadata": {"?": "?"}}),
        ({**CELL, "id": 7}, CELL),
        ({**CELL, "attachments": "x"}, CELL),
        ({**CELL, "attachments": {"a": [], "b": {"image/png": 7}}}, CELL),
        (
            {**CELL, "attachments": {"a": {"image/png": ["aa", "bb"]}}},
            {**CELL, "attachments": {"a": {"image/png": "aabb"}}},
        ),
    ],
)
def test_cells_of_wrong_types_are_made_right(cell: Any, wanted: Any) -> None:
    assert parse(notebook(cells=[cell, None, 7, [cell]]))["cells"] == [wanted]


def test_nan_is_read_and_of_double_keys_the_last() -> None:
    data = b'{"nbformat": 3, "nbformat": 4, "metadata": {"a": NaN, "b": -Infinity}, "cells": 1, "cells": []}'
    assert parse(data)["metadata"] == {"a": None, "b": None}


def test_deep_metadata_are_cut_off_so_that_they_can_be_copied() -> None:
    deep: Any = "bottom"
    for _ in range(300):
        deep = {"a": [deep]}
    found = parse(notebook(metadata=deep, cells=[{**CELL, "metadata": deep}]))
    assert "bottom" not in json.dumps(found)
    assert found["metadata"]["a"]


def test_a_bomb_of_small_parts_stays_in_bounds() -> None:
    data = b'{"nbformat": 4, "cells": [], "metadata": {"a": [' + b"{}," * 99_000 + b"{}]}}"
    tracemalloc.start()
    try:
        parse(data)
        assert tracemalloc.get_traced_memory()[1] < 40 << 20
    finally:
        tracemalloc.stop()


json_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)
cells_of_any_kind = st.lists(
    json_data
    | st.fixed_dictionaries(
        {},
        optional={
            "cell_type": st.sampled_from(["code", "markdown"]) | json_data,
            "source": json_data,
            "metadata": st.fixed_dictionaries({"nbgrader": json_data}) | json_data,
            "id": json_data,
            "attachments": json_data | st.dictionaries(st.text(max_size=3), json_data, max_size=2),
        },
    ),
    max_size=5,
)


@settings(max_examples=200, deadline=None)
@given(st.binary() | st.builds(lambda cells, rest: notebook(cells=cells, metadata=rest), cells_of_any_kind, json_data))
def test_whatever_the_bytes_are_they_are_rebuilt_or_refused(data: bytes) -> None:
    source = NotebookSource("one", (SourceCell("f", "code", "f = 1", locked=False, solution=True),))
    try:
        submitted = parse(data)
    except Malformed:
        return
    rebuilt, flags = rebuild(source, submitted)
    json.dumps(rebuilt, allow_nan=False).encode()
    for flag in flags:
        flag.text.encode()


# Folders


def fill(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A submission beside a file that is none of the student's."""
    (tmp_path / "secret.txt").write_text("the solutions")
    folder = tmp_path / "ada"
    folder.mkdir()
    (folder / "one.ipynb").write_bytes(notebook())
    return folder


def test_notebooks_and_files_are_read(folder: Path) -> None:
    (folder / "data/raw").mkdir(parents=True)
    (folder / "data/raw/wine red.csv").write_bytes(b"\0\xff")
    (folder / "timestamp.txt").write_text("2026-11-21 13:00:00 UTC")
    for ignored in ("__pycache__/a.pyc", ".ipynb_checkpoints/one-checkpoint.ipynb", ".DS_Store", "._one.ipynb"):
        (folder / ignored).parent.mkdir(exist_ok=True)
        (folder / ignored).touch()
    notebooks, files, flags = read_submission(folder, ["one", "two"])
    assert notebooks == {"one": notebook()}
    assert files == {"data/raw/wine red.csv": b"\0\xff", "timestamp.txt": b"2026-11-21 13:00:00 UTC"}
    assert flags == ()


@pytest.mark.parametrize(
    "path",
    [
        "numpy.py", "numpy/__init__.py", "random.py", "mlcourse.py", "ipykernel_launcher.py", "sitecustomize.py",
        "usercustomize.py", "conftest.py", "torch.cpython-311-x86_64-linux-gnu.so", "fast.so", "data/fast.pyd", "x.pth",
        "helper.pyc", "ipython_config.py", "jupyter_server_config.json", "nbgrader_config.py", ".ipython/profile/a.py",
        ".env", "data/.hidden", "one (copy).ipynb", "old/one.ipynb", "json.py", "sklearn/linear_model.py",
    ],
)  # fmt: skip
def test_files_that_could_bend_the_run_are_left_out_and_told_of(folder: Path, path: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text("1")
    _, files, (flag,) = read_submission(folder, ["one"])
    assert files == {}
    assert flag.kind == "file"
    assert repr(path) in flag.text


@pytest.mark.parametrize(
    "path", ["helper.py", "wine_tools.py", "data/numpy.py", "data/test.csv", "numpy.txt", "src/lib/a.py", "Ünïcode.csv"]
)
def test_ordinary_files_of_learners_stay(path: str) -> None:
    assert left_out(path) == ""


@posix
class TestLinks:
    def test_a_link_to_a_file_is_not_followed(self, folder: Path) -> None:
        (folder / "data.csv").symlink_to("../secret.txt")
        (folder / "two.ipynb").symlink_to("../secret.txt")
        (folder / "gone.csv").symlink_to("nowhere")
        notebooks, files, flags = read_submission(folder, ["one", "two"])
        assert (set(notebooks), files) == ({"one"}, {})
        assert sorted(flag.text for flag in flags) == [
            "'data.csv' is no ordinary file and was not read",
            "'gone.csv' is no ordinary file and was not read",
            "'two.ipynb' is no ordinary file and was not read",
        ]

    def test_a_link_to_a_folder_is_not_entered(self, folder: Path) -> None:
        (folder / "up").symlink_to("..")
        (folder / "here").symlink_to(".")
        _, files, flags = read_submission(folder, ["one"])
        assert files == {}
        assert [flag.kind for flag in flags] == ["link", "link"]

    def test_a_folder_that_is_a_link_is_not_read(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "bo").symlink_to("ada")
        notebooks, files, (flag,) = read_submission(tmp_path / "bo", ["one"])
        assert (notebooks, files, flag.kind) == ({}, {}, "link")

    def test_a_pipe_is_not_waited_for(self, folder: Path) -> None:
        os.mkfifo(folder / "pipe")
        os.mkfifo(folder / "two.ipynb")
        notebooks, files, flags = read_submission(folder, ["one", "two"])
        assert (set(notebooks), files, len(flags)) == ({"one"}, {}, 2)

    def test_names_that_not_every_system_can_write(self, folder: Path) -> None:
        for name in (b"a\xff.csv", b"b\n.csv", "c\u202egnp.csv".encode(), b"d\\e.csv"):
            with open(os.fsencode(folder) + b"/" + name, "w"):
                pass
        _, files, flags = read_submission(folder, ["one"])
        assert files == {}
        assert len(flags) == 4
        assert all(flag.kind == "name" and flag.text.isprintable() and flag.text.encode() for flag in flags)


class TestSizes:
    def test_a_huge_notebook_is_refused_without_reading_all_of_it(self, folder: Path) -> None:
        with (folder / "one.ipynb").open("r+b") as file:
            file.truncate(4 << 30)  # sparse
        notebooks, _, _ = read_submission(folder, ["one"])
        assert len(notebooks["one"]) == (20 << 20) + 1
        with pytest.raises(Malformed, match="larger than 20 MB"):
            parse(notebooks["one"])

    def test_files_beyond_the_room_are_left_out(self, folder: Path) -> None:
        fill(folder, **{"a.csv": "1" * 60, "b.csv": "2" * 60, "c.csv": "3" * 40, "d.csv": "4"})
        _, files, flags = read_submission(folder, ["one"], Sizes(total=100))
        assert set(files) == {"a.csv", "c.csv"}
        assert [flag.text.split()[0] for flag in flags] == ["'b.csv'", "'d.csv'"]

    def test_many_files_and_deep_folders(self, folder: Path) -> None:
        fill(folder, **{f"{number:03}.csv": "1" for number in range(30)})
        fill(folder, **{"/".join("abcd") + "/x.csv": "1"})
        _, files, flags = read_submission(folder, ["one"], Sizes(files=20, depth=3))
        assert len(files) == 20
        assert {flag.kind for flag in flags} == {"size"}
        _, files, (flag,) = read_submission(folder, ["one"], Sizes(files=3000, depth=3))
        assert len(files) == 30
        assert flag.text.startswith("'a/b/c/d' ")

    def test_a_folder_of_very_many_entries_still_gives_its_notebook(self, folder: Path) -> None:
        for number in range(300):
            (folder / f"{number}").touch()
        notebooks, files, flags = read_submission(folder, ["one"], Sizes(files=20))
        assert (set(notebooks), len(files)) == ({"one"}, 20)
        assert len(flags) == 2


def test_a_submission_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_submission(tmp_path / "nobody", ["one"])
