"""What is missing is named, with the command that mends it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

from mlcourse import doctor

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
