"""The trained models do what their cards say."""

from __future__ import annotations

from importlib import import_module

import pytest
import torch

from mlcourse import datasets, zoo
from mlcourse.errors import CourseError
from mlcourse.zoo import storage

NAMES = zoo.available()


@pytest.mark.parametrize("name", NAMES)
def test_every_model_loads_with_its_card_and_is_small(name: str) -> None:
    model = zoo.load(name)
    assert not model.training
    assert model.card is zoo.card(name)
    assert all(torch.isfinite(value).all() for value in model.state_dict().values())
    path = storage.FOLDER / f"{name}.npz"
    assert 10_000 < path.stat().st_size < storage.LARGEST


@pytest.mark.parametrize("name", NAMES)
def test_every_card_tells_how_it_is_trained_again(name: str) -> None:
    card = zoo.card(name)
    module = card.training.split(";")[0].removeprefix("python -m ")
    assert callable(import_module(module).train)
    assert card.scores
    assert card.limits
    for text in (card.title, *card.limits):
        assert text in " ".join(repr(card).split())
        assert text.replace("'", "&#x27;") in card._repr_html_()


def test_weights_that_would_be_too_large_are_not_written() -> None:
    before = {path.name for path in storage.FOLDER.iterdir()}
    with pytest.raises(CourseError, match="at most 5"):
        storage.save("too-large", {"w": torch.randn(4_000_000)})
    assert {path.name for path in storage.FOLDER.iterdir()} == before


@pytest.mark.parametrize(("name", "said"), [("digit-cnn", "'digits-cnn'"), ("qqqqq", "There are: digits-cnn")])
def test_a_model_that_is_not_there_is_said(name: str, said: str) -> None:
    with pytest.raises(CourseError, match=said):
        zoo.load(name)


def test_spelling_is_forgiving() -> None:
    assert zoo.load(" Digits CNN ").card.title == zoo.card("digits-cnn").title


def test_the_cnn_reads_digits_as_well_as_its_card_says() -> None:
    from mlcourse.zoo.training.cnn import accuracy

    (said,) = zoo.card("digits-cnn").scores.values()
    assert accuracy(zoo.load("digits-cnn")) == pytest.approx(said, abs=0.003)


def test_the_autoencoder_is_as_good_as_its_card_says_and_its_plane_has_places_for_digits() -> None:
    from mlcourse.zoo.training.cnn import images
    from mlcourse.zoo.training.vae import loss

    model = zoo.load("digits-vae")
    (said,) = zoo.card("digits-vae").scores.values()
    assert loss(model) == pytest.approx(said, rel=0.02)
    x, y = images(500, 77)
    with torch.no_grad():
        mean, _ = model.encode(x)
        assert model.decode(mean).shape == x.shape
    nearest = torch.cdist(mean, mean).fill_diagonal_(float("inf")).argmin(1)
    assert (y[nearest] == y).float().mean() > 0.5


def test_the_gpt_is_as_good_as_its_card_says() -> None:
    from mlcourse.zoo.training.gpt import bits_per_letter

    (said,) = zoo.card("stories-gpt").scores.values()
    assert bits_per_letter(zoo.load("stories-gpt")) == pytest.approx(said, rel=0.02)


def test_the_gpt_writes_words_of_the_stories_and_the_same_seed_writes_the_same() -> None:
    model = zoo.load("stories-gpt")
    text = model.generate("Once there was", 200, seed=4)
    assert text == model.generate("Once there was", 200, seed=4)
    assert text.startswith("Once there was")
    known = {word.strip('.,?!":') for story in datasets.load("stories").data for word in story.split()}
    words = [word.strip('.,?!":') for word in text.split()[:-1]]
    assert sum(word in known for word in words) > 0.9 * len(words)


def test_the_gpt_sees_no_future() -> None:
    model = zoo.load("stories-gpt")
    numbers = model.encode("One day there was a boy.")
    with torch.no_grad():
        all_at_once, first = model(numbers[None])[0, 5], model(numbers[None, :6])[0, 5]
    assert torch.allclose(all_at_once, first, atol=1e-4)
    weights = model.blocks[0].attention.weights
    assert torch.equal(weights.triu(1), torch.zeros_like(weights))
