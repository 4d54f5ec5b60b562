"""Simulated text messages, spam and ham, after the SMS Spam Collection.

The process: 13.4 % of the messages are spam. Spam comes in campaigns, some large and most small. A campaign fixes one
sentence of a grammar with its prize, its telephone number, its short code and its address; its messages differ in a
name, a reference number or a few letters, so that they are near-duplicates. Ham comes from a grammar of what people
write (plans, delays, answers, errands, affection …) and is then written the way people type: in capitals or without
any, with shortened words, particles of Singapore's English, dots and typing mistakes. A few ham messages are from
firms (appointments, parcels, codes) or speak of winning and of free things; a few spam messages pretend to be from a
friend. These make the two kinds overlap.
"""

from __future__ import annotations

import re

import numpy as np

from mlcourse.datasets.card import Card, Column
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._grammar import Draws, Grammar, texts_array, tidy
from mlcourse.datasets.simulated._messages import HAM, PARTICLES, SHORTENED, SPAM

_OWN_NUMBER = 4101
_SPAM_SHARE = 0.134
_SERVICE_SHARE = 0.06  # of ham: messages that firms send with good reason
_MISLABELLED = 0.01  # of spam: as many spam messages have the label of a ham message, and the other way round
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FIRST_NAMES = ("Dave", "Sarah", "Mike", "Emma", "Tina", "James", "Kelly", "Rob", "Julie", "Adam", "Becky", "Paul")
_WORDS = ("prize", "mobi", "txt", "deal", "claim", "cash", "tone", "fun", "date", "win", "secure", "help", "gift", "my")
# What a campaign words anew in each of its messages.
_VARYING = {rule: f"<{rule}>" for rule in ("shout", "greet", "hurry", "small", "reply")}
_DISGUISES = str.maketrans({"e": "3", "i": "1", "o": "0", "a": "@", "E": "3", "I": "1", "O": "0"})


def make(size: int, seed: int) -> Dataset:
    """Make text messages.

    Parameters
    ----------
    size : int
        How many messages.
    seed : int
        The same size and seed give the same messages.

    Returns
    -------
    Dataset
        ``data`` is an object array of str of shape (size,), ``target`` is 0 for ham and 1 for spam (int64), and
        ``extras["campaign"]``, integers of shape (size,), says which spam messages belong together; -1 for ham.

    Examples
    --------
    >>> make(100, 0).data.shape
    (100,)
    """
    rng = np.random.default_rng([seed, _OWN_NUMBER])
    draws = Draws(rng)
    spam = round(size * _SPAM_SHARE)
    campaigns, texts = _all_spam(draws, spam)
    ham = Grammar(HAM, given=("code", "hamlink", "hamphone"))
    texts += [_ham(draws, ham) for _ in range(size - spam)]
    campaigns += [-1] * (size - spam)
    order = rng.permutation(size)
    target = (np.arange(size) < spam).astype(np.int64)
    wrong = round(spam * _MISLABELLED)
    target[:wrong], target[size - wrong : size] = 0, 1
    return Dataset(
        name="spam",
        data=texts_array(texts)[order],
        target=target[order],
        feature_names=(),
        target_names=("ham", "spam"),
        card=_card(size, spam),
        extras={"campaign": np.array(campaigns, dtype=np.int64)[order]},
    )


def _all_spam(draws: Draws, count: int) -> tuple[list[int], list[str]]:
    """Write campaigns until there are enough messages."""
    grammar = Grammar(SPAM, given=("premium", "freephone", "short", "link", "code", "mobile"))
    campaigns: list[int] = []
    texts: list[str] = []
    while len(texts) < count:
        number = campaigns[-1] + 1 if campaigns else 0
        contacts = _contacts(draws)
        plan = grammar.say("message", draws, {**contacts, **_VARYING})
        shouting = draws.chance(0.06)
        # Most campaigns are seen once or twice, a few many times.
        seen = min(int((1 - draws.uniform()) ** -0.8), 15)
        for _ in range(min(seen, count - len(texts))):
            text = plan
            for rule, slot in _VARYING.items():
                while slot in text:
                    text = text.replace(slot, grammar.say(rule, draws, contacts), 1)
            text = _fill(draws, tidy(" ".join(text.split())))
            texts.append(text.upper() if shouting else text)
            campaigns.append(number)
    return campaigns, texts


def _contacts(draws: Draws) -> dict[str, str]:
    # These telephone numbers are set aside for films and books, and the domain for examples: nobody can be reached.
    first, second = draws.sample(_WORDS, 2)
    return {
        "premium": draws.pick(("09098790{:03d}", "0909 879 0{:03d}")).format(draws.between(0, 999)),
        "freephone": f"08081570{draws.between(0, 999):03d}",
        "mobile": f"07700900{draws.between(0, 999):03d}",
        "short": f"8{draws.between(0, 9999):04d}",
        "code": draws.pick(("{}", "K{}", "{}XY")).format(draws.between(100, 9999)),
        "link": draws.pick(("www.{}{}.example", "http://{}-{}.example", "{}-{}.example/{}")).format(
            first, second, draws.between(10, 99)
        ),
    }


def _fill(draws: Draws, plan: str) -> str:
    """Write one message of a campaign: fill in what changes from one to the next, and disguise a little."""
    for slot, option in (
        ("[first]", draws.pick(_FIRST_NAMES)),
        ("[ref]", f"{draws.pick('ABGHKR')}{draws.pick('QXTZ')}{draws.between(10_000, 99_999)}"),
        ("[nth]", draws.pick(("1st", "2nd", "3rd", "final"))),
        ("[hours]", str(draws.pick((6, 12, 24, 48)))),
    ):
        plan = plan.replace(slot, option)
    if draws.chance(0.12):
        words = plan.split()
        place = draws.between(0, len(words) - 1)
        if words[place].isalpha():
            words[place] = words[place].translate(_DISGUISES)
        plan = " ".join(words)
    if draws.chance(0.15):
        plan = draws.pick(
            (plan.replace(" to ", " 2 "), plan.replace("you ", "u "), plan.replace(". ", ".."), plan + "!")
        )
    return plan


def _ham(draws: Draws, grammar: Grammar) -> str:
    given = {
        "code": str(draws.between(100, 9999)),
        "hamlink": draws.pick(
            ("www.northgate.example", "quickship.example/t", "http://library.example", "club.example")
        ),
        "hamphone": f"02079460{draws.between(0, 999):03d}",
    }
    if draws.chance(_SERVICE_SHARE):
        return tidy(grammar.say("service", draws, given))
    return _typed(draws, " ".join(grammar.say("message", draws, given).split()))


def _typed(draws: Draws, text: str) -> str:
    """Write a message as somebody types it on a phone."""
    shortening = draws.pick((0.0, 0.0, 0.0, 0.1, 0.3, 0.7))
    if draws.chance(0.1):
        text = f"{text.rstrip('.?! ')} {draws.pick(PARTICLES)}{draws.pick(('', '.', '...', '?'))}"
    words = text.split()
    if shortening:
        words = [_shortened(word) if draws.chance(shortening) else word for word in words]
    if draws.chance(0.25):
        place = draws.between(0, len(words) - 1)
        words[place] = _mistyped(draws, words[place])
    text = " ".join(words)
    manner = draws.uniform()
    if manner < 0.55:
        text = tidy(text)
        text = re.sub(r"\bi\b(?!\.)", "I", text)
    elif manner > 0.97:
        text = text.upper()
    habit = draws.uniform()
    if habit < 0.15:
        text = re.sub(r"[.,] ", "... ", text)
    elif habit < 0.25:
        text = text.replace(", ", " ").replace("'", "")
    elif habit < 0.32:
        text += draws.pick(("...", "..", "!!", " .", "!"))
    elif habit < 0.36:
        text = text.replace(" and ", " & ").replace("?", "??")
    return text


def _shortened(word: str) -> str:
    bare = word.strip(".,?!")
    return word.replace(bare, SHORTENED.get(bare, bare)) if bare else word


def _mistyped(draws: Draws, word: str) -> str:
    """Swap, drop, double or replace a letter of a word."""
    if len(word) < 4:
        return word
    place = draws.between(1, len(word) - 2)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    return draws.pick(
        (
            before + after[:1] + letter + after[1:],
            before + after,
            before + letter * 2 + after,
            before + draws.pick(_LETTERS) + after,
        )
    )


def _card(size: int, spam: int) -> Card:
    return Card(
        title="Text messages, spam and ham (simulated)",
        summary="One row is one text message (SMS) in English. The task is to tell spam from ham, which is wanted.",
        source=(
            "Made by this course, after the SMS Spam Collection of T. A. Almeida and J. M. Gómez Hidalgo (2011), with "
            "its share of spam. No message is from there. Spam: a grammar writes campaigns with a prize, a number and "
            "an address each, and every campaign is sent out several times with small changes. Ham: a grammar writes "
            "what people tell one another, and another step types it carelessly, with shortened words, particles and "
            "mistakes. All telephone numbers and addresses are of the kind that is set aside for fiction."
        ),
        licence="CC0 1.0 (made by this course)",
        rows=size,
        columns=(Column("text", "the message as it was sent, an object array of str", "text"),),
        target=f"0 ham ({size - spam:,} messages), 1 spam ({spam:,}); spam is the positive class",
        problems=(
            "Unbalanced: who calls every message ham is right in 86.6 % of cases and stops no spam.",
            (
                "Campaigns: spam messages are near-duplicates of one another. A random split puts some of a campaign "
                "into both parts, and the score is too good for a campaign never seen. extras['campaign'] holds the "
                "campaign of each message (-1 for ham), for a split by groups."
            ),
            "Short ham messages ('ok', 'on my way') are there several times, word for word.",
            (
                "Slang, shortened words, typing mistakes and disguised letters (FR33): many words are seen only once. "
                "Digits and capitals tell more than they should, so that they are worth keeping."
            ),
            (
                "A few wanted messages come from firms and look like spam (codes, parcels, appointments); a few spam "
                "messages pretend to be from a friend and look like ham."
            ),
            "About one spam message in a hundred has the label of ham, and as many ham messages have that of spam.",
            "The grammar knows a few hundred sentences: a model of it will not do for real messages of today.",
        ),
        harm=(
            "People whose wanted messages are lost, an appointment or a call for help among them: a false alarm costs "
            "more than a missed spam. Who writes in a dialect or with many shortened words is stopped more often."
        ),
        kind="simulated",
    )
