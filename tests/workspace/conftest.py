"""What the tests of the workspace share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# The same cases in every run, and no folder left in the checkout.
settings.register_profile("workspace", derandomize=True, database=None, deadline=None)
settings.load_profile("workspace")


class Tree:
    """A folder as a mapping from the paths of its files to their contents, without `.mlcourse`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self) -> dict[str, bytes]:
        files = (path for path in self.root.rglob("*") if path.is_file() and not path.is_symlink())
        found = {path.relative_to(self.root).as_posix(): path.read_bytes() for path in files}
        return {path: content for path, content in found.items() if not path.startswith(".mlcourse/")}

    def write(self, path: str, content: bytes) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(content)

    def litter(self) -> list[Path]:
        """Temporary files that were left behind among the learner's."""
        return [path for path in self.root.rglob("*.tmp") if path.parent.name != ".mlcourse"]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path / "my course")
