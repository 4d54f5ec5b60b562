"""Simulated short stories for language models: few words, but a memory is needed to write them.

The process: a story has a hero, a friend, an animal, a thing with a colour and a place, and one of eight plots. They
are fixed at the start and come back until the end: who lost the red ball finds the red ball, who has five apples and
gives two away has three, who walks past the mill, the well and the bridge comes home past the bridge, the well and the
mill. Pronouns agree with names, verbs with their subjects across a clause, and what is said stands in quotation marks
that are closed. So there is much to predict beyond the last two words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mlcourse.datasets.card import Card, Column
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._grammar import Draws, texts_array, tidy

_OWN_NUMBER = 4303
_START = re.compile(r'(^"?|[.!?] "?|(?:said|asked \w+), ")([a-z])')
_LEAST, _MOST = 40, 120  # words
_GIRLS = ("Anna", "Lily", "Mia", "Sara", "Nina", "Ella", "Rosa", "Emma")
_BOYS = ("Tom", "Ben", "Max", "Leo", "Sam", "Tim", "Paul", "Finn")
_ANIMALS = ("dog", "cat", "bird", "rabbit", "duck", "pony", "mouse", "goat")
_THINGS = ("ball", "hat", "kite", "book", "boat", "drum", "cup", "doll", "lamp", "bell", "bag", "key")
_COLOURS = ("red", "blue", "green", "yellow", "white", "black", "brown")
_PLACES = ("park", "garden", "forest", "farm", "beach", "school", "market", "village")
_SIGHTS = ("mill", "well", "bridge", "church", "pond", "barn", "tower", "shop")
_SPOTS = (
    "under the bed",
    "behind the door",
    "in the box",
    "on the table",
    "under the tree",
    "behind the wall",
    "in the grass",
)
_FOOD = ("apple", "cake", "egg", "pear", "nut", "plum", "carrot", "sweet")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MOODS = ("happy", "proud", "glad", "tired")
_NATURES = ("kind", "brave", "funny", "clever", "shy", "strong", "quiet", "small")
_PLURALS = {"mouse": "mice", "pony": "ponies"}


@dataclass(frozen=True)
class _Cast:
    """Who and what is in a story."""

    hero: str
    friend: str
    animal: str
    thing: str
    colour: str
    place: str

    @property
    def he(self) -> str:
        return "she" if self.hero in _GIRLS else "he"

    @property
    def him(self) -> str:
        return "her" if self.hero in _GIRLS else "him"

    @property
    def his(self) -> str:
        return "her" if self.hero in _GIRLS else "his"

    @property
    def child(self) -> str:
        return "girl" if self.hero in _GIRLS else "boy"

    @property
    def friend_he(self) -> str:
        return "she" if self.friend in _GIRLS else "he"

    @property
    def object(self) -> str:
        return f"{self.colour} {self.thing}"


def make(size: int, seed: int) -> Dataset:
    """Make short stories.

    Parameters
    ----------
    size : int
        How many stories.
    seed : int
        The same size and seed give the same stories.

    Returns
    -------
    Dataset
        ``data`` is an object array of str of shape (size,); there is no target. ``extras`` has for every story its
        ``"hero"``, ``"friend"``, ``"object"`` (such as "red ball") and ``"place"``, object arrays of str of shape
        (size,), and the name of its ``"plot"``.

    Examples
    --------
    >>> make(100, 0).data.shape
    (100,)
    """
    draws = Draws(np.random.default_rng([seed, _OWN_NUMBER]))
    casts = [_cast(draws) for _ in range(size)]
    plots = [draws.pick(tuple(_PLOTS)) for _ in range(size)]
    texts = [_story(draws, cast, plot) for cast, plot in zip(casts, plots, strict=True)]
    return Dataset(
        name="stories",
        data=texts_array(texts),
        target=None,
        feature_names=(),
        target_names=(),
        card=_card(size),
        extras={
            "hero": texts_array([cast.hero for cast in casts]),
            "friend": texts_array([cast.friend for cast in casts]),
            "object": texts_array([cast.object for cast in casts]),
            "place": texts_array([cast.place for cast in casts]),
            "plot": texts_array(plots),
        },
    )


def _cast(draws: Draws) -> _Cast:
    hero, friend = draws.sample((*_GIRLS, *_BOYS), 2)
    return _Cast(hero, friend, *(draws.pick(each) for each in (_ANIMALS, _THINGS, _COLOURS, _PLACES)))


def _story(draws: Draws, cast: _Cast, plot: str) -> str:
    """Put a story together: a long one has a second plot, and descriptions fill it up."""
    events = _PLOTS[plot](draws, cast)
    closing = [_ending(draws, cast, owns=plot in _THING_PLOTS)]
    opening = [_once(draws, cast), _friends(draws, cast)]
    wanted = draws.between(_LEAST, _MOST)

    def words() -> int:
        return sum(len(part.split()) for part in (*opening, *events, *closing))

    if words() + 35 < wanted:
        second = _PLOTS[draws.pick([name for name in _SECOND_PLOTS if name != plot])](draws, cast)
        second[0] = f"{draws.pick(('the next day', 'after that', 'then', 'later'))} {second[0]}"
        if words() + sum(len(part.split()) for part in second) <= _MOST:
            events += second
    descriptions = _descriptions(draws, cast)
    while words() < wanted and descriptions:
        more = descriptions.pop()
        if words() + len(more.split()) <= _MOST:
            opening.append(more)
    return " ".join(_capitals(tidy(part)) for part in (*opening, *events, *closing))


def _capitals(text: str) -> str:
    """Begin with a capital what is said, too."""
    return _START.sub(lambda match: match[1] + match[2].upper(), text)


def _plural(noun: str) -> str:
    return _PLURALS.get(noun, noun + "s")


def _once(draws: Draws, cast: _Cast) -> str:
    nature = draws.pick(_NATURES)
    start = draws.pick(("once there was", "one day there was", "there once was"))
    return draws.pick(
        (
            f"{start} a {nature} {cast.child} named {cast.hero}.",
            f"{cast.hero} was a {nature} {cast.child} and lived near the {cast.place}.",
            f"{start} a {cast.child}. {cast.his} name was {cast.hero}, and {cast.he} was very {nature}.",
        )
    )


def _friends(draws: Draws, cast: _Cast) -> str:
    return draws.pick(
        (
            f"{cast.his} friend {cast.friend} lived near the {draws.pick(_SIGHTS)} with a {cast.animal}.",
            f"{cast.hero} and {cast.friend} were friends, and they liked to play in the {cast.place}.",
            f"{cast.he} had a friend. the name of the friend was {cast.friend}.",
            f"{cast.friend} was {cast.his} best friend.",
        )
    )


def _descriptions(draws: Draws, cast: _Cast) -> list[str]:
    animals = _plural(cast.animal)
    many = draws.chance(0.5)
    children = draws.pick(("boys", "girls", "children"))
    nature = draws.pick(_NATURES)
    return [
        # The verb at the end agrees with the first noun, not with the one next to it.
        f"the {animals} that {cast.hero} saw near the {cast.place} were {draws.pick(_COLOURS)}."
        if many
        else f"the {cast.animal} that the {children} saw near the {cast.place} was {draws.pick(_COLOURS)}.",
        f"{cast.hero} liked {cast.object}s, and {cast.friend} liked {draws.pick(_COLOURS)} {cast.thing}s.",
        f"the sun was {draws.pick(('warm', 'high', 'bright'))}, and the {children} of the {cast.place} were outside.",
        f"{cast.friend} was {nature}, but {cast.friend_he} was not as {nature} as {cast.hero}.",
    ]


def _lost(draws: Draws, cast: _Cast) -> list[str]:
    spots = draws.sample(_SPOTS, 3)
    told = [f"one day {cast.hero} could not find the {cast.object}."]
    told += [f"{cast.he} looked {spot}, but the {cast.thing} was not {spot}." for spot in spots[:2]]
    return [
        *told,
        f'{cast.hero} asked {cast.friend}, "where is my {cast.object}?"',
        f'{cast.friend} said, "it is {spots[2]}."',
        f"{cast.he} looked {spots[2]}, and the {cast.object} was {spots[2]}.",
    ]


def _sharing(draws: Draws, cast: _Cast) -> list[str]:
    food = draws.pick(_FOOD)
    has = draws.between(3, 10)
    gives = draws.between(1, has - 1)

    def some(count: int) -> str:
        return f"{_NUMBERS[count]} {food if count == 1 else food + 's'}"

    return [
        f"{cast.hero} had {some(has)}, and {cast.friend} had no {food}s.",
        f'{cast.friend} said, "I am hungry. can I have {some(gives)}?"',
        f"{cast.hero} gave {some(gives)} to {cast.friend}.",
        f"now {cast.friend} had {some(gives)}, and {cast.hero} had {some(has - gives)}.",
    ]


def _lending(draws: Draws, cast: _Cast) -> list[str]:
    others = [name for name in (*_GIRLS, *_BOYS) if name not in (cast.hero, cast.friend)]
    chain = [cast.hero, cast.friend, *draws.sample(others, draws.between(1, 2))]
    there = [f"{giver} gave the {cast.object} to {taker}." for giver, taker in pairwise(chain)]
    # It comes back along the same way, so that the story is to be remembered from its end to its start.
    back = [f"{taker} gave the {cast.thing} back to {giver}." for giver, taker in reversed(list(pairwise(chain)))]
    middle = f"{chain[-1]} played with the {cast.object} all day."
    return [f"{cast.hero} had a {cast.object}.", *there, middle, *back]


def _walk(draws: Draws, cast: _Cast) -> list[str]:
    sights = draws.sample(_SIGHTS, draws.between(2, 3))
    there = ", then past ".join(f"the {sight}" for sight in sights)
    back = ", then past ".join(f"the {sight}" for sight in reversed(sights))
    return [
        f"{cast.hero} wanted to see the {cast.animal} in the {cast.place}.",
        f"{cast.he} went past {there}, and came to the {cast.place}.",
        f'the {cast.animal} was there. "hello, {cast.animal}," said {cast.hero}.',
        f"when it was dark, {cast.he} went home past {back}.",
    ]


def _helping(draws: Draws, cast: _Cast) -> list[str]:
    spot = draws.pick(_SIGHTS)
    food = draws.pick(_FOOD)
    state = draws.pick(("cold", "hungry", "sad"))
    return [
        f"near the {spot} {cast.hero} saw a {cast.animal}. the {cast.animal} was {state}.",
        f'"do not cry, little {cast.animal}," said {cast.hero}.',
        f"{cast.he} gave the {cast.animal} a {food}, and the {cast.animal} ate the {food}.",
        f"the next day the {cast.animal} came back to the {spot} with a {cast.object} for {cast.hero}.",
    ]


def _naughty(draws: Draws, cast: _Cast) -> list[str]:
    parent = draws.pick(("mother", "father"))
    doing, done = draws.pick((("climb", "climbed"), ("touch", "touched"), ("jump over", "jumped over")))
    spot = draws.pick(("wall", "tree", "fence", "gate"))
    return [
        f'{cast.his} {parent} said, "do not {doing} the {spot}, {cast.hero}."',
        f"but {cast.hero} {done} the {spot}, and {cast.his} {cast.object} fell into the water.",
        f'{cast.hero} was sad. "I am sorry that I {done} the {spot}," {cast.he} said to {cast.his} {parent}.',
        f"{cast.his} {parent} was not angry and got the {cast.object} out of the water.",
    ]


def _guessing(draws: Draws, cast: _Cast) -> list[str]:
    wrong = draws.sample([thing for thing in _THINGS if thing != cast.thing], 2)
    told = [f'{cast.friend} said, "I have something {cast.colour} in my bag. what is it?"']
    told += [f'"is it a {thing}?" asked {cast.hero}. "no, it is not a {thing}," said {cast.friend}.' for thing in wrong]
    told.append(f'"is it a {cast.thing}?" asked {cast.hero}. "yes, it is a {cast.object}," said {cast.friend}.')
    told.append(f"then {cast.friend} gave the {cast.thing} to {cast.hero}.")
    return told


def _race(draws: Draws, cast: _Cast) -> list[str]:
    first, second = draws.sample((cast.hero, cast.friend), 2)
    sight = draws.pick(_SIGHTS)
    return [
        f'"I am faster than you," said {first} to {second}.',
        f'"no, I am faster than you," said {second} to {first}.',
        f"so {cast.hero} and {cast.friend} ran from the {cast.place} to the {sight}.",
        f"{second} came to the {sight} first, and {first} came second.",
        f'"you are faster than I am," said {first} to {second}, and gave {second} a {draws.pick(_FOOD)}.',
    ]


def _ending(draws: Draws, cast: _Cast, *, owns: bool) -> str:
    mood = draws.pick(_MOODS)
    endings = [
        f"{cast.hero} was {mood}, and {cast.friend} was {mood} too.",
        f'"thank you, {cast.friend}," said {cast.hero}. "thank you, {cast.hero}," said {cast.friend}.',
        f"{cast.hero} went home and told {cast.his} mother about the {cast.place}.",
    ]
    if owns:
        endings += [f"in the evening {cast.hero} was {mood}, and {cast.he} went to bed with the {cast.object}."] * 2
    return draws.pick(endings)


# In these the hero has the thing at the end.
_THING_PLOTS = ("lost", "lending", "helping", "naughty", "guessing")
# These may follow upon any other.
_SECOND_PLOTS = ("sharing", "walk", "race")
_PLOTS: dict[str, Callable[[Draws, _Cast], list[str]]] = {
    "lost": _lost,
    "sharing": _sharing,
    "lending": _lending,
    "walk": _walk,
    "helping": _helping,
    "naughty": _naughty,
    "guessing": _guessing,
    "race": _race,
}


def _card(size: int) -> Card:
    return Card(
        title="Short stories for language models (simulated)",
        summary="One row is one story of 40 to 120 words. There is no target: a language model predicts the next word.",
        source=(
            "Made by this course from eight plots with a cast drawn for each story: a hero, a friend, an animal, a "
            "coloured thing and a place. The idea of small worlds for small language models is that of TinyStories "
            "(R. Eldan and Y. Li, 2023); no sentence is from there."
        ),
        licence="CC0 1.0 (made by this course)",
        rows=size,
        columns=(Column("story", "the text in ASCII, an object array of str", "text"),),
        target="none; extras hold each story's hero, friend, object, place and plot, to test what a model remembers",
        problems=(
            "Fewer than 300 different words and eight plots: a model of them cannot write about anything else.",
            (
                "The same sentences come back with other names, so a test story is never quite new. A split by plot "
                "(extras['plot']) asks for more than a random one."
            ),
            (
                "Much depends on words far back: which colour the thing has, who gave it to whom, how many apples are "
                "left, which quotation is open. Counts of pairs or triples of words cannot know it."
            ),
            "Capitals begin sentences and names alike: 'The' and 'the' are two words unless they are lowered.",
        ),
        harm=(
            "Nobody directly. Who reads only of such children may take them for all children: the names are English, "
            "and every hero is a boy or a girl."
        ),
        kind="simulated",
    )
