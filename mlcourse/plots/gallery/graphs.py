"""Examples of the figures about graphs."""

from __future__ import annotations

from collections.abc import Callable

from mlcourse.plots import graphs
from mlcourse.plots.theme import Figure

_FRIENDS = (
    ("Ada", "Ben"), ("Ada", "Cem"), ("Ben", "Cem"), ("Cem", "Dia"), ("Dia", "Eva"),
    ("Eva", "Fay"), ("Dia", "Fay"), ("Fay", "Gus"), ("Gus", "Hal"), ("Ada", "Ida"), ("Ida", "Ben"),
)  # fmt: skip


def _graph() -> Figure:
    import networkx as nx

    club = nx.karate_club_graph()
    groups = {node: data["club"] for node, data in club.nodes(data=True)}
    return graphs.graph(
        club.edges(), groups=groups, sizes=dict(club.degree()), title="A karate club that came to split in two"
    )


def _directed() -> Figure:
    roads = [("A", "B", 4), ("A", "C", 2), ("C", "B", 1), ("B", "D", 5), ("C", "D", 8), ("D", "E", 3)]
    return graphs.graph(roads, directed=True, layout="kamada", title="Roads with their lengths")


def _neighbourhood() -> Figure:
    return graphs.neighbourhood(_FRIENDS, "Ada", 2, title="After two rounds, Ada has heard from Dia")


def _state_diagram() -> Figure:
    weather = [[0.7, 0.25, 0.05], [0.3, 0.4, 0.3], [0.2, 0.45, 0.35]]
    return graphs.state_diagram(weather, ["sun", "cloud", "rain"], title="Tomorrow's weather, given today's")


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "graph": _graph,
    "graph_directed": _directed,
    "neighbourhood": _neighbourhood,
    "state_diagram": _state_diagram,
}
