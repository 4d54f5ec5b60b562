"""Tables of passengers, penguins and ratings."""

from __future__ import annotations

import csv
from io import BytesIO
from pathlib import Path

from mlcourse.datasets.card import Card
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.fetching import fetch
from mlcourse.datasets.originals import files
from mlcourse.datasets.originals._archives import zip_member
from mlcourse.datasets.originals._schema import columns_of

PENGUIN_SPECIES = ("Adelie", "Gentoo", "Chinstrap")


def titanic() -> Dataset:
    """Fetch the passengers of the Titanic."""
    return parse_titanic(fetch(files.TITANIC, "titanic"))


def penguins() -> Dataset:
    """Fetch the penguins of the Palmer archipelago."""
    return parse_penguins(fetch(files.PENGUINS, "penguins"))


def parse_titanic(path: Path) -> Dataset:
    """Read the passengers from Kaggle's table."""
    import pandas as pd

    table = pd.read_csv(path)
    columns = columns_of("titanic")
    frame = table[[column.name for column in columns]].copy()
    return Dataset(
        name="titanic",
        data=frame,
        target=table["Survived"].to_numpy("int64"),
        feature_names=tuple(frame.columns),
        target_names=("died", "survived"),
        card=Card(
            title="Passengers of the Titanic",
            summary="One row is one passenger. The task is to tell who survived.",
            source=(
                "Kaggle, competition 'Titanic: Machine Learning from Disaster', training part (2012), "
                "https://www.kaggle.com/c/titanic; the list goes back to Encyclopedia Titanica. Fetched from a copy "
                "on GitHub."
            ),
            licence="not stated",
            rows=len(frame),
            columns=columns,
            target="0 died (549), 1 survived (342)",
            problems=(
                "Age is missing for a fifth of the passengers (177), more often in the third class.",
                (
                    "Cabin is missing for 77 %, and it is known more often for those who survived: a gap tells "
                    "something."
                ),
                "Embarked is missing for two women of the first class, both of whom survived.",
                (
                    "People of one ticket belong together and share their fate: a random split puts kin on both "
                    "sides. Fare is the price of the ticket, so it grows with the party."
                ),
                "Fares are skewed: three people paid 512 pounds, and fifteen men nothing.",
                "These are 891 of 1,309 passengers; the crew, of whom most died, is not in the list.",
                "PassengerId means nothing; a model may still learn it by heart.",
            ),
            harm=(
                "These are real people, by name, and most of them died. Wealth and sex decided who got a place; a "
                "model repeats this and must not be read as who deserves to be saved."
            ),
            kind="fetched",
        ),
    )


def parse_penguins(path: Path) -> Dataset:
    """Read the birds from the table of the R package palmerpenguins."""
    import pandas as pd

    table = pd.read_csv(path)
    columns = columns_of("penguins")
    frame = table[[column.name for column in columns]].copy()
    species = pd.Categorical(table["species"], categories=list(PENGUIN_SPECIES))
    return Dataset(
        name="penguins",
        data=frame,
        target=species.codes.astype("int64"),
        feature_names=tuple(frame.columns),
        target_names=PENGUIN_SPECIES,
        card=Card(
            title="Palmer penguins",
            summary="One row is one bird. The task is to tell three species of penguins by four measurements.",
            source=(
                "Measured by K. B. Gorman and the Palmer Station Antarctica LTER, 2007-2009 (Gorman, Williams and "
                "Fraser, PLoS ONE 9, 2014, e90081); R package palmerpenguins by A. M. Horst, A. P. Hill and "
                "K. B. Gorman, https://allisonhorst.github.io/palmerpenguins."
            ),
            licence="CC0 1.0",
            rows=len(frame),
            columns=columns,
            target="species: 0 Adelie (152), 1 Gentoo (124), 2 Chinstrap (68)",
            problems=(
                "Two birds have no measurements at all, and the sex of eleven is missing.",
                (
                    "Gentoo live on Biscoe only and Chinstrap on Dream only: island tells half of the answer, and a "
                    "model that uses it fails on another island."
                ),
                (
                    "Over all birds, a longer bill goes with a shallower one; within each species it is the other way "
                    "round (Simpson's paradox)."
                ),
                "The rows are ordered by species: a split without shuffling leaves species out of one part.",
                "Almost any method gets more than 95 % right, so the set does not show which method is better.",
            ),
            harm="Nobody directly: there are no people in it.",
            kind="fetched",
        ),
    )


def movie_ratings() -> Dataset:
    """Fetch the ratings of films."""
    return parse_movie_ratings(fetch(files.MOVIE_RATINGS, "movie-ratings"))


def parse_movie_ratings(path: Path) -> Dataset:
    """Read ratings, films and people from the archive of GroupLens."""
    import pandas as pd

    def table(name: str, separator: str, columns: list[str]) -> pd.DataFrame:
        content = BytesIO(zip_member(path, f"ml-100k/{name}"))
        # No quoting: titles have quotation marks in the middle. Nothing is missing but what is empty.
        return pd.read_csv(
            content,
            sep=separator,
            header=None,
            names=columns,
            encoding="latin-1",
            quoting=csv.QUOTE_NONE,
            keep_default_na=False,
            na_values=[""],
        )

    columns = columns_of("movie_ratings")
    ratings = table("u.data", "\t", ["user", "movie", "rating", "timestamp"])
    users = table("u.user", "|", ["user", "age", "gender", "occupation", "zip"]).drop(columns="zip")
    genres = table("u.genre", "|", ["genre", "number"])["genre"].tolist()
    movies = table("u.item", "|", ["movie", "title", "released", "video", "address", *genres])
    marked = movies[genres].to_numpy() == 1
    frame = ratings[[column.name for column in columns]].copy()
    return Dataset(
        name="movie-ratings",
        data=frame,
        target=ratings["rating"].to_numpy("float64"),
        feature_names=tuple(frame.columns),
        target_names=("rating",),
        card=Card(
            title="MovieLens 100K",
            summary=(
                f"One row is one rating: {len(users):,} people rated {len(movies):,} films. The task is to predict the "
                "rating."
            ),
            source=(
                "GroupLens, University of Minnesota, from the site MovieLens, September 1997 to April 1998: "
                "F. M. Harper and J. A. Konstan, The MovieLens datasets: history and context, ACM Transactions on "
                "Interactive Intelligent Systems 5 (2015), https://grouplens.org/datasets/movielens/100k. "
                "extras['movies'] has movie, title, year and genres (joined by '|'); extras['users'] has user, age, "
                "gender and occupation."
            ),
            licence=(
                "GroupLens's own: for research, with acknowledgement; no redistribution and no commercial use without "
                "permission"
            ),
            rows=len(frame),
            columns=columns,
            target="rating: 1, 2, 3, 4 or 5 stars, as a floating-point number",
            problems=(
                (
                    "What is missing is not missing at random: people rate what they expect to like. An average over "
                    "the ratings is too kind to films that only their friends saw."
                ),
                "People with fewer than 20 ratings, or without age, gender and occupation, were left out.",
                "A long tail: a few films have hundreds of ratings, and many fewer than five.",
                (
                    "Most people rated all their films in one sitting: a random split shows a person's future; split "
                    "by time."
                ),
                "New people and new films have no ratings (cold start).",
                "Some films are in the catalogue twice, under two numbers; one is called 'unknown' and has no year.",
                "The people are of 1998, and about seven in ten are men.",
            ),
            harm=(
                "People: what somebody watches tells age, health, faith and politics, and ratings without names have "
                "been traced to persons. Makers of little-known films, whom a recommender of the popular hides."
            ),
            kind="fetched",
        ),
        extras={
            "movies": pd.DataFrame(
                {
                    "movie": movies["movie"],
                    "title": movies["title"],
                    "year": pd.to_numeric(movies["released"].str[-4:]),
                    "genres": ["|".join(name for name, has in zip(genres, row, strict=True) if has) for row in marked],
                }
            ),
            "users": users,
        },
    )
