"""Names that students have chosen: which of them may stand for a student, and how they are told."""

from __future__ import annotations

_LONGEST = 128  # characters


def is_sound_id(student: str) -> bool:
    r"""Tell whether a name can be a student's id: the name of one folder, that nothing else is and nothing obeys.

    Examples
    --------
    >>> [is_sound_id(name) for name in ("ada", "o'neill-2", "..", "a/b", ".hidden", "", "a\x1b[2J")]
    [True, True, False, False, False, False, False]
    """
    plain = student.isprintable() and not set(student) & set("/\\") and not student.startswith(".")
    return plain and student == student.strip() and 0 < len(student) <= _LONGEST


def told(text: object) -> str:
    r"""Make a text safe for a log that goes to a terminal, which would obey control characters.

    Examples
    --------
    >>> told("a\x1b[2Jb")
    'a\ufffd[2Jb'
    """
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in str(text))
