"""The figures about attention and next tokens show the right numbers and name the strongest ones."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch

from mlcourse.errors import CourseError
from mlcourse.plots import tokens
from mlcourse.plots.gallery.tokens import EXAMPLES

WORDS = ["the", "cat", "the"]


def bare(text):
    """Take away the colour of a cell's text."""
    return re.sub(r"<[^>]+>", "", text)


def causal(heads: int = 2, length: int = 3) -> torch.Tensor:
    scores = torch.randn(heads, length, length, generator=torch.Generator().manual_seed(0))
    mask = torch.ones(length, length).triu(1).bool()
    return scores.masked_fill(mask, -torch.inf).softmax(-1)


@pytest.mark.parametrize("make", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_example_describes_itself(make):
    assert len(make().alt) > 40


def test_each_head_has_a_panel_with_its_weights_and_all_share_one_scale():
    weights = causal()
    fig = tokens.attention(weights, WORDS)

    assert [np.allclose(np.array(t.z), w) for t, w in zip(fig.data, weights.numpy(), strict=True)] == [True, True]
    assert {t.coloraxis for t in fig.data} == {"coloraxis"}
    assert [note.text for note in fig.layout.annotations] == ["head 0", "head 1"]
    assert (fig.layout.yaxis.showticklabels, fig.layout.yaxis2.showticklabels) == (True, False)


def test_a_token_that_occurs_twice_keeps_both_its_rows():
    fig = tokens.attention(causal(1)[0], WORDS)

    assert list(fig.layout.yaxis.ticktext) == WORDS
    assert np.array(fig.data[0].z).shape == (3, 3)


def test_the_first_query_of_a_causal_head_has_no_choice_and_is_not_the_news():
    weights = [[1, 0, 0], [0.3, 0.7, 0], [0.1, 0.8, 0.1]]

    assert tokens.attention(weights, ["a", "b", "c"]).alt == (
        'Attention of 3 queries to 3 keys. Most of it goes: to "b" (75 %). Strongest: "c" attends to "b" (80 %).'
    )


def test_a_head_that_looks_at_the_token_before_is_told_so():
    weights = np.roll(np.eye(5), -1, axis=1) * 0.9 + 0.02
    assert "to the token before (73.6 %)" in tokens.attention(weights, list("abcde")).alt
    assert "to the token after (73.6 %)" in tokens.attention(weights.T, list("abcde")).alt


def test_a_heat_map_writes_its_numbers_while_they_can_be_read():
    small, large = tokens.heatmap(np.eye(15)), tokens.heatmap(np.eye(16))

    assert bare(small.data[0].text[0][0]) == "1"
    assert large.data[0].text is None
    assert bare(tokens.heatmap(np.eye(16), annotate=True).data[0].text[0][1]) == "0"
    assert bare(tokens.heatmap([[0.5, -0.25]]).data[0].text[0][0]) == "0.50"


def test_a_heat_map_with_a_centre_has_as_much_room_on_both_sides():
    cells = tokens.heatmap([[0.1, -0.4], [np.nan, 0]], centre=0).data[0]

    assert (cells.zmin, cells.zmax) == (-0.4, 0.4)
    assert cells.text[1][0] == ""


def test_tokens_are_sorted_by_probability_and_the_others_are_one_bar():
    chances = np.array([0.1, 0.4, 0.2, 0.05, 0.25])
    fig = tokens.token_probabilities(list("abcde"), chances, most=3, chosen="d")

    (bars,) = fig.data
    assert list(bars.customdata) == ["b", "e", "d", "2 others"]
    assert sum(bars.x) == pytest.approx(1)
    assert bars.text[2] == "5 % ← chosen"
    assert 'The chosen one is "d", number 5.' in fig.alt


def test_white_space_in_tokens_is_seen():
    assert "␣a" in tokens.token_probabilities([" a", "\n"], [0.6, 0.4]).alt


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: tokens.attention([[0.5, 0.4]], ["a"], ["b", "c"]), "sum to 1"),
        (lambda: tokens.attention([[1, 0], [0, 1]], ["a"]), "queries"),
        (lambda: tokens.attention([[1, 0]], ["a"], ["b"]), "keys"),
        (lambda: tokens.attention(np.ones((17, 1, 1)), ["a"]), "17 heads"),
        (lambda: tokens.attention([1, 2], ["a"]), "heads, queries, keys"),
        (lambda: tokens.attention([[np.nan]], ["a"]), "missing"),
        (lambda: tokens.heatmap(np.zeros((201, 2))), "too large"),
        (lambda: tokens.heatmap(np.zeros((2, 2)), ["a"]), "columns"),
        (lambda: tokens.heatmap([["a"]]), "real numbers"),
        (lambda: tokens.token_probabilities(["a"], [1.5]), "softmax"),
        (lambda: tokens.token_probabilities(["a", "b"], [0.5]), "as many"),
        (lambda: tokens.token_probabilities(["a"], [0.5], chosen="b"), "none of the tokens"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()


def test_attention_to_other_tokens_tells_what_each_query_attends_to():
    assert tokens.attention([[0.9, 0.1], [0.2, 0.8]], ["the", "cat"], ["le", "chat"]).alt == (
        'Attention of 2 queries to 2 keys. Each query attends most: "the" to "le" (90 %), "cat" to "chat" (80 %).'
    )


def test_what_a_thing_has_with_itself_is_not_told_of_a_heat_map():
    alt = tokens.heatmap([[1, 0.3], [0.1, 1]], ["a", "b"], ["a", "b"]).alt

    assert "off the diagonal greatest for a and b (0.3), least for b and a (0.1)" in alt
