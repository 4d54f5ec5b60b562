"""What an update did, for a caller to put into words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Report:
    """What :func:`mlcourse.workspace.update` did; all paths are relative to the workspace, with ``/``.

    Parameters
    ----------
    added : tuple of str
        Files that were not there before.
    replaced : tuple of str
        Files that the learner had not touched, now in the new edition.
    kept : tuple of (str, str)
        Files that belong to the learner, each with the file beside it that holds the new edition.
    deleted_by_learner : tuple of str
        Files of the course that the learner deleted; they stay deleted.
    restored : tuple of str
        Deleted files that were asked for and are back.
    unchanged : tuple of str
        Files for which there was nothing new, whether the learner changed them or not.
    withdrawn : tuple of str
        Files of an earlier edition that the course no longer has. They stay where they are.
    blocked : tuple of (str, str)
        Files that could not be laid down because something of the learner's is in their place,
        each with a sentence that says what it is and what to do.
    notes : tuple of str
        Anything else the learner should know, in sentences.

    Examples
    --------
    >>> Report(added=("course/a.ipynb",)).added
    ('course/a.ipynb',)
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    deleted_by_learner: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    blocked: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
