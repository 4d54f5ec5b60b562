"""Where computations run: on a CUDA or Apple GPU that works, or on the CPU."""

from __future__ import annotations

import os
import platform
import random
import warnings
from dataclasses import dataclass
from typing import Any

from mlcourse.errors import CourseError

ENVIRONMENT_VARIABLE = "MLCOURSE_DEVICE"
KINDS = ("cuda", "mps", "cpu")
_NAMES = {"cuda": "a CUDA GPU", "mps": "an Apple GPU", "cpu": "the CPU"}
_GIB = 2**30


@dataclass(frozen=True)
class Device:
    """A device for PyTorch.

    Parameters
    ----------
    name : str
        What it calls itself.
    kind : str
        ``"cuda"``, ``"mps"`` or ``"cpu"``: what ``tensor.to(...)`` takes.
    memory : int or None
        Its memory in bytes; None where the system does not tell. The CPU and an Apple GPU share it with all
        programs.
    precision : str
        The fastest number type to train in: ``"bfloat16"`` or ``"float16"`` where a CUDA GPU computes in it,
        ``"float32"`` elsewhere.
    why : str
        A sentence that says why it was chosen.

    Examples
    --------
    >>> pick("cpu").kind
    'cpu'
    """

    name: str
    kind: str
    memory: int | None
    precision: str
    why: str

    def __str__(self) -> str:
        memory = "memory unknown" if self.memory is None else f"{self.memory / _GIB:.1f} GiB"
        return f"{self.name} ({self.kind}, {memory}, {self.precision})"


def pick(prefer: str | None = None) -> Device:
    """Choose the best device on which a small computation works.

    Parameters
    ----------
    prefer : str, optional
        ``"cuda"``, ``"mps"`` or ``"cpu"``: take this one. Without it the environment variable
        ``MLCOURSE_DEVICE`` is asked, and without that too, the first of the three that works is taken.

    Returns
    -------
    Device
        Its ``kind`` is what PyTorch takes, its ``why`` says how it was chosen.

    Raises
    ------
    CourseError
        If PyTorch is not installed, or the preferred device is unknown or does not work.

    Examples
    --------
    >>> device = pick("cpu")
    >>> device.precision, device.why
    ('float32', 'The CPU is used because it was asked for.')
    """
    wish, whose = _wish(prefer)
    torch = _torch()
    if wish is not None:
        fault = _fault(torch, wish)
        if fault is not None:
            raise CourseError(
                f"{_capital(_NAMES[wish])} was asked for{whose}, but {fault}. "
                "Ask for another device, or for none: then the best one that works is taken."
            )
        return _device(torch, wish, f"{_capital(_NAMES[wish])} is used because it was asked for{whose}.")
    faults: list[str] = []
    for kind in KINDS:
        fault = _fault(torch, kind)
        if fault is None:
            return _device(torch, kind, _reason(kind, faults))
        faults.append(fault)
    raise CourseError(f"PyTorch computes on no device here: {'; '.join(faults)}. Install PyTorch again.")


def describe() -> str:
    """Say in two sentences which device the course uses, and why.

    Returns
    -------
    str
        The device that :func:`pick` chooses, with its memory and precision.

    Raises
    ------
    CourseError
        As :func:`pick`.

    Examples
    --------
    >>> describe().startswith("Computations run on ")
    True
    """
    device = pick()
    return f"Computations run on {device}. {device.why}"


def seed_everything(seed: int) -> None:
    """Seed the random numbers of Python, NumPy and, where it is installed, PyTorch on all devices.

    The same seed gives the same numbers on the same machine and versions; a GPU may still add up in another
    order.

    Parameters
    ----------
    seed : int
        From 0 to 4,294,967,295 (NumPy takes no other).

    Raises
    ------
    CourseError
        If `seed` is no such number.

    Examples
    --------
    >>> seed_everything(0)
    >>> random.random()
    0.8444218515250481
    """
    if isinstance(seed, bool) or not hasattr(seed, "__index__") or not 0 <= seed < 2**32:
        raise CourseError(f"A seed is a whole number from 0 to {2**32 - 1:,}, not {seed!r}.")
    import numpy as np

    seed = int(seed)
    random.seed(seed)
    np.random.seed(seed)
    try:
        torch = _torch()
    except CourseError:
        return
    torch.manual_seed(seed)


def _wish(prefer: str | None) -> tuple[str | None, str]:
    """Give the wish for a device, if there is one, and where it comes from."""
    whose = ""
    if prefer is None:
        prefer = os.environ.get(ENVIRONMENT_VARIABLE, "").strip() or None
        whose = f" by the environment variable {ENVIRONMENT_VARIABLE}"
    if prefer is None:
        return None, ""
    wish = str(prefer).strip().lower()
    if wish not in KINDS:
        known = ", ".join(KINDS)
        raise CourseError(f"There is no kind of device {prefer!r} (asked for{whose}). Ask for {known}.")
    return wish, whose


def _torch() -> Any:
    try:
        import torch
    except ModuleNotFoundError as error:
        raise CourseError("PyTorch is not installed. Install it with `pip install torch`.") from error
    except (ImportError, OSError) as error:
        raise CourseError(
            f"PyTorch is installed but cannot be loaded ({_first_line(error)}). Install it again."
        ) from error
    return torch


def _fault(torch: Any, kind: str) -> str | None:
    """Try a small computation; say what is wrong, or return None if it comes out right."""
    name = _NAMES[kind]
    with warnings.catch_warnings():
        # PyTorch warns of an old driver or GPU; whether that matters shows in the computation.
        warnings.simplefilter("ignore")
        if kind == "cuda" and not torch.cuda.is_available():
            return "PyTorch finds no CUDA GPU"
        if kind == "mps" and not torch.backends.mps.is_available():
            return "PyTorch finds no Apple GPU"
        try:
            ones = torch.ones(8, 8, device=kind)
            total = float((ones @ ones).sum())
        except (RuntimeError, NotImplementedError, AssertionError) as error:
            return f"a small computation on {name} failed ({_first_line(error)})"
    return None if total == 512.0 else f"a small computation on {name} came out wrong"


def _reason(kind: str, faults: list[str]) -> str:
    if not faults:
        return f"{_capital(_NAMES[kind])} is used because a small computation on it works."
    others = " and ".join(faults)
    return f"{_capital(_NAMES[kind])} is used because {others}."


def _device(torch: Any, kind: str, why: str) -> Device:
    if kind == "cuda":
        properties = torch.cuda.get_device_properties(0)
        return Device(properties.name, kind, properties.total_memory, _cuda_precision(properties.major), why)
    if kind == "mps":
        return Device("Apple GPU", kind, _main_memory(), "float32", why)
    return Device(platform.processor() or platform.machine() or "CPU", kind, _main_memory(), "float32", why)


def _cuda_precision(major: int) -> str:
    # Ampere (8) computes in bfloat16, Volta and Turing (7) in float16.
    if major >= 8:
        return "bfloat16"
    return "float16" if major >= 7 else "float32"


def _main_memory() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
