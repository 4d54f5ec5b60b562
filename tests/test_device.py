"""Choosing a device, with the graphics cards that this machine does not have played by stand-ins."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import defaultdict
from contextlib import nullcontext
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch
import torch._dynamo  # optimisers load it, and it must meet PyTorch as it is

from mlcourse.device import Device, describe, free_memory, mixed_precision, pick, scale, seed_everything, to_device
from mlcourse.errors import CourseError


@pytest.fixture(autouse=True)
def _no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLCOURSE_DEVICE", raising=False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)


def _pretend(monkeypatch: pytest.MonkeyPatch, kind: str, ones: Any = None, major: int = 9) -> None:
    """Let a GPU be found; what is computed on it is computed on the CPU, or by `ones`."""
    real = torch.ones

    def stand_in(*shape: int, device: str = "cpu") -> torch.Tensor:
        return real(*shape) if device == "cpu" or ones is None else ones(*shape)

    card = SimpleNamespace(name="Test Card 9000", total_memory=24 * 2**30, major=major)
    monkeypatch.setattr(torch.cuda if kind == "cuda" else torch.backends.mps, "is_available", lambda: True)
    monkeypatch.setattr(torch, "ones", stand_in)
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda number: card)


def _broken(*shape: int) -> torch.Tensor:
    raise RuntimeError("CUDA error: no kernel image is available\nCUDA kernel errors might be reported later")


def _wrong(*shape: int) -> torch.Tensor:
    return torch.zeros(*shape)


def test_without_a_gpu_it_is_the_cpu() -> None:
    device = pick()
    assert device.kind == "cpu"
    assert device.name
    assert device.precision == "float32"
    assert device.why == "The CPU is used because PyTorch finds no CUDA GPU and PyTorch finds no Apple GPU."
    assert torch.zeros(1, device=device.kind).device.type == "cpu"


@pytest.mark.skipif(not hasattr(os, "sysconf"), reason="the system does not tell")
def test_the_memory_of_the_machine_is_plausible() -> None:
    memory = pick().memory
    assert memory is not None
    assert 2**28 < memory < 2**50


@pytest.mark.parametrize(("major", "precision"), [(6, "float32"), (7, "float16"), (8, "bfloat16"), (9, "bfloat16")])
def test_a_cuda_gpu_that_works_is_taken(monkeypatch: pytest.MonkeyPatch, major: int, precision: str) -> None:
    _pretend(monkeypatch, "mps")
    _pretend(monkeypatch, "cuda", major=major)
    why = "A CUDA GPU is used because a small computation on it works."
    assert pick() == Device("Test Card 9000", "cuda", 24 * 2**30, precision, why)


def test_an_apple_gpu_that_works_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend(monkeypatch, "mps")
    device = pick()
    assert (device.name, device.kind, device.precision) == ("Apple GPU", "mps", "float32")
    assert "PyTorch finds no CUDA GPU" in device.why


@pytest.mark.parametrize("kind", ["cuda", "mps"])
@pytest.mark.parametrize(("ones", "said"), [(_broken, "failed"), (_wrong, "came out wrong")])
def test_a_gpu_that_is_found_but_does_not_work_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, kind: str, ones: Any, said: str
) -> None:
    _pretend(monkeypatch, kind, ones)
    device = pick()
    assert device.kind == "cpu"
    assert said in device.why
    assert "\n" not in device.why


def test_the_argument_wins_over_the_environment_and_this_over_the_choice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _pretend(monkeypatch, "cuda")
    assert pick().kind == "cuda"
    monkeypatch.setenv("MLCOURSE_DEVICE", " CPU ")
    assert pick().kind == "cpu"
    assert "environment variable MLCOURSE_DEVICE" in pick().why
    assert pick("cuda").kind == "cuda"
    assert pick("cuda").why == "A CUDA GPU is used because it was asked for."
    monkeypatch.setenv("MLCOURSE_DEVICE", "")
    assert pick().kind == "cuda"


def test_a_wish_that_cannot_be_met_is_an_error_and_no_silent_change(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CourseError, match="A CUDA GPU was asked for, but PyTorch finds no CUDA GPU"):
        pick("cuda")
    _pretend(monkeypatch, "mps", _broken)
    monkeypatch.setenv("MLCOURSE_DEVICE", "mps")
    with pytest.raises(CourseError, match="by the environment variable MLCOURSE_DEVICE, but a small computation"):
        pick()


def test_an_unknown_wish_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CourseError, match=r"'gpu' \(asked for\)\. Ask for cuda, mps, cpu"):
        pick("gpu")
    monkeypatch.setenv("MLCOURSE_DEVICE", "tpu")
    with pytest.raises(CourseError, match=r"'tpu' .*MLCOURSE_DEVICE"):
        describe()


def test_a_machine_that_computes_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch, "ones", lambda *shape, device: _broken())
    with pytest.raises(CourseError, match=r"PyTorch computes on no device here: .*the CPU failed"):
        pick()


def test_the_description_says_what_where_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend(monkeypatch, "cuda")
    assert describe() == (
        "Computations run on Test Card 9000 (cuda, 24.0 GiB, bfloat16). "
        "A CUDA GPU is used because a small computation on it works."
    )
    assert "memory unknown" in str(Device("x", "cpu", None, "float32", ""))


def test_without_pytorch_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(CourseError, match=r"PyTorch is not installed\. Install it with `pip install torch`"):
        pick()
    seed_everything(1)
    first = random.random(), np.random.random()
    seed_everything(1)
    assert (random.random(), np.random.random()) == first


def test_the_same_seed_gives_the_same_numbers_everywhere() -> None:
    def draw(seed: int) -> tuple[float, float, float]:
        seed_everything(seed)
        return random.random(), np.random.random(), torch.rand(1).item()

    assert draw(7) == draw(7)
    assert all(a != b for a, b in zip(draw(7), draw(8), strict=True))
    assert draw(np.int64(7)) == draw(7)  # type: ignore[arg-type]
    assert len(draw(2**32 - 1)) == 3


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "1", None, True])
def test_what_is_no_seed(seed: Any) -> None:
    with pytest.raises(CourseError, match="A seed is a whole number"):
        seed_everything(seed)


def test_importing_it_imports_no_pytorch() -> None:
    code = "import sys, mlcourse.device; print('torch' in sys.modules, 'numpy' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "False"]


CPU = Device("A CPU", "cpu", 2**33, "float32", "Because.")


class Pair(NamedTuple):
    first: Any
    second: Any


@dataclass(frozen=True)
class Sample:
    image: Any
    label: str


def test_a_nested_batch_is_moved_and_keeps_its_form() -> None:
    x = torch.ones(2)
    batch = {"pair": Pair(x, "name"), "list": [x, (x, None)], "sample": Sample(x, "cat"), "net": torch.nn.Linear(1, 1)}
    moved = to_device(batch, CPU)
    assert isinstance(moved["pair"], Pair)
    assert moved["pair"].second == "name"
    assert moved["list"][1][1] is None
    assert isinstance(moved["list"][1], tuple)
    assert isinstance(moved["sample"], Sample)
    assert moved["sample"].label == "cat"
    assert moved["pair"].first.device.type == "cpu"
    assert batch["list"][0] is x


def test_a_dictionary_with_a_default_keeps_it() -> None:
    moved = to_device(defaultdict(list, x=torch.ones(2)), CPU)
    assert moved["x"].device.type == "cpu"
    assert moved["other"] == []


def test_the_kind_of_a_device_will_do_for_mixed_precision() -> None:
    assert mixed_precision("cpu").device.kind == "cpu"
    with pytest.raises(CourseError, match="PyTorch finds no CUDA GPU"):
        mixed_precision("cuda")


def test_each_tensor_is_asked_to_move_there(monkeypatch: pytest.MonkeyPatch) -> None:
    class Spy:
        def to(self, kind: str) -> str:
            return f"on {kind}"

    there = Device("GPU", "cuda", None, "bfloat16", "")
    assert to_device([Spy(), {"a": (Spy(),)}], there) == ["on cuda", {"a": ("on cuda",)}]
    assert to_device(Spy()) == "on cpu"
    with pytest.raises(CourseError, match="no kind of device"):
        to_device([Spy()], "tpu")


@pytest.mark.parametrize(
    ("kind", "precision", "cast", "scaled"),
    [
        ("cpu", "float32", None, False),
        ("mps", "float32", None, False),
        ("cuda", "float32", None, False),
        ("cuda", "float16", torch.float16, True),
        ("cuda", "bfloat16", torch.bfloat16, False),
    ],
)
def test_mixed_precision_is_right_on_each_device(
    monkeypatch: pytest.MonkeyPatch, kind: str, precision: str, cast: torch.dtype | None, scaled: bool
) -> None:
    seen: dict[str, Any] = {"cast": None}

    class Autocast(nullcontext[None]):
        def __init__(self, device: str, dtype: torch.dtype) -> None:
            super().__init__()
            seen["cast"] = dtype

    real = torch.amp.GradScaler

    def scaler(device: str, enabled: bool) -> Any:
        seen["scaled"] = enabled
        return real("cpu", enabled=enabled)

    monkeypatch.setattr(torch, "autocast", Autocast)
    monkeypatch.setattr(torch.amp, "GradScaler", scaler)
    mixed = mixed_precision(Device("d", kind, None, precision, ""))
    w = torch.nn.Parameter(torch.tensor(3.0))
    optimizer = torch.optim.SGD([w], lr=0.1)
    with mixed:
        loss = w**2
    mixed.step(loss, optimizer)
    assert w.item() == pytest.approx(2.4)
    assert (seen["cast"], seen["scaled"]) == (cast, scaled)


def test_gradients_are_clipped_together() -> None:
    w = torch.nn.Parameter(torch.tensor([3.0, 4.0]))
    optimizer = torch.optim.SGD([w], lr=1.0)
    mixed = mixed_precision(CPU)
    with mixed:
        loss = (w**2).sum()
    mixed.step(loss, optimizer, clip=1.0)
    assert w.tolist() == pytest.approx([3 - 0.6, 4 - 0.8], abs=1e-5)


def test_free_memory_is_given_back_first(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: done.append("emptied"))
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda: (5, 9))
    assert free_memory(Device("GPU", "cuda", 9, "bfloat16", "")) == 5
    assert done == ["emptied"]
    monkeypatch.setattr(torch.mps, "empty_cache", lambda: done.append("emptied too"))
    monkeypatch.setattr(torch.mps, "recommended_max_memory", lambda: 10)
    monkeypatch.setattr(torch.mps, "driver_allocated_memory", lambda: 3)
    assert free_memory(Device("GPU", "mps", 9, "float32", "")) == 7
    free = free_memory()
    assert free is not None
    assert 0 < free < 2**50


def test_a_lesson_runs_larger_on_a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    assert scale(1, 2) == 1
    assert scale(1, 2, Device("GPU", "mps", None, "float32", "")) == 2
    _pretend(monkeypatch, "cuda")
    assert scale("small", "large") == "large"


def test_the_card_shows_itself_and_obeys_no_mark_up() -> None:
    card = Device("<b>GPU</b>", "cuda", 3 * 2**30, "bfloat16", "It works & is fast.")._repr_html_()
    assert "&lt;b&gt;GPU" in card
    assert "3.0 GiB<" in card
    assert "works &amp; is fast" in card
    assert "shared with all programs" in CPU._repr_html_()
