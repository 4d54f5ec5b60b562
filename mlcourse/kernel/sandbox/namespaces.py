"""Namespaces: a run has its own processes, mounts, network and the rest, where the system lets us make them."""

from __future__ import annotations

import os
import socket
import struct
from contextlib import suppress

from mlcourse.kernel.sandbox import system

_SIOCSIFFLAGS, _IFF_UP = 0x8914, 0x1


def own_user(more: int = 0) -> None:
    """Make a user namespace, and others with it, in which this user has every capability and still their number.

    Raises
    ------
    OSError
        If the system does not let its users do that; nothing has changed then.
    """
    user, group = os.geteuid(), os.getegid()
    system.unshare(system.CLONE_NEWUSER | more)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def forbid_more() -> None:
    """Keep processes in this user namespace from making further ones; needs its capabilities."""
    with suppress(OSError), open("/proc/sys/user/max_user_namespaces", "w", encoding="ascii") as file:
        file.write("0")


def own_network() -> None:
    """Leave the network for one that has only its own loopback."""
    import fcntl

    system.unshare(system.CLONE_NEWNET)
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", _IFF_UP))


def own_messages() -> None:
    """Leave the system's message queues and shared memory segments, and its name."""
    system.unshare(system.CLONE_NEWIPC | system.CLONE_NEWUTS)
    with suppress(OSError):
        socket.sethostname("sandbox")
