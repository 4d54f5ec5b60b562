"""The explorer of projections, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from sklearn.decomposition import PCA

from mlcourse.errors import CourseError
from mlcourse.widgets.pca_projection import pca_projection, points, view


def set_values(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value


def traces(explorer):
    return {one.name: one for one in explorer.figure.data}


def plane(trace):
    return np.column_stack([trace.x, trace.y])


@pytest.mark.parametrize(("correlation", "spread"), [(0.6, 1.0), (-0.4, 1.5), (0.9, 0.5)])
def test_the_best_line_is_the_first_principal_component(correlation, spread):
    explorer = pca_projection()
    set_values(explorer, correlation=correlation, spread=spread)
    X = plane(traces(explorer)["points"])
    np.testing.assert_allclose(np.corrcoef(X.T)[0, 1], correlation)
    np.testing.assert_allclose(X.std(axis=0), [1, spread])
    pca = PCA(1).fit(X)
    x, y = pca.components_[0]
    set_values(explorer, angle=round(np.rad2deg(np.arctan2(y, x)) % 180))
    drawn = traces(explorer)
    assert drawn["this line"].y[0] == pytest.approx(100 * pca.explained_variance_ratio_[0], abs=0.05)
    assert max(drawn["variance kept"].y) == pytest.approx(100 * pca.explained_variance_ratio_[0], abs=0.2)
    assert "first principal component" in explorer.readout.html
    np.testing.assert_allclose(plane(drawn["projections"]), pca.inverse_transform(pca.transform(X)), atol=0.06)


def test_projections_lie_on_the_line_and_distances_are_right_angled():
    explorer = pca_projection()
    set_values(explorer, angle=30, spread=1.5)
    drawn = traces(explorer)
    X, shadows = plane(drawn["points"]), plane(drawn["projections"])
    np.testing.assert_allclose(shadows[:, 1], np.tan(np.deg2rad(30)) * shadows[:, 0], atol=1e-9)
    np.testing.assert_allclose(((X - shadows) * shadows).sum(axis=1), 0, atol=1e-9)
    error = np.mean(((X - shadows) ** 2).sum(axis=1))
    variance = np.mean((shadows**2).sum(axis=1))
    assert f"Variance of the projections {variance:.3f}" in explorer.readout.html
    assert f"error) {error:.3f}; together {variance + error:.3f}" in explorer.readout.html


def test_without_correlation_all_lines_keep_the_same():
    explorer = pca_projection()
    set_values(explorer, correlation=0.0, angle=70)
    np.testing.assert_allclose(traces(explorer)["variance kept"].y, 50)
    assert "all lines keep the same" in explorer.readout.html


def test_the_question_is_answered_by_two_positions():
    explorer = pca_projection()
    assert "✓" not in explorer.readout.html
    correlations = np.round(np.arange(-0.95, 0.96, 0.05), 2).tolist()
    tried = [*itertools.product((45, 135), correlations), *itertools.product(range(0, 181, 5), (-0.8, 0.8))]
    solved = {position for position in tried if "✓" in view(*position, 1.0).report}
    assert solved == {(45, 0.8), (135, -0.8)}
    set_values(explorer, correlation=0.8, angle=45)
    assert "That is it: correlation 0.8 and 45°" in explorer.readout.html
    set_values(explorer, spread=1.2)
    assert "✓" not in explorer.readout.html


def test_across_the_best_line_least_is_kept():
    explorer = pca_projection(0.5)
    set_values(explorer, angle=135)
    assert "No line keeps less" in explorer.readout.html
    set_values(explorer, angle=100)
    assert "There is a line that keeps more" in explorer.readout.html


def test_the_ends_of_all_controls():
    for ends in itertools.product((0, 180), (-0.95, 0.95), (0.2, 1.5)):
        shown = view(*ends)
        assert len(shown.figure.data) == 6
        assert "nan" not in shown.report
        X = plane(shown.figure.data[2])
        assert np.abs(X).max() < shown.figure.layout.yaxis.range[1], "all points are in the picture"
    assert np.isfinite(points(-0.95, 0.2)).all()


def test_a_correlation_that_cannot_be_is_said():
    with pytest.raises(CourseError, match=r"from -0\.95 to 0\.95"):
        pca_projection(1)
