"""The catalogue of the edition that a workspace holds, kept beside its state for the server."""

from __future__ import annotations

import json
from pathlib import Path

from mlcourse.roadmap.catalogue import Catalogue
from mlcourse.workspace import files

FILE = Path(".mlcourse", "catalogue.json")


def write(workspace: Path, catalogue: Catalogue) -> None:
    """Keep the catalogue in the workspace."""
    files.write(workspace / FILE, json.dumps(catalogue.to_json(), ensure_ascii=False).encode())


def read(workspace: Path) -> Catalogue | None:
    """Read the catalogue; None where there is none, or an unreadable one: the next update writes it anew."""
    try:
        return Catalogue.from_json(json.loads((workspace / FILE).read_bytes()))
    except (OSError, ValueError):
        return None
