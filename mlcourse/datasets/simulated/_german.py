"""A small grammar of English and German side by side: nouns, pronouns, articles, adjectives, verbs and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CASES = ("nom", "acc", "dat")

# English and its plural, German with its gender and plural, and what it is. A "+n" is a weak masculine noun.
_NOUNS = """
man men Mann m Männer person | woman women Frau f Frauen person | child children Kind n Kinder person
boy boys Junge m+n Jungen person | girl girls Mädchen n Mädchen person | teacher teachers Lehrer m Lehrer person
doctor doctors Arzt m Ärzte person | neighbour neighbours Nachbar m+n Nachbarn person
student students Student m+en Studenten person | cook cooks Koch m Köche person | guest guests Gast m Gäste person
friend friends Freund m Freunde kin | aunt aunts Tante f Tanten kin | uncle uncles Onkel m Onkel kin
brother brothers Bruder m Brüder kin | sister sisters Schwester f Schwestern kin | mother mothers Mutter f Mütter kin
father fathers Vater m Väter kin | grandmother grandmothers Großmutter f Großmütter kin
daughter daughters Tochter f Töchter kin | son sons Sohn m Söhne kin | dog dogs Hund m Hunde animal
cat cats Katze f Katzen animal | horse horses Pferd n Pferde animal | bird birds Vogel m Vögel animal
cow cows Kuh f Kühe animal | mouse mice Maus f Mäuse animal | pig pigs Schwein n Schweine animal
rabbit rabbits Hase m+n Hasen animal | book books Buch n Bücher text | letter letters Brief m Briefe text
newspaper newspapers Zeitung f Zeitungen text | postcard postcards Postkarte f Postkarten text
lamp lamps Lampe f Lampen thing | cup cups Tasse f Tassen thing | key keys Schlüssel m Schlüssel thing
hat hats Hut m Hüte thing | picture pictures Bild n Bilder thing | knife knives Messer n Messer thing
glass glasses Glas n Gläser thing | bag bags Tasche f Taschen thing | ball balls Ball m Bälle thing
umbrella umbrellas Regenschirm m Regenschirme thing | shirt shirts Hemd n Hemden thing
coat coats Mantel m Mäntel thing | plate plates Teller m Teller thing | spoon spoons Löffel m Löffel thing
flower flowers Blume f Blumen thing | car cars Auto n Autos vehicle | bicycle bicycles Fahrrad n Fahrräder vehicle
ship ships Schiff n Schiffe vehicle | bus buses Bus m Busse vehicle | table tables Tisch m Tische furniture
chair chairs Stuhl m Stühle furniture | bed beds Bett n Betten furniture
cupboard cupboards Schrank m Schränke furniture | box boxes Kiste f Kisten furniture | door doors Tür f Türen closing
window windows Fenster n Fenster closing | suitcase suitcases Koffer m Koffer closing
garden gardens Garten m Gärten place | kitchen kitchens Küche f Küchen place | house houses Haus n Häuser place
school schools Schule f Schulen place | church churches Kirche f Kirchen place | park parks Park m Parks place
shop shops Laden m Läden place | hospital hospitals Krankenhaus n Krankenhäuser place
restaurant restaurants Restaurant n Restaurants place | library libraries Bibliothek f Bibliotheken place
apple apples Apfel m Äpfel food | egg eggs Ei n Eier food | cake cakes Kuchen m Kuchen food
soup soups Suppe f Suppen food | pear pears Birne f Birnen food | roll rolls Brötchen n Brötchen food
"""

# English, German's stem before an ending, German alone, comparatives of both, and what it is said of.
_ADJECTIVES = """
small klein klein smaller kleiner thinglike | big groß groß bigger größer thinglike | old alt alt older älter all
beautiful schön schön - schöner thinglike | young jung jung younger jünger living | new neu neu newer neuer dead
tired müd müde - müder living | strong stark stark stronger stärker living | nice nett nett nicer netter human
clever klug klug - klüger human | quiet ruhig ruhig quieter ruhiger human
happy fröhlich fröhlich happier fröhlicher living | red rot rot - - dead | blue blau blau - - dead
green grün grün - - dead | white weiß weiß - - coloured | black schwarz schwarz - - coloured
expensive teur teuer - teurer dead | cheap billig billig cheaper billiger dead
heavy schwer schwer heavier schwerer dead | dark dunkl dunkel darker dunkler place
light leicht leicht lighter leichter dead | long lang lang longer länger text
interesting interessant interessant - interessanter text | good gut gut better besser food
hungry hungrig hungrig hungrier hungriger living | dirty schmutzig schmutzig dirtier schmutziger dead
"""

_ADJECTIVE_USE = {
    "all": {"person", "kin", "animal", "thing", "vehicle", "furniture", "closing", "place"},
    "thinglike": {"animal", "thing", "vehicle", "furniture", "closing", "place"},
    "coloured": {"animal", "thing", "vehicle", "furniture", "closing"},
    "living": {"person", "kin", "animal"},
    "human": {"person", "kin"},
    "dead": {"thing", "vehicle", "furniture", "closing"},
    "place": {"place"},
    "text": {"text"},
    "food": {"food"},
}

# The endings of the article and of the adjective after it, by case and then by masculine, feminine, neuter and plural.
_THE = {"nom": ("der", "die", "das", "die"), "acc": ("den", "die", "das", "die"), "dat": ("dem", "der", "dem", "den")}
_THIS = {"nom": ("er", "e", "es", "e"), "acc": ("en", "e", "es", "e"), "dat": ("em", "er", "em", "en")}
_A = {"nom": ("", "e", "", "e"), "acc": ("en", "e", "", "e"), "dat": ("em", "er", "em", "en")}
_WEAK = {"nom": ("e", "e", "e", "en"), "acc": ("en", "e", "e", "en"), "dat": ("en", "en", "en", "en")}
_MIXED = {"nom": ("er", "e", "es", "en"), "acc": ("en", "e", "es", "en"), "dat": ("en", "en", "en", "en")}
_STRONG_PLURAL = {"nom": "e", "acc": "e", "dat": "en"}
_A_WORDS = {
    "a": "ein", "no": "kein", "my": "mein", "your": "dein", "his": "sein", "her": "ihr", "our": "unser", "their": "ihr",
}  # fmt: skip
OWNERS = ("my", "your", "his", "her", "our", "their")


@dataclass(frozen=True)
class Noun:
    """A noun in both languages; ``weak`` is the ending of a weak masculine noun."""

    en: str
    en_plural: str
    de: str
    gender: str
    de_plural: str
    kind: str
    weak: str

    def german(self, case: str, plural: bool) -> str:
        """Inflect: "dem Jungen", "den Kindern"."""
        if plural:
            return self.de_plural + ("n" if case == "dat" and self.de_plural[-1] not in "ns" else "")
        return self.de + (self.weak if case != "nom" else "")


@dataclass(frozen=True)
class Adjective:
    """An adjective in both languages with its comparatives; without a German one there is none."""

    en: str
    stem: str
    de: str
    en_more: str
    de_more: str
    kinds: frozenset[str]


@dataclass(frozen=True)
class Phrase:
    """A noun or pronoun with what belongs to it.

    Attributes
    ----------
    en, en_object : str
        The English phrase as a subject and as an object: "he", "him".
    de : mapping of str to str
        The German phrase by case.
    form : str
        The form of a verb that it asks for: "1s", "2s", "3s", "1p" or "3p".
    gender : str
        "m", "f" or "n".
    pronoun : bool
        Whether it is a pronoun.
    negative : bool
        Whether the German has "kein", so that no "nicht" is needed.
    """

    en: str
    en_object: str
    de: Mapping[str, str]
    form: str
    gender: str
    pronoun: bool = False
    negative: bool = False


@dataclass(frozen=True)
class Verb:
    """A verb in both languages.

    Attributes
    ----------
    en, en_s, en_past : str
        "see", "sees", "saw"; a particle comes after a space, as in "pick up".
    infinitive : str
        Of the German verb, with its prefix.
    present : mapping of str to str
        By form, without a separable prefix.
    participle, auxiliary, prefix : str
        "angerufen", "haben" or "sein", "an" or "".
    """

    en: str
    en_s: str
    en_past: str
    infinitive: str
    present: Mapping[str, str]
    participle: str
    auxiliary: str
    prefix: str


def _pronoun(en: str, en_object: str, forms: tuple[str, str, str], form: str, gender: str = "n") -> Phrase:
    return Phrase(en, en_object, dict(zip(CASES, forms, strict=True)), form, gender, pronoun=True)


PRONOUNS = (
    _pronoun("I", "me", ("ich", "mich", "mir"), "1s"),
    _pronoun("you", "you", ("du", "dich", "dir"), "2s"),
    _pronoun("he", "him", ("er", "ihn", "ihm"), "3s", "m"),
    _pronoun("she", "her", ("sie", "sie", "ihr"), "3s", "f"),
    _pronoun("we", "us", ("wir", "uns", "uns"), "1p"),
    _pronoun("they", "them", ("sie", "sie", "ihnen"), "3p"),
)
_THINGS_PRONOUNS = {
    "m": _pronoun("it", "it", ("er", "ihn", "ihm"), "3s", "m"),
    "f": _pronoun("it", "it", ("sie", "sie", "ihr"), "3s", "f"),
    "n": _pronoun("it", "it", ("es", "es", "ihm"), "3s", "n"),
}
_PEOPLE_PRONOUNS = {"m": PRONOUNS[2], "f": PRONOUNS[3]}

AUXILIARIES: dict[str, dict[str, str]] = {
    "haben": {"1s": "habe", "2s": "hast", "3s": "hat", "1p": "haben", "3p": "haben"},
    "sein": {"1s": "bin", "2s": "bist", "3s": "ist", "1p": "sind", "3p": "sind"},
    "war": {"1s": "war", "2s": "warst", "3s": "war", "1p": "waren", "3p": "waren"},
    "will": {"1s": "werde", "2s": "wirst", "3s": "wird", "1p": "werden", "3p": "werden"},
    "can": {"1s": "kann", "2s": "kannst", "3s": "kann", "1p": "können", "3p": "können"},
    "must": {"1s": "muss", "2s": "musst", "3s": "muss", "1p": "müssen", "3p": "müssen"},
    "should": {"1s": "sollte", "2s": "solltest", "3s": "sollte", "1p": "sollten", "3p": "sollten"},
    "want to": {"1s": "will", "2s": "willst", "3s": "will", "1p": "wollen", "3p": "wollen"},
}
BE = {"1s": "am", "2s": "are", "3s": "is", "1p": "are", "3p": "are"}
WAS = {"1s": "was", "2s": "were", "3s": "was", "1p": "were", "3p": "were"}


def nouns() -> dict[str, list[Noun]]:
    """Read the nouns, by their kind."""
    found: dict[str, list[Noun]] = {}
    for entry in _NOUNS.replace("\n", "|").split("|"):
        if entry.strip():
            en, en_plural, de, gender, de_plural, kind = entry.split()
            gender, _, weak = gender.partition("+")
            found.setdefault(kind, []).append(Noun(en, en_plural, de, gender, de_plural, kind, weak))
    return found


def adjectives() -> list[Adjective]:
    """Read the adjectives."""
    found = []
    for entry in _ADJECTIVES.replace("\n", "|").split("|"):
        if entry.strip():
            en, stem, de, en_more, de_more, use = entry.split()
            de_more = de_more.strip("-")
            en_more = f"more {en}" if en_more == "-" else en_more
            found.append(Adjective(en, stem, de, en_more, de_more, frozenset(_ADJECTIVE_USE[use])))
    return found


def phrase(
    noun: Noun,
    determiner: str,
    *,
    plural: bool = False,
    adjective: Adjective | None = None,
    count: tuple[str, str] = ("", ""),
    negated: bool = False,
) -> Phrase:
    """Put a noun phrase together.

    Parameters
    ----------
    noun : Noun
        The noun.
    determiner : str
        "the", "this", "a", "" (for plurals and what is not counted), or an owner such as "my".
    plural : bool
        Whether there are several.
    adjective : Adjective, optional
        Stands before the noun.
    count : (str, str)
        A number in English and German, for a plural without determiner.
    negated : bool
        Whether German says "kein" for "a" and for no determiner.
    """
    column = 3 if plural else "mfn".index(noun.gender)
    negative = negated and determiner in ("a", "") and not count[0]
    german_word = "no" if negative else determiner
    if plural and determiner == "a":
        determiner = ""
        german_word = "no" if negative else ""
    german = {}
    for case in CASES:
        ending = ""
        if german_word == "the":
            article, ending = _THE[case][column], _WEAK[case][column]
        elif german_word == "this":
            article, ending = "dies" + _THIS[case][column], _WEAK[case][column]
        elif german_word in _A_WORDS:
            article, ending = _A_WORDS[german_word] + _A[case][column], _MIXED[case][column]
        else:
            article, ending = count[1], _STRONG_PLURAL[case]
        described = f"{adjective.stem}{ending}" if adjective else ""
        german[case] = " ".join(part for part in (article, described, noun.german(case, plural)) if part)
    english_word = {"this": "these"}.get(determiner, determiner) if plural else determiner
    name = noun.en_plural if plural else noun.en
    english = " ".join(part for part in (english_word or count[0], adjective.en if adjective else "", name) if part)
    return Phrase(english, english, german, "3p" if plural else "3s", noun.gender, negative=negative)


def pronoun_for(noun: Noun, plural: bool) -> Phrase | None:
    """Name the pronoun that stands for a noun; None where English and German disagree too much, as for "Mädchen"."""
    if plural:
        return PRONOUNS[5]
    return (_PEOPLE_PRONOUNS if noun.kind in ("person", "kin") else _THINGS_PRONOUNS).get(noun.gender)


def verb(entry: str) -> Verb:
    """Read a verb: English forms, infinitive with "+" after a separable prefix, forms for du and er, participle.

    Regular forms are left out as "-"; a last "sein" is the auxiliary. English particles are joined by "_".

    Examples
    --------
    >>> verb("call calls called an+rufen - angerufen").present["2s"]
    'rufst'
    """
    en, en_s, en_past, infinitive, changed, participle, *rest = entry.split()
    prefix, _, bare = infinitive.rpartition("+")
    stem = bare.removesuffix("en") if bare.endswith("en") else bare.removesuffix("n")
    link = "e" if stem.endswith(("t", "d")) else ""
    du = stem + link + ("t" if stem.endswith(("s", "ß", "z")) else "st")
    er = stem + link + "t"
    if changed != "-":
        du, er = changed.split(",")
    present = {"1s": stem + "e", "2s": du, "3s": er, "1p": bare, "3p": bare}
    en, en_s, en_past = (form.replace("_", " ") for form in (en, en_s, en_past))
    auxiliary = rest[0] if rest else "haben"
    return Verb(en, en_s, en_past, prefix + bare, present, participle, auxiliary, prefix)


_EN_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_DE_SMALL = [
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
]
_EN_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_DE_TENS = ["-", "-", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
_EN_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_DE_ORDINALS = {1: "ersten", 3: "dritten", 7: "siebten", 8: "achten"}


def english_number(number: int) -> str:
    """Write a number below 1,000 in English words.

    Examples
    --------
    >>> english_number(342)
    'three hundred and forty-two'
    """
    if number >= 100:
        rest = number % 100
        return f"{_EN_SMALL[number // 100]} hundred" + (f" and {english_number(rest)}" if rest else "")
    if number < 20:
        return _EN_SMALL[number]
    tens, ones = divmod(number, 10)
    return _EN_TENS[tens] + (f"-{_EN_SMALL[ones]}" if ones else "")


def german_number(number: int) -> str:
    """Write a number below 1,000 in German words, as when counting.

    Examples
    --------
    >>> german_number(342), german_number(21)
    ('dreihundertzweiundvierzig', 'einundzwanzig')
    """
    if number >= 100:
        hundreds = "ein" if number < 200 else _DE_SMALL[number // 100]
        return f"{hundreds}hundert" + (german_number(number % 100) if number % 100 else "")
    if number < 20:
        return _DE_SMALL[number]
    tens, ones = divmod(number, 10)
    return (f"{'ein' if ones == 1 else _DE_SMALL[ones]}und" if ones else "") + _DE_TENS[tens]


def english_ordinal(number: int) -> str:
    """Write a day of the month: "twenty-first"."""
    before, hyphen, last = english_number(number).rpartition("-")
    ordinal = _EN_ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return before + hyphen + ordinal


def german_ordinal(number: int) -> str:
    """Write a day of the month after "am": "einundzwanzigsten"."""
    return _DE_ORDINALS.get(number) or german_number(number) + ("ten" if number < 20 else "sten")
