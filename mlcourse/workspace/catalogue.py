"""The catalogue of the edition that a workspace holds, kept beside its state for the server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mlcourse.folders import STATE_FOLDER
from mlcourse.roadmap.catalogue import Catalogue
from mlcourse.workspace import files

FILE = Path(STATE_FOLDER, "catalogue.json")


def write(workspace: Path, catalogue: Catalogue, fingerprint: str) -> None:
    """Keep the catalogue of the edition that the fingerprint identifies."""
    data = {"fingerprint": fingerprint, "catalogue": catalogue.to_json()}
    files.write(workspace / FILE, json.dumps(data, ensure_ascii=False).encode())


def read(workspace: Path) -> Catalogue | None:
    """Read the catalogue; None where there is none, or an unreadable one: the next update writes it anew."""
    try:
        return Catalogue.from_json(_data(workspace)["catalogue"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def is_of(workspace: Path, fingerprint: str) -> bool:
    """Tell whether there is a readable catalogue, and of this edition."""
    return read(workspace) is not None and _data(workspace).get("fingerprint") == fingerprint


def _data(workspace: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((workspace / FILE).read_bytes())
    return data
