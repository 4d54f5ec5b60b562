"""The vectors of words: what they find alike, and how they are made."""

from __future__ import annotations

import pytest
import torch

from mlcourse import zoo
from mlcourse.errors import CourseError
from mlcourse.zoo.models.vectors import WordVectors
from mlcourse.zoo.training.vectors import GROUPS, OPINIONS, agreement, counts, positive_information, sentences


@pytest.fixture(scope="module")
def model() -> WordVectors:
    loaded = zoo.load("word-vectors")
    assert isinstance(loaded, WordVectors)
    return loaded


def test_words_of_a_kind_are_as_close_as_the_card_says(model: WordVectors) -> None:
    said = list(zoo.card("word-vectors").scores.values())
    assert [agreement(model, GROUPS), agreement(model, OPINIONS)] == pytest.approx(said, abs=0.01)


def test_neighbours_are_words_of_the_same_kind_nearest_first(model: WordVectors) -> None:
    found = model.nearest("Three", 4)
    assert {word for word, _ in found} <= {"two", "four", "five", "six", "seven", "eight", "nine", "ten"}
    cosines = [cosine for _, cosine in found]
    assert cosines == sorted(cosines, reverse=True)
    assert cosines[0] <= 1.0001


def test_a_vector_has_its_own_word_as_the_nearest(model: WordVectors) -> None:
    assert model.nearest(model.vector("rabbit"), 1)[0][0] == "rabbit"
    assert "rabbit" not in [word for word, _ in model.nearest("rabbit", 10)]


def test_every_word_has_one_vector_of_length_one(model: WordVectors) -> None:
    assert len(set(model.words)) == len(model.words) == len(model.vectors)
    assert model.words[0] == "the"
    assert torch.allclose(model.vectors.norm(dim=1), torch.ones(len(model.words)), atol=1e-2)
    numbers = torch.tensor([[0, 1], [2, 3]])
    assert model(numbers).shape == (2, 2, 50)
    assert torch.equal(model(numbers)[0, 0], model.vector("the"))


@pytest.mark.parametrize(("word", "said"), [("rabit", "Did you mean 'rabbit'"), ("zzyzx", "is rare there.$")])
def test_a_word_without_a_vector_is_said(model: WordVectors, word: str, said: str) -> None:
    with pytest.raises(CourseError, match=said):
        model.vector(word)


def test_as_many_neighbours_as_there_are_words_can_be_had() -> None:
    few = WordVectors(("a", "b", "c"), torch.eye(3, 50))
    assert len(few.nearest("a", 99)) == 2
    assert len(few.nearest(few.vector("a"), 99)) == 3


def test_texts_are_split_into_sentences_of_words() -> None:
    text = 'Don\'t go!<br /><br />"Ännchen, come," she said. 2 of 3?'
    assert sentences(text) == [["don't", "go"], ["ännchen", "come", "she", "said"], ["of"]]


def test_counts_look_both_ways_as_far_as_the_window_and_skip_rare_words() -> None:
    table = counts([["a", "rare", "b", "c"]], {"a": 0, "b": 1, "c": 2}, window=2)
    assert table.tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]


def test_information_is_high_for_words_that_go_together_and_never_negative() -> None:
    table = torch.tensor([[0.0, 9, 1], [9, 0, 1], [1, 1, 30]], dtype=torch.float64)
    information = positive_information(table)
    assert information[0, 1] > 0 == information[0, 2]
    assert (information >= 0).all()
    rows, columns = 10 / 52, 10**0.75 / (2 * 10**0.75 + 32**0.75)
    assert float(information[0, 1]) == pytest.approx(float(torch.log(torch.tensor(9 / 52 / rows / columns))))
