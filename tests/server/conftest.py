"""What the tests of the server share."""

from __future__ import annotations

import pytest

from mlcourse.kernel import warm


@pytest.fixture(autouse=True)
def _no_warm_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare each server the warm process for kernels, which would import for seconds; `tests/kernel` has it."""
    monkeypatch.setattr(warm, "start", lambda: None)
