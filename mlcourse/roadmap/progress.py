"""How far a learner has come, derived from the events of their work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

State = Literal["new", "attempted", "passed"]


def exercise_states(events: Iterable[Mapping[str, Any]]) -> dict[str, State]:
    """Derive the state of each exercise from events, in any order.

    An exercise is *attempted* once its check has run, and *passed* once it has passed; it stays passed.

    Parameters
    ----------
    events : iterable of mapping
        Those of the kind ``checked`` have ``exercise`` and ``passed``; others are left out.

    Returns
    -------
    dict
        The state of every exercise that is not new.

    Examples
    --------
    >>> checked = {"kind": "checked", "exercise": "linear-algebra#dot", "passed": False}
    >>> exercise_states([{**checked, "passed": True}, checked])
    {'linear-algebra#dot': 'passed'}
    """
    states: dict[str, State] = {}
    for event in events:
        if event.get("kind") == "checked":
            exercise = event["exercise"]
            passed = event["passed"] or states.get(exercise) == "passed"
            states[exercise] = "passed" if passed else "attempted"
    return states
