"""The encoder of sentences: what it takes for alike, and what it is made of."""

from __future__ import annotations

import pytest
import torch

from mlcourse import zoo
from mlcourse.zoo.models.encoder import BUCKETS, SentenceEncoder, build, contrast, features, in_one_row
from mlcourse.zoo.training.encoder import pairs, retrieval, unseen


@pytest.fixture(scope="module")
def model() -> SentenceEncoder:
    loaded = zoo.load("sentence-encoder")
    assert isinstance(loaded, SentenceEncoder)
    return loaded


def test_translations_are_found_as_well_as_the_card_says(model: SentenceEncoder) -> None:
    (said,) = zoo.card("sentence-encoder").scores.values()
    assert said >= 0.9
    assert retrieval(model) == pytest.approx(said, abs=0.006)
    assert retrieval(build()) < 0.1


def test_a_sentence_is_nearer_to_one_that_says_nearly_the_same(model: SentenceEncoder) -> None:
    asked, near, far = model.encode(["He reads a book.", "Er liest ein Buch.", "Wir gehen morgen zum Bahnhof."])
    assert asked @ near > asked @ far + 0.3


def test_vectors_have_length_one_and_do_not_hang_on_the_company(model: SentenceEncoder) -> None:
    sentences = ["Their brother was sixty-three years old.", "Ich weiß.", "", "???"]
    vectors = model.encode(sentences)
    assert vectors.shape == (4, 64)
    assert torch.allclose(vectors.norm(dim=1), torch.ones(4), atol=1e-4)
    for sentence, vector in zip(sentences, vectors, strict=True):
        assert torch.allclose(model.encode(sentence), vector[None], atol=1e-5)
    assert torch.equal(vectors[2], vectors[3])


def test_features_see_words_neighbours_and_letters() -> None:
    (end,) = set(features("Der Hund")) - set(features("Der Hund schläft."))
    assert end in features("Mein Hund")  # that the sentence ends after this word
    assert set(features("a dog sees")) != set(features("sees a dog"))
    assert all(0 <= bucket < BUCKETS for bucket in features("Größe, Äpfel & 3 Öfen"))
    shared = set(features("unhappiness")) & set(features("happiness"))
    assert len(shared) >= 7


def test_sentences_in_one_row_can_be_cut_apart_again() -> None:
    row, starts = in_one_row([[1, 2], [3], [4, 5, 6]])
    assert [part.tolist() for part in row.tensor_split(starts[1:])] == [[1, 2], [3], [4, 5, 6]]


def test_the_contrast_is_low_for_partners_and_high_for_strangers() -> None:
    vectors = torch.eye(4)
    assert contrast(vectors, vectors) < 1e-3
    assert contrast(vectors, vectors.roll(1, 0)) > 10
    same = torch.ones(4, 1)
    assert float(contrast(same, same)) == pytest.approx(float(torch.tensor(4.0).log()))


def test_the_sentences_of_the_score_come_once_and_were_not_trained_on() -> None:
    some = pairs(300, 3)
    for sentences in zip(*some, strict=True):
        assert len(set(sentences)) == len(sentences)
    assert len(unseen(501)) == 501
