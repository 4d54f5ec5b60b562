"""The names under which models are known, and how each is built."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Any

from mlcourse.errors import CourseError
from mlcourse.zoo.card import ModelCard

if TYPE_CHECKING:
    from torch import nn

# name -> the module in `mlcourse.zoo.models` with its CARD and with `build`, which makes it untrained
_MODELS = {
    "digits-cnn": "cnn",
    "digits-detector": "detector",
    "digits-diffusion": "diffusion",
    "digits-vae": "vae",
    "sentence-encoder": "encoder",
    "stories-gpt": "gpt",
    "word-vectors": "vectors",
}


def available() -> tuple[str, ...]:
    """Name the models that :func:`load` knows.

    Returns
    -------
    tuple of str
        In alphabetical order.

    Examples
    --------
    >>> "digits-cnn" in available()
    True
    """
    return tuple(sorted(_MODELS))


def load(name: str) -> nn.Module:
    """Load a trained model by its name; nothing is downloaded.

    Parameters
    ----------
    name : str
        One of :func:`available`.

    Returns
    -------
    torch.nn.Module
        On the CPU and in evaluation mode, with its card as ``.card``.

    Raises
    ------
    CourseError
        If there is no such model, or PyTorch is not installed.

    Examples
    --------
    >>> import torch
    >>> model = load("digits-cnn")
    >>> model(torch.zeros(1, 1, 28, 28)).shape
    torch.Size([1, 10])
    """
    key = _key(name)
    module = _module(key)
    try:
        from mlcourse.zoo import storage
    except ImportError as error:
        raise CourseError("PyTorch is not installed. Install it with `pip install torch`.") from error
    build: Callable[[], nn.Module] = module.build
    model = build()
    model.load_state_dict(storage.read(key))
    model.card = module.CARD
    return model.eval()


def card(name: str) -> ModelCard:
    """Return the card of a model.

    Parameters
    ----------
    name : str
        One of :func:`available`.

    Returns
    -------
    ModelCard
        What it was trained on, how well it does, and what to be careful about.

    Raises
    ------
    CourseError
        If there is no such model, or PyTorch is not installed.

    Examples
    --------
    >>> card("stories-gpt").licence
    'CC0 1.0 (made by this course)'
    """
    found: ModelCard = _module(_key(name)).CARD
    return found


def _key(name: str) -> str:
    key = "-".join(str(name).lower().replace("_", " ").replace("-", " ").split())
    if key not in _MODELS:
        alike = get_close_matches(key, _MODELS, n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(map(repr, alike))}?" if alike else f"There are: {', '.join(available())}."
        raise CourseError(f"There is no model {name!r} in the zoo. {hint}")
    return key


def _module(key: str) -> Any:
    try:
        return import_module(f"mlcourse.zoo.models.{_MODELS[key]}")
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        raise CourseError("PyTorch is not installed. Install it with `pip install torch`.") from error
