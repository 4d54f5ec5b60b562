"""The explorer of linear maps, used through its controls."""

import re

import pytest

from mlcourse import widgets
from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.widgets.linear_map import OWN, PRESETS, ROTATION


@pytest.fixture
def explorer():
    return widgets.linear_map()


def tip(explorer, name):
    arrow = next(trace for trace in explorer.figure.data if trace.name == name and trace.xaxis == "x2")
    return arrow.x[1], arrow.y[1]


def move(explorer, **entries):
    for name, value in entries.items():
        explorer.entries[name].value = value


def test_it_starts_from_the_given_matrix():
    explorer = widgets.linear_map(A=[[1, 1], [0, 1]])
    assert explorer.matrix == ((1, 1), (0, 1))
    assert explorer.preset.value == "shear"
    assert tip(explorer, "e₂") == (1, 1)


def test_large_entries_fit_the_sliders_and_the_picture():
    explorer = widgets.linear_map(A=[[10, 0], [0, 1]])
    assert explorer.matrix == ((10, 0), (0, 1))
    assert explorer.entries["a"].max >= 10
    assert explorer.figure.layout.xaxis2.range[1] > 10


def test_moving_a_slider_moves_the_picture_and_the_words(explorer):
    move(explorer, a=0.0, b=-2.0, c=1.5, d=0.0)
    assert tip(explorer, "e₁") == (0, 1.5)
    assert tip(explorer, "e₂") == (-2, 0)
    assert explorer.figure.layout.title.text.startswith("det A = 3:")
    assert explorer.figure.layout.annotations[1].text.endswith("signed area 3")
    assert "A e₁ = (0, 1.5) and A e₂ = (−2, 0)" in explorer.readout.html
    assert "rank 2" in explorer.readout.html


def test_the_left_half_stays(explorer):
    before = [(list(t.x), list(t.y)) for t in explorer.figure.data if t.xaxis == "x" and t.name != "grid"]
    move(explorer, a=-3.0)
    assert before == [(list(t.x), list(t.y)) for t in explorer.figure.data if t.xaxis == "x" and t.name != "grid"]


def test_moving_updates_the_same_traces(explorer):
    traces = [id(trace) for trace in explorer.figure.data]
    move(explorer, a=-3.0, d=0.5)
    assert [id(trace) for trace in explorer.figure.data] == traces


@pytest.mark.parametrize("name", PRESETS)
def test_presets_set_all_sliders(explorer, name):
    move(explorer, a=0.3, b=0.7)
    explorer.preset.value = name
    assert [slider.value for slider in explorer.entries.values()] == list(PRESETS[name])
    assert explorer.preset.value == name


@pytest.mark.parametrize(("name", "rank"), [("singular", 1), ("projection onto the x-axis", 1), ("shear", 2)])
def test_presets_have_the_rank_of_their_name(explorer, name, rank):
    explorer.preset.value = name
    assert f"rank {rank}" in explorer.readout.html


def test_rotation_follows_its_angle(explorer):
    assert explorer.angle.layout.display == "none"
    explorer.preset.value = ROTATION
    assert explorer.angle.layout.display is None
    explorer.angle.value = 90.0
    assert tip(explorer, "e₁") == pytest.approx((0, 1))
    assert tip(explorer, "e₂") == pytest.approx((-1, 0))
    assert "areas stay as they are" in explorer.readout.html


def test_moving_a_slider_leaves_the_preset(explorer):
    explorer.preset.value = ROTATION
    move(explorer, a=2.0)
    assert explorer.preset.value == OWN
    assert explorer.angle.layout.display == "none"
    assert explorer.matrix[0][0] == 2.0


def test_the_question_is_answered_by_a_right_matrix_only(explorer):
    move(explorer, a=1.0, b=0.0, c=0.0, d=-1.0)
    assert "You found one" not in explorer.readout.html  # it has zeros
    move(explorer, a=1.0, b=2.0, c=1.0, d=1.1)
    assert "You found one" not in explorer.readout.html
    move(explorer, d=1.0)
    assert "You found one" in explorer.readout.html


def test_where_a_lesson_asks_something_else_that_is_asked_and_nothing_is_judged():
    explorer = widgets.linear_map([[1, 2], [1, 1]], question="How long is the ellipse?")
    assert explorer.children[0].value.endswith("How long is the ellipse?</p>")
    move(explorer, b=2.1)
    move(explorer, b=2.0)
    assert "det A = <strong>−1</strong>" in explorer.readout.html
    assert "You found one" not in explorer.readout.html


def test_a_bad_matrix_is_refused():
    with pytest.raises(CourseError, match="2 x 2"):
        widgets.linear_map(A=[1, 2, 3])


def test_a_static_picture_with_the_same_message_comes_first(explorer, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: shown.append(bundle))
    monkeypatch.setattr("plotly.io.renderers.default", "plotly_mimetype")
    widgets.linear_map([[0, 1], [1, 0]])._ipython_display_()
    picture, words, widget = shown
    assert picture[theme.PLOTLY_MIME]["layout"]["title"]["text"].startswith("det A = −1")
    assert "turned over" in picture["text/plain"]
    assert "Run this cell" in words["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in widget


def test_every_slider_has_a_name(explorer):
    assert [slider.label for slider in explorer.entries.values()] == ["a", "b", "c", "d"]
    assert explorer.angle.label == "angle"
    assert explorer.preset.description == "Preset"


def test_the_question_is_part_of_the_explorer(explorer):
    assert re.search("Question.*Find a matrix", explorer.children[0].value)


def test_the_description_follows_too(explorer):
    move(explorer, a=3.0)
    assert "The matrix with rows (3, 1)" in explorer.figure.layout.meta["alt"]
