"""Pages made of templates: one set of rules for all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def environment(folder: Path, **filters: Callable[..., Any]) -> Environment:
    """Make what renders the templates of a folder: text is escaped, and a name that nobody gave is an error.

    Parameters
    ----------
    folder : Path
        Where the templates lie.
    **filters : callable
        What the templates may use to write values.
    """
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= filters
    return made
