"""Memory in large pages stays what it was."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import os
import numpy as np
from mlcourse.kernel import large_pages

numbers = np.arange(4_000_000)
large_pages.gather()
assert (numbers == np.arange(4_000_000)).all()
child = os.fork()
if not child:
    numbers[:] = 0
    os._exit(int(numbers.sum()))
assert os.waitpid(child, 0)[1] == 0
assert numbers[-1] == 3_999_999
print("kept")
"""


def test_what_is_in_memory_is_kept() -> None:
    answer = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "kept"
