"""The figures of graphs connect the right nodes, and tell what the graph is like."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from mlcourse.errors import CourseError
from mlcourse.plots import graphs
from mlcourse.plots.gallery.graphs import EXAMPLES
from mlcourse.plots.links import curved, loop, straight, trimmed

PLACES = {"a": (0, 0), "b": (2, 0), "c": (2, 1)}


@pytest.mark.parametrize("make", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_example_describes_itself(make):
    assert len(make().alt) > 40


def test_edges_join_the_places_of_their_nodes():
    fig = graphs.graph([("a", "b"), ("b", "c")], PLACES)

    edges, nodes = fig.data
    points = [(x, y) for x, y in zip(edges.x, edges.y, strict=True) if not np.isnan(x)]
    assert points == [(0, 0), (2, 0), (2, 0), (2, 1)]
    assert list(nodes.text) == ["a", "b", "c"]
    assert list(zip(nodes.x, nodes.y, strict=True)) == list(PLACES.values())
    assert fig.layout.yaxis.scaleanchor == "x"


def test_names_stand_where_their_nodes_have_room():
    tent = {"left": (0, 0), "top": (1, 1), "right": (2, 0)}
    names = {node: f"the {node}" for node in tent}
    nodes = graphs.graph([("left", "top"), ("top", "right")], tent, labels=names).data[1]

    assert dict(zip(nodes.text, nodes.textposition, strict=True)) == {
        "the left": "bottom center",
        "the top": "top center",
        "the right": "bottom center",
    }


def test_directed_edges_have_heads_at_their_ends():
    edges = graphs.graph([("a", "b")], PLACES | {"c": (9, 9)}, directed=True).data[0]

    assert list(edges.marker.symbol) == ["circle", "arrow", "circle"]
    assert (edges.x[1], edges.y[1]) == (2, 0)


def test_the_same_seed_gives_the_same_layout_and_another_another():
    ring = nx.cycle_graph(12)
    first, again, other = (graphs.graph(ring, seed=seed).data[1].x for seed in (0, 0, 1))

    assert np.allclose(first, again)
    assert not np.allclose(first, other)


@pytest.mark.parametrize("layout", ["spring", "kamada", "circle"])
def test_a_layout_is_wider_than_high_or_as_high(layout):
    nodes = graphs.graph(nx.path_graph(8), layout=layout).data[1]

    assert np.ptp(nodes.x) >= 0.999 * np.ptp(nodes.y)


def test_an_array_and_a_networkx_graph_are_edges_too():
    edges = np.array([[0, 1], [1, 2]])
    assert graphs.graph(edges).alt == graphs.graph(nx.path_graph(3)).alt
    assert "directed graph" in graphs.graph(nx.DiGraph([(0, 1)])).alt


def test_groups_differ_in_shape():
    fig = graphs.graph([(0, 1), (1, 2)], groups={0: "x", 1: "y", 2: "x"})

    assert [t.marker.symbol for t in fig.data[1:]] == ["circle", "square"]
    assert [list(t.text) for t in fig.data[1:]] == [["0", "2"], ["1"]]


def test_weights_stand_beside_their_edges_and_a_loop_is_drawn():
    fig = graphs.graph([("a", "b", 2.5), ("b", "b", 1)], PLACES)

    assert [list(t.text) for t in fig.data if t.mode == "text"] == [["2.5"]]
    assert len(fig.data[1].x) > 20  # the loop is round


def test_the_description_counts_parts_and_finds_the_hub():
    star = nx.union(nx.star_graph(4), nx.relabel_nodes(nx.path_graph(2), {0: "p", 1: "q"}))

    assert graphs.graph(star).alt == (
        "A graph of 7 nodes and 5 edges in 2 connected parts. Node 0 has the most neighbours (4)."
    )


def test_large_graphs_are_drawn_by_webgl_altogether():
    large = nx.gnm_random_graph(400, 900, seed=0)

    assert {t.type for t in graphs.graph(large).data} == {"scattergl"}
    assert {t.type for t in graphs.neighbourhood(large, 0).data} == {"scattergl"}


def test_a_neighbourhood_counts_hops_as_networkx_does():
    net = nx.karate_club_graph()
    fig = graphs.neighbourhood(net, 11, 3)

    distance = nx.single_source_shortest_path_length(net, 11)
    rings = {t.name: len(t.x) for t in fig.data if t.name and "hop" in t.name}
    assert rings == {name: list(distance.values()).count(d) for d, name in ((1, "1 hop"), (2, "2 hops"), (3, "3 hops"))}


def test_messages_run_towards_the_node_and_along_the_edges():
    places = {0: (0, 0), 1: (1, 0), 2: (2, 0), 3: (-1, 0)}
    both = graphs.neighbourhood([(0, 1), (1, 2), (0, 3)], 0, positions=places)
    along = graphs.neighbourhood([(0, 1), (2, 1), (3, 0)], 0, positions=places, directed=True)

    def steps(fig):
        return {tuple(pair) for pair in np.array(fig.data[1].x).reshape(-1, 3)[:, :2].tolist()}

    assert steps(both) == {(1, 0), (2, 1), (-1, 0)}
    assert steps(along) == {(-1, 0)}
    assert "2 of 4 nodes stay out of reach" in along.alt


def test_each_possible_step_of_a_chain_is_an_arrow_with_its_probability():
    steps = np.array([[0.5, 0.5, 0], [0.25, 0, 0.75], [0, 1, 0]])
    fig = graphs.state_diagram(steps, ["a", "b", "c"])

    assert list(fig.data[2].text) == ["0.5", "0.5", "0.25", "0.75", "1"]
    assert list(fig.data[0].marker.symbol).count("arrow") == 5
    values, vectors = np.linalg.eig(steps.T)
    stay = np.real(vectors[:, np.argmax(np.real(values))])
    stay /= stay.sum()
    assert f"In the long run: a {100 * stay[0]:.3g} %" in fig.alt


def test_a_chain_with_two_ends_has_no_single_long_run():
    assert "long run" not in graphs.state_diagram([[1, 0, 0], [0.5, 0, 0.5], [0, 0, 1]]).alt


def test_rare_steps_can_be_left_out_and_one_state_is_enough():
    assert list(graphs.state_diagram([[0.99, 0.01], [0.5, 0.5]], smallest=0.05).data[2].text) == ["0.99", "0.5", "0.5"]
    assert "1 state." in graphs.state_diagram([[1]]).alt


def test_lines_start_and_end_where_they_should():
    a, b = np.array([0.0, 0.0]), np.array([3.0, 4.0])
    for path in (straight(a, b), curved(a, b)):
        assert np.allclose(path[[0, -1]], [a, b])
    assert np.allclose(loop(b, a, size=1)[[0, -1]], [b, b])
    cut = trimmed(curved(a, b), 1)
    assert np.linalg.norm(cut[0] - a) == pytest.approx(1, abs=0.1)
    assert np.linalg.norm(cut[-1] - b) == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: graphs.graph([]), "no edge"),
        (lambda: graphs.graph(nx.Graph()), "no node"),
        (lambda: graphs.graph(["ab"]), "pair of nodes"),
        (lambda: graphs.graph([(1, 2, 3, 4)]), "pair of nodes"),
        (lambda: graphs.graph([(1, 2)], {1: (0, 0)}), "no position for the node 2"),
        (lambda: graphs.graph([(1, 2)], layout="tree"), "spring, kamada or circle"),
        (lambda: graphs.graph(nx.path_graph(201), layout="kamada"), "use spring"),
        (lambda: graphs.graph([(1, 2)], sizes={1: 3}), "no size for the node 2"),
        (lambda: graphs.graph(nx.path_graph(7), groups={i: i for i in range(7)}), "7 groups"),
        (lambda: graphs.neighbourhood([(1, 2)], 3), "no node 3"),
        (lambda: graphs.neighbourhood([(1, 2)], 1, 0), "from 1 to 4"),
        (lambda: graphs.state_diagram([[0.5, 0.4], [0, 1]]), "sum to 1"),
        (lambda: graphs.state_diagram([[0.5, 0.5]]), "square"),
        (lambda: graphs.state_diagram(np.eye(13)), "at most 12"),
        (lambda: graphs.state_diagram(np.eye(2), ["a"]), "as many"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()


def test_nodes_with_names_do_not_overlap_even_where_some_are_large():
    club = nx.karate_club_graph()
    figure = graphs.graph(club, sizes=dict(club.degree()), layout="spring")
    drawn = figure.data[-1]
    places = np.stack([drawn.x, drawn.y], axis=1)
    pixels = 280 * places / np.ptp(places, axis=0)
    radii = np.array(drawn.marker.size) / 2
    gaps = np.linalg.norm(pixels[:, None] - pixels, axis=2) - radii[:, None] - radii
    assert gaps[~np.eye(len(club), dtype=bool)].min() > -2
