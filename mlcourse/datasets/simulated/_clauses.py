"""Clauses in English and German: where the verb, the objects, the adverbs and "nicht" stand."""

from __future__ import annotations

from dataclasses import dataclass

from mlcourse.datasets.simulated._german import AUXILIARIES, BE, WAS, Phrase, Verb

# What an English "not" does to a modal verb; "must not" is left out, as it is no "muss nicht".
_ENGLISH_NOT = {"will": "will not", "can": "cannot", "should": "should not"}
# "Pick him up", but "look for him".
_MOVING_PARTICLES = ("up", "along")


@dataclass(frozen=True)
class Clause:
    """What a clause says; without a verb it is one of "to be".

    Attributes
    ----------
    subject : Phrase
        Who does it.
    tense : str
        "present", "past", or an auxiliary: "will", "can", "must", "should", "want to".
    dative, accusative : Phrase, optional
        The objects by their German case.
    adverb, rest : (str, str)
        English and German: when it happens; and where, with whom, or what the subject is.
    negated : bool
        Whether it is denied.
    """

    subject: Phrase
    verb: Verb | None = None
    tense: str = "present"
    dative: Phrase | None = None
    accusative: Phrase | None = None
    adverb: tuple[str, str] = ("", "")
    rest: tuple[str, str] = ("", "")
    negated: bool = False

    # English

    def english(self, *, adverb_first: bool = False) -> str:
        """Say it in English, without a full stop."""
        words = [self.subject.en, *self._english_verb(), self.rest[0]]
        words = [self.adverb[0], *words] if adverb_first else [*words, self.adverb[0]]
        return _joined(words)

    def english_question(self, question_word: str = "") -> str:
        """Ask it in English, without a question mark."""
        auxiliary = self._english_auxiliary()
        bare = "" if self.verb is None else self._with_objects(self.verb.en)
        if self.verb is None and self.tense in _ENGLISH_NOT | {"must": ""}:
            bare = "be"
        if self.tense == "want to":
            bare = f"want to {bare or 'be'}"
        negation = "not" if self.negated else ""
        return _joined([question_word, auxiliary, self.subject.en, negation, bare, self.rest[0], self.adverb[0]])

    def _english_auxiliary(self) -> str:
        form = self.subject.form
        if self.tense in (*_ENGLISH_NOT, "must"):
            return self.tense
        if self.verb is None and self.tense != "want to":
            return (BE if self.tense == "present" else WAS)[form]
        return "did" if self.tense == "past" else "does" if form == "3s" else "do"

    def _english_verb(self) -> list[str]:
        form = self.subject.form
        if self.tense in (*_ENGLISH_NOT, "must"):
            auxiliary = _ENGLISH_NOT[self.tense] if self.negated else self.tense
            return [auxiliary, "be" if self.verb is None else self._with_objects(self.verb.en)]
        if self.tense == "want to":
            wants = "wants" if form == "3s" else "want"
            if self.negated:
                wants = "does not want" if form == "3s" else "do not want"
            return [wants, "to", "be" if self.verb is None else self._with_objects(self.verb.en)]
        if self.verb is None:
            return [(BE if self.tense == "present" else WAS)[form], "not" if self.negated else ""]
        if self.negated:
            return [self._english_auxiliary(), "not", self._with_objects(self.verb.en)]
        if self.tense == "past":
            return [self._with_objects(self.verb.en_past)]
        return [self._with_objects(self.verb.en_s if form == "3s" else self.verb.en)]

    def _with_objects(self, verb: str) -> str:
        if self.accusative is None or self.dative is None:
            thing = self.accusative or self.dative
            bare, _, particle = verb.partition(" ")
            if thing is None:
                return verb
            if thing.pronoun and particle in _MOVING_PARTICLES:
                return _joined([bare, thing.en_object, particle])
            return f"{verb} {thing.en_object}"
        if self.accusative.pronoun:
            return f"{verb} {self.accusative.en_object} to {self.dative.en_object}"
        return f"{verb} {self.dative.en_object} {self.accusative.en_object}"

    # German

    def german(self, *, front: str = "") -> str:
        """Say it in German as a main clause: the finite verb is second, behind the subject or what is in front."""
        finite, end = self._german_verb()
        subject = self.subject.de["nom"]
        start = [front, finite, subject] if front else [subject, finite]
        return _joined([*start, *self._middle(with_adverb=not front or front != self.adverb[1]), *end])

    def german_question(self, question_word: str = "") -> str:
        """Ask it in German: the finite verb is first, or follows upon the question word."""
        finite, end = self._german_verb()
        return _joined([question_word, finite, self.subject.de["nom"], *self._middle(), *end])

    def german_last(self) -> str:
        """Say it in German as a subordinate clause: the finite verb is last, with its prefix."""
        finite, end = self._german_verb()
        if self.verb is not None and self.tense == "present" and self.verb.prefix:
            finite, end = self.verb.prefix + finite, []
        return _joined([self.subject.de["nom"], *self._middle(), *end, finite])

    def _german_verb(self) -> tuple[str, list[str]]:
        """Give the finite verb and what stands at the end of a main clause."""
        form = self.subject.form
        if self.tense not in ("present", "past"):
            return AUXILIARIES[self.tense][form], ["sein" if self.verb is None else self.verb.infinitive]
        if self.verb is None:
            return AUXILIARIES["sein" if self.tense == "present" else "war"][form], []
        if self.tense == "present":
            return self.verb.present[form], [self.verb.prefix]
        return AUXILIARIES[self.verb.auxiliary][form], [self.verb.participle]

    def _middle(self, *, with_adverb: bool = True) -> list[str]:
        objects = [(self.accusative, "acc"), (self.dative, "dat")]
        short = [thing.de[case] for thing, case in objects if thing is not None and thing.pronoun]
        full = [thing.de[case] for thing, case in reversed(objects) if thing is not None and not thing.pronoun]
        none = any(thing is not None and thing.negative for thing, _ in objects)
        adverb = self.adverb[1] if with_adverb else ""
        return [*short, adverb, *full, "nicht" if self.negated and not none else "", self.rest[1]]


def _joined(words: list[str]) -> str:
    return " ".join(word for word in words if word)
