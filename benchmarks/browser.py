"""What the sidebar costs in the browser: drawing, keys, search, JupyterLab's start and the size of the bundle."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

RUN = Path(__file__).resolve().parents[1] / "tests/browser/run.py"

if __name__ == "__main__":
    sys.exit(subprocess.call([sys.executable, str(RUN), *sys.argv[1:]], env={**os.environ, "MLCOURSE_BENCHMARK": "1"}))
