"""Collecting submissions from nbgrader's exchange without following what learners have linked to."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect

from mlcourse.workspace.files import is_real_folder


class Collect(ExchangeCollect):
    """nbgrader's own collecting, which copies with the instructor's rights whatever a link leads to.

    A learner who owns a folder in the exchange could link to the solutions, or to another's work, and print it. Links,
    pipes and devices are left behind here, and one submission that cannot be copied does not keep the others out.
    """

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy one submission."""
        try:
            if not is_real_folder(os.lstat(src)):
                raise OSError("it is no ordinary folder")
            if self.get_size(src) > 1000 * self.coursedir.max_dir_size:
                raise OSError(f"it is larger than {self.coursedir.max_dir_size} kB (CourseDirectory.max_dir_size)")
            with tempfile.TemporaryDirectory(prefix="mlcourse-") as scratch:
                plain = Path(scratch, "submission")
                shutil.copytree(src, plain, ignore=self._left_behind, symlinks=True, copy_function=_copy)
                super().do_copy(str(plain), dest, log)
        except (OSError, RuntimeError, shutil.Error) as error:
            self.log.error("%s is not collected: %s", src, error)

    def _left_behind(self, folder: str, names: list[str]) -> list[str]:
        odd = [name for name in names if not _is_plain(os.path.join(folder, name))]
        for name in odd:
            self.log.warning("%s is a link or no ordinary file; it is not collected", os.path.join(folder, name))
        return odd


def _copy(src: str, dest: str) -> None:
    """Copy a file, unless a link or pipe has come into its place since it was looked at."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(src, flags), "rb") as file, open(dest, "xb") as copy:
        shutil.copyfileobj(file, copy)


def _is_plain(path: str) -> bool:
    status = os.lstat(path)
    return stat.S_ISREG(status.st_mode) or is_real_folder(status)
