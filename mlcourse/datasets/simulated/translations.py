"""Simulated pairs of sentences, English and German, for translation.

The process: one grammar writes both sentences from the same meaning, so that the German is right and the same English
always has the same German. It covers gender and case of nouns with articles and adjectives, agreement of verbs, the
place of the verb (second, first in questions, last in subordinate clauses), separable verbs, the perfect for the
English past, modal verbs, "nicht" and "kein", relative clauses, comparison, pronouns whose gender is that of a noun,
numbers, dates and times. "You" is one friend, "du".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np

from mlcourse.datasets.card import Card, Column
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._clauses import Clause
from mlcourse.datasets.simulated._german import (
    OWNERS,
    PRONOUNS,
    Adjective,
    Noun,
    Phrase,
    Verb,
    adjectives,
    english_number,
    english_ordinal,
    german_number,
    german_ordinal,
    nouns,
    phrase,
    pronoun_for,
    verb,
)
from mlcourse.datasets.simulated._grammar import Draws, texts_array, tidy

_OWN_NUMBER = 4404
_HUMAN = ("person", "kin")
_ALL = (*_HUMAN, "animal", "thing", "vehicle", "furniture", "closing")
# A verb, and of what kind its object is; "-" in place of the English past, where it is spelt like the present.
_WITH_ACCUSATIVE = (
    ("see sees saw sehen siehst,sieht gesehen", _ALL),
    ("buy buys bought kaufen - gekauft", ("thing", "vehicle", "furniture", "text", "food")),
    ("find finds found finden - gefunden", ("thing", "animal", "text", "closing")),
    ("take takes took nehmen nimmst,nimmt genommen", ("thing", "text", "food")),
    ("need needs needed brauchen - gebraucht", ("thing", "vehicle", "furniture", "kin")),
    ("look_for looks_for looked_for suchen - gesucht", ("thing", "text", "animal", "person")),
    ("eat eats ate essen isst,isst gegessen", ("food",)),
    ("drink drinks drank trinken - getrunken", ("drink",)),
    ("read reads - lesen liest,liest gelesen", ("text",)),
    ("write writes wrote schreiben - geschrieben", ("text",)),
    ("clean cleans cleaned putzen - geputzt", ("furniture", "closing", "vehicle", "place")),
    ("paint paints painted malen - gemalt", ("animal", "place", "person")),
    ("repair repairs repaired reparieren - repariert", ("vehicle", "furniture", "closing")),
    ("know knows knew kennen - gekannt", _HUMAN),
    ("visit visits visited besuchen - besucht", _HUMAN),
    ("love loves loved lieben - geliebt", (*_HUMAN, "animal")),
    ("hear hears heard hören - gehört", (*_HUMAN, "animal")),
    ("carry carries carried tragen trägst,trägt getragen", ("thing", "closing", "furniture")),
    ("wash washes washed waschen wäschst,wäscht gewaschen", ("thing", "vehicle", "animal")),
    ("sell sells sold verkaufen - verkauft", ("thing", "vehicle", "furniture", "animal")),
    ("open opens opened auf+machen - aufgemacht", ("closing",)),
    ("close closes closed zu+machen - zugemacht", ("closing",)),
    ("call calls called an+rufen - angerufen", _HUMAN),
    ("pick_up picks_up picked_up ab+holen - abgeholt", _HUMAN),
    ("bring_along brings_along brought_along mit+bringen - mitgebracht", ("thing", "text", "food", "animal")),
)
_WITH_DATIVE = (
    "help helps helped helfen hilfst,hilft geholfen",
    "thank thanks thanked danken - gedankt",
    "trust trusts trusted vertrauen - vertraut",
    "answer answers answered antworten - geantwortet",
)
_WITH_BOTH = (
    ("give gives gave geben gibst,gibt gegeben", ("thing", "text", "food", "animal")),
    ("show shows showed zeigen - gezeigt", ("thing", "text", "animal", "vehicle")),
    ("send sends sent schicken - geschickt", ("text", "thing")),
    ("lend lends lent leihen - geliehen", ("thing", "vehicle", "text")),
    ("sell sells sold verkaufen - verkauft", ("thing", "vehicle", "furniture")),
)
_ALONE = (
    ("sleep sleeps slept schlafen schläfst,schläft geschlafen", (*_HUMAN, "animal")),
    ("work works worked arbeiten - gearbeitet", _HUMAN),
    ("wait waits waited warten - gewartet", _HUMAN),
    ("laugh laughs laughed lachen - gelacht", _HUMAN),
    ("sing sings sang singen - gesungen", _HUMAN),
    ("dance dances danced tanzen - getanzt", _HUMAN),
    ("play plays played spielen - gespielt", (*_HUMAN, "animal")),
    ("eat eats ate essen isst,isst gegessen", (*_HUMAN, "animal")),
)
_WITH_SOMEBODY = (
    "work works worked arbeiten - gearbeitet",
    "sing sings sang singen - gesungen",
    "play plays played spielen - gespielt",
)
_VISIT = "visit visits visited besuchen - besucht"
_GO = verb("go goes went gehen - gegangen sein")
_HAVE = verb("have has had haben hast,hat gehabt")
_COST = verb("cost costs - kosten - gekostet")
_STAND = verb("place places placed stellen - gestellt")
_LAY = verb("place places placed legen - gelegt")
_TRAVEL = (
    verb("leave leaves left ab+fahren fährst,fährt abgefahren sein"),
    verb("arrive arrives arrived an+kommen - angekommen sein"),
)
_ADVERBS = {
    "present": (("today", "heute"), ("now", "jetzt"), ("every day", "jeden Tag"), ("here", "hier")),
    "past": (("yesterday", "gestern"), ("last week", "letzte Woche"), ("this morning", "heute Morgen")),
    "will": (("tomorrow", "morgen"), ("next week", "nächste Woche"), ("soon", "bald")),
}
_DRINKS = (
    ("water", "Wasser", "n"), ("coffee", "Kaffee", "m"), ("tea", "Tee", "m"), ("milk", "Milch", "f"),
    ("juice", "Saft", "m"),
)  # fmt: skip
# What stands when it is placed; everything else lies, and German has another verb for that.
_UPRIGHT = ("lamp", "cup", "glass", "bag", "plate")
_ONE_OF_A_KIND = ("mother", "father", "grandmother")
_DAYS = (
    ("Monday", "Montag"), ("Tuesday", "Dienstag"), ("Wednesday", "Mittwoch"), ("Thursday", "Donnerstag"),
    ("Friday", "Freitag"), ("Saturday", "Samstag"), ("Sunday", "Sonntag"),
)  # fmt: skip
_MONTHS = (
    ("January", "Januar"), ("February", "Februar"), ("March", "März"), ("April", "April"), ("May", "Mai"),
    ("June", "Juni"), ("July", "Juli"), ("August", "August"), ("September", "September"), ("October", "Oktober"),
    ("November", "November"), ("December", "Dezember"),
)  # fmt: skip
_EVENTS = (
    ("my birthday", "mein Geburtstag"), ("the party", "das Fest"), ("the exam", "die Prüfung"),
    ("our trip", "unsere Reise"), ("the concert", "das Konzert"), ("the wedding", "die Hochzeit"),
    ("your birthday", "dein Geburtstag"), ("the game", "das Spiel"),
)  # fmt: skip
_CONJUNCTIONS = (("because", "weil"), ("although", "obwohl"), ("while", "während"), ("if", "wenn"))
_SAYING = (
    ("I know", "ich weiß"), ("we know", "wir wissen"), ("she says", "sie sagt"), ("he thinks", "er glaubt"),
    ("they hope", "sie hoffen"), ("my brother says", "mein Bruder sagt"), ("the teacher thinks", "der Lehrer glaubt"),
    ("you know", "du weißt"), ("everybody sees", "jeder sieht"),
)  # fmt: skip
_WHERE = (("on", "auf"), ("under", "unter"), ("behind", "hinter"), ("in front of", "vor"), ("next to", "neben"))
_SHORT = {"in dem": "im", "in das": "ins", "zu dem": "zum", "zu der": "zur", "von dem": "vom"}
_RELATIVE = {
    "m": {"nom": "der", "acc": "den", "dat": "dem"},
    "f": {"nom": "die", "acc": "die", "dat": "der"},
    "n": {"nom": "das", "acc": "das", "dat": "dem"},
    "p": {"nom": "die", "acc": "die", "dat": "denen"},
}
_WHO = Phrase("who", "whom", {"nom": "wer", "acc": "wen", "dat": "wem"}, "3s", "m")

Pair = tuple[str, str]


def make(size: int, seed: int) -> Dataset:
    """Make pairs of sentences.

    Parameters
    ----------
    size : int
        How many pairs.
    seed : int
        The same size and seed give the same pairs.

    Returns
    -------
    Dataset
        ``data`` has the English sentences, ``extras["german"]`` the German ones and ``extras["construction"]`` what
        they show (such as "question" or "relative"): object arrays of str of shape (size,). There is no target.

    Examples
    --------
    >>> pairs = make(100, 0)
    >>> pairs.data.shape, pairs.extras["german"].shape
    ((100,), (100,))
    """
    writer = _Writer(Draws(np.random.default_rng([seed, _OWN_NUMBER])))
    pairs = [writer.pair() for _ in range(size)]
    return Dataset(
        name="translations",
        data=texts_array([english for _, english, _ in pairs]),
        target=None,
        feature_names=(),
        target_names=(),
        card=_card(size),
        extras={
            "german": texts_array([german for _, _, german in pairs]),
            "construction": texts_array([construction for construction, _, _ in pairs]),
        },
    )


@cache
def _verb(entry: str) -> Verb:
    return verb(entry)


def _sentence(pair: Pair, mark: str = ".") -> Pair:
    """Begin with a capital and end with a mark."""
    english, german = pair
    return tidy(english) + mark, german[0].upper() + german[1:] + mark


def _short(german: str) -> str:
    """Contract a preposition with its article."""
    first = " ".join(german.split()[:2])
    return _SHORT[first] + german[len(first) :] if first in _SHORT else german


class _Writer:
    """Writes one pair after another."""

    def __init__(self, draws: Draws) -> None:
        self._draws = draws
        self._nouns = nouns()
        self._nouns["drink"] = [Noun(en, "", de, gender, "", "drink", "") for en, de, gender in _DRINKS]
        self._adjectives = adjectives()
        self._constructions: dict[str, Callable[[], Pair]] = {
            "statement": self._statement,
            "time first": self._time_first,
            "question": self._question,
            "subordinate": self._subordinate,
            "that": self._that,
            "relative": self._relative,
            "description": self._description,
            "comparison": self._comparison,
            "reference": self._reference,
            "position": self._position,
            "movement": self._movement,
            "number": self._number,
            "date": self._date,
            "clock": self._clock,
        }
        # Plain statements and what moves the verb are as frequent as all the rest.
        self._weighted = [*self._constructions, *["statement"] * 4, *["time first"] * 2, "question", "subordinate"]

    def pair(self) -> tuple[str, str, str]:
        """Write a pair: its construction, the English and the German."""
        construction = self._draws.pick(self._weighted)
        english, german = self._constructions[construction]()
        return construction, english, german

    # The parts of clauses

    def _adjective(self, kind: str) -> Adjective:
        return self._draws.pick([each for each in self._adjectives if kind in each.kinds])

    def _noun(self, kinds: tuple[str, ...]) -> Noun:
        return self._draws.pick(self._nouns[self._draws.pick(kinds)])

    def _phrase(self, kinds: tuple[str, ...], *, negated: bool = False, definite: bool = False) -> Phrase:
        noun = self._noun(kinds)
        draws = self._draws
        if noun.kind == "drink":
            return phrase(noun, "the" if definite else draws.pick(("", "", "the")), negated=negated)
        others = ("the", "the", "this", "a") if noun.kind == "person" else ("the", "the", "the", "this", "a", "my")
        determiner = draws.pick(OWNERS if noun.kind == "kin" else others)
        if definite and determiner == "a":
            determiner = "the"
        adjective = self._adjective(noun.kind) if draws.chance(0.25) else None
        plural = noun.en not in _ONE_OF_A_KIND and draws.chance(0.2)
        return phrase(noun, determiner, plural=plural, adjective=adjective, negated=negated)

    def _subject(self, kinds: tuple[str, ...] = _HUMAN) -> Phrase:
        if self._draws.chance(0.4) and "person" in kinds:
            return self._draws.pick(PRONOUNS)
        return self._phrase(kinds)

    def _object(self, kinds: tuple[str, ...], subject: Phrase, *, negated: bool) -> Phrase:
        if self._draws.chance(0.25) and kinds[0] in _HUMAN:
            # Nobody sees himself here: that would need another pronoun.
            return self._draws.pick(
                [each for each in PRONOUNS if each.form[0] == "3" or each.form[0] != subject.form[0]]
            )
        return self._phrase(kinds, negated=negated)

    def _clause(self, *, tense: str = "", subject: Phrase | None = None, questioned: bool = False) -> Clause:
        """Say something about people."""
        draws = self._draws
        tense = tense or draws.pick(("present", "present", "past", "past", "will", "can", "must", "should", "want to"))
        negated = tense != "must" and not questioned and draws.chance(0.2)
        kind = draws.uniform()
        if kind < 0.2:
            entry, kinds = draws.pick(_ALONE)
            return Clause(subject or self._subject(kinds), _verb(entry), tense, negated=negated)
        subject = subject or self._subject()
        if kind < 0.35:
            dative = self._object(_HUMAN, subject, negated=negated)
            return Clause(subject, _verb(draws.pick(_WITH_DATIVE)), tense, dative=dative, negated=negated)
        if kind < 0.55:
            entry, kinds = draws.pick(_WITH_BOTH)
            dative = self._object(_HUMAN, subject, negated=False)
            thing = self._phrase(kinds, negated=negated)
            return Clause(subject, _verb(entry), tense, dative, thing, negated=negated)
        choices = [each for each in _WITH_ACCUSATIVE if tense != "past" or _verb(each[0]).en_past != "-"]
        entry, kinds = draws.pick(choices)
        thing = self._object(kinds, subject, negated=negated)
        return Clause(subject, _verb(entry), tense, accusative=thing, negated=negated)

    def _when(self, tense: str) -> Pair:
        """Choose a time that goes with a tense."""
        if tense == "want to":
            tense = "will"
        if self._draws.chance(0.25) and tense != "present":
            english, german = self._draws.pick(_DAYS)
            return f"on {english}", f"am {german}"
        return self._draws.pick(_ADVERBS.get(tense, (("today", "heute"), ("now", "jetzt"))))

    def _predicate(self, subject: Phrase, kind: str, *, tense: str = "present", negated: bool = False) -> Clause:
        adjective = self._adjective(kind)
        return Clause(subject, None, tense, rest=(adjective.en, adjective.de), negated=negated)

    # The constructions

    def _statement(self) -> Pair:
        clause = self._clause()
        if self._draws.chance(0.35):
            clause = replace(clause, adverb=self._when(clause.tense))
        return _sentence((clause.english(), clause.german()))

    def _time_first(self) -> Pair:
        clause = self._clause()
        clause = replace(clause, adverb=self._when(clause.tense))
        return _sentence((clause.english(adverb_first=True), clause.german(front=clause.adverb[1])))

    def _question(self) -> Pair:
        draws = self._draws
        if draws.chance(0.2):
            clause = self._clause(subject=_WHO, questioned=True)
            return _sentence((clause.english(), clause.german()), "?")
        clause = self._clause(questioned=True)
        if draws.chance(0.4):
            words = draws.pick((("why", "warum"), ("when", "wann"), ("where", "wo")))
        else:
            words = ("", "")
            if draws.chance(0.3):
                clause = replace(clause, adverb=self._when(clause.tense))
        return _sentence((clause.english_question(words[0]), clause.german_question(words[1])), "?")

    def _subordinate(self) -> Pair:
        main = self._clause(tense=self._draws.pick(("present", "past", "can", "want to")))
        tense = "past" if main.tense == "past" else "present"
        if self._draws.chance(0.5):
            under = self._clause(tense=tense)
        else:
            noun = self._noun(_HUMAN)
            owner = self._draws.pick(OWNERS) if noun.kind == "kin" else "the"
            under = self._predicate(phrase(noun, owner), noun.kind, tense=tense, negated=self._draws.chance(0.2))
        english, german = self._draws.pick(_CONJUNCTIONS[:3] if tense == "past" else _CONJUNCTIONS)
        last = f"{german} {under.german_last()}"
        if self._draws.chance(0.3):
            return _sentence((f"{english} {under.english()}, {main.english()}", main.german(front=f"{last},")))
        return _sentence((f"{main.english()} {english} {under.english()}", f"{main.german()}, {last}"))

    def _that(self) -> Pair:
        english, german = self._draws.pick(_SAYING)
        clause = self._clause()
        return _sentence((f"{english} that {clause.english()}", f"{german}, dass {clause.german_last()}"))

    def _relative(self) -> Pair:
        draws = self._draws
        noun = self._noun((*_HUMAN, "animal", "thing"))
        plural = noun.en not in _ONE_OF_A_KIND and draws.chance(0.25)
        head = phrase(noun, draws.pick(OWNERS) if noun.kind == "kin" else "the", plural=plural)
        human = noun.kind in _HUMAN
        forms = _RELATIVE["p" if plural else noun.gender]
        role = draws.pick(("nom", "acc", "dat")) if human else "acc"
        tense = draws.pick(("present", "past"))
        if role == "nom":
            relative = replace(head, en="who", de=forms)
            under = self._clause(tense=tense, subject=relative)
            english, german = under.english(), under.german_last()
        else:
            entry = draws.pick(_WITH_DATIVE) if role == "dat" else self._verb_for(noun.kind, tense)
            under = Clause(self._subject(), _verb(entry), tense)
            word = "whom" if human else "that"
            bare = under.english().removesuffix(" ")
            english, german = f"{word} {bare}", f"{forms[role]} {under.german_last()}"
        adjective = self._adjective(noun.kind)
        main = Clause(head, None, draws.pick(("present", "past")), rest=(adjective.en, adjective.de))
        finite = main.german().removeprefix(head.de["nom"])
        rest = main.english().removeprefix(head.en)
        return _sentence((f"{head.en} {english}{rest}", f"{head.de['nom']}, {german},{finite}"))

    def _verb_for(self, kind: str, tense: str) -> str:
        fitting = [entry for entry, kinds in _WITH_ACCUSATIVE if kind in kinds]
        return self._draws.pick([each for each in fitting if tense != "past" or _verb(each).en_past != "-"])

    def _description(self) -> Pair:
        draws = self._draws
        if draws.chance(0.4):
            tense, negated = draws.pick(("present", "past", "will")), draws.chance(0.25)
            clause = self._predicate(draws.pick(PRONOUNS), "person", tense=tense, negated=negated)
        else:
            noun = self._noun((*_ALL, "place", "text", "food"))
            determiner = draws.pick(OWNERS if noun.kind in ("kin", "closing") else ("the", "this"))
            subject = phrase(noun, determiner, plural=noun.en not in _ONE_OF_A_KIND and draws.chance(0.3))
            tense, negated = draws.pick(("present", "present", "past")), draws.chance(0.25)
            clause = self._predicate(subject, noun.kind, tense=tense, negated=negated)
        return _sentence((clause.english(), clause.german()))

    def _comparison(self) -> Pair:
        draws = self._draws
        kind = draws.pick(("person", "kin", "animal", "thing", "vehicle", "place", "text"))
        first, second = draws.sample(self._nouns[kind], 2)
        adjective = draws.pick([each for each in self._adjectives if kind in each.kinds and each.de_more])
        owners = OWNERS if kind == "kin" else ("the", "this", "the")
        subject, other = (phrase(noun, draws.pick(owners)) for noun in (first, second))
        rest = (f"{adjective.en_more} than {other.en}", f"{adjective.de_more} als {other.de['nom']}")
        clause = Clause(subject, None, draws.pick(("present", "past")), rest=rest, negated=draws.chance(0.2))
        return _sentence((clause.english(), clause.german()))

    def _reference(self) -> Pair:
        """Refer to a noun by a pronoun, which has the noun's gender in German and none in English."""
        draws = self._draws
        tense = draws.pick(("present", "past"))
        entry, kind = draws.pick(
            [(each, kind) for each, kinds in _WITH_ACCUSATIVE for kind in kinds if kind not in (*_HUMAN, "drink")]
        )
        if _verb(entry).en_past == "-":
            tense = "present"
        noun = draws.pick(self._nouns[kind])
        plural = draws.chance(0.2)
        pronoun = pronoun_for(noun, plural) or PRONOUNS[2]
        thing = phrase(noun, draws.pick(("the", "this", "my")), plural=plural)
        main = Clause(self._subject(), _verb(entry), tense, accusative=thing)
        english, german = draws.pick((("because", "weil"), ("although", "obwohl")))
        under = self._predicate(pronoun, kind, tense=tense)
        if draws.chance(0.4):
            english, german = f"{main.english()}, but {under.english()}", f"{main.german()}, aber {under.german()}"
        else:
            english = f"{main.english()} {english} {under.english()}"
            german = f"{main.german()}, {german} {under.german_last()}"
        return _sentence((english, german))

    def _position(self) -> Pair:
        """Say where a thing is (dative) or where it is put (accusative)."""
        draws = self._draws
        english, german = draws.pick(_WHERE)
        ground = phrase(draws.pick(self._nouns["furniture"]), draws.pick(("the", "my", "this", "a")))
        if draws.chance(0.5):
            thing = phrase(self._noun(("thing",)), draws.pick(("the", "my", "your")), plural=draws.chance(0.25))
            rest = (f"{english} {ground.en}", f"{german} {ground.de['dat']}")
            clause = Clause(thing, None, draws.pick(("present", "past")), rest=rest, negated=draws.chance(0.25))
            if draws.chance(0.25):
                clause = replace(clause, negated=False)
                return _sentence((clause.english_question(), clause.german_question()), "?")
        else:
            noun = self._noun(("thing",))
            thing = phrase(noun, draws.pick(("the", "my", "a")))
            rest = (f"{english} {ground.en}", f"{german} {ground.de['acc']}")
            tense = draws.pick(("present", "past", "will", "can", "must"))
            clause = Clause(
                self._subject(), _STAND if noun.en in _UPRIGHT else _LAY, tense, accusative=thing, rest=rest
            )
        return _sentence((clause.english(), clause.german()))

    def _movement(self) -> Pair:
        draws = self._draws
        place = phrase(draws.pick(self._nouns["place"]), draws.pick(("the", "the", "this", "our")))
        tense = draws.pick(("present", "past", "will", "must", "want to"))
        subject = self._subject()
        kind = draws.uniform()
        if kind < 0.5:
            rest = (f"to {place.en}", _short(f"zu {place.de['dat']}"))
            clause = Clause(subject, _GO, tense, rest=rest, negated=tense != "must" and draws.chance(0.2))
        elif kind < 0.8:
            rest = (f"in {place.en}", _short(f"in {place.de['dat']}"))
            entry, kinds = draws.pick(_ALONE)
            clause = Clause(self._subject(kinds), _verb(entry), tense, rest=rest)
        else:
            other = phrase(self._noun(("kin",)), draws.pick(OWNERS))
            words = draws.pick((("with", "mit", "dat"), ("without", "ohne", "acc"), ("for", "für", "acc")))
            rest = (f"{words[0]} {other.en}", f"{words[1]} {other.de[words[2]]}")
            clause = Clause(subject, _verb(draws.pick(_WITH_SOMEBODY)), tense, rest=rest)
        if draws.chance(0.3):
            clause = replace(clause, adverb=self._when(tense))
        return _sentence((clause.english(), clause.german()))

    def _number(self) -> Pair:
        draws = self._draws
        kind = draws.uniform()
        if kind < 0.35:
            noun = self._noun(("thing", "vehicle", "furniture", "text"))
            price = draws.between(2, 99) if noun.kind in ("thing", "text") else draws.between(100, 999)
            subject = phrase(noun, draws.pick(("the", "this")))
            rest = (f"{english_number(price)} euros", f"{german_number(price)} Euro")
            clause = Clause(subject, _COST, "present", rest=rest)
        elif kind < 0.65:
            age = draws.between(2, 99)
            subject = phrase(self._noun(("kin",)), draws.pick(OWNERS))
            rest = (f"{english_number(age)} years old", f"{german_number(age)} Jahre alt")
            clause = Clause(subject, None, draws.pick(("present", "past")), rest=rest)
        else:
            count = draws.between(2, 21)
            noun = self._noun(("kin", "animal", "thing", "food", "text"))
            noun = self._noun(("food",)) if noun.en in _ONE_OF_A_KIND else noun
            adjective = self._adjective(noun.kind) if draws.chance(0.3) else None
            things = phrase(
                noun, "", plural=True, adjective=adjective, count=(english_number(count), german_number(count))
            )
            verbs = [_HAVE] if noun.kind == "kin" else [_HAVE, _verb(self._verb_for(noun.kind, "past"))]
            clause = Clause(self._subject(), draws.pick(verbs), draws.pick(("present", "past")), accusative=things)
        return _sentence((clause.english(), clause.german()))

    def _date(self) -> Pair:
        draws = self._draws
        month = draws.between(0, 11)
        longest = 30 if month in (3, 5, 8, 10) else 29 if month == 1 else 31
        day = draws.between(1, longest)
        english = f"the {english_ordinal(day)} of {_MONTHS[month][0]}"
        german = f"{german_ordinal(day)} {_MONTHS[month][1]}"
        weekday = draws.pick(_DAYS)
        full = draws.chance(0.3)
        when = (
            f"on {weekday[0]}, {english}" if full else f"on {english}",
            f"am {weekday[1]}, dem {german}" if full else f"am {german}",
        )
        if draws.chance(0.6):
            event = draws.pick(_EVENTS)
            subject = Phrase(event[0], event[0], {"nom": event[1]}, "3s", "m")
            clause = Clause(subject, None, draws.pick(("present", "past")), rest=when)
        else:
            thing = self._phrase(_HUMAN, definite=True)
            clause = Clause(self._subject(), _verb(_VISIT), draws.pick(("past", "will")), accusative=thing)
            front = when if not full else (f"on {english}", f"am {german}")
            clause = replace(clause, adverb=front)
            return _sentence((clause.english(adverb_first=True), clause.german(front=front[1])))
        return _sentence((clause.english(), clause.german()))

    def _clock(self) -> Pair:
        draws = self._draws
        hour = draws.between(1, 12)
        following = hour % 12 + 1
        now, then = english_number(hour), english_number(following)
        jetzt, dann = german_number(hour), german_number(following)
        when = draws.pick(
            (
                (f"at {now} o'clock", f"um {'ein' if hour == 1 else jetzt} Uhr"),
                (f"at half past {now}", f"um halb {dann}"),
                (f"at a quarter past {now}", f"um Viertel nach {jetzt}"),
                (f"at a quarter to {then}", f"um Viertel vor {dann}"),
                (f"at ten past {now}", f"um zehn nach {jetzt}"),
                (f"at twenty to {then}", f"um zwanzig vor {dann}"),
            )
        )
        vehicle = draws.pick((Noun("train", "trains", "Zug", "m", "Züge", "vehicle", ""), *self._nouns["vehicle"][2:]))
        if draws.chance(0.55):
            subject = phrase(vehicle, draws.pick(("the", "this", "our")))
            clause = Clause(subject, draws.pick(_TRAVEL), draws.pick(("present", "past", "will")), adverb=when)
        else:
            clause = replace(self._clause(tense=draws.pick(("past", "will"))), adverb=when)
        if draws.chance(0.25):
            return _sentence((clause.english(adverb_first=True), clause.german(front=when[1])))
        if draws.chance(0.2):
            clause = replace(clause, negated=False)
            return _sentence((clause.english_question(), clause.german_question()), "?")
        return _sentence((clause.english(), clause.german()))


def _card(size: int) -> Card:
    return Card(
        title="English sentences and their German translations (simulated)",
        summary="One row is one English sentence; extras['german'] has its translation. The task is to translate.",
        source=(
            "Made by this course: one grammar of some 80 nouns, 40 verbs and 14 constructions writes both sentences "
            "from the same meaning. The German is right, and the same English always has the same German. Pairs of "
            "sentences collected by volunteers, as at Tatoeba, gave the idea; none is from there."
        ),
        licence="CC0 1.0 (made by this course)",
        rows=size,
        columns=(Column("english", "the English sentence, 3 to about 20 words, an object array of str", "text"),),
        target=(
            "none as a class: extras['german'] is what is to be produced; extras['construction'] names what the pair "
            "shows, to see where a model fails"
        ),
        problems=(
            "The order of words differs: German verbs stand second, first or last, and prefixes come off them.",
            "Gender decides about articles, endings and pronouns: 'it' is er, sie or es, whatever the noun was.",
            "One English word has several German forms: 'the' is der, die, das, den or dem.",
            "'You' is always du here, and nobody does anything to himself: real translation is less certain than this.",
            "The sentences are right, but not always likely. A few are there twice, with the same translation.",
            "Numbers, dates and times are written in words, of which many are seen only once or twice.",
        ),
        harm=(
            "Nobody directly. A translator that is trusted too much harms those who cannot check it; where a language "
            "makes people say a gender, the model guesses one. 'The doctor' is a man here, 'der Arzt'."
        ),
        kind="simulated",
    )
