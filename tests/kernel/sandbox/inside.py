"""Runs code in the sandbox: a script that reads what to do as JSON, forks, enters, and prints what the code says.

It can make itself an ordinary user first, as whom the environment may be out of reach (below root's home, say); it is
then shown to all, in a mount namespace of this process.
"""

from __future__ import annotations

import importlib
import json
import os
import socket
import sys
import traceback

ORDINARY = 65534


def main() -> None:
    order = json.loads(sys.stdin.readline())
    from mlcourse.kernel import sandbox

    for name in order["modules"]:
        importlib.import_module(name)
    if os.geteuid() == 0:
        show_environment()
        if order["ordinary"]:
            become_ordinary()
    answer, said = os.pipe()
    alive, held = os.pipe()
    abstract = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    abstract.bind("\0mlcourse-" + str(os.getpid()))
    abstract.listen()
    leaked = os.open("/etc/passwd", os.O_RDONLY)
    os.environ["SECRET_TOKEN"] = "changed"
    outer = os.fork()
    if outer == 0:
        policy = {**order["policy"], "limits": sandbox.Limits(**order["policy"].get("limits", {}))}
        names = {"ABSTRACT": abstract.getsockname(), "LEAKED": leaked, "OUTSIDE": [os.getpid(), os.getppid()]}
        status = 1
        try:
            layers = sandbox.enter(sandbox.Policy(**policy), (said, held))
            values: dict[str, object] = {}
            names |= {"said": values, "layers": layers, "__name__": "__main__", "held": held, "answer": said}
            exec(compile(order["code"], "<inside>", "exec"), names)
            os.write(said, json.dumps(values, default=repr).encode())
            status = 0
        except SystemExit as error:
            status = int(error.code or 0)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(said)
    os.close(held)
    print(outer, flush=True)
    with open(answer, "rb") as file:
        text = file.readline() if order["signal"] else file.read()
    if order["signal"]:
        os.kill(outer, order["signal"])
    code = os.waitstatus_to_exitcode(os.waitpid(outer, 0)[1])
    os.set_blocking(alive, True)
    left_nothing = wait_for_end(alive)
    print(json.dumps({"said": text.decode(), "code": code, "left nothing": left_nothing}), flush=True)


def wait_for_end(alive: int) -> bool:
    """Whether every process that could still hold the other end is gone soon."""
    import select

    ready, _, _ = select.select([alive], [], [], 5)
    return bool(ready) and os.read(alive, 1) == b""


def show_environment() -> None:
    """Make Python and its packages readable to all, wherever they are."""
    import mlcourse
    from mlcourse.kernel.sandbox import system

    system.unshare(system.CLONE_NEWNS)
    system.mount("", "/", flags=system.MS_REC | system.MS_PRIVATE)
    for path in (sys.base_prefix, sys.prefix, os.path.dirname(mlcourse.__file__)):
        open_to_all(os.path.realpath(path))


def become_ordinary() -> None:
    from mlcourse.kernel.sandbox import privileges, system

    privileges.become(ORDINARY)
    system.prctl(system.PR_SET_DUMPABLE, 1)  # as a process that was started by that user


def open_to_all(path: str) -> None:
    """Put a folder where it is, below folders that anybody may pass through."""
    from mlcourse.kernel.sandbox import system

    parts = path.split("/")
    above = ["/".join(parts[:count]) for count in range(2, len(parts))]
    closed = next((one for one in above if not os.stat(one).st_mode & 0o1), None)
    if closed is None:
        return
    folder = os.open(path, os.O_PATH)
    system.mount("tmpfs", closed, "tmpfs", options="mode=755")
    os.makedirs(path)
    system.mount(f"/proc/self/fd/{folder}", path, flags=system.MS_BIND | system.MS_REC)
    os.close(folder)


if __name__ == "__main__":
    main()
