"""The roadmaps: trees of what one wants to learn, whose nodes lead to the topics that teach it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reference:
    """Further study on a node's subject, somewhere else."""

    title: str
    url: str


@dataclass(frozen=True)
class Node:
    """A row of a roadmap and what stands under it.

    Attributes
    ----------
    title : str
        As the roadmap's author calls it.
    rows : tuple of str
        Ids of the author's rows that it stands for; none in a personal roadmap.
    topics : tuple of str
        The topics that teach it: ``lesson#heading``.
    projects : tuple of str
        The projects that practise it.
    planned : tuple of str
        Lessons and projects that will, and are not written yet.
    module : str
        The module that it is the heading of, or empty.
    references : tuple of Reference
        Further study.
    children : tuple of Node
        In the author's order.
    """

    title: str
    rows: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    module: str = ""
    references: tuple[Reference, ...] = ()
    children: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Go through the node and all under it, from top to bottom."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Roadmap:
    """A way through the course, as one author drew it; ``level`` is a module's level or ``all``."""

    id: str
    name: str
    intent: str
    level: str
    nodes: tuple[Node, ...]

    def walk(self) -> Iterator[Node]:
        """Go through all nodes, from top to bottom.

        Examples
        --------
        >>> roadmap = Roadmap("a", "A", "", "all", (Node("x", children=(Node("y"),)), Node("z")))
        >>> [node.title for node in roadmap.walk()]
        ['x', 'y', 'z']
        """
        for node in self.nodes:
            yield from node.walk()


def read_roadmap(data: dict[str, Any]) -> Roadmap:
    """Read what :func:`dataclasses.asdict` made of a roadmap.

    Raises
    ------
    KeyError, TypeError
        If the data is incomplete.
    """
    return Roadmap(**{**data, "nodes": _nodes(data["nodes"])})


def _nodes(data: Iterable[dict[str, Any]]) -> tuple[Node, ...]:
    return tuple(
        Node(
            node["title"],
            tuple(node["rows"]),
            tuple(node["topics"]),
            tuple(node["projects"]),
            tuple(node["planned"]),
            node["module"],
            tuple(Reference(**reference) for reference in node["references"]),
            _nodes(node["children"]),
        )
        for node in data
    )
