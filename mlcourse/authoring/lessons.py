"""Reading a lesson: MyST Markdown with a front matter; every second-level heading is a topic."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from mlcourse.authoring.sources import (
    LONGEST_SLUG,
    FrontMatter,
    Heading,
    Link,
    front_matter,
    headings,
    read_text,
    slug,
    topic_links,
)
from mlcourse.errors import SourceError
from mlcourse.quizzes import read as read_quiz

FILE_NAME = re.compile(r"(?P<number>\d\d)-(?P<id>[a-z0-9-]+)\.md")
PARTS = ("theory", "mathematics", "implementation")
NO_TOPICS = ("What you will be able to do", "Summary", "Check yourself", "Further study")
_CODE_CELL = re.compile(r"\{code-cell\}( i?python3?)?\s*")
CASE = "Case: "  # a heading that begins so opens the case, which is no topic


@dataclass(frozen=True)
class Cell:
    """A cell of a lesson; ``line`` is where its text starts in the source, counted from 1."""

    id: str
    kind: str
    source: str
    line: int
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class TopicSource:
    """A topic of a lesson: its title and its heading's slug, which is also its cell's id."""

    slug: str
    title: str
    line: int


@dataclass(frozen=True)
class LessonSource:
    """A lesson as its author wrote it.

    ``minutes`` is the time to study it; ``parts`` says what it teaches, of theory, mathematics and implementation,
    where that is not all three; ``requires`` names lessons, ``practice`` a problem set; ``aliases`` maps former topic
    slugs to present ones; ``questions`` holds the id and the topic slug of each question of its quiz.
    """

    path: Path
    id: str
    number: int
    title: str
    summary: str
    minutes: int
    parts: tuple[str, ...]
    requires: tuple[str, ...]
    practice: str
    aliases: Mapping[str, str]
    topics: tuple[TopicSource, ...]
    cells: tuple[Cell, ...]
    front_lines: Mapping[str, int]
    questions: tuple[tuple[str, str], ...]

    @property
    def quiz_path(self) -> Path:
        """Where the lesson's quiz stands, or would."""
        return self.path.with_name(self.path.stem + ".quiz.yml")

    def links(self) -> list[Link]:
        """Find the links to topics, with the lines of the source."""
        return [
            Link(link.target, link.line + cell.line)
            for cell in self.cells
            if cell.kind == "markdown"
            for link in topic_links(cell.source, self.id)
        ]


def read_lesson(path: Path) -> LessonSource:
    """Read one lesson.

    Parameters
    ----------
    path : Path
        A file named ``NN-lesson-id.md``.

    Raises
    ------
    SourceError
        If anything in it is malformed.
    """
    name = FILE_NAME.fullmatch(path.name)
    if not name:
        raise SourceError(path, 1, "the file name is no lesson's", "name it like `08-vectors-and-matrices.md`")
    text = read_text(path)
    front = front_matter(path, text)
    front.allow_only("title", "summary", "minutes", "parts", "requires", "practice", "aliases")
    cells = _cells(path, text)
    topics = _topics(path, cells)
    aliases = front.values.get("aliases", {})
    slugs = {topic.slug for topic in topics}
    if not isinstance(aliases, dict):
        raise front.error("aliases", "`aliases` is no mapping", "write `aliases: {old-heading: new-heading}`")
    for old, new in aliases.items():
        if new not in slugs or old in slugs:
            raise front.error(
                "aliases", f"the alias `{old}: {new}` leads nowhere", "map a former slug to a present one"
            )
    return LessonSource(
        path,
        name["id"],
        int(name["number"]),
        front.get("title", str, "Vectors and matrices"),
        front.get("summary", str, "What a vector is, and how far apart two of them are."),
        front.get("minutes", int, "60"),
        _parts(front),
        front.names("requires", "[numpy]"),
        front.get("practice", str, "linear-algebra"),
        aliases,
        topics,
        cells,
        front.lines,
        _questions(path.with_name(path.stem + ".quiz.yml"), slugs),
    )


def _parts(front: FrontMatter) -> tuple[str, ...]:
    if "parts" not in front.values:
        return ()
    parts = front.names("parts", "[theory, mathematics]")
    for part in parts:
        if part not in PARTS:
            raise front.error("parts", f"there is no part {part!r}", f"use {', '.join(PARTS)}")
    return parts


def _questions(path: Path, slugs: set[str]) -> tuple[tuple[str, str], ...]:
    """Read the lesson's quiz, if there is one: the id and the topic of each question."""
    if not path.is_file():
        return ()
    questions = read_quiz(path).questions
    for question in questions:
        if question.topic not in slugs:
            lines = read_text(path).splitlines()
            line = next((n for n, text in enumerate(lines, 1) if text.strip() == f"topic: {question.topic}"), 1)
            message = f"the question {question.id!r} is on {question.topic!r}, which is no topic of the lesson"
            raise SourceError(path, line, message, f"use one of {', '.join(sorted(slugs))}")
    return tuple((question.id, question.topic) for question in questions)


def is_topic(heading: Heading) -> bool:
    """Tell whether a heading is a topic that roadmaps can point at."""
    return heading.level == 2 and heading.title not in NO_TOPICS and not heading.title.startswith(CASE)


def _topics(path: Path, cells: tuple[Cell, ...]) -> tuple[TopicSource, ...]:
    topics = tuple(
        TopicSource(slug(heading.title), heading.title, cell.line)
        for cell in cells
        if cell.kind == "markdown"
        for heading in headings(cell.source)
        if is_topic(heading)
    )
    if not topics:
        raise SourceError(path, 1, "the lesson has no topic", "give it headings of the form `## Dot product`")
    return topics


def _cells(path: Path, text: str) -> tuple[Cell, ...]:
    import jupytext  # slow to import, and needed only here

    lines = text.splitlines()
    _check_fences(path, lines)
    cells: list[Cell] = []
    taken: set[str] = set()
    section, count, position = "title", 0, 0
    for source in jupytext.reads(text, fmt="md:myst").cells:
        if source.cell_type == "raw":
            raise SourceError(path, position + 1, "there is a raw cell", "use Markdown or a code cell")
        pieces = [source.source] if source.cell_type == "code" else _split(source.source)
        for piece in pieces:
            position = _locate(lines, piece, position)
            titles = headings(piece) if source.cell_type == "markdown" else []
            if titles:
                section, count = _section(path, titles[0], position, taken), 0
                cell_id = section
            else:
                count += 1
                cell_id = f"{section}_{count}"
            tags = tuple(source.metadata.get("tags", ()))
            cells.append(Cell(cell_id, source.cell_type, piece, position + 1, tags))
            position += max(1, piece.count("\n") + 1)
    return tuple(cells)


def _section(path: Path, heading: Heading, position: int, taken: set[str]) -> str:
    name = "title" if heading.level == 1 else slug(heading.title)
    line = position + heading.line + 1
    if not name or len(name) > LONGEST_SLUG:
        raise SourceError(path, line, f"the heading {heading.title!r} makes no id", "use 1 to 60 letters and digits")
    if name in taken:
        raise SourceError(path, line, f"the heading {heading.title!r} stands twice", "give one of them another name")
    taken.add(name)
    return name


def _split(markdown: str) -> list[str]:
    """Cut a text before each heading of level two or three."""
    lines = markdown.splitlines()
    cuts = [0, *(heading.line for heading in headings(markdown) if heading.level in (2, 3)), len(lines)]
    pieces = ["\n".join(lines[start:end]).strip("\n") for start, end in pairwise(cuts)]
    return [piece for piece in pieces if piece.strip()]


def _locate(lines: list[str], piece: str, position: int) -> int:
    """Find the line (from 0) at which a piece starts, searching from a position on."""
    first = piece.splitlines()[0].strip() if piece.strip() else ""
    for number in range(position, len(lines)):
        if lines[number].strip() == first:
            return number
    return position


def _check_fences(path: Path, lines: list[str]) -> None:
    """Refuse blocks that are not closed, and directives that are no code cell, such as a mistyped one."""
    opened, fence = 0, ""
    for number, line in enumerate(lines, 1):
        mark = re.match(r"^(`{3,}|~{3,})(.*)", line)
        if mark and not fence:
            opened, fence = number, mark[1]
            if mark[2].lstrip().startswith("{") and not _CODE_CELL.fullmatch(mark[2]):
                raise SourceError(path, number, f"unknown block {line!r}", "write ```{code-cell} ipython3")
        elif mark and mark[1].startswith(fence) and not mark[2].strip():
            fence = ""
    if fence:
        raise SourceError(path, opened, "this block is not closed", f"close it with {fence}")
