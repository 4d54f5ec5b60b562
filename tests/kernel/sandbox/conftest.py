"""A small world around a sandbox: what the code inside must not reach, and a way to run code in there."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).with_name("inside.py")
ORDINARY = 65534


@dataclass
class Ran:
    """How a run ended: what the code said, its exit status, what was on stderr, whether nothing of it is left."""

    said: dict[str, Any]
    code: int
    errors: str
    left_nothing: bool


@dataclass
class World:
    """Folders of which a run may see ``work`` and ``readable`` (but not ``readable/hidden``)."""

    place: Path
    ordinary: bool
    constants: dict[str, Any] = field(default_factory=dict)

    @property
    def work(self) -> Path:
        return self.place / "run" / "work"

    def policy(self, **changes: Any) -> dict[str, Any]:
        hidden = [str(self.place / "readable" / "hidden"), str(self.place / "readable" / "key.txt")]
        given = {"work": str(self.work), "readable": [str(self.place / "readable")], "hidden": hidden}
        return {**given, **changes}

    def run(self, code: str, *, modules: tuple[str, ...] = (), signal: int = 0, **policy: Any) -> Ran:
        """Run code in the sandbox; it puts plain data into ``said``."""
        lines = [f"{name} = {value!r}" for name, value in self.constants.items()]
        order = {
            "code": "\n".join([*lines, code]),
            "policy": self.policy(**policy),
            "modules": modules,
            "ordinary": self.ordinary,
            "signal": signal,
        }
        environment = {**os.environ, "SECRET_TOKEN": "token-4711"}
        command = [sys.executable, "-P", str(SCRIPT)]
        done = subprocess.run(
            command, input=json.dumps(order) + "\n", capture_output=True, env=environment, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        end = json.loads(done.stdout.splitlines()[-1])
        said = json.loads(end["said"].splitlines()[0]) if end["said"].strip() else {}
        return Ran(said, end["code"], done.stderr, end["left nothing"])

    def snapshot(self) -> dict[str, tuple[int, int, bytes]]:
        """What lies outside of the run's own folder: modes, times and contents."""
        found = {}
        for path in sorted(self.place.rglob("*")):
            if path.is_file() and not path.is_relative_to(self.work.parent):
                seen = path.stat()
                found[str(path)] = seen.st_mode, seen.st_mtime_ns, path.read_bytes()
        return found


@pytest.fixture(params=["root", "ordinary"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if not sys.platform.startswith("linux"):
        pytest.skip("the sandbox needs Linux")
    if request.param == "root" and os.geteuid() != 0:
        pytest.skip("needs root")
    place = Path(tempfile.mkdtemp(prefix="sandbox-"))
    place.chmod(0o755)
    made = World(place, request.param == "ordinary")
    for name in ("run/work/folder", "readable/hidden", "other"):
        (place / name).mkdir(parents=True)
    texts = {
        "run/work/data.txt": "mine",
        "run/work/folder/more.txt": "mine",
        "readable/open.txt": "open",
        "readable/key.txt": "secret",
        "readable/hidden/tests.txt": "secret",
        "other/answer.txt": "secret",
        "gradebook.db": "secret",
    }
    for name, text in texts.items():
        (place / name).write_text(text)
    (place / "run/work/link.txt").symlink_to(place / "other/answer.txt")
    (place / "run/work/away").symlink_to(place / "other")
    if made.ordinary and os.geteuid() == 0:  # all is the user's own, so that no ordinary permission stands in the way
        for path in (place, *place.rglob("*")):
            os.chown(path, ORDINARY, ORDINARY, follow_symlinks=False)
    yield made
    shutil.rmtree(place)


@pytest.fixture
def listeners(world: World) -> Iterator[dict[str, socket.socket]]:
    """Servers outside that must never hear from a run."""
    tcp, udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
    unix, datagrams = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    found = {"tcp": tcp, "udp": udp, "unix": unix, "datagrams": datagrams}
    for name, one in found.items():
        one.bind(("127.0.0.1", 0) if name in ("tcp", "udp") else str(world.place / f"{name}.socket"))
        one.setblocking(False)
    for name in ("unix", "datagrams"):
        (world.place / f"{name}.socket").chmod(0o777)
    tcp.listen()
    unix.listen()
    world.constants |= {
        "TCP": tcp.getsockname(),
        "UDP": udp.getsockname(),
        "UNIX": unix.getsockname(),
        "DATAGRAMS": datagrams.getsockname(),
    }
    yield found
    for one in found.values():
        one.close()
