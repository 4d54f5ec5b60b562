"""A ship like the Titanic, with invented passengers.

The process, in this order:

1. Parties come aboard: people alone, couples, families, adult siblings, friends. How likely each kind is depends on
   the class; a party shares its class, port, ticket, fare and cabin, and a family its name.
2. Age depends on class and role, the fare on class and the number of people, with a few very expensive suites.
3. Survival depends on sex together with class, on being a child, for men on age, on the port, on large families (which
   seldom found a place) and on a chance that a party shares.
4. Age is missing more often in the third class and for those who died; the cabin is mostly known in the first class,
   and better for survivors, who could be asked.
5. The table is a random two thirds of the ship, so that kin who are counted in SibSp and Parch may not be in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mlcourse.datasets.card import Card
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._tables import LICENCE, Array, blanked, chance, described, pick

_ABOARD = 1309 / 891
_MAN, _WOMAN, _COUPLE, _FAMILY, _MOTHER, _SIBLINGS, _FRIENDS = range(7)

# Of parties: the class, and then by class the port (S, C, Q) and the kind of party in the order above.
_CLASSES = (0.235, 0.205, 0.56)
_PORTS = np.array([[0.59, 0.40, 0.01], [0.89, 0.09, 0.02], [0.70, 0.13, 0.17]])
_KINDS = np.array(
    [
        [0.52, 0.16, 0.20, 0.040, 0.030, 0.02, 0.03],
        [0.55, 0.16, 0.13, 0.060, 0.055, 0.025, 0.02],
        [0.67, 0.18, 0.035, 0.038, 0.042, 0.02, 0.015],
    ]
)
_CHILDREN = np.array(
    [[0.6, 0.3, 0.1, 0, 0, 0, 0, 0], [0.5, 0.4, 0.1, 0, 0, 0, 0, 0], [4, 4, 2, 1.5, 1.5, 0.8, 0.3, 0.4]]
)

# Log-odds of survival: rows are men and women, columns the classes.
_SURVIVAL = np.array([[-0.72, -2.50, -2.38], [3.80, 2.80, 0.30]])

_SURNAMES = {
    "S": [
        "Abbott",
        "Ashdown",
        "Barlow",
        "Beckett",
        "Blackwood",
        "Bowen",
        "Carver",
        "Chapman",
        "Clifford",
        "Cobb",
        "Crawley",
        "Dawes",
        "Denham",
        "Eastwood",
        "Elsey",
        "Fairfax",
        "Farrow",
        "Foxley",
        "Garside",
        "Goddard",
        "Hadley",
        "Harcourt",
        "Hatton",
        "Holroyd",
        "Ingram",
        "Jessop",
        "Kershaw",
        "Langley",
        "Lister",
        "Marlow",
        "Merrick",
        "Norwood",
        "Oakley",
        "Penrose",
        "Pickering",
        "Radcliffe",
        "Rowntree",
        "Sefton",
        "Shelby",
        "Stanway",
        "Thornhill",
        "Tilney",
        "Underhay",
        "Vickers",
        "Wadham",
        "Wetherby",
        "Whitlock",
        "Yardley",
        "Andersen",
        "Berglund",
        "Dahlgren",
        "Eklund",
        "Forsberg",
        "Haugen",
        "Hedlund",
        "Johnsen",
        "Kivela",
        "Lindqvist",
        "Nilsen",
        "Nyberg",
        "Olsen",
        "Rantala",
        "Sandvik",
        "Soderholm",
        "Stenberg",
        "Virtanen",
        "Petrov",
        "Dimitrov",
        "Vukovic",
    ],
    "C": [
        "Aubert",
        "Barakat",
        "Beaumont",
        "Boutros",
        "Chevalier",
        "Delacroix",
        "Duval",
        "Farhat",
        "Fontaine",
        "Gaspard",
        "Hadad",
        "Khalil",
        "Lambert",
        "Lefebvre",
        "Mansour",
        "Marchand",
        "Moreau",
        "Najjar",
        "Renaud",
        "Rosenthal",
        "Saliba",
        "Sarkis",
        "Tremaine",
        "Vanderhoef",
        "Villiers",
        "Winthrop",
    ],
    "Q": [
        "Brennan",
        "Callaghan",
        "Connolly",
        "Corrigan",
        "Daly",
        "Devlin",
        "Donovan",
        "Fahey",
        "Flanagan",
        "Gallagher",
        "Hanrahan",
        "Keogh",
        "Lafferty",
        "Mahoney",
        "McGrath",
        "Moriarty",
        "Mulvihill",
        "Nolan",
        "Quigley",
        "Rafferty",
        "Sheehan",
        "Tierney",
    ],
}
_MEN = [
    "Albert",
    "Alfred",
    "Anders",
    "Arthur",
    "Bertram",
    "Charles",
    "Daniel",
    "Edgar",
    "Edward",
    "Elias",
    "Ernest",
    "Francis",
    "Frederick",
    "George",
    "Gustaf",
    "Harold",
    "Henry",
    "Herbert",
    "Hugh",
    "James",
    "Johan",
    "John",
    "Joseph",
    "Karl",
    "Leonard",
    "Martin",
    "Michael",
    "Nils",
    "Oscar",
    "Patrick",
    "Peter",
    "Philip",
    "Ralph",
    "Richard",
    "Robert",
    "Samuel",
    "Sidney",
    "Stanley",
    "Thomas",
    "Victor",
    "Walter",
    "Wilfred",
    "William",
]
_WOMEN = [
    "Ada",
    "Agnes",
    "Alice",
    "Amelia",
    "Anna",
    "Annie",
    "Beatrice",
    "Bridget",
    "Catherine",
    "Charlotte",
    "Clara",
    "Edith",
    "Eleanor",
    "Eliza",
    "Elizabeth",
    "Ellen",
    "Emily",
    "Ethel",
    "Florence",
    "Frances",
    "Hanna",
    "Harriet",
    "Helen",
    "Hilda",
    "Ida",
    "Ingrid",
    "Jane",
    "Kate",
    "Laura",
    "Lillian",
    "Louise",
    "Mabel",
    "Margaret",
    "Maria",
    "Marion",
    "Martha",
    "Mary",
    "Mathilda",
    "Nora",
    "Olga",
    "Rosa",
    "Ruth",
    "Sarah",
    "Selma",
    "Sofia",
    "Winifred",
]


def make(size: int, seed: int) -> Dataset:
    """Simulate a passenger list with the schema of the well-known one.

    Parameters
    ----------
    size : int
        The number of passengers in the table.
    seed : int
        Another seed gives another ship.

    Returns
    -------
    Dataset
        A table of shape (size, 11), and who survived.

    Examples
    --------
    >>> make(100, 0).data.shape
    (100, 11)
    """
    import pandas as pd

    rng = np.random.default_rng([seed, 101])
    people = _board(rng, int(np.ceil(size * _ABOARD)))
    survived = _rescue(rng, people)
    first = people.pclass == 1
    age_known = rng.random(len(survived)) > np.array([0.0, 0.14, 0.06, 0.27])[people.pclass] * np.where(
        survived, 0.8, 1.1
    )
    cabin_known = rng.random(len(survived)) < np.where(
        survived, np.array([0, 0.88, 0.14, 0.045])[people.pclass], np.array([0, 0.73, 0.05, 0.015])[people.pclass]
    )
    port_lost = first & (people.sex == 1) & survived & (rng.random(len(survived)) < 0.02)
    frame = pd.DataFrame(
        {
            "Pclass": people.pclass,
            "Name": _names(rng, people),
            "Sex": np.array(["male", "female"], dtype=object)[people.sex],
            "Age": blanked(people.age, ~age_known),
            "SibSp": people.sibsp,
            "Parch": people.parch,
            "Ticket": _tickets(rng, people),
            "Fare": people.fare,
            "Cabin": blanked(_cabins(rng, people), ~cabin_known),
            "Embarked": blanked(np.array(["S", "C", "Q"], dtype=object)[people.port], port_lost),
        }
    )
    chosen = rng.permutation(len(survived))[:size]
    frame = frame.iloc[chosen].reset_index(drop=True)
    frame.insert(0, "PassengerId", np.arange(1, size + 1))
    return Dataset(
        name="titanic",
        data=frame,
        target=survived[chosen].astype(np.int64),
        feature_names=tuple(frame.columns),
        target_names=("died", "survived"),
        card=_card(size),
    )


@dataclass(frozen=True)
class _People:
    """Everybody aboard; each field has one entry per person, `sex` is 1 for women."""

    party: Array
    kind: Array
    pclass: Array
    port: Array
    fare: Array
    sex: Array
    age: Array
    child: Array
    parent: Array
    sibsp: Array
    parch: Array


def _board(rng: np.random.Generator, people: int) -> _People:
    pclass = pick(rng, _CLASSES, people)
    port = pick(rng, _PORTS[pclass])
    kind = pick(rng, _KINDS[pclass])
    father = np.isin(kind, (_COUPLE, _FAMILY)).astype(int)
    mother = np.isin(kind, (_COUPLE, _FAMILY, _MOTHER)).astype(int)
    children = np.where(np.isin(kind, (_FAMILY, _MOTHER)), 1 + pick(rng, _CHILDREN[pclass]), 0)
    children = np.where(kind == _MOTHER, np.minimum(children, 4), children)
    company = 2 + pick(rng, [0.75, 0.2, 0.05], people)
    others = np.where(np.isin(kind, (_SIBLINGS, _FRIENDS)), company, np.isin(kind, (_MAN, _WOMAN)).astype(int))
    fare = _fares(rng, pclass, port, kind, father + mother + others, children)

    count = father + mother + children + others
    party = np.repeat(np.arange(people), count)[:people]
    place = np.arange(people) - (np.cumsum(count) - count)[party]
    is_father = place < father[party]
    parent = place < (father + mother)[party]
    child = ~parent & (place < (father + mother + children)[party])
    other = ~parent & ~child
    female = np.select(
        [is_father, parent, child, kind[party] == _MAN, kind[party] == _WOMAN],
        [0.0, 1.0, 0.5, 0.0, 1.0],
        default=0.3,
    )
    sex = (rng.random(people) < female).astype(int)
    sibsp = np.select(
        [parent, child, other & (kind[party] == _SIBLINGS)],
        [(father * mother)[party], children[party] - 1, others[party] - 1],
        default=0,
    )
    parch = np.select([parent, child], [children[party], (father + mother)[party]], default=0)
    return _People(
        party=party,
        kind=kind[party],
        pclass=pclass[party] + 1,
        port=port[party],
        fare=fare[party],
        sex=sex,
        age=_ages(rng, pclass[party], sex, parent, child),
        child=child,
        parent=parent,
        sibsp=sibsp,
        parch=parch,
    )


def _fares(rng: np.random.Generator, pclass: Array, port: Array, kind: Array, adults: Array, children: Array) -> Array:
    """Fares of whole tickets, as in the original: not of one person."""
    parties = len(pclass)
    first = np.exp(rng.normal(3.56, 0.33, parties)) * np.where(rng.random(parties) < 0.08, 4.5, 1.0)
    first = np.round(first * 24) / 24
    second = np.array([10.5, 10.5, 13.0, 13.0, 12.35, 14.5])[rng.integers(0, 6, parties)]
    third = np.array([7.05, 7.25, 7.75, 7.775, 7.8542, 7.8958, 7.925, 8.05, 8.05, 8.6625, 9.5])[
        rng.integers(0, 11, parties)
    ]
    third = np.select([port == 1, port == 2], [7.2292, 7.75], third)
    each = np.select([pclass == 0, pclass == 1], [first, second], third)
    fare = each * np.maximum(adults + 0.55 * children, 1.0)
    staff = (kind == _MAN) & (rng.random(parties) < 0.035)
    return np.where(staff, 0.0, np.minimum(np.round(fare, 4), 512.3292))


def _ages(rng: np.random.Generator, pclass: Array, sex: Array, parent: Array, child: Array) -> Array:
    people = len(pclass)
    middle = np.array([39.5, 32.0, 27.0])[pclass] + np.where(parent, 4.0, 0.0) - 1.5 * sex
    spread = np.array([0.36, 0.34, 0.33])[pclass]
    adult = np.clip(middle * np.exp(spread * rng.normal(size=people) - spread**2 / 2), 15, 80)
    young = np.where(rng.random(people) < 0.15, rng.uniform(16, 30, people), rng.uniform(0.4, 16, people))
    age = np.where(child, young, adult)
    babies = np.round(np.maximum(age, 0.42) * 12) / 12
    whole = np.floor(age) + np.where((rng.random(people) < 0.03) & ~child, 0.5, 0.0)
    return np.where(age < 1, np.round(babies, 2), whole)


def _rescue(rng: np.random.Generator, people: _People) -> Array:
    young = people.age < 13
    crowd = people.sibsp + people.parch + 1 > 4
    boy = young & (people.sex == 0)
    log_odds = _SURVIVAL[people.sex, people.pclass - 1]
    log_odds = log_odds + boy * np.array([0, 3.0, 4.5, 2.4])[people.pclass]
    log_odds = log_odds - 0.025 * (people.age - 30) * (people.sex == 0) * ~young
    log_odds = log_odds - 2.2 * crowd * (people.pclass == 3) + 0.45 * (people.port == 1)
    shared = rng.normal(0, 0.7, people.party[-1] + 1)[people.party]
    return np.asarray(rng.random(len(young)) < chance(log_odds + shared))


def _names(rng: np.random.Generator, people: _People) -> Array:
    """Names in the style of the list: a married woman bears her husband's, with her own in brackets."""
    count = len(people.party)
    # Friends have a name each, all others share that of their party.
    bearer = np.where(people.kind == _FRIENDS, people.party[-1] + 1 + np.arange(count), people.party)
    surname = rng.integers(0, 10_000, bearer.max() + 1)[bearer]
    husband = rng.integers(0, len(_MEN), people.party[-1] + 1)[people.party]
    first, second = rng.integers(0, 10_000, (2, count))
    has_second, maiden = rng.random((2, count)) < 0.55
    dice = rng.random(count)
    names = np.empty(count, dtype=object)
    for i in range(count):
        pool = _SURNAMES["SCQ"[people.port[i]]]
        family = pool[surname[i] % len(pool)]
        given_names = _WOMEN if people.sex[i] else _MEN
        given = given_names[first[i] % len(given_names)]
        other = given_names[second[i] % len(given_names)]
        if has_second[i] and other != given:
            given += " " + other
        adult_alone = people.age[i] > 24 and not people.child[i]
        if people.sex[i]:
            if people.parent[i] or (adult_alone and people.kind[i] != _SIBLINGS and dice[i] < 0.35):
                own = given + (" " + pool[second[i] % len(pool)] if maiden[i] else "")
                names[i] = f"{family}, Mrs. {_MEN[husband[i]]} ({own})"
            else:
                names[i] = f"{family}, Miss. {given}"
        elif people.age[i] < 14:
            names[i] = f"{family}, Master. {given}"
        else:
            title = "Mr"
            if people.pclass[i] < 3 and adult_alone and dice[i] < 0.06:
                title = ("Rev", "Rev", "Dr", "Dr", "Col", "Major")[int(dice[i] * 100)]
            # The husband is the man whose name his wife bears.
            names[i] = f"{family}, {title}. {_MEN[husband[i]] if people.parent[i] else given}"
    return names


def _tickets(rng: np.random.Generator, people: _People) -> Array:
    parties = people.party[-1] + 1
    # No two parties have the same number.
    number, style = rng.permutation(max(parties, 9000))[:parties], rng.random(parties)
    tickets = np.empty(len(people.party), dtype=object)
    for i, party in enumerate(people.party):
        digits, dice, pclass = int(number[party]), style[party], people.pclass[i]
        if people.fare[i] == 0 and dice < 0.3:
            tickets[i] = "LINE"
        elif pclass == 1:
            tickets[i] = f"PC {17000 + digits}" if dice < 0.3 else str(110000 + digits)
        elif pclass == 2:
            tickets[i] = f"C.A. {28000 + digits}" if dice < 0.2 else str(220000 + digits * 3)
        elif dice < 0.08:
            tickets[i] = f"A/5 {2000 + digits}"
        elif dice < 0.16:
            tickets[i] = f"STON/O 2. {3101200 + digits}"
        else:
            tickets[i] = str(340000 + digits * 5)
    return tickets


def _cabins(rng: np.random.Generator, people: _People) -> Array:
    parties = people.party[-1] + 1
    deck, number, more = rng.random(parties), rng.integers(1, 120, parties), rng.random(parties) < 0.12
    decks = ("", "BBCCCDDEEA", "DEFFF", "EFGGG")
    cabins = np.empty(len(people.party), dtype=object)
    for i, party in enumerate(people.party):
        letters = decks[people.pclass[i]]
        letter, first = letters[int(deck[party] * len(letters))], int(number[party])
        suite = people.pclass[i] == 1 and more[party]
        cabins[i] = f"{letter}{first} {letter}{first + 2}" if suite else f"{letter}{first}"
    return cabins


def _card(size: int) -> Card:
    return Card(
        title="Passengers of a ship like the Titanic (simulated)",
        summary="One row is one passenger. The task is to tell who survived.",
        source=(
            "Made by a random process in the form of the list that Kaggle uses for its competition 'Titanic'; the "
            "passengers are invented. Survival depends on sex together with class, on being a child, on age for men, "
            "on the port a little, on large families of the third class, and on a chance that a party shares. Shares "
            "and averages follow the published ones of the real ship."
        ),
        licence=LICENCE,
        rows=size,
        columns=described(
            ("PassengerId", "number of the row", "no unit"),
            ("Pclass", "class of the ticket: 1, 2 or 3; it stands for wealth", "no unit"),
            ("Name", "name with title; a married woman's is her husband's, with her own in brackets", "no unit"),
            ("Sex", "male or female", "no unit"),
            ("Age", "age; a fraction below one year, xx.5 where it was estimated", "years"),
            ("SibSp", "brothers, sisters and spouses aboard", "people"),
            ("Parch", "parents and children aboard", "people"),
            ("Ticket", "number of the ticket; a party shares one", "no unit"),
            ("Fare", "price of the whole ticket, not of one person", "pounds of 1912"),
            ("Cabin", "deck and number of the cabin or cabins", "no unit"),
            ("Embarked", "port: S Southampton, C Cherbourg, Q Queenstown", "no unit"),
        ),
        target="0 died, 1 survived; about 38 % survived",
        problems=(
            "Age is missing for about a fifth, more often in the third class and for those who died.",
            (
                "Cabin is missing for three quarters, and it is known more often for those who survived: that it is "
                "missing tells something about the outcome."
            ),
            "Embarked is missing for very few, all of them women of the first class who survived.",
            (
                "People of one ticket belong together and share their fate: a random split puts kin on both sides. "
                "Fare is the price of the ticket, so it grows with the party."
            ),
            "Fares are skewed: a few suites cost twenty times the median, and some men travelled for nothing.",
            "Name, Ticket and Cabin are texts: titles, parties and decks have to be taken out of them.",
            "PassengerId means nothing; a model may still learn it by heart.",
        ),
        harm=(
            "Nobody directly: the people are invented. The real list tells of 1,500 deaths, in which wealth and sex "
            "decided who got a place; a model repeats this and must not be read as who deserves to be saved."
        ),
        kind="simulated",
    )
