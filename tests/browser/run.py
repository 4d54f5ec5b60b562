"""Runs the browser tests with the Chromium or Chrome that is there; without one says so, and in CI fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def main() -> int:
    """Return the exit status."""
    browser = os.environ.get("MLCOURSE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if browser is None:
        print("The browser tests need Chromium or Chrome: install one, or name it in MLCOURSE_CHROMIUM.")
        return 1 if os.environ.get("CI") else 0
    environment = {
        **os.environ,
        "MLCOURSE_CHROMIUM": browser,
        "MLCOURSE_PYTHON": sys.executable,
        "MLCOURSE_SCREENSHOTS": os.environ.get("MLCOURSE_SCREENSHOTS", str(ROOT / "screenshots")),
    }
    npx = shutil.which("npx") or "npx"
    command = [npx, "playwright", "test", "--config", str(ROOT / "tests/browser/playwright.config.ts"), *sys.argv[1:]]
    return subprocess.call(command, cwd=ROOT / "labextension", env=environment)


if __name__ == "__main__":
    sys.exit(main())
