"""The names under which data sets are known, and how each is loaded."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from importlib import import_module
from typing import Any

from mlcourse.datasets.dataset import Dataset
from mlcourse.errors import CourseError

SOURCES = ("bundled", "simulated", "original")
ENVIRONMENT_VARIABLE = "MLCOURSE_DATA"


@dataclass(frozen=True)
class Entry:
    """How one data set is had; each of them names a function as ``module:function`` within this package.

    Attributes
    ----------
    bundled : str
        Takes nothing and returns the real data, which are here.
    simulated : str
        Takes ``size`` and ``seed`` and returns the simulated stand-in.
    original : str
        Takes nothing and returns the real data, which are downloaded.
    size : int
        How many rows, images, texts … the simulated data have by default.
    """

    bundled: str = ""
    simulated: str = ""
    original: str = ""
    size: int = 0

    def offers(self) -> tuple[str, ...]:
        """Name the sources that it can be loaded from, the usual one first."""
        return tuple(source for source in SOURCES if getattr(self, source))


def _simulated(module: str, size: int, *, original: bool = False) -> Entry:
    name = module.rpartition(".")[2]
    return Entry(simulated=f"simulated.{module}:make", original=f"originals:{name}" if original else "", size=size)


def _bundled(module: str, function: str) -> Entry:
    return Entry(bundled=f"bundled.{module}:{function}")


_ENTRIES: dict[str, Entry] = {
    # tables
    "breast-cancer": _bundled("scikit_learn", "breast_cancer"),
    "card-fraud": _simulated("card_fraud", 50_000, original=True),
    "credit-default": _simulated("credit_default", 30_000, original=True),
    "credit-risk": _simulated("credit_risk", 1_000, original=True),
    "customer-segments": _simulated("customer_segments", 2_000),
    "diabetes": _bundled("scikit_learn", "diabetes"),
    "gapminder": _bundled("series", "gapminder"),
    "house-prices": _simulated("house_prices", 1_460, original=True),
    "iris": _bundled("scikit_learn", "iris"),
    "movie-ratings": _simulated("movie_ratings", 100_000, original=True),
    "penguins": _simulated("penguins", 344, original=True),
    "places": _simulated("places", 2_000),
    "titanic": _simulated("titanic", 891, original=True),
    "wine": _bundled("scikit_learn", "wine"),
    # series
    "air-passengers": _bundled("series", "air_passengers"),
    "co2": _bundled("series", "co2"),
    "light-curves": _simulated("light_curves", 1_000),
    "stock-prices": _simulated("stock_prices", 2_000),
    # images and sounds
    "cifar-10": _simulated("cifar_10", 5_000, original=True),
    "digits": _bundled("scikit_learn", "digits"),
    "mnist": _simulated("mnist", 6_000, original=True),
    "portraits": _simulated("portraits", 1_000),
    "sounds": _simulated("sounds", 500),
    # texts and sequences
    "dna": _simulated("dna", 3_000, original=True),
    "imdb": _simulated("imdb", 4_000, original=True),
    "spam": _simulated("spam", 5_574, original=True),
    "stories": _simulated("stories", 2_000),
    "translations": _simulated("translations", 5_000),
    # graphs
    "citations": _simulated("citations", 2_708, original=True),
    "karate-club": _bundled("graphs", "karate_club"),
}


def available() -> tuple[str, ...]:
    """Name the data sets that :func:`load` knows.

    Returns
    -------
    tuple of str
        In alphabetical order.

    Examples
    --------
    >>> "iris" in available()
    True
    """
    return tuple(sorted(_ENTRIES))


def load(name: str, *, source: str | None = None, size: int | None = None, seed: int = 0) -> Dataset:
    """Load a data set by its name.

    What comes with the course, or is simulated, needs no network, and that is what is loaded unless the original is
    asked for: so a lesson shows the same numbers everywhere.

    Parameters
    ----------
    name : str
        One of :func:`available`. Capitals do not matter, and ``_`` and spaces count as ``-``.
    source : str, optional
        ``"bundled"``, ``"simulated"`` or ``"original"``, which is downloaded when it is first used and kept. Without
        it, the first of these three that there is; the environment variable ``MLCOURSE_DATA=original`` asks for
        originals wherever there are some.
    size : int, optional
        How many rows, images or texts; for simulated data only.
    seed : int
        For simulated data: another seed gives other data of the same kind.

    Returns
    -------
    Dataset
        Data, target and card.

    Raises
    ------
    CourseError
        If there is no such data set (the message names those that are spelt alike), it is not to be had from this
        source, the size or seed makes no sense, or a download fails.

    Examples
    --------
    >>> load("wine").data.shape
    (178, 13)
    """
    key = _key(name)
    entry = _ENTRIES[key]
    chosen = _source(key, entry, source)
    if chosen != "simulated" and size is not None:
        raise CourseError(f"{key!r} has the size that it has: leave `size` out, or ask for source='simulated'.")
    loader = _function(getattr(entry, chosen))
    if chosen != "simulated":
        dataset: Dataset = loader()
    else:
        dataset = loader(_whole(entry.size if size is None else size, "size", 1), _whole(seed, "seed", 0))
    return replace(dataset, name=key)


def sources(name: str) -> tuple[str, ...]:
    """Name the sources that a data set can be loaded from, the usual one first.

    Parameters
    ----------
    name : str
        One of :func:`available`.

    Returns
    -------
    tuple of str
        Of ``"bundled"``, ``"original"`` and ``"simulated"``: what `load` takes as its source.

    Raises
    ------
    CourseError
        If there is no such data set.

    Examples
    --------
    >>> sources("iris")
    ('bundled',)
    """
    return _ENTRIES[_key(name)].offers()


def _key(name: str) -> str:
    if not isinstance(name, str):
        raise CourseError(f"A data set is loaded by its name, a text, not by {name!r}. There are: {_names()}.")
    key = "-".join(name.lower().replace("_", " ").replace("-", " ").split())
    if key not in _ENTRIES:
        alike = get_close_matches(key, _ENTRIES, n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(repr(match) for match in alike)}?" if alike else f"There are: {_names()}."
        raise CourseError(f"There is no data set {name!r}. {hint}")
    return key


def _source(key: str, entry: Entry, wish: str | None) -> str:
    offers = entry.offers()
    if wish is None:
        general = os.environ.get(ENVIRONMENT_VARIABLE, "").strip().lower()
        return general if general in offers else offers[0]
    if wish not in offers:
        raise CourseError(f"{key!r} can be loaded from {' or '.join(map(repr, offers))}, not from {wish!r}.")
    return wish


def _whole(number: object, what: str, least: int) -> int:
    if isinstance(number, bool) or not hasattr(number, "__index__") or int(number) < least:
        raise CourseError(f"`{what}` is {number!r}; it must be a whole number from {least}.")
    return int(number)


def _function(target: str) -> Callable[..., Any]:
    module, _, name = target.partition(":")
    function: Callable[..., Any] = getattr(import_module(f"mlcourse.datasets.{module}"), name)
    return function


def _names() -> str:
    return ", ".join(available())
