"""The explorer of message passing, used through its controls."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest

from mlcourse.errors import CourseError
from mlcourse.widgets.message_passing import (
    GRAPHS,
    NODES,
    ROUNDS,
    STARTS,
    adjacency,
    features,
    message_passing,
    rounds,
    view,
)


def set_values(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value


@pytest.mark.parametrize("graph", GRAPHS)
def test_each_round_takes_the_mean_of_a_node_and_its_neighbours(graph):
    net = nx.from_numpy_array(adjacency(graph))
    assert nx.is_connected(net)
    first = features("noisy groups", 0)
    for keep in (0.0, 0.3):
        now = first
        for expected in rounds(graph, "noisy groups", 0, keep)[:6]:
            np.testing.assert_allclose(expected, now)
            means = np.array([np.mean([now[node], *(now[other] for other in net[node])]) for node in range(NODES)])
            now = (1 - keep) * means + keep * first


@pytest.mark.parametrize("graph", GRAPHS)
def test_without_keeping_all_end_alike_at_the_mean_weighted_by_degree(graph):
    degrees = adjacency(graph).sum(axis=1) + 1
    first = features("one node", 3)
    matrix = (adjacency(graph) + np.eye(NODES)) / degrees[:, None]
    end = np.linalg.matrix_power(matrix, 2000) @ first
    np.testing.assert_allclose(end, degrees @ first / degrees.sum())
    spread = rounds(graph, "one node", 3, 0.0).std(axis=1)
    assert (np.diff(spread[-10:]) <= 1e-12).all()


@pytest.mark.parametrize("graph", GRAPHS)
def test_a_message_goes_one_edge_in_each_round(graph):
    explorer = message_passing(graph)
    set_values(explorer, start="one node", node=4)
    lengths = nx.single_source_shortest_path_length(nx.from_numpy_array(adjacency(graph)), 3)
    for turn in range(12):
        set_values(explorer, turn=turn)
        heard = [node for node, far in lengths.items() if far <= turn]
        assert f"{len(heard)} of the 12 nodes have heard of node 4" in explorer.readout.html
        assert set(np.flatnonzero(explorer.figure.data[1].marker.color)) == set(heard)
        assert ("first round after which all have heard" in explorer.readout.html) == (turn == max(lengths.values()))


def test_the_picture_follows_the_rounds():
    explorer = message_passing()
    set_values(explorer, keep=20, turn=5)
    edges, nodes, curve, mark = explorer.figure.data
    states = rounds("two groups", "noisy groups", 1, 0.2)
    np.testing.assert_allclose(nodes.marker.color, states[5])
    np.testing.assert_allclose(curve.y, states.std(axis=1))
    assert (mark.x[0], mark.y[0]) == (5, pytest.approx(states[5].std()))
    assert len(edges.x) == 3 * adjacency("two groups").sum() / 2


def test_the_question_is_answered_at_one_round_only():
    explorer = message_passing()
    assert "✓" not in explorer.readout.html
    states = rounds("two groups", "noisy groups", 1, 0.0)
    signs = np.repeat([1, -1], 6)
    right = (np.sign(states) == signs).sum(axis=1)
    found = []
    for turn in range(ROUNDS + 1):
        set_values(explorer, turn=turn)
        assert f"{right[turn]} of the 12 nodes have the sign" in explorer.readout.html
        if "✓" in explorer.readout.html:
            found.append(turn)
    assert found == [int(np.argmax(right == 12))]
    assert 1 < found[0] < 10
    assert right[0] < 12
    assert right[-1] == 6
    assert "look all alike" in explorer.readout.html
    set_values(explorer, keep=50)
    assert "stay for ever" in explorer.readout.html


def test_the_node_is_asked_for_only_where_it_matters():
    explorer = message_passing()
    assert explorer.controls["node"].layout.display == "none"
    set_values(explorer, start="one node")
    assert explorer.controls["node"].layout.display is None


@pytest.mark.parametrize(("graph", "start"), list(itertools.product(GRAPHS, STARTS)))
def test_the_ends_of_all_controls_can_be_drawn(graph, start):
    sliders = [one for name, one in message_passing().controls.items() if name not in ("graph", "start")]
    for ends in itertools.product(*((one.min, one.max) for one in sliders)):
        shown = view(graph, start, *ends)
        assert [trace.type for trace in shown.figure.data] == ["scatter"] * 4
        assert "nan" not in shown.report + shown.figure.alt


def test_a_graph_that_is_not_there_is_said():
    with pytest.raises(CourseError, match="There is no graph 'torus'"):
        message_passing("torus")
