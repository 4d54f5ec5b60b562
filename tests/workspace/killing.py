"""Updates that are disturbed, and a program that kills them.

As a program it reads requests from its input, one JSON object on each line, runs an update for each in a
child that kills itself, and answers ``killed`` or ``ended``. It is a process of its own because it imports
little: a fork of the test runner, with all its libraries, takes many times longer.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

OPERATIONS = ("open", "write", "fsync", "replace", "mkdir", "unlink", "rmdir", "scandir")


@contextmanager
def disturbed(before: Callable[[str, int], None]) -> Iterator[None]:
    """Call `before(name, n)` before the n-th operation on the disk, counted from 1, of any kind."""
    originals = {name: getattr(os, name) for name in OPERATIONS}
    count = 0

    def wrap(name: str) -> Callable[..., Any]:
        def operation(*args: Any, **options: Any) -> Any:
            nonlocal count
            count += 1
            if name == "write" and len(args[1]) > 1:
                # A write is interrupted half-way, as a real one may be.
                originals["write"](args[0], args[1][: len(args[1]) // 2])
                before(name, count)
                return len(args[1]) // 2
            before(name, count)
            return originals[name](*args, **options)

        return operation

    try:
        for name in OPERATIONS:
            setattr(os, name, wrap(name))
        yield
    finally:
        for name, original in originals.items():
            setattr(os, name, original)


def _run_and_kill(root: str, number: int, edition: dict[str, str], restore: list[str]) -> None:
    from mlcourse.workspace import update

    def kill(name: str, count: int) -> None:
        if count == number:
            os.kill(os.getpid(), signal.SIGKILL)

    contents = {path: content.encode() for path, content in edition.items()}
    with disturbed(kill):
        update(root, contents, fingerprint="killed", restore=restore)


def _main() -> None:
    import filelock  # noqa: F401  imported once here, and not in every child

    import mlcourse.workspace  # noqa: F401

    # What is tested is the order of operations; waiting for the disk adds minutes and finds nothing.
    os.fsync = lambda handle: None
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                _run_and_kill(**json.loads(line))
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        print("killed" if killed else "ended" if status == 0 else f"status {status}", flush=True)


if __name__ == "__main__":
    _main()
