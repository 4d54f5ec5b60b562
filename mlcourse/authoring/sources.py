"""What lesson and problem-set sources share: reading text, front matter, headings and links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mlcourse.errors import SourceError

LONGEST_SLUG = 60  # a cell id has at most 64 characters
_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$")
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]\n]*)\]\((?P<target>[^)\s]+)\)")


def read_text(path: Path) -> str:
    """Read a UTF-8 source file.

    Raises
    ------
    SourceError
        If the file is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise SourceError(path, line, "the file is not UTF-8", "save it as UTF-8") from error


def slug(heading: str) -> str:
    """Turn a heading into its id, as GitHub does, in plain letters: cell ids allow no others.

    Examples
    --------
    >>> slug("Eigenvalues & `eig`: a first look")
    'eigenvalues-eig-a-first-look'
    """
    plain = unicodedata.normalize("NFKD", heading.lower().replace("_", " ")).encode("ascii", "ignore").decode()
    words = re.sub(r"[^\w\s-]", "", plain)
    return re.sub(r"[\s-]+", "-", words).strip("-")


@dataclass(frozen=True)
class FrontMatter:
    """The keys at the top of a source, and the line each of them stands on."""

    path: Path
    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def get(self, key: str, kind: type | tuple[type, ...], example: str) -> Any:
        """Return a required value of the given type.

        Raises
        ------
        SourceError
            If the key is missing, or its value of another type.
        """
        if key not in self.values:
            raise SourceError(self.path, 1, f"the front matter has no `{key}`", f"add `{key}: {example}`")
        value = self.values[key]
        if not isinstance(value, kind) or isinstance(value, bool) or value == "":
            raise self.error(key, f"`{key}` is {value!r}", f"write it like `{key}: {example}`")
        return value

    def names(self, key: str, example: str) -> tuple[str, ...]:
        """Return a required list of names."""
        names = self.get(key, list, example)
        for name in names:
            if not isinstance(name, str):
                raise self.error(key, f"`{key}` holds {name!r}", f"write names, like `{key}: {example}`")
        return tuple(names)

    def error(self, key: str, message: str, remedy: str) -> SourceError:
        """Make the error for a fault in the given key."""
        return SourceError(self.path, self.lines.get(key, 1), message, remedy)

    def allow_only(self, *keys: str) -> None:
        """Refuse keys that nobody reads."""
        for key in self.values:
            if key not in keys:
                raise self.error(
                    key,
                    f"the front matter has an unknown key `{key}`",
                    f"remove it; there are: {', '.join(keys)}",
                )


def front_matter(path: Path, text: str, *, comment: str = "") -> FrontMatter:
    """Read the YAML between the two ``---`` lines at the top of a source.

    Parameters
    ----------
    path : Path
        The source, for messages.
    text : str
        Its contents.
    comment : str
        What stands before each line: ``"# "`` in a Python file.

    Raises
    ------
    SourceError
        If it is missing, not closed, or no mapping.
    """
    remedy = f"begin the file with `{comment}---`, `{comment}title: …`, `{comment}---`"
    lines = [line.removeprefix(comment.rstrip()).removeprefix(" ") if comment else line for line in text.splitlines()]
    if not lines or lines[0].strip() != "---":
        raise SourceError(path, 1, "there is no front matter", remedy)
    try:
        end = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == "---")
    except StopIteration:
        raise SourceError(path, 1, "the front matter is not closed", remedy) from None
    block = "\n".join(lines[1:end])
    try:
        values = yaml.safe_load(block)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise SourceError(path, line, "the front matter is not YAML", str(getattr(error, "problem", error))) from error
    if not isinstance(values, dict):
        raise SourceError(path, 1, "the front matter is empty", remedy)
    tree = yaml.compose(block, Loader=yaml.SafeLoader)
    positions = {str(key.value): key.start_mark.line + 2 for key, _ in tree.value} if tree else {}
    return FrontMatter(path, {str(key): value for key, value in values.items()}, positions)


@dataclass(frozen=True)
class Heading:
    """A Markdown heading: its level (1 to 6), its text and the line it stands on within its text, from 0."""

    level: int
    title: str
    line: int


def headings(markdown: str) -> list[Heading]:
    """Find the headings of a Markdown text, those in code blocks left out.

    Examples
    --------
    >>> text = ["# A", "```", "# no", "```", "## B"]
    >>> [heading.title for heading in headings(chr(10).join(text))]
    ['A', 'B']
    """
    found, fence = [], ""
    for number, line in enumerate(markdown.splitlines()):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and fence and mark[1].startswith(fence):
            fence = ""
        elif not fence and (heading := _HEADING.match(line)):
            found.append(Heading(len(heading[1]), heading[2], number))
    return found


@dataclass(frozen=True)
class Link:
    """A link to a topic: ``target`` is ``lesson#heading``; ``line`` counts from 0 within its text."""

    target: str
    line: int


def topic_links(markdown: str, lesson: str = "") -> list[Link]:
    """Find the links to topics: ``[text](lesson#heading)``, or ``[text](#heading)`` within a lesson."""
    links = []
    for number, line in enumerate(markdown.splitlines()):
        for match in _LINK.finditer(line):
            target = match["target"]
            if _is_topic(target):
                links.append(Link(target if not target.startswith("#") else lesson + target, number))
    return links


def replace_topic_links(markdown: str, where: Callable[[str], str], lesson: str = "") -> str:
    """Point the links to topics at notebooks.

    Parameters
    ----------
    markdown : str
        A text with links such as ``[norms](vectors-and-matrices#norms)``.
    where : callable
        Gives the relative address of a topic's cell.
    lesson : str
        The lesson that a link without one means.
    """

    def address(match: re.Match[str]) -> str:
        target = match["target"]
        if not _is_topic(target):
            return match[0]
        return f"[{match['text']}]({where(target if not target.startswith('#') else lesson + target)})"

    return _LINK.sub(address, markdown)


def _is_topic(target: str) -> bool:
    return re.fullmatch(r"[a-z0-9-]*#[a-z0-9-]+", target) is not None
