"""Reading ``course/roadmaps/*.yml`` and checking that every node leads somewhere."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlcourse.authoring.documents import Document, Key, read_document
from mlcourse.errors import SourceError
from mlcourse.roadmap.roadmaps import Node, Reference, Roadmap

Keys = tuple[Key, ...]


@dataclass(frozen=True)
class Destinations:
    """What nodes may lead to.

    Attributes
    ----------
    topics : mapping
        Topic ids, former ones too, to present ones.
    planned : collection of str
        Lessons and projects that are not written yet.
    projects : collection of str
        Projects that are.
    lessons : collection of str
        Lessons that are.
    modules : collection of str
        Module ids.
    """

    topics: Mapping[str, str]
    planned: Collection[str]
    projects: Collection[str]
    lessons: Collection[str]
    modules: Collection[str]


def read_roadmap(path: Path, destinations: Destinations) -> Roadmap:
    """Read one roadmap.

    Raises
    ------
    SourceError
        If it is malformed, a row stands twice, or a node leads nowhere.
    """
    document = read_document(path, "roadmap")
    rows: dict[str, Keys] = {}
    for node, keys in _walk(document.data["nodes"], ("nodes",)):
        for row in _several(node["row"]):
            if row in rows:
                line = document.line(*rows[row], "row")
                raise document.error((*keys, "row"), f"the row {row} stands twice", f"line {line} has it already")
            rows[row] = keys
        _check(document, node, keys, destinations)
    data = document.data
    nodes = tuple(_node(node, destinations) for node in data["nodes"])
    return Roadmap(path.stem, data["name"], data["intent"], data["level"], nodes)


def _walk(nodes: list[dict[str, Any]], keys: Keys) -> Iterator[tuple[dict[str, Any], Keys]]:
    for index, node in enumerate(nodes):
        here = (*keys, index)
        yield node, here
        yield from _walk(node.get("children", []), (*here, "children"))


def _several(value: str | list[str] | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def _node(data: dict[str, Any], destinations: Destinations) -> Node:
    topics = (destinations.topics[topic] for topic in _several(data.get("topic")))
    return Node(
        data["title"],
        _several(data["row"]),
        tuple(dict.fromkeys(topics)),
        _several(data.get("project")),
        _several(data.get("planned")),
        data.get("module", ""),
        tuple(Reference(**reference) for reference in data.get("references", ())),
        tuple(_node(child, destinations) for child in data.get("children", ())),
    )


def _check(document: Document, node: dict[str, Any], keys: Keys, destinations: Destinations) -> None:
    for key, what, known in (
        ("topic", "topic", destinations.topics),
        ("project", "written project", destinations.projects),
        ("planned", "lesson or project", destinations.planned),
        ("module", "module", destinations.modules),
    ):
        for name in _several(node.get(key)):
            if name not in known:
                message, remedy = _missing(name, key, what, known, destinations)
                raise document.error((*keys, key), message, remedy)


def _missing(name: str, key: str, what: str, known: Collection[str], destinations: Destinations) -> tuple[str, str]:
    if key == "planned" and name in destinations.lessons:
        return f"{name!r} is written, and no plan any more", f"name its topics: `topic: {name}#…`"
    if key == "planned" and name in destinations.projects:
        return f"{name!r} is written, and no plan any more", f"write `project: {name}`"
    return unknown(what, name, known)


def unknown(what: str, name: str, known: Collection[str]) -> tuple[str, str]:
    """Return what is wrong and what to do when a name is unknown."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.4)
    return f"there is no {what} {name!r}", f"did you mean {near[0]!r}?" if near else f"name another {what}"


def read_roadmaps(
    folder: Path, ids: tuple[str, ...], outline: Document, destinations: Destinations
) -> tuple[Roadmap, ...]:
    """Read the roadmaps that ``course.yml`` names, in its order.

    Raises
    ------
    SourceError
        If one is missing, or not named.
    """
    for index, name in enumerate(ids):
        if not (folder / f"{name}.yml").is_file():
            remedy = f"write {folder / name}.yml, or remove it here"
            raise outline.error(("roadmaps", index), f"there is no roadmap {name!r}", remedy)
    for path in sorted(folder.glob("*.yml")):
        if path.stem not in ids:
            raise SourceError(path, 1, "the roadmap is not named in course.yml", f"add {path.stem} to its `roadmaps`")
    return tuple(read_roadmap(folder / f"{name}.yml", destinations) for name in ids)
