"""Reading what was submitted: nothing in it is trusted, not even that it is a notebook."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import stat
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from mlcourse.grading.model import Flag
from mlcourse.workspace.files import is_real_folder

CELL_TYPES = ("code", "markdown", "raw")
_MOST_CELLS = 10_000
_DEEPEST_METADATA = 8
# Brackets and commas bound how many objects a JSON text can make: millions of empty lists would fill the memory.
_MOST_CONTAINERS = 1_000_000
_MOST_VALUES = 5_000_000
_DAMAGED = (
    "Your notebook's file is damaged and could not be read. Open it in JupyterLab, repair or redo it, and submit it"
)
_IMPORTED = (".py", ".pyi", ".pyw", ".so", ".pyd", ".dll", ".dylib", ".pyc", ".pth", ".egg", ".egg-link")
_COMPILED = (".so", ".pyd", ".dll", ".dylib", ".pyc", ".pth", ".egg", ".egg-link")
_SETTINGS = ("_config.py", "_config.json", "_config.d")  # read by Jupyter, IPython and nbgrader where they start
_STARTED = frozenset({"sitecustomize", "usercustomize", "conftest", "mlcourse", "__main__", "__init__"})
_MADE_BY_PROGRAMS = ("__pycache__", ".ipynb_checkpoints", ".DS_Store", ".git", ".gitignore", ".vscode", ".idea")


class Malformed(Exception):  # noqa: N818 (it is told, not shown as an error)
    """A submitted notebook that cannot be read.

    Parameters
    ----------
    instructor : str
        What is wrong, as a clause in the instructor's terms.
    student : str
        What the student is told, as a sentence.
    """

    def __init__(self, instructor: str, student: str) -> None:
        super().__init__(instructor)
        self.instructor = instructor
        self.student = student


@dataclass(frozen=True)
class Sizes:
    """What a submission may be at most; sizes in bytes, ``depth`` in folders below the submission's own."""

    notebook: int = 20 << 20
    total: int = 100 << 20
    files: int = 1000
    depth: int = 8
    path: int = 240  # characters


SIZES = Sizes()


# A notebook


def parse(data: bytes, *, most: int = SIZES.notebook) -> dict[str, Any]:
    r"""Read a notebook from bytes that may hold anything.

    Parameters
    ----------
    data : bytes
        The file's contents.
    most : int
        The largest size in bytes.

    Returns
    -------
    dict
        ``cells`` and ``metadata``, ``nbformat`` 4 and ``nbformat_minor`` 5. Each cell is a dict with ``cell_type``
        (one of ``CELL_TYPES``), ``source`` (a str that UTF-8 can write) and ``metadata`` (a dict, cut off where it is
        nested deeply), ``attachments`` where it has well-formed ones, and ``id`` where that is a str. Outputs are left
        out. ``unreadable``, where it is there, counts the cells that were none, or of no known kind.

    Raises
    ------
    Malformed
        If it is no notebook of nbformat 4. Nothing else is raised.

    Examples
    --------
    >>> parse(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["a = 1\\n", "a"]}]}')["cells"]
    [{'cell_type': 'code', 'source': 'a = 1\na', 'metadata': {}}]
    >>> parse(b"{}")
    Traceback (most recent call last):
        ...
    mlcourse.grading.notebooks.submission.Malformed: it is no notebook (it has no nbformat)
    """
    found = _json(data, most)
    if not isinstance(found, dict):
        raise _damaged("it is no notebook (its JSON is not an object)")
    _check_version(found)
    cells = found.get("cells")
    if not isinstance(cells, list):
        raise _damaged("it has no list of cells")
    if len(cells) > _MOST_CELLS:
        raise _too_large(f"it has {len(cells)} cells, {_MOST_CELLS} at most are read")
    unreadable = sum(not isinstance(cell, dict) or not _is_known(cell.get("cell_type")) for cell in cells)
    return {
        "cells": [_cell(cell) for cell in cells if isinstance(cell, dict)],
        "metadata": _metadata(found.get("metadata")),
        "nbformat": 4,
        "nbformat_minor": 5,
        **({"unreadable": unreadable} if unreadable else {}),
    }


def _is_known(kind: Any) -> bool:
    return isinstance(kind, str) and kind in CELL_TYPES


def _damaged(instructor: str) -> Malformed:
    return Malformed(instructor, f"{_DAMAGED} again.")


def _too_large(instructor: str) -> Malformed:
    told = "Your notebook is too large to be graded. Clear its outputs (Edit, Clear Outputs of All Cells), save it, and"
    return Malformed(instructor, f"{told} submit it again.")


def _json(data: bytes, most: int) -> Any:
    if len(data) > most:
        raise _too_large(f"it is larger than {most >> 20} MB")
    if not data.strip():
        raise _damaged("the file is empty")
    if data.count(b"[") + data.count(b"{") > _MOST_CONTAINERS or data.count(b",") > _MOST_VALUES:
        raise _too_large("it has too many parts")
    try:
        return json.loads(data, parse_constant=_no_number)
    except RecursionError:
        raise _damaged("its JSON is nested too deeply") from None
    except (ValueError, MemoryError) as error:
        raise _damaged(f"it is not JSON ({_clean(str(error))[:100]})") from None


def _no_number(name: str) -> None:
    """NaN and infinities are not JSON, though Python writes them; nothing that is graded needs them."""


def _check_version(notebook: Mapping[str, Any]) -> None:
    version = notebook.get("nbformat")
    if "nbformat" not in notebook:
        raise _damaged("it is no notebook (it has no nbformat)")
    if isinstance(version, bool) or version != 4:
        shown = _clean(repr(version))[:20] if isinstance(version, int | float | str) else "no number"
        told = "Your notebook is in a format that is not graded. Open it in JupyterLab, save it, and submit it again."
        raise Malformed(f"its nbformat is {shown}, only 4 is read", told)


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    kind, cell_id = cell.get("cell_type"), cell.get("id")
    found: dict[str, Any] = {
        "cell_type": kind if _is_known(kind) else "raw",
        "source": _source(cell.get("source")),
        "metadata": _metadata(cell.get("metadata")),
    }
    if isinstance(cell_id, str):
        found["id"] = cell_id
    if attachments := _attachments(cell.get("attachments")):
        found["attachments"] = attachments
    return found


def _metadata(metadata: Any) -> dict[str, Any]:
    """Cut metadata off where they are nested so deeply that copying them would fail."""
    found = _cut(metadata, _DEEPEST_METADATA)
    return found if isinstance(found, dict) else {}


def _cut(value: Any, depth: int) -> Any:
    if isinstance(value, dict):
        return {_clean(key): _cut(part, depth - 1) for key, part in value.items()} if depth else {}
    if isinstance(value, list):
        return [_cut(part, depth - 1) for part in value] if depth else []
    return _clean(value) if isinstance(value, str) else value


def _source(source: Any) -> str:
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return _clean(source) if isinstance(source, str) else ""


def _clean(text: str) -> str:
    """Replace half surrogates, which JSON can hold and no file can."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def _attachments(attachments: Any) -> dict[str, dict[str, str]]:
    if not isinstance(attachments, dict):
        return {}
    found = {}
    for name, bundle in attachments.items():
        if isinstance(bundle, dict):
            texts = {_clean(kind): text for kind, data in bundle.items() if (text := _source(data))}
            if texts:
                found[_clean(name)] = texts
    return found


# A folder


def read_submission(
    folder: Path, names: Iterable[str], sizes: Sizes = SIZES
) -> tuple[dict[str, bytes], dict[str, bytes], tuple[Flag, ...]]:
    """Read a submission's folder without following any link.

    Parameters
    ----------
    folder : Path
        The submission of one student.
    names : iterable of str
        The assignment's notebooks, without suffix.
    sizes : Sizes
        Where reading stops. Of a notebook that is too large one byte more is read, so that ``parse`` refuses it.

    Returns
    -------
    notebooks : dict of str to bytes
        By name without suffix; what is missing or not an ordinary file is absent.
    files : dict of str to bytes
        All others by relative path with ``/``, but for those that could stand in for a module or a setting of Python
        or Jupyter, and those that programs make by themselves.
    flags : tuple of Flag
        What was left out, for the instructor.

    Raises
    ------
    OSError
        If the folder itself cannot be read.
    """
    if not is_real_folder(os.lstat(folder)):
        return {}, {}, (Flag("link", "the submission's folder is a link; nothing of it was read"),)
    known = {f"{name}.ipynb": name for name in names}
    reader = _Reader(folder, sizes, frozenset(known))
    notebooks = {name: data for path, name in known.items() if (data := reader.notebook(path)) is not None}
    reader.walk()
    return notebooks, reader.files, tuple(reader.flags)


@dataclass
class _Reader:
    """Reads one folder; all paths are relative to it, with ``/``."""

    folder: Path
    sizes: Sizes
    notebooks: frozenset[str]
    files: dict[str, bytes] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)
    _total: int = 0

    def notebook(self, path: str) -> bytes | None:
        try:
            return self._read(path, self.sizes.notebook + 1)
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            self._flag("link", path, "is no ordinary file and was not read")
            return None

    def walk(self) -> None:
        """Read all other files, as many as there may be."""
        for path in self._paths("", self.sizes.depth):
            if reason := left_out(path):
                self._flag("file", path, reason)
                continue
            room = self.sizes.total - self._total
            if len(self.files) >= self.sizes.files or room <= 0:
                self._flag("size", path, "and further files were left out: there are too many, or they are too large")
                return
            self._keep(path, room)

    def _keep(self, path: str, room: int) -> None:
        try:
            data = self._read(path, room + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "is no ordinary file"
            self._flag("file", path, f"could not be read ({reason})")
            return
        if len(data) > room:
            self._flag(
                "size", path, f"was left out: with it the files would have more than {self.sizes.total >> 20} MB"
            )
            return
        self._total += len(data)
        self.files[path] = data

    def _read(self, path: str, most: int) -> bytes:
        """Read an ordinary file up to `most` bytes; ValueError for what is none."""
        place = self.folder / path
        if not stat.S_ISREG(os.lstat(place).st_mode):
            raise ValueError(path)
        # A link or pipe that has come into its place since is not followed, nor waited for.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(place, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise ValueError(path)
            return file.read(most)

    def _paths(self, inside: str, depth: int) -> Iterator[str]:
        for entry in self._entries(inside):
            path = f"{inside}{entry.name}"
            if path in self.notebooks or entry.name in _MADE_BY_PROGRAMS or entry.name.startswith("._"):
                continue
            if reason := _odd(path, self.sizes):
                self._flag("name", path, reason)
                continue
            status = entry.stat(follow_symlinks=False)
            if is_real_folder(status) and depth:
                yield from self._paths(f"{path}/", depth - 1)
            elif is_real_folder(status):
                self._flag("size", path, "was left out: its folders are nested too deeply")
            elif stat.S_ISREG(status.st_mode):
                yield path
            else:
                self._flag("link", path, "is no ordinary file and was not read")

    def _entries(self, inside: str) -> list[os.DirEntry[str]]:
        most = 10 * self.sizes.files
        with contextlib.suppress(OSError), os.scandir(self.folder / inside) as entries:
            found = list(islice(entries, most + 1))
            if len(found) > most:
                self._flag("size", inside or ".", f"has more than {most} entries; not all were read")
            return sorted(found[:most], key=lambda entry: entry.name)
        self._flag("file", inside, "could not be read")
        return []

    def _flag(self, kind: str, path: str, text: str) -> None:
        if len(self.flags) < 100:
            self.flags.append(Flag(kind, f"{path.encode('utf-8', 'replace').decode()!r} {text}"))


def _odd(path: str, sizes: Sizes) -> str:
    """Say what is odd about a name, so that it could not be written elsewhere or would not be what it looks like."""
    if not path.isprintable() or "\\" in path:
        return "was left out: its name has characters that not every system can write"
    if len(path) > sizes.path:
        return f"was left out: its path has more than {sizes.path} characters"
    return ""


def left_out(path: str) -> str:
    """Say why a file of a submission is not laid beside its notebook; an empty string if it is.

    Parameters
    ----------
    path : str
        Relative to the submission, with ``/``.

    Examples
    --------
    >>> left_out("data/measured.csv"), left_out("helper.py")
    ('', '')
    >>> left_out("numpy.py")
    'was left out: it would be imported in place of the module numpy'
    """
    parts = path.split("/")
    name, top = parts[-1].lower(), parts[0].partition(".")[0]
    if name.endswith(".ipynb"):
        return "was left out: it is not one of the assignment's notebooks"
    if any(part.startswith(".") for part in parts):
        return "was left out: its name, or its folder's, begins with a dot"
    if name.endswith(_COMPILED):
        return "was left out: Python would load it without its source being seen"
    if any(part.lower().endswith(_SETTINGS) for part in parts):
        return "was left out: Jupyter would take it for its settings"
    if name.endswith(_IMPORTED) and top in _modules():
        return f"was left out: it would be imported in place of the module {top}"
    return ""


@functools.cache
def _modules() -> frozenset[str]:
    """Name the modules of Python and of everything that is installed."""
    names = set(sys.stdlib_module_names) | _STARTED
    for folder in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        with contextlib.suppress(OSError):
            names |= {entry.partition(".")[0] for entry in os.listdir(folder) if not entry.endswith("-info")}
    return frozenset(names)
