"""Library classes that learners derive from: the stand-in of a learner's class derives from the same, found here."""

from __future__ import annotations

import sys
from typing import Any

# Nothing else is looked up. With them come the methods that run here where a library's class has them from there.
_ROOTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("torch.nn", "Module"): (),
    ("torch.optim", "Optimizer"): (),
    ("torch.optim.lr_scheduler", "LRScheduler"): (),
    ("torch.utils.data", "Dataset"): (),
    ("torch.utils.data", "Sampler"): (),
    ("torch.utils.data", "DataLoader"): (),
    ("sklearn.base", "BaseEstimator"): (),
    ("sklearn.base", "ClassifierMixin"): ("score",),
    ("sklearn.base", "RegressorMixin"): ("score",),
    ("sklearn.base", "TransformerMixin"): (),
    ("sklearn.base", "ClusterMixin"): (),
    ("sklearn.base", "OutlierMixin"): (),
}
_THERE = {("sklearn.base", "BaseEstimator"): ("get_params", "set_params", "__sklearn_clone__")}


def _roots(names: Any) -> list[type]:
    return [getattr(sys.modules[module], name) for module, name in names if hasattr(sys.modules.get(module), name)]


def find(paths: list[list[str]]) -> tuple[type, ...]:
    """Find the nearest classes of those named that may be derived from, none of them a base of another."""
    roots = tuple(_roots(_ROOTS))
    found: list[type] = []
    for module, name in paths[:50]:
        kind: Any = getattr(sys.modules.get(str(module)), str(name), None) if "." not in str(name) else None
        allowed = isinstance(kind, type) and type(kind) is type and issubclass(kind, roots)
        if allowed and not any(issubclass(other, kind) for other in found):
            found.append(kind)
    return tuple(found)


def run_here(known: tuple[type, ...], *, library: bool) -> set[str]:
    """Name the methods that run here, by the library's own code, though the learner's class has them too."""
    if not library:
        return set()
    torch = sys.modules.get("torch")
    if torch is not None and any(issubclass(kind, torch.nn.Module) for kind in known):
        return {name for kind in known for name in dir(kind)}
    found = set()
    for path, names in _ROOTS.items():
        for root in _roots([path]):
            found |= {name for name in names for kind in known if getattr(kind, name, 0) is getattr(root, name, 1)}
    return found


def run_there(known: tuple[type, ...]) -> set[str]:
    """Name the methods that run over there, though the library's own code has them."""
    return {
        name
        for path, names in _THERE.items()
        for root in _roots([path])
        if any(issubclass(kind, root) for kind in known)
        for name in names
    }
