"""Where computations run: on a CUDA or Apple GPU that works, or on the CPU."""

from __future__ import annotations

import gc
import os
import platform
import random
import warnings
from collections import defaultdict
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, fields, is_dataclass, replace
from html import escape
from typing import Any, TypeVar

from mlcourse.errors import CourseError

_Size = TypeVar("_Size")

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
        return f"{self.name} ({self.kind}, {self._memory()}, {self.precision})"

    def _memory(self) -> str:
        return "memory unknown" if self.memory is None else f"{self.memory / _GIB:.1f} GiB"

    def _repr_html_(self) -> str:
        shared = "" if self.kind == "cuda" else ", shared with all programs"
        facts = {"Device": self.name, "Kind": self.kind, "Memory": self._memory() + shared, "Precision": self.precision}
        rows = "".join(
            f'<tr><th scope="row" style="text-align:left">{label}</th>'
            f'<td style="text-align:left">{escape(text)}</td></tr>'
            for label, text in facts.items()
        )
        return f"<table><caption>Where computations run</caption><tbody>{rows}</tbody></table><p>{escape(self.why)}</p>"


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


def to_device(batch: Any, device: Device | str | None = None) -> Any:
    """Move a batch to a device, however it is nested.

    Parameters
    ----------
    batch : object
        Tensors and modules, and dictionaries, lists, tuples, named tuples and dataclasses of them. Everything else in
        it stays as it is.
    device : Device or str, optional
        Where to; the one that :func:`pick` chooses if left out.

    Returns
    -------
    object
        The same structure, made anew around what was moved.

    Examples
    --------
    >>> import torch
    >>> moved = to_device({"x": torch.zeros(2), "names": ["a", "b"]}, "cpu")
    >>> moved["x"].device.type, moved["names"]
    ('cpu', ['a', 'b'])
    """
    kind = _kind(device)
    if hasattr(batch, "to") and not isinstance(batch, type):
        return batch.to(kind)
    if isinstance(batch, Mapping):
        moved = {key: to_device(value, kind) for key, value in batch.items()}
        if isinstance(batch, defaultdict):
            return type(batch)(batch.default_factory, moved)
        return type(batch)(moved)  # type: ignore[call-arg]
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(value, kind) for value in batch))
    if isinstance(batch, list | tuple):
        return type(batch)(to_device(value, kind) for value in batch)
    if is_dataclass(batch) and not isinstance(batch, type):
        return replace(
            batch, **{one.name: to_device(getattr(batch, one.name), kind) for one in fields(batch) if one.init}
        )
    return batch


class MixedPrecision:
    """Training in the device's fastest number type, made by :func:`mixed_precision`.

    As a context it lets PyTorch compute in that type what stays right in it, and everything else in float32. With
    float16, small gradients would become 0: there the loss is scaled up before it is differentiated, and the gradients
    down again before the step.

    Attributes
    ----------
    device : Device
        Where it trains.

    Examples
    --------
    >>> with MixedPrecision(pick("cpu")) as mixed:
    ...     mixed.device.precision
    'float32'
    """

    def __init__(self, device: Device) -> None:
        torch = _torch()
        self.device = device
        self._context = _autocast(torch, device)
        self._scaler: Any = torch.amp.GradScaler("cuda", enabled=device.precision == "float16")

    def __enter__(self) -> MixedPrecision:
        self._context.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._context.__exit__(*error)

    def step(self, loss: Any, optimizer: Any, *, clip: float | None = None) -> None:
        """Differentiate a loss and take an optimiser's step.

        Parameters
        ----------
        loss : torch.Tensor of shape ()
            Computed within the context; call this outside of it.
        optimizer : torch.optim.Optimizer
            Whose parameters are changed. Their gradients were set to zero before.
        clip : float, optional
            The largest norm that all gradients together may have.

        Examples
        --------
        >>> import torch
        >>> w = torch.nn.Parameter(torch.tensor(3.0))
        >>> optimizer = torch.optim.SGD([w], lr=0.1)
        >>> with MixedPrecision(pick("cpu")) as mixed:
        ...     loss = w**2
        >>> mixed.step(loss, optimizer, clip=1.0)
        >>> round(w.item(), 3)
        2.9
        """
        self._scaler.scale(loss).backward()
        if clip is not None:
            self._scaler.unscale_(optimizer)
            parameters = [one for group in optimizer.param_groups for one in group["params"]]
            _torch().nn.utils.clip_grad_norm_(parameters, clip)
        self._scaler.step(optimizer)
        self._scaler.update()


def mixed_precision(device: Device | str | None = None) -> MixedPrecision:
    """Train in the fastest number type that is right on a device; on CPUs and Apple GPUs that is float32.

    Parameters
    ----------
    device : Device or str, optional
        Where to train; the one that :func:`pick` chooses if left out.

    Returns
    -------
    MixedPrecision
        A context for the forward pass, with ``step`` for the backward pass.

    References
    ----------
    P. Micikevicius and others, Mixed precision training, ICLR 2018.

    Examples
    --------
    >>> import torch
    >>> w = torch.nn.Parameter(torch.tensor(3.0))
    >>> optimizer = torch.optim.SGD([w], lr=0.1)
    >>> mixed = mixed_precision(pick("cpu"))
    >>> with mixed:
    ...     loss = w**2
    >>> mixed.step(loss, optimizer)
    >>> round(w.item(), 3)
    2.4
    """
    return MixedPrecision(device if isinstance(device, Device) else pick(device))


def free_memory(device: Device | str | None = None) -> int | None:
    """Give back memory that nothing uses any more, and tell how much is free.

    PyTorch keeps the memory of deleted tensors for the next ones; other programs get it only when it is given back.

    Parameters
    ----------
    device : Device or str, optional
        Whose memory; that of the device that :func:`pick` chooses if left out.

    Returns
    -------
    int or None
        Free bytes; None where the system does not tell.

    Examples
    --------
    >>> free_memory("cpu") > 0
    True
    """
    kind = _kind(device)
    gc.collect()
    torch = _torch()
    if kind == "cuda":
        torch.cuda.empty_cache()
        return int(torch.cuda.mem_get_info()[0])
    if kind == "mps":
        torch.mps.empty_cache()
        return int(torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory())
    import psutil

    return int(psutil.virtual_memory().available)


def scale(small: _Size, large: _Size, device: Device | str | None = None) -> _Size:
    """Choose the size of an experiment: small on a CPU, large on a GPU.

    Parameters
    ----------
    small, large : object
        Numbers of rows or epochs, widths of layers, or whatever else makes it small or large.
    device : Device or str, optional
        The device that :func:`pick` chooses if left out.

    Returns
    -------
    object
        One of the two.

    Examples
    --------
    >>> scale(2_000, 60_000, "cpu")
    2000
    """
    return small if _kind(device) == "cpu" else large


def _kind(device: Device | str | None) -> str:
    if isinstance(device, Device):
        return device.kind
    return pick(device).kind if device is None or device not in KINDS else device


def _autocast(torch: Any, device: Device) -> AbstractContextManager[Any]:
    if device.kind == "cuda" and device.precision != "float32":
        context: AbstractContextManager[Any] = torch.autocast("cuda", dtype=getattr(torch, device.precision))
        return context
    return nullcontext()


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
