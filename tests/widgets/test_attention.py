"""The explorer of attention, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from mlcourse.errors import CourseError
from mlcourse.widgets.attention import HEADS, TOKENS, attention, head


def put(explorer, **values):
    for name, one in values.items():
        explorer.controls[name].value = one


@pytest.mark.parametrize(("name", "causal"), list(itertools.product(HEADS, (False, True))))
def test_weights_and_output_are_those_of_pytorch(name, causal):
    explorer = attention(name)
    put(explorer, causal=causal, sharpness=1.0, query="5 cross")
    chosen = head(name)
    queries, keys, values = (torch.tensor(one) for one in (chosen.queries, chosen.keys, chosen.values))
    mixed = torch.nn.functional.scaled_dot_product_attention(queries, keys, values, is_causal=causal).numpy()
    identity = torch.eye(len(TOKENS), dtype=torch.float64)
    table = torch.nn.functional.scaled_dot_product_attention(queries, keys, identity, is_causal=causal).numpy()
    cells, bars = explorer.figure.data
    np.testing.assert_allclose(np.array(cells.z), table, atol=1e-12)
    np.testing.assert_allclose(bars.x, mixed[4], atol=1e-12)


def test_the_second_head_looks_at_the_word_before():
    explorer = attention("the word before")
    put(explorer, sharpness=3)
    table = np.array(explorer.figure.data[0].z)
    assert table.argmax(axis=1)[1:].tolist() == list(range(len(TOKENS) - 1))


def test_like_looks_at_like():
    explorer = attention("words of the same kind")
    put(explorer, sharpness=8)
    table = np.array(explorer.figure.data[0].z)
    assert {TOKENS[place] for place in np.argsort(-table[0])[:2]} == {"the"}


def test_the_mask_hides_what_comes_later():
    explorer = attention()
    put(explorer, query="2 cat", causal=True)
    assert "hides the 9 tokens behind it" in explorer.readout.html
    assert np.array(explorer.figure.data[0].z)[np.triu_indices(len(TOKENS), 1)].max() == 0
    put(explorer, query="11 tired")
    assert "hides nothing" in explorer.readout.html


def test_the_question_can_be_answered():
    explorer = attention()
    assert "✓" not in explorer.readout.html
    answers = []
    for sharpness in np.arange(0, 8.01, 0.25):
        put(explorer, sharpness=sharpness)
        if "✓" in explorer.readout.html:
            answers.append(float(sharpness))
            assert np.array(explorer.figure.data[0].z)[8, 1] >= 0.9
    assert answers
    assert answers == list(np.arange(answers[0], 8.01, 0.25))
    assert 2 <= answers[0] <= 7


def test_all_ends_of_the_controls_can_be_shown():
    explorer = attention()
    for name, query, sharpness, causal in itertools.product(HEADS, ("1 the", "11 tired"), (0, 8), (False, True)):
        put(explorer, head_name=name, query=query, sharpness=sharpness, causal=causal)
        np.testing.assert_allclose(np.array(explorer.figure.data[0].z).sum(axis=1), 1)


def test_a_head_that_is_not_there_is_said():
    with pytest.raises(CourseError, match="There is no head 'verbs'"):
        attention("verbs")
