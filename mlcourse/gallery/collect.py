"""What the gallery shows: the figures with their examples, and the explorers as they are at first."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from mlcourse.plots.theme import Figure


@dataclass(frozen=True)
class Example:
    """One picture: its caption, its description and what draws it."""

    name: str
    alt: str
    figure: Any


@dataclass(frozen=True)
class Entry:
    """A function: its name, how it is called, what it does in a sentence, and pictures that it makes."""

    name: str
    call: str
    summary: str
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Section:
    """Functions of one topic."""

    title: str
    entries: tuple[Entry, ...]


def figures() -> Iterator[Section]:
    """Go through the modules of figures, each with its public functions and their examples."""
    from mlcourse import plots
    from mlcourse.plots import gallery

    examples: dict[str, Callable[[], Figure]] = {}
    for found in pkgutil.iter_modules(gallery.__path__):
        examples |= import_module(f"{gallery.__name__}.{found.name}").EXAMPLES
    by_module: dict[str, list[str]] = {}
    for name in plots.__all__:
        by_module.setdefault(getattr(plots, name).__module__, []).append(name)
    for path, names in sorted(by_module.items()):
        own = {name: [key for key in examples if _owner(key, plots.__all__) == name] for name in names}
        entries = (
            _entry("plots", name, getattr(plots, name), [_drawn(key, examples[key]()) for key in own[name]])
            for name in names
        )
        yield Section(_title(import_module(path)), tuple(entries))


def explorers() -> Section:
    """Take each explorer as it is at first."""
    from mlcourse import widgets

    entries = []
    for name in widgets.__all__:
        function = getattr(widgets, name)
        figure = function().figure
        entries.append(_entry("widgets", name, function, [Example(name, figure.layout.meta["alt"], figure)]))
    return Section("Explorers", tuple(entries))


def _entry(package: str, name: str, function: Callable[..., Any], examples: list[Example]) -> Entry:
    summary = (inspect.getdoc(function) or "").split("\n\n")[0].replace("\n", " ")
    parameters = ", ".join(_parameters(function))
    return Entry(name, f"{package}.{name}({parameters})", summary, tuple(examples))


def _parameters(function: Callable[..., Any]) -> Iterator[str]:
    keyword_only = False
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not keyword_only:
            keyword_only = True
            yield "*"
        is_given = parameter.default is parameter.empty
        yield parameter.name if is_given else f"{parameter.name}={parameter.default!r}"


def _drawn(name: str, figure: Figure) -> Example:
    return Example(name, figure.alt, figure)


def _owner(key: str, names: Sequence[str]) -> str:
    """Find the figure that an example is of: its key begins with the figure's name."""
    return max((name for name in names if key == name or key.startswith((f"{name} ", f"{name}_"))), key=len)


def _title(module: ModuleType) -> str:
    return (module.__doc__ or module.__name__).split("\n")[0].rstrip(".")
