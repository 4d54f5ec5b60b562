"""Simulated film reviews, positive and negative, after the Large Movie Review Dataset (IMDb).

The process: there are films, which do not exist, each with a genre, a director, two actors, characters and a quality.
A review is of one film and has a rating: 1 to 4 (negative) or 7 to 10 (positive); better films have more positive
reviews. It consists of an opening, sentences that tell the plot, opinions, remarks that say nothing, and mostly a
verdict. Each opinion is favourable or not, with a probability that depends on the rating: even a rating of 1 finds
something to praise. An opinion is said directly, by negation ("never boring"), by contrast ("dull, but moving", where
what comes last counts) or by a turn ("I expected something great and got something dull"); verdicts may be ironic.
Plots and openings have words of praise and blame that mean nothing. Some reviews tell their rating.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import Any

import numpy as np

from mlcourse.datasets.card import Card, Column
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._grammar import Draws, Grammar, texts_array, tidy
from mlcourse.datasets.simulated._reviews import GENRES, OPENINGS, OPINIONS, PLOTS, TITLE, VERDICTS

_OWN_NUMBER = 4202
_REVIEWS_PER_FILM = 8
_REPEATED_SHARE = 0.008  # reviews that were sent in twice
_RATINGS = {False: (1, 1, 1, 2, 2, 3, 3, 4, 4), True: (7, 7, 8, 8, 9, 9, 10, 10, 10)}
# How probable it is that an opinion in a review of this rating is favourable.
_FAVOURABLE = {1: 0.1, 2: 0.16, 3: 0.23, 4: 0.34, 7: 0.66, 8: 0.77, 9: 0.84, 10: 0.9}
_LEAST, _MOST = 40, 250  # words
# Who has praised a thing in some words does not blame it in the same words, and the other way round.
_TWINS = {
    f"{rule}_{one}": f"{rule}_{two}"
    for rule in ("particular", "negated", "mixed", "turned", "reaction")
    for one, two in (("good", "bad"), ("bad", "good"))
}
_SLOTS = (
    "title",
    "genre",
    "kind",
    "director",
    "actor",
    "other",
    "hero",
    "partner",
    "them",
    "place",
    "length",
    "year",
    "rated",
)


@dataclass(frozen=True)
class _Film:
    genre: str
    quality: float
    names: dict[str, str]


def make(size: int, seed: int) -> Dataset:
    """Make film reviews.

    Parameters
    ----------
    size : int
        How many reviews.
    seed : int
        The same size and seed give the same reviews.

    Returns
    -------
    Dataset
        ``data`` is an object array of str of shape (size,), ``target`` is 0 for negative and 1 for positive (int64).
        ``extras["rating"]`` has the stars from 1 to 10 and ``extras["film"]`` the number of the film, integers of
        shape (size,) both.

    Examples
    --------
    >>> make(100, 0).data.shape
    (100,)
    """
    rng = np.random.default_rng([seed, _OWN_NUMBER])
    draws = Draws(rng)
    titles = Grammar(TITLE)
    films = [_film(draws, titles) for _ in range(max(1, round(size / _REVIEWS_PER_FILM)))]
    target = rng.permutation(np.arange(size) % 2).astype(np.int64)
    film = _films_reviewed(rng, films, target)
    ratings = [draws.pick(_RATINGS[bool(positive)]) for positive in target]
    grammar = Grammar(OPENINGS + PLOTS + OPINIONS + VERDICTS, given=_SLOTS)
    texts = texts_array([_review(draws, grammar, films[f], r) for f, r in zip(film, ratings, strict=True)])
    rating = np.array(ratings, dtype=np.int64)
    copies, of = rng.permutation(size)[: 2 * round(size * _REPEATED_SHARE)].reshape(2, -1)
    for array in (texts, target, rating, film):
        array[copies] = array[of]
    return Dataset(
        name="imdb",
        data=texts,
        target=target,
        feature_names=(),
        target_names=("negative", "positive"),
        card=_card(size),
        extras={"rating": rating, "film": film},
    )


def _film(draws: Draws, titles: Grammar) -> _Film:
    genre = draws.pick(tuple(GENRES))
    lead, second = draws.pick((("woman", "man"), ("man", "woman"), ("woman", "man"), ("man", "woman"), ("man", "man")))
    hero = partner = titles.say(lead, draws)
    while partner == hero:
        partner = titles.say(second, draws)
    names = {
        "title": _title(titles.say("title", draws)),
        "genre": genre if genre != "scifi" else "science fiction",
        "kind": GENRES[genre],
        "director": titles.say("name", draws),
        "actor": f"{titles.say(lead, draws)} {titles.say('last', draws)}",
        "other": f"{titles.say(second, draws)} {titles.say('last', draws)}",
        "hero": hero,
        "partner": partner,
        "them": "her" if lead == "woman" else "him",
        "place": titles.say("where", draws),
        "length": str(draws.between(79, 158)),
        "year": str(draws.between(1962, 2011)),
    }
    return _Film(genre, 2 * draws.uniform() - 1, names)


def _title(text: str) -> str:
    """Write a title with capitals, but not the small words in it."""
    small = {"a", "and", "for", "in", "of", "the", "to"}
    words = [word if word in small else word[0].upper() + word[1:] for word in text.split()]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


def _films_reviewed(rng: np.random.Generator, films: list[_Film], target: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Choose the film of each review: a positive one is rather of a good film; some films have many reviews."""
    fame = np.minimum(rng.pareto(2.5, len(films)) + 0.3, 3)
    liked = np.array([1 / (1 + exp(-1.2 * film.quality)) for film in films])
    chosen = np.empty(len(target), dtype=np.int64)
    for positive in (0, 1):
        weights = fame * (liked if positive else 1 - liked)
        rows = target == positive
        chosen[rows] = rng.choice(len(films), rows.sum(), p=weights / weights.sum())
    return chosen


def _review(draws: Draws, grammar: Grammar, film: _Film, rating: int) -> str:
    positive = rating > 5
    given = film.names | {"rated": _rated(draws, rating)}
    used: set[tuple[str, int]] = set()

    def say(rule: str) -> str:
        return " ".join(grammar.say(rule, draws, given, used).split())

    opening = [say("opening")] if draws.chance(0.9) else []
    plot = [say(film.genre)] if draws.chance(0.8) else []
    verdict = [say("good_verdict" if positive == draws.chance(0.94) else "bad_verdict")] if draws.chance(0.7) else []
    views: list[str] = []
    wanted = _LEAST + (_MOST - _LEAST - 40) * draws.uniform() ** 1.6
    words = sum(len(part.split()) for part in (*opening, *plot, *verdict))
    while words < wanted:
        kind = draws.uniform()
        if kind < 0.2:
            plot.append(said := say("plot"))
        elif kind < 0.34:
            views.append(said := say("aside"))
        else:
            said = say("good_opinion" if draws.chance(_FAVOURABLE[rating]) else "bad_opinion")
            if draws.chance(0.2):
                said = f"{say('link')} {said}"
            views.append(said)
            used |= {(_TWINS[rule], number) for rule, number in used if rule in _TWINS}
        words += len(said.split())
    paragraphs = [" ".join(part) for part in (opening + plot, views, verdict) if part]
    text = _break(draws).join(tidy(part) for part in paragraphs)
    for role in ("actor", "other", "director"):
        text = _by_last_name(text, film.names[role])
    return text


def _by_last_name(text: str, name: str) -> str:
    """Leave the first name out after the first mention."""
    before, found, after = text.partition(name)
    return before + found + after.replace(name, name.split()[-1])


def _break(draws: Draws) -> str:
    return "<br /><br />" if draws.chance(0.55) else " "


def _rated(draws: Draws, rating: int) -> str:
    return draws.pick((f"{rating}/10.", f"{rating} out of 10.", f"I give it {rating} out of 10."))


def _card(size: int) -> Card:
    return Card(
        title="Film reviews, positive and negative (simulated)",
        summary="One row is one review of a film that does not exist. The task is to tell whether it is positive.",
        source=(
            "Made by this course, after the Large Movie Review Dataset of A. L. Maas and others (2011), whose reviews "
            "are from IMDb; no sentence is from there. A review has a film with a quality, a rating, an opening, bits "
            "of plot, opinions, remarks and mostly a verdict, each from a grammar. The rating decides how probable it "
            "is that an opinion is favourable (10 % for 1 star, 90 % for 10)."
        ),
        licence="CC0 1.0 (made by this course)",
        rows=size,
        columns=(Column("review", f"the text, {_LEAST} to {_MOST} words, an object array of str", "text"),),
        target=(
            f"0 negative ({size - size // 2:,} reviews, 1 to 4 stars), 1 positive ({size // 2:,}, 7 to 10 stars); a "
            "few more or fewer because of the repeated ones. extras['rating'] has the stars."
        ),
        problems=(
            "Reviews with 5 or 6 stars are left out, as in the original: the task is easier than in life.",
            (
                "Words of praise do not mean a positive review: negation ('never boring'), contrast ('dull, but "
                "moving' against 'moving, but dull'), irony and plots ('a terrible secret') see to that. Counting good "
                "and bad words is right in about 70 % of cases."
            ),
            "Reviews are mixed: most find something to praise and something to blame.",
            "Some verdicts tell the rating ('3/10'): leave the numbers out to see what the words alone can do.",
            (
                "Names leak: good films have more positive reviews, so a model learns titles and actors. "
                "extras['film'] holds the film, for a split in which no film is in both parts."
            ),
            "Line breaks are there as HTML, '<br /><br />', and have to be removed.",
            "Fewer than one review in a hundred is there twice, word for word.",
        ),
        harm=(
            "Nobody directly: films and names are invented. Where a model of opinions decides what is shown or who is "
            "paid, those whose way of praising it does not understand lose."
        ),
        kind="simulated",
    )
