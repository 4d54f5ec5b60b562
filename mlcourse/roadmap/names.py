"""The ids of a course, found by their present and by their former names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from mlcourse.roadmap.catalogue import Catalogue

_INSIDE = re.compile(r"[#/]")


class Known(dict[str, str]):
    """Ids of one kind: looking up a present or former id gives the present one, any other ``""``.

    Parameters
    ----------
    present : iterable of str
        The ids that there are.
    aliases : mapping of str to str
        From former ids to later ones. One of a lesson or problem set stands for all that is inside it too.

    Examples
    --------
    >>> topics = Known(["adding#sums"], {"plus": "adding", "adding#totals": "adding#sums"})
    >>> topics["adding#sums"], topics["plus#totals"], topics["adding#products"]
    ('adding#sums', 'adding#sums', '')
    """

    def __init__(self, present: Iterable[str], aliases: Mapping[str, str]) -> None:
        super().__init__((name, name) for name in present)
        self._aliases = aliases

    def __missing__(self, name: str) -> str:
        seen: set[str] = set()
        later = name
        while later and later not in seen and later not in self:
            seen.add(later)
            later = self._renamed(later)
        found = self.get(later, "")
        if found:
            self[name] = found
        return found

    def _renamed(self, name: str) -> str:
        if name in self._aliases:
            return self._aliases[name]
        inside = _INSIDE.search(name)
        if inside and (whole := self._aliases.get(name[: inside.start()])):
            return whole + name[inside.start() :]
        return ""


class Names:
    """The lessons, topics, exercises and quiz questions of a course, each kind by its ids.

    Examples
    --------
    >>> Names(Catalogue("Machine learning", ())).lessons["vectors"]
    ''
    """

    def __init__(self, catalogue: Catalogue) -> None:
        lessons = tuple(catalogue.lessons())
        aliases = catalogue.aliases
        self.lessons = Known((lesson.id for lesson in lessons), aliases)
        self.topics = Known((topic.id for lesson in lessons for topic in lesson.topics), aliases)
        self.exercises = Known((exercise.id for exercise in catalogue.exercises()), aliases)
        self.questions = Known((question.id for lesson in lessons for question in lesson.questions), aliases)
