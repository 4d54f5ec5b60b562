"""Graphs."""

from __future__ import annotations

from mlcourse.datasets.card import Card, Column
from mlcourse.datasets.dataset import Dataset

_KARATE = Card(
    title="Zachary's karate club",
    summary=(
        "One row is one member of a karate club that broke in two. The task is to tell from friendships who went with "
        "whom."
    ),
    source=(
        "W. W. Zachary, An information flow model for conflict and fission in small groups, Journal of Anthropological "
        "Research 33 (1977), 452-473; this copy comes with NetworkX."
    ),
    licence="Not stated; the figures are published in the paper",
    rows=34,
    columns=(Column("friends", "members whom the member met outside of the club", "members"),),
    target="club: 0 Mr. Hi (the instructor's, 17 members), 1 Officer (the administrator's, 17)",
    problems=(
        "34 members, of whom two leaders explain nearly everything: hardly a method fails on it.",
        (
            "extras['edges'] holds the 78 friendships, extras['weights'] in how many settings two met; one entry of "
            "the published matrix is not symmetric, so that other copies have 77."
        ),
        "The target is the club after the split; one member joined the instructor's against his friendships.",
    ),
    harm=(
        "The members are real people who were watched for three years; they are not named. A model that tells sides "
        "from contacts can be turned on any group."
    ),
)


def karate_club() -> Dataset:
    """Load the karate club.

    Examples
    --------
    >>> karate_club().extras["edges"].shape
    (78, 2)
    """
    import networkx as nx
    import numpy as np
    import pandas as pd

    graph = nx.karate_club_graph()
    edges = np.array(sorted(graph.edges()))
    weights = np.array([graph.edges[tuple(edge)]["weight"] for edge in edges])
    frame = pd.DataFrame({"friends": [degree for _, degree in sorted(graph.degree())]})
    names = ("Mr. Hi", "Officer")
    target = np.array([names.index(graph.nodes[node]["club"]) for node in sorted(graph)])
    extras = {"edges": edges, "weights": weights}
    return Dataset("karate-club", frame, target, ("friends",), names, _KARATE, extras)
