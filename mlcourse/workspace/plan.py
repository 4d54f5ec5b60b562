"""Deciding what an update does: pure functions of what is remembered, what is there, and the new edition."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from mlcourse.workspace.files import ABSENT, Seen
from mlcourse.workspace.paths import fault, fold, new_edition_name, numbered
from mlcourse.workspace.report import Report
from mlcourse.workspace.state import Entry, State


class Verb(Enum):
    """What happens to one file of the course."""

    ADD = "add"
    REPLACE = "replace"
    RESTORE = "restore"
    KEEP = "keep"
    LEAVE = "leave"
    STAY_DELETED = "stay deleted"
    BLOCK = "block"


@dataclass(frozen=True)
class Action:
    """What an update does about one file of the course.

    Parameters
    ----------
    verb : Verb
        What happens.
    path : str
        The file of the course.
    target : str
        Where the new edition goes: `path` itself, or for ``KEEP`` a file beside it.
    digest : str
        Digest of the new edition.
    seen : Seen
        What stood at `target` when this was decided.
    why : str
        For ``BLOCK``, what is in the way.
    """

    verb: Verb
    path: str
    target: str
    digest: str
    seen: Seen
    why: str = ""

    @property
    def writes(self) -> bool:
        """Whether something has to be written to `target`."""
        lays_down = self.verb in (Verb.ADD, Verb.REPLACE, Verb.RESTORE, Verb.KEEP)
        return lays_down and self.seen.digest != self.digest


def plan(
    state: State,
    edition: Mapping[str, str],
    look: Callable[[str], Seen],
    restore: Collection[str] = (),
    beside: Callable[[str], str] = new_edition_name,
) -> tuple[Action, ...]:
    """Decide what to do about every file of an edition.

    Parameters
    ----------
    state : State
        What the workspace remembers.
    edition : mapping of str to str
        Digest of the new content, by path.
    look : callable
        Says what stands at a path.
    restore : collection of str
        Paths that come back if the learner deleted them.
    beside : callable
        Says where the new edition of a file goes that the learner changed.

    Returns
    -------
    tuple of Action
        One for each path, in the order of `edition`.

    Examples
    --------
    >>> [action] = plan(State(), {"a.ipynb": "0" * 64}, look=lambda path: ABSENT)
    >>> action.verb
    <Verb.ADD: 'add'>
    """
    taken = {fold(path) for path in edition}
    actions = []
    for path, digest in edition.items():
        action = _decide(state, path, digest, look(path), wanted=path in restore)
        if action.verb is Verb.KEEP:
            action = _place_beside(state, action, beside(path), look, taken)
            taken.add(fold(action.target))
        actions.append(action)
    return tuple(actions)


def _decide(state: State, path: str, digest: str, seen: Seen, wanted: bool) -> Action:
    offered = state.files.get(path, Entry()).offered

    def action(verb: Verb, why: str = "") -> Action:
        return Action(verb, path, path, digest, seen, why)

    if seen.kind == "blocked":
        return action(Verb.BLOCK, seen.why)
    if seen == ABSENT:
        if offered is None:
            return action(Verb.ADD)
        return action(Verb.RESTORE if wanted else Verb.STAY_DELETED)
    if seen.digest == digest:
        return action(Verb.LEAVE)
    if seen.digest in state.ours(path):
        return action(Verb.REPLACE)
    # The learner's. They have seen this edition already if it was the last one offered.
    return action(Verb.LEAVE if offered == digest else Verb.KEEP)


def _place_beside(
    state: State, action: Action, first: str, look: Callable[[str], Seen], taken: Collection[str]
) -> Action:
    """Find the first name for the new edition that is free, or that holds a file of ours."""
    if reason := fault(first):
        raise ValueError(f"{first!r} is no place for a new edition: {reason}")
    for name in numbered(first):
        if fold(name) in taken:
            continue
        seen = look(name)
        if seen == ABSENT or seen.digest == action.digest or seen.digest in state.ours(name):
            return replace(action, target=name, seen=seen)
    why = f"it is yours, and no name like {first} is free for the new edition. Tidy up, then update again."
    return replace(action, verb=Verb.BLOCK, why=why)


def intended(state: State, actions: Iterable[Action]) -> State:
    """State to be saved before anything is written.

    What is about to be written is entered as ours, so that a run after a crash knows it again; the
    fingerprint is cleared, so that the workspace is not taken for complete.
    """
    files, beside = dict(state.files), dict(state.beside)
    for action in actions:
        if not action.writes:
            continue
        if action.verb is Verb.KEEP:
            beside[action.target] = _with(beside.get(action.target, ()), action.digest)
            continue
        entry = files.get(action.path, Entry())
        # A file that is to come back and does not, because of a crash, was not deleted by the learner.
        offered = entry.offered if action.verb is Verb.REPLACE else None
        files[action.path] = Entry(offered, _with(entry.ours, action.digest))
    return State("", files, beside)


def settled(state: State, actions: Collection[Action], fingerprint: str) -> State:
    """State to be saved when everything is written.

    Something that was in the way leaves the fingerprint empty: the next update tries again.
    """
    files, beside = dict(state.files), dict(state.beside)
    for action in actions:
        if action.verb in (Verb.STAY_DELETED, Verb.BLOCK):
            continue
        if action.verb is Verb.KEEP:
            beside[action.target] = _with(beside.get(action.target, ()), action.digest)
        # Also for KEEP: a learner who copies the new edition over their own file gets updates again.
        ours = _with(files.get(action.path, Entry()).ours, action.digest)
        files[action.path] = Entry(action.digest, ours)
    complete = all(action.verb is not Verb.BLOCK for action in actions)
    return State(fingerprint if complete else "", files, beside)


def _with(digests: tuple[str, ...], new: str) -> tuple[str, ...]:
    return digests if new in digests else (*digests, new)


def withdrawn(state: State, edition: Collection[str], look: Callable[[str], Seen]) -> tuple[str, ...]:
    """Files of earlier editions that the course no longer has and that are still there, sorted."""
    return tuple(path for path in sorted(state.files) if path not in edition and look(path).kind == "file")


def report(actions: Collection[Action], withdrawn: tuple[str, ...], notes: tuple[str, ...]) -> Report:
    """Say what was done."""

    def paths(verb: Verb) -> tuple[str, ...]:
        return tuple(action.path for action in actions if action.verb is verb)

    return Report(
        added=paths(Verb.ADD),
        replaced=paths(Verb.REPLACE),
        kept=tuple((action.path, action.target) for action in actions if action.verb is Verb.KEEP),
        deleted_by_learner=paths(Verb.STAY_DELETED),
        restored=paths(Verb.RESTORE),
        unchanged=paths(Verb.LEAVE),
        withdrawn=withdrawn,
        blocked=tuple((action.path, action.why) for action in actions if action.verb is Verb.BLOCK),
        notes=notes,
    )
