"""What the messages say, apart from the values that they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from mlcourse.check.outcomes import CheckFailed

if TYPE_CHECKING:
    import numpy as np

NONE = "None: does the function end with `return`?"


def fail(text: str, hint: str) -> NoReturn:
    """Say that the answer is wrong, as a sentence, and the hint if there is one."""
    sentence = sentences(text)
    raise CheckFailed(f"{sentence}\nHint: {hint}" if hint else sentence) from None


def sentences(*parts: str) -> str:
    """Join parts, each of which ends as a sentence does; empty ones are left out.

    Examples
    --------
    >>> sentences("It is 3.", "", "Why")
    'It is 3. Why.'
    """
    trimmed = [part.rstrip() for part in parts]
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in trimmed if part)


def shape_mistake(found: tuple[int, ...], wanted: tuple[int, ...]) -> str:
    """Say what is wrong with a shape without giving the right one away."""
    if not found:
        return f"is a single number, where {_axes(len(wanted))} {'is' if len(wanted) == 1 else 'are'} wanted"
    if not wanted:
        return f"has shape {found}, where a single number is wanted"
    if len(found) != len(wanted):
        return f"has shape {found}, that is {_axes(len(found))} instead of {len(wanted)}"
    if found == wanted[::-1]:
        return f"has shape {found}: its axes look swapped"
    axis = next(axis for axis, (a, b) in enumerate(zip(found, wanted, strict=True)) if a != b)
    if len(found) == 1:
        return f"has shape {found}: too {'many' if found[0] > wanted[0] else 'few'} entries"
    return f"has shape {found}: axis {axis} has the wrong length"


def _axes(count: int) -> str:
    return "1 axis" if count == 1 else f"{count} axes"


def which_entries(wrong: np.ndarray) -> str:
    """Say how many entries are wrong, and where the first stands."""
    if wrong.ndim == 0:
        return ""
    index = [int(positions[0]) for positions in wrong.nonzero()]
    count, place = int(wrong.sum()), ", ".join(map(str, index))
    verb, first = ("is", "at") if count == 1 else ("are", "the first at")
    return f": {count} of its {wrong.size} entries {verb} wrong, {first} index {place}"


def counted(count: int, thing: str) -> str:
    """Write a number with what is counted.

    Examples
    --------
    >>> counted(1, "key"), counted(2, "entry")
    ('1 key', '2 entries')
    """
    if count == 1:
        return f"1 {thing}"
    return f"{count} {thing[:-1]}ies" if thing.endswith("y") and thing != "key" else f"{count} {thing}s"


def cut(text: str, length: int) -> str:
    """Cut a text to a length."""
    return text if len(text) <= length else text[: length - 3] + "..."
