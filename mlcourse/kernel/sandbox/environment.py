"""What a process is told of where it runs: variables, the current folder, the folder for temporary files."""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
import time
from contextlib import suppress

_KEPT = (
    *("PATH", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "CONDA_PREFIX"),
    *("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS", "KMP_DUPLICATE_LIB_OK"),
    *("PYTHONHASHSEED", "PYTHONUTF8", "PYTHONIOENCODING", "PLOTLY_RENDERER", "MLCOURSE_SEED", "SYSTEMROOT"),
)


def settle(work: str, home: str, temporary: str) -> None:
    """Clear the environment, point what is left at the run's own folders, and go to the work folder."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    os.environ.clear()
    _forget_environment()
    os.environ.update(kept)
    folders = {
        "IPYTHONDIR": ".ipython",
        "MPLCONFIGDIR": ".config/matplotlib",
        "XDG_CACHE_HOME": ".cache",
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "XDG_RUNTIME_DIR": ".run",
    }
    for name, folder in folders.items():
        os.makedirs(os.path.join(home, folder), mode=0o700, exist_ok=True)
        os.environ[name] = os.path.join(home, folder)
    os.environ.update(HOME=home, USER="learner", LOGNAME="learner", TMPDIR=temporary)
    tempfile.tempdir = None
    if hasattr(time, "tzset"):
        time.tzset()
    os.umask(0o022)
    os.chdir(work)


def _forget_environment() -> None:
    """Overwrite what the process was started with: tokens would still be found in its memory and in ``/proc``."""
    posix = sys.modules.get("posix")
    if posix is not None:
        posix.environ.clear()
    with suppress(OSError, ValueError, IndexError):
        with open("/proc/self/stat", encoding="utf-8", errors="replace") as file:
            numbers = file.read().rpartition(")")[2].split()
        start, end = int(numbers[47]), int(numbers[48])  # env_start and env_end, fields 50 and 51
        if 0 < start < end:
            ctypes.memset(start, 0, end - start)
