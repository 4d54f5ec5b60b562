"""Who listens on this machine while attacks run: whatever arrives has got out."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections import defaultdict
from pathlib import Path


class Listeners(contextlib.AbstractContextManager["Listeners"]):
    """Sockets of four kinds, which keep the first line that each visitor says, as ``heard[line] = {kinds}``."""

    def __init__(self, folder: Path, name: str) -> None:
        self.heard: defaultdict[str, set[str]] = defaultdict(set)
        self.unix, self.abstract = folder / "listener", name
        self._sockets = {
            "tcp": socket.create_server(("127.0.0.1", 0)),
            "udp": socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            "unix": socket.socket(socket.AF_UNIX),
            "abstract": socket.socket(socket.AF_UNIX),
        }
        self._sockets["udp"].bind(("127.0.0.1", 0))
        self._sockets["unix"].bind(str(self.unix))
        self.unix.chmod(0o777)
        self._sockets["abstract"].bind(f"\0{name}")
        self.tcp = self._sockets["tcp"].getsockname()[1]
        self.udp = self._sockets["udp"].getsockname()[1]
        self._open = True
        for kind, one in self._sockets.items():
            one.settimeout(0.2)
            if kind in ("unix", "abstract"):
                one.listen()
            threading.Thread(target=self._listen, args=(kind, one), daemon=True).start()

    def _listen(self, kind: str, one: socket.socket) -> None:
        while self._open:
            with contextlib.suppress(OSError):
                if kind == "udp":
                    self._hear(kind, one.recv(4096))
                    continue
                line, _ = one.accept()
                with line:
                    line.settimeout(2)
                    self._hear(kind, line.recv(4096))

    def _hear(self, kind: str, data: bytes) -> None:
        self.heard[data.decode(errors="replace").partition("\n")[0]].add(kind)

    def __exit__(self, *_: object) -> None:
        self._open = False
        for one in self._sockets.values():
            one.close()
