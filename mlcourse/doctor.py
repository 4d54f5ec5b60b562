"""What is installed, which device would be used and why, and what mends what is missing."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from mlcourse import __version__, content
from mlcourse.errors import CourseError

PACKAGES = (
    "jupyterlab",
    "ipykernel",
    "ipywidgets",
    "anywidget",
    "nbgrader",
    "jupytext",
    "numpy",
    "pandas",
    "torch",
    "torchvision",
    "scikit-learn",
    "plotly",
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; ``remedy`` is a command or a sentence, empty when all is well."""

    name: str
    value: str
    remedy: str = ""

    @property
    def healthy(self) -> bool:
        """Whether nothing needs mending."""
        return not self.remedy


def examine() -> Iterator[Finding]:
    """Look at everything that the course needs.

    Yields
    ------
    Finding
        One for each thing, the healthy ones too.
    """
    yield Finding("Python", f"{sys.version.split()[0]} ({sys.executable})")
    yield Finding("mlcourse", __version__)
    for package in PACKAGES:
        yield _package(package)
    yield _content()
    yield _kernel()
    yield _lab_extension()
    yield _server_extension()
    yield _device()
    yield _warm_kernels()
    yield _sandbox()


def _reinstall() -> str:
    """Return the command that installs the course again: from the checkout if this is one."""
    checkout = Path(__file__).resolve().parents[1]
    source = str(checkout) if (checkout / "pyproject.toml").is_file() else "mlcourse"
    return f'python -m pip install --force-reinstall --no-deps "{source}"'


def _package(name: str) -> Finding:
    try:
        return Finding(name, version(name))
    except PackageNotFoundError:
        return Finding(name, "missing", f"python -m pip install {name}")


def _content() -> Finding:
    try:
        return Finding("course material", str(content.root()))
    except CourseError as error:
        return Finding("course material", "missing", str(error))


def _kernel() -> Finding:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec("mlcourse")
    except NoSuchKernel:
        return Finding("course kernel", "missing", _reinstall())
    is_current = "kernel_provisioner" in spec.metadata
    return Finding("course kernel", spec.resource_dir, "" if is_current else _reinstall())


def _lab_extension() -> Finding:
    from jupyter_core.paths import jupyter_path

    for folder in jupyter_path("labextensions"):
        package = Path(folder, "@mlcourse", "labextension", "package.json")
        if package.is_file():
            return Finding("sidebar", str(package.parent))
    return Finding("sidebar", "missing", _reinstall())


def _server_extension() -> Finding:
    from jupyter_core.paths import jupyter_config_path
    from jupyter_server.extension.config import ExtensionConfigManager

    manager = ExtensionConfigManager(read_config_path=jupyter_config_path())
    if manager.enabled("mlcourse.server"):
        return Finding("server extension", "enabled")
    return Finding("server extension", "disabled", "jupyter server extension enable mlcourse.server")


def _device() -> Finding:
    from mlcourse.device import pick

    try:
        device = pick()
    except CourseError as error:
        return Finding("device", "none", str(error))
    return Finding("device", f"{device.name}: {device.why}")


def _warm_kernels() -> Finding:
    """Tell how the course kernel starts, having tried it: as a fork of a warm process, or plainly."""
    from mlcourse.kernel import warm

    if reason := warm.why_not():
        return Finding("warm kernels", f"none, kernels start plainly. {reason}")
    start = time.perf_counter()
    try:
        template = warm.Template()
        try:
            template.fork("mlcourse.doctor:idle", {}).close()
        finally:
            template.close()
    except warm.TemplateError as error:
        remedy = f"{_reinstall()}, or set {warm.SWITCH}=0 to start kernels plainly"
        return Finding("warm kernels", f"none, kernels start plainly: {error}", remedy)
    took = time.perf_counter() - start
    return Finding("warm kernels", f"forked from a process that JupyterLab starts; it is ready after {took:.0f} s")


def idle(arguments: Mapping[str, Any], fds: Sequence[int]) -> int:
    """Do nothing: what a forked process runs to show that there can be one."""
    return 0


def _sandbox() -> Finding:
    from mlcourse.kernel import sandbox

    _, value, remedy = sandbox.describe()
    return Finding("grading sandbox", value, remedy)
