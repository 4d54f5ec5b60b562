"""The explorer of t-SNE, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from mlcourse.errors import CourseError
from mlcourse.widgets.data import make_tsne
from mlcourse.widgets.tsne_perplexity import DATA, PERPLEXITIES, SEEDS, maps, tsne_perplexity


def put(explorer, **values):
    for name, one in values.items():
        explorer.controls[name].value = one


def test_the_saved_maps_belong_to_the_data_and_settings_of_the_script():
    drawn = make_tsne.clouds()
    assert tuple(drawn) == DATA
    assert tuple(str(one) for one in make_tsne.PERPLEXITIES) == PERPLEXITIES
    assert len(make_tsne.SEEDS) == SEEDS
    for name, points in drawn.items():
        held = maps(name)
        np.testing.assert_allclose(held.data, points, rtol=2e-3, atol=2e-3)
        assert held.maps.shape == (len(PERPLEXITIES), SEEDS, len(points), 2)
        if "noise" not in name:  # random points in 20 dimensions do not fit into a plane
            for seed in range(SEEDS):
                assert trustworthiness(points, held.maps[PERPLEXITIES.index("30"), seed], n_neighbors=5) > 0.9


def test_data_and_map_are_drawn_in_groups():
    explorer = tsne_perplexity()
    for name, sizes in zip(DATA, ((40, 40, 40), (60, 60, 0), (120, 0, 0), (40, 40, 40)), strict=True):
        put(explorer, data=name, perplexity="20", seed=2)
        assert tuple(len(one.x) for one in explorer.figure.data) == sizes * 2
        drawn = np.concatenate([np.column_stack([one.x, one.y]) for one in explorer.figure.data[3:]])
        np.testing.assert_array_equal(drawn, maps(name).maps[PERPLEXITIES.index("20"), 1])
    assert len({one.marker.symbol for one in explorer.figure.data[:3]}) == 3


def test_both_parts_of_the_question_can_be_answered():
    explorer = tsne_perplexity()
    assert "✓" not in explorer.readout.html
    answers = []
    for name, perplexity, seed in itertools.product(DATA, PERPLEXITIES, (1, 2, 3)):
        put(explorer, data=name, perplexity=perplexity, seed=seed)
        if "✓" in explorer.readout.html:
            answers.append((name, perplexity))
    assert set(answers) == {("two clusters near, one far", "80"), ("noise without groups", "2")}


def test_the_report_compares_the_map_with_the_data():
    explorer = tsne_perplexity("a dense and a wide cluster")
    put(explorer, perplexity="30")
    first, second = (np.column_stack([one.x, one.y]) for one in explorer.figure.data[3:5])
    ratio = np.sqrt(second.var(axis=0).sum() / first.var(axis=0).sum())
    assert f"In the map it is {ratio:.1f} times as wide" in explorer.readout.html
    put(explorer, data="points along a curve", perplexity="2")
    assert "is torn at" in explorer.readout.html


def test_data_that_are_not_there_are_said():
    with pytest.raises(CourseError, match="There is no data set 'digits'"):
        tsne_perplexity("digits")
