"""The explorer of k-means, used through its controls."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.cluster import KMeans

from mlcourse.errors import CourseError
from mlcourse.widgets.k_means import DATA, HALF_STEPS, MOST_CLUSTERS, POINTS, STARTS, k_means, points, states, view


def set_values(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value


def traces(explorer):
    return {one.name: one for one in explorer.figure.data}


def centres(explorer):
    drawn = traces(explorer)["centres"]
    return np.column_stack([drawn.x, drawn.y])


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("k", [2, 5])
def test_it_ends_where_scikit_learn_ends(data, k):
    explorer = k_means(data, k)
    set_values(explorer, start=3)
    start = centres(explorer)
    set_values(explorer, step=HALF_STEPS + 1)
    X = points(data)
    expected = KMeans(k, init=start, n_init=1, tol=0, max_iter=100).fit(X)
    np.testing.assert_allclose(centres(explorer), expected.cluster_centers_, atol=1e-8)
    assert f"<strong>{expected.inertia_:.1f}</strong>" in explorer.readout.html
    assert "settled" in explorer.figure.layout.title.text
    for cluster in range(MOST_CLUSTERS):
        drawn = traces(explorer)[f"cluster {cluster + 1}"]
        assert sorted(drawn.x) == sorted(X[expected.labels_ == cluster, 0])


def test_half_steps_take_turns():
    explorer = k_means()
    X = points("four blobs")
    first = centres(explorer)
    assert len(traces(explorer)["not assigned"].x) == POINTS
    assert all(any(np.array_equal(centre, point) for point in X) for centre in first)
    set_values(explorer, step=1)
    np.testing.assert_array_equal(centres(explorer), first)
    nearest = np.linalg.norm(X[:, None] - first[None], axis=2).argmin(axis=1)
    for cluster in range(4):
        drawn = traces(explorer)[f"cluster {cluster + 1}"]
        np.testing.assert_array_equal(np.column_stack([drawn.x, drawn.y]), X[nearest == cluster])
    set_values(explorer, step=2)
    np.testing.assert_allclose(centres(explorer), [X[nearest == cluster].mean(axis=0) for cluster in range(4)])
    assert len(traces(explorer)["not assigned"].x) == 0
    assert len(traces(explorer)["inertia"].y) == 2


def test_no_half_step_raises_the_inertia_and_every_run_settles():
    for data in DATA:
        for k in range(2, MOST_CLUSTERS + 1):
            for start in range(1, STARTS + 1):
                run = states(data, k, start)
                assert len(run) <= HALF_STEPS, "the slider reaches the end"
                assert np.all(np.diff([one.inertia for one in run[1:]]) <= 1e-9)


def test_the_question_is_answered_by_a_poor_start_that_has_settled():
    explorer = k_means()
    assert "✓" not in explorer.readout.html
    set_values(explorer, step=HALF_STEPS + 1)
    poor = []
    for start in range(1, STARTS + 1):
        set_values(explorer, start=start)
        assert ("Stuck" in explorer.readout.html) != ("The four blobs are found" in explorer.readout.html)
        if "Stuck" in explorer.readout.html:
            poor.append(start)
    assert 1 not in poor
    assert 0 < len(poor) < STARTS
    blob = np.arange(POINTS) % 4
    for start in poor:
        # As the answer says: one centre holds most of two blobs, and one has no blob of its own.
        labels = states("four blobs", 4, start)[-1].labels
        owners = [int(np.bincount(labels[blob == one], minlength=4).argmax()) for one in range(4)]
        assert len(set(owners)) == 3
    set_values(explorer, start=poor[0], step=1)
    assert "Stuck" not in explorer.readout.html
    assert "Not settled yet" in explorer.readout.html


def test_the_ends_of_all_controls():
    for data in DATA:
        for k in (2, MOST_CLUSTERS):
            for start in (1, STARTS):
                for step in (0, HALF_STEPS + 1):
                    shown = view(data, k, start, step)
                    assert len(shown.figure.data) == MOST_CLUSTERS + 4
                    assert "nan" not in shown.report + shown.figure.alt


def test_what_is_not_there_is_said():
    with pytest.raises(CourseError, match="There is no data set 'iris'"):
        k_means("iris")
    with pytest.raises(CourseError, match="from 2 to 6"):
        k_means(k=1)
