"""Random states go one way: what the check seeds here is seeded over there before the next call."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from typing import Any

State = Any


def _numpy() -> Any:
    return getattr(sys.modules.get("numpy"), "random", None)


def _torch() -> Any:
    torch = sys.modules.get("torch")
    return torch if torch is not None and hasattr(torch, "get_rng_state") else None


def _numpy_state() -> State:
    legacy = _numpy()
    if legacy is None:
        return None
    _, key, place, has_gauss, gauss = legacy.get_state()
    return key.tobytes(), int(place), int(has_gauss), float(gauss)


def _set_numpy(state: State) -> None:
    import numpy as np

    key, *rest = state
    np.random.set_state(("MT19937", np.frombuffer(key, np.uint32), *rest))


def _torch_state() -> State:
    torch = _torch()
    return None if torch is None else torch.get_rng_state().numpy().tobytes()


def _set_torch(state: State) -> None:
    import torch

    torch.set_rng_state(torch.frombuffer(bytearray(state), dtype=torch.uint8))


_GET: dict[str, Callable[[], State]] = {"random": random.getstate, "numpy": _numpy_state, "torch": _torch_state}
_SET: dict[str, Callable[[State], None]] = {"random": random.setstate, "numpy": _set_numpy, "torch": _set_torch}
_DRAW: dict[str, Callable[[], Any]] = {
    "random": random.random,
    "numpy": lambda: _numpy().random_sample(),
    "torch": lambda: _torch().rand(()),
}


def states() -> dict[str, State]:
    """Return the states of the generators that belong to the process."""
    return {name: get() for name, get in _GET.items()}


def changed(before: dict[str, State], now: dict[str, State]) -> dict[str, State]:
    """Return the states that are not as before."""
    return {name: state for name, state in now.items() if state is not None and state != before.get(name)}


def restore(wanted: dict[str, State]) -> None:
    """Put generators into given states."""
    for name, state in wanted.items():
        _SET[name](state)


def move_on(names: Any) -> None:
    """Draw once from the generators named, as a sign that they were used: seeding them again is a change then."""
    for name in names if type(names) is list else ():
        if name in _DRAW:
            _DRAW[name]()


# Generators that a check hands to the learner's function

_MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645
_MASK = (1 << 128) - 1
_FURTHEST = 1 << 40


def distance(position: int, target: int, increment: int) -> int | None:
    """Count the steps of a PCG64 generator from one position to another; None where it is not to be reached.

    After O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms", 2014.
    """
    multiplier, plus, bit, steps = _MULTIPLIER, increment, 1, 0
    while position != target:
        if bit > _FURTHEST:
            return None
        if (position ^ target) & bit:
            position = (position * multiplier + plus) & _MASK
            steps |= bit
        bit <<= 1
        plus = ((multiplier + 1) * plus) & _MASK
        multiplier = (multiplier * multiplier) & _MASK
    return steps


def advance(generator: Any, told: tuple[int, int, int, int]) -> None:
    """Move a generator to where the learner's code left it: forward only, and no further than anybody draws."""
    state = generator.bit_generator.state
    position, increment = state["state"]["state"], state["state"]["inc"]
    target, same_increment, has_half, half = told
    if increment != same_increment or distance(position, target, increment) is None:
        return
    state["state"]["state"] = target
    state["has_uint32"], state["uinteger"] = int(bool(has_half)), half % (1 << 32)
    generator.bit_generator.state = state
