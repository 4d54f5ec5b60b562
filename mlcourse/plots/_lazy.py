"""Public functions of a package that are found in its modules on first use."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any


def expose(package: str, functions: Mapping[str, str]) -> None:
    """Let a package offer functions without importing their modules before they are used.

    Parameters
    ----------
    package : str
        The package's ``__name__``.
    functions : mapping of str to str
        The name of each function and the name of the package's module that defines it.

    Examples
    --------
    >>> from mlcourse import plots
    >>> callable(plots.linear_map)
    True
    """

    class LazyPackage(ModuleType):
        def __getattr__(self, name: str) -> Any:
            if name not in functions:
                raise AttributeError(f"module {package!r} has no attribute {name!r}")
            function = getattr(import_module(f"{package}.{functions[name]}"), name)
            setattr(self, name, function)
            return function

        def __setattr__(self, name: str, value: object) -> None:
            # The import system binds a module to its package under the module's name; where a function
            # has the same name (plots.linear_map), the function wins.
            if name in functions and isinstance(value, ModuleType):
                value = getattr(value, name)
            super().__setattr__(name, value)

        def __dir__(self) -> list[str]:
            return sorted({*super().__dir__(), *functions})

    sys.modules[package].__class__ = LazyPackage
