"""Where the lessons stand on the map, and how their prerequisites run between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Lane:
    """The band of a module, in pixels from the top."""

    module: str
    y: float
    height: float


@dataclass(frozen=True)
class Spot:
    """The top-left corner of a lesson's box, in pixels."""

    lesson: str
    x: float
    y: float


@dataclass(frozen=True)
class Edge:
    """A line from a lesson to one that builds on it, through ``points``: x and y in pixels."""

    origin: str
    end: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Map:
    """The drawn graph of lessons; every box is ``box`` wide and high."""

    width: float = 0
    height: float = 0
    box: tuple[float, float] = (0, 0)
    lanes: tuple[Lane, ...] = ()
    spots: tuple[Spot, ...] = ()
    edges: tuple[Edge, ...] = ()


def read_map(data: Mapping[str, Any]) -> Map:
    """Read what :func:`dataclasses.asdict` made of a map.

    Raises
    ------
    KeyError, TypeError
        If the data is incomplete.
    """
    width, height = data["box"]
    return Map(
        data["width"],
        data["height"],
        (width, height),
        tuple(Lane(**lane) for lane in data["lanes"]),
        tuple(Spot(**spot) for spot in data["spots"]),
        tuple(Edge(edge["origin"], edge["end"], tuple((x, y) for x, y in edge["points"])) for edge in data["edges"]),
    )
