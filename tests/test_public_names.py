"""What lessons import has a docstring that says what goes in and what comes out, with an example that is run."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

PACKAGES = ("check", "datasets", "device", "plots", "quizzes", "widgets", "zoo")


def names_of(package: str) -> list[str]:
    """List what a package offers: what it says itself, or else what it defines."""
    module = import_module(f"mlcourse.{package}")
    own = (name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__)
    return list(getattr(module, "__all__", [])) or [name for name in own if not name.startswith("_")]


def documented() -> Iterator[Any]:
    """Give each function, each class and each method of these packages, under its name."""
    for package in PACKAGES:
        for name in names_of(package):
            value = getattr(import_module(f"mlcourse.{package}"), name)
            if inspect.isclass(value):
                yield pytest.param(value, id=f"{package}.{name}")
                for method, of_class in inspect.getmembers(value, inspect.isfunction):
                    if method in vars(value) and not method.startswith("_"):
                        yield pytest.param(of_class, id=f"{package}.{name}.{method}")
            elif inspect.isfunction(value):
                yield pytest.param(value, id=f"{package}.{name}")


def parameters(value: Callable[..., Any]) -> list[str]:
    """Name what is handed over, apart from `self`."""
    return [name for name in inspect.signature(value).parameters if name not in ("self", "args", "kwargs")]


def section(text: str, title: str) -> str:
    """Cut a section out of a numpydoc docstring; empty if there is none."""
    found = re.search(rf"^{title}\n-+\n(.*?)(?=^\w[\w ]*\n-+$|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def headings(described: str) -> set[str]:
    """Name the parameters that a section describes, several in one line with commas between."""
    lines = (line.partition(" :")[0] for line in described.splitlines() if line and not line.startswith(" "))
    return {name.strip().lstrip("*") for line in lines for name in line.split(",")}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_name_that_is_promised_is_there(package: str) -> None:
    module = import_module(f"mlcourse.{package}")
    names = names_of(package)
    assert names
    assert len(names) == len(set(names))
    for name in names:
        assert hasattr(module, name), name


@pytest.mark.parametrize("value", [*documented()])
def test_what_lessons_use_is_documented(value: Any) -> None:
    text = inspect.cleandoc(value.__doc__ or "")
    assert text
    # The examples of all modules are run with the tests, whose options are in pyproject.toml.
    examples = section(text, "Examples")
    assert ">>>" in examples
    assert "SKIP" not in examples
    if inspect.isclass(value) and issubclass(value, Exception):
        return
    described = headings(section(text, "Parameters") + section(text, "Attributes"))
    assert set(parameters(value)) <= described
    if inspect.isfunction(value) and inspect.signature(value).return_annotation not in (None, "None"):
        assert section(text, "Returns") or section(text, "Yields")
