"""How long a course kernel takes until it has run ``import torch``, started plainly and forked from the warm process.

Run it with ``python benchmarks/kernel.py``; it prints milliseconds, the ratio, and how that compares with the limit of
0.6 s. Starts of both kinds take turns, so that another program's work slows both; the median of each counts.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from mlcourse.kernel import warm

LIMIT, RUNS = 0.6, 7
SPEC = Path(warm.__file__).with_name("kernelspec")


def seconds(specs: KernelSpecManager) -> float:
    """Return the time from asking for a kernel to the reply to ``import torch``; its warm-up is part of it."""
    manager = KernelManager(kernel_name="mlcourse", kernel_spec_manager=specs)
    start = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.execute("import torch", reply=True, timeout=120)
        return time.perf_counter() - start
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def plainly(specs: KernelSpecManager) -> float:
    """Start a kernel as if there were no warm process."""
    with patch.object(warm, "shared", lambda: None):
        return seconds(specs)


def warmly(specs: KernelSpecManager) -> float:
    """Start a kernel from the warm process, which is made again when somebody edits the course."""
    wait()
    return seconds(specs)


def wait() -> None:
    """Wait for the warm process."""
    while not warm.shared():
        time.sleep(0.05)


def main() -> None:
    """Measure and print."""
    if reason := warm.why_not():
        raise SystemExit(f"There are no warm kernels here. {reason}")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(SPEC, Path(folder, "mlcourse"))
        specs = KernelSpecManager(kernel_dirs=[folder])
        start = time.perf_counter()
        warm.start()
        wait()
        print(f"the warm process imports everything in {time.perf_counter() - start:.1f} s, once for all kernels")
        times = [(plainly(specs), warmly(specs)) for _ in range(RUNS)]
        warm.stop()
    plain, forked = map(statistics.median, zip(*times, strict=True))
    print(f"a kernel that has imported torch: {1000 * plain:.0f} ms plainly, {1000 * forked:.0f} ms warm")
    print(f"warm: {plain / forked:.1f} times faster, {forked / LIMIT:.2f} of the limit of {1000 * LIMIT:.0f} ms")


if __name__ == "__main__":
    main()
