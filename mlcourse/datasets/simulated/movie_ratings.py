"""Ratings of films like MovieLens 100K, with invented people and films.

The process: films have a year, one to three genres, a quality and a fame, both of which go together; people have a
severity, tastes for genres that go with age a little, and hidden tastes that no genre names. How much a person likes a
film is the sum of a mean, the severity, the quality and the inner product of tastes, so that the matrix has a low
rank. People do not rate at random: they pick well-known films, and films of which they expect to like them; so the
missing ratings are not like those that are there. A rating is the liking with noise, rounded to 1 to 5. Most people
rate all their films in one or two sittings, and become a little more severe from film to film.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlcourse.datasets.card import Card
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._tables import LICENCE, Array, described, pick

if TYPE_CHECKING:
    import pandas as pd

_PER_USER = 106
_FILMS = 1682
_FIRST, _LAST = 874_724_710, 893_286_638

# Genre: how many of 1,682 films, how much better than others, how much the old like it more than the young.
_GENRES: dict[str, tuple[int, float, float]] = {
    "Drama": (725, 0.14, 0.25),
    "Comedy": (505, -0.06, -0.10),
    "Action": (251, -0.05, -0.25),
    "Thriller": (251, 0.0, -0.05),
    "Romance": (247, 0.04, 0.10),
    "Adventure": (135, -0.02, -0.10),
    "Children": (122, -0.15, 0.0),
    "Crime": (109, 0.10, 0.05),
    "Sci-Fi": (101, 0.0, -0.25),
    "Horror": (92, -0.25, -0.30),
    "War": (71, 0.22, 0.20),
    "Mystery": (61, 0.10, 0.10),
    "Musical": (56, 0.0, 0.25),
    "Documentary": (50, 0.12, 0.10),
    "Animation": (42, 0.06, -0.15),
    "Western": (27, 0.08, 0.25),
    "Film-Noir": (24, 0.35, 0.20),
    "Fantasy": (22, -0.15, -0.10),
}
_OCCUPATIONS = {
    "student": 196,
    "other": 105,
    "educator": 95,
    "administrator": 79,
    "engineer": 67,
    "programmer": 66,
    "librarian": 51,
    "writer": 45,
    "executive": 32,
    "scientist": 31,
    "artist": 28,
    "technician": 27,
    "healthcare": 16,
    "retired": 14,
    "homemaker": 7,
}
_FIRST_WORDS = [
    "Silent",
    "Golden",
    "Last",
    "Broken",
    "Hidden",
    "Crimson",
    "Distant",
    "Midnight",
    "Paper",
    "Burning",
    "Secret",
    "Lonely",
    "Electric",
    "Winter",
    "Forgotten",
    "Velvet",
    "Iron",
    "Blue",
    "Savage",
    "Gentle",
    "Hollow",
    "Crooked",
    "Bright",
    "Stolen",
    "Endless",
    "Wild",
    "Quiet",
    "Scarlet",
    "Second",
    "Perfect",
    "Strange",
    "Northern",
    "Glass",
    "Falling",
    "Bitter",
    "Lucky",
    "Invisible",
    "Long",
    "Rusty",
    "Silver",
]
_SECOND_WORDS = [
    "Harbour",
    "River",
    "Garden",
    "Train",
    "Promise",
    "Letter",
    "Summer",
    "Kingdom",
    "Witness",
    "Bridge",
    "Orchard",
    "Stranger",
    "Empire",
    "Waltz",
    "Detective",
    "Lighthouse",
    "Frontier",
    "Carnival",
    "Daughter",
    "Horizon",
    "Mirror",
    "Station",
    "Island",
    "Symphony",
    "Shadow",
    "Circus",
    "Voyage",
    "Heist",
    "Valley",
    "Machine",
    "Wedding",
    "Planet",
    "Nightmare",
    "Colonel",
    "Rebel",
    "Dancer",
    "Puzzle",
    "Storm",
    "Canyon",
    "Affair",
]
_PATTERNS = (
    "{a} {b}, The",
    "{a} {b}",
    "{b} of the {a} {c}, The",
    "{a} {b} in {c} Street, A",
    "My {a} {b}",
    "{b} and {c}",
)


def make(size: int, seed: int) -> Dataset:
    """Simulate ratings of films, with people and films in the usual proportion.

    Parameters
    ----------
    size : int
        The number of ratings.
    seed : int
        Another seed gives other people and films.

    Returns
    -------
    Dataset
        A table of shape (size, 3), and the ratings. ``extras["movies"]`` has a row for each film (movie, title, year,
        genres), ``extras["users"]`` one for each person (user, age, gender, occupation).

    Examples
    --------
    >>> make(100, 0).data.shape
    (100, 3)
    """
    import pandas as pd

    rng = np.random.default_rng([seed, 108])
    people = -(-size // _PER_USER)
    films = max(300, round(_FILMS * np.sqrt(size / 100_000)))
    movies, genres, quality, fame = _films(rng, films)
    users, severity, tastes, openness = _people(rng, people)
    hidden_people, hidden_films = rng.normal(0, 0.33, (people, 4)), rng.normal(0, 0.68, (films, 4))
    person_side = np.column_stack([tastes, hidden_people])
    film_side = np.column_stack([genres / np.sqrt(genres.sum(axis=1, keepdims=True)), hidden_films])

    counts = _counts(rng, people, films, size)
    rows, columns = _chosen(rng, counts, person_side, film_side, quality, fame)
    sitting, place = _sittings(rng, counts)
    liking = (
        3.10
        + severity[rows]
        + quality[columns]
        + (person_side[rows] * film_side[columns]).sum(axis=1)
        - 0.12 * place
        + rng.normal(0, 0.86, size) * openness[rows]
    )
    rating = np.clip(np.round(liking), 1, 5)
    order = rng.permutation(size)
    frame = (
        pd.DataFrame({"user": rows + 1, "movie": columns + 1, "timestamp": sitting}).iloc[order].reset_index(drop=True)
    )
    return Dataset(
        name="movie-ratings",
        data=frame,
        target=rating[order],
        feature_names=tuple(frame.columns),
        target_names=("rating",),
        card=_card(size, people, films),
        extras={"movies": movies, "users": users},
    )


def _films(rng: np.random.Generator, films: int) -> tuple[pd.DataFrame, Array, Array, Array]:
    """Make the table of films, their genres (0 or 1, of shape (films, 18)), quality and fame."""
    import pandas as pd

    facts = np.array(list(_GENRES.values()))
    wishes = rng.gumbel(size=(films, len(facts))) + np.log(facts[:, 0])
    ranks = (-wishes).argsort(axis=1).argsort(axis=1)
    genres = (ranks < 1 + pick(rng, [0.50, 0.33, 0.17], films)[:, None]).astype(float)
    recent = rng.random(films) < 0.72
    year = np.where(
        recent, 1998 - np.minimum(rng.geometric(0.33, films), 8), np.round(1991 - rng.gamma(1.5, 11, films))
    )
    year = np.maximum(year, 1922).astype(int)
    quality = 0.42 * rng.normal(size=films) + genres @ facts[:, 1] / genres.sum(axis=1)
    # Old films that are still shown are good ones.
    quality = quality + np.where(recent, 0.0, 0.28)
    # A long tail: few films everybody knows, many that hardly anybody does; good ones are known better.
    fame = 1.45 * rng.normal(size=films) + 1.05 * quality - 0.25 * (genres[:, list(_GENRES).index("Documentary")] > 0)
    titles = _titles(rng, films)
    names = np.array(list(_GENRES))
    table = pd.DataFrame(
        {
            "movie": np.arange(1, films + 1),
            "title": [f"{title} ({when})" for title, when in zip(titles, year, strict=True)],
            "year": year,
            "genres": ["|".join(sorted(names[row > 0])) for row in genres],
        }
    )
    # A few films are in the catalogue twice, under two numbers.
    for film in np.flatnonzero(rng.random(films) < 0.010):
        other = int(rng.integers(films))
        table.loc[film, ["title", "year", "genres"]] = table.loc[other, ["title", "year", "genres"]]
        genres[film], quality[film] = genres[other], quality[other]
    return table, genres, quality, fame


def _titles(rng: np.random.Generator, films: int) -> list[str]:
    """Invent a title for each film; where the words run out, films have sequels."""
    titles: list[str] = []
    seen: dict[str, int] = {}
    for _ in range(films):
        a, b, c = (int(number) for number in rng.integers(0, 40, 3))
        pattern = _PATTERNS[int(rng.integers(0, 8)) % 6]
        title = pattern.format(a=_FIRST_WORDS[a], b=_SECOND_WORDS[b], c=_SECOND_WORDS[c if c != b else c - 1])
        seen[title] = seen.get(title, 0) + 1
        titles.append(title if seen[title] == 1 else f"{title} {seen[title]}")
    return titles


def _people(rng: np.random.Generator, people: int) -> tuple[pd.DataFrame, Array, Array, Array]:
    """Make the table of people, their severity, tastes (people, 18) and how widely they spread their ratings."""
    import pandas as pd

    job = np.array(list(_OCCUPATIONS), dtype=object)[pick(rng, list(_OCCUPATIONS.values()), people)]
    usual = np.select([job == "student", job == "retired"], [22.0, 64.0], 37.0)
    age = np.clip(np.round(usual * np.exp(rng.normal(0, 0.22, people))), 8, 73).astype(int)
    users = pd.DataFrame(
        {
            "user": np.arange(1, people + 1),
            "age": age,
            "gender": np.where(rng.random(people) < np.where(job == "librarian", 0.45, 0.73), "M", "F").astype(object),
            "occupation": job,
        }
    )
    older = (age - 34) / 14
    tastes = rng.normal(0, 0.25, (people, len(_GENRES))) + np.outer(
        older, [0.6 * old for _, _, old in _GENRES.values()]
    )
    return users, rng.normal(0, 0.43, people), tastes, np.exp(rng.normal(0, 0.25, people))


def _counts(rng: np.random.Generator, people: int, films: int, size: int) -> Array:
    """Share the ratings out: most people have rated some dozens of films, a few many hundreds."""
    weight = np.exp(rng.normal(0, 1.05, people))
    most = films // 2
    base = min(20, size // people)
    counts = base + np.floor((size - base * people) * weight / weight.sum()).astype(int)
    counts = np.minimum(counts, most)
    # What is left over goes to those who have fewest; the total then is exact.
    while (rest := size - int(counts.sum())) > 0:
        free = np.flatnonzero(counts < most)
        chosen = rng.permutation(free)[:rest]
        counts[chosen] += np.minimum(max(1, rest // max(1, len(free))), most - counts[chosen])
    return np.asarray(counts)


def _chosen(
    rng: np.random.Generator, counts: Array, person_side: Array, film_side: Array, quality: Array, fame: Array
) -> tuple[Array, Array]:
    """Choose who rates what: well-known films, and those that people expect to like; no film twice."""
    rows = np.repeat(np.arange(len(counts)), counts)
    parts = []
    for start in range(0, len(counts), 1000):
        here = slice(start, start + 1000)
        wish = (person_side[here] @ film_side.T + quality) * 0.8 + fame
        wish = wish + rng.gumbel(size=wish.shape)
        most = int(counts[here].max())
        best = np.argpartition(-wish, min(most, wish.shape[1] - 1), axis=1)[:, :most]
        best = np.take_along_axis(best, np.argsort(-np.take_along_axis(wish, best, axis=1), axis=1), axis=1)
        parts.append(best[np.arange(most) < counts[here, None]])
    return rows, np.concatenate(parts)


def _sittings(rng: np.random.Generator, counts: Array) -> tuple[Array, Array]:
    """Tell when each rating was made (seconds of Unix time), and its place among the person's own, from 0 to 1."""
    rows = np.repeat(np.arange(len(counts)), counts)
    place = (np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)) / np.repeat(
        np.maximum(counts, 1), counts
    )
    begin = rng.uniform(_FIRST, _LAST - 40 * 86_400, len(counts))
    again = np.where(rng.random(len(counts)) < 0.35, rng.uniform(0.3, 0.9, len(counts)), 2.0)
    gap = rng.exponential(12 * 86_400, len(counts))
    seconds = rng.exponential(22, len(rows))
    passed = np.cumsum(seconds)
    passed = passed - np.repeat((passed - seconds)[np.cumsum(counts) - counts], counts) if len(rows) else passed
    when = begin[rows] + passed + np.where(place > again[rows], np.minimum(gap, 39 * 86_400)[rows], 0)
    return np.floor(when).astype(np.int64), place


def _card(size: int, people: int, films: int) -> Card:
    return Card(
        title="Ratings of films like MovieLens 100K (simulated)",
        summary=f"One row is one rating: {people:,} people rated {films:,} films. The task is to predict the rating.",
        source=(
            "Made by a random process in the form of MovieLens 100K (GroupLens, 1998); people, films and titles are "
            "invented. The liking is a mean, the person's severity, the film's quality and an inner product of tastes "
            "with genres and four hidden factors, with noise. People rate well-known films, and films that they "
            'expect to like. extras["movies"] has movie, title, year and genres (joined by "|"); extras["users"] has '
            "user, age, gender and occupation."
        ),
        licence=LICENCE,
        rows=size,
        columns=described(
            ("user", 'number of the person, as in extras["users"]', "no unit"),
            ("movie", 'number of the film, as in extras["movies"]', "no unit"),
            ("timestamp", "when the rating was made", "seconds since 1970-01-01 UTC"),
        ),
        target="rating: 1, 2, 3, 4 or 5 stars, as a floating-point number",
        problems=(
            (
                "What is missing is not missing at random: people rate what they expect to like. An average over the "
                "ratings is too kind to films that only their friends saw."
            ),
            "A long tail: a tenth of the films has half of the ratings, and many have fewer than five.",
            "Some people rate everything with 4 or 5, others hardly ever: compare with a baseline of both biases.",
            "Most people rated all their films in one sitting: a random split shows a person's future; split by time.",
            "New people and new films have no ratings (cold start).",
            "A few films are in the catalogue twice, under two numbers with the same title.",
            (
                "A small error in stars says little about a good list of recommendations: nobody rates the films that "
                "a recommender never shows."
            ),
        ),
        harm=(
            "People: what somebody watches tells age, health, faith and politics, and ratings without names have been "
            "traced to persons. Makers of little-known films, whom a recommender of the popular hides."
        ),
        kind="simulated",
    )
