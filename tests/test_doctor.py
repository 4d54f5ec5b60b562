"""What is missing is named, with the command that mends it."""

from __future__ import annotations

from functools import partial
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel

from mlcourse import doctor
from mlcourse.kernel import warm

ROOT = Path(__file__).parents[1]


def finding(name: str) -> doctor.Finding:
    return next(found for found in doctor.examine() if found.name == name)


def test_a_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "version", missing)
    found = finding("torchvision")
    assert not found.healthy
    assert found.remedy == "python -m pip install torchvision"


def test_a_missing_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(self: KernelSpecManager, name: str) -> None:
        raise NoSuchKernel(name)

    monkeypatch.setattr(KernelSpecManager, "get_kernel_spec", missing)
    found = finding("course kernel")
    assert (found.value, found.healthy) == ("missing", False)
    assert f'"{ROOT}"' in found.remedy, "from a checkout, the checkout is installed again"


def test_a_kernel_of_an_earlier_release(monkeypatch: pytest.MonkeyPatch) -> None:
    former = KernelSpec(resource_dir="/somewhere", metadata={"debugger": True})
    monkeypatch.setattr(KernelSpecManager, "get_kernel_spec", lambda self, name: former)
    assert not finding("course kernel").healthy


def test_a_missing_sidebar(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *parts: [str(tmp_path)])
    assert not finding("sidebar").healthy


def test_missing_material(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MLCOURSE_CONTENT", str(tmp_path))
    found = finding("course material")
    assert not found.healthy
    assert str(tmp_path) in found.remedy


def test_a_device_that_does_not_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLCOURSE_DEVICE", "quantum")
    found = finding("device")
    assert not found.healthy
    assert "quantum" in found.remedy


def tell_of_warm_kernels(monkeypatch: pytest.MonkeyPatch, **settings: Any) -> doctor.Finding:
    monkeypatch.delenv(warm.SWITCH, raising=False)
    monkeypatch.setattr(warm, "Template", partial(warm.Template, **{"modules": [], **settings}))
    return doctor._warm_kernels()


def test_warm_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    found = tell_of_warm_kernels(monkeypatch)
    assert found.healthy
    assert "forked" in found.value


def test_warm_kernels_that_do_not_work(monkeypatch: pytest.MonkeyPatch) -> None:
    found = tell_of_warm_kernels(monkeypatch, prepare="os:no_such_function")
    assert not found.healthy
    assert "no_such_function" in found.value


def test_warm_kernels_that_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "why_not", lambda: "This machine is a toaster.")
    found = doctor._warm_kernels()
    assert found.healthy, "there is nothing to mend"
    assert "toaster" in found.value


def test_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlcourse.kernel.sandbox.describe", lambda: (False, "none", "use Linux"))
    assert doctor._sandbox() == doctor.Finding("grading sandbox", "none", "use Linux")
