"""What many tests share."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

pytest_plugins = ["pytest_jupyter.jupyter_server"]
ROOT = Path(__file__).parents[1]

# A shell that starts the tests in the background has them ignore Ctrl-C, and with them all that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A small course that a test may change."""
    root = tmp_path / "sample"
    shutil.copytree(ROOT / "tests" / "sample_course", root)
    return root


@pytest.fixture
def sample_content(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small course as the one that `mlcourse` teaches."""
    monkeypatch.setenv("MLCOURSE_CONTENT", str(sample))
    return sample
