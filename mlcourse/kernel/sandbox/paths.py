"""What of the file system a run may see: folders to show and to hide, as an outline that the layers follow."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SYSTEM = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/gnu/store"),
    *("/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d"),
    *("/etc/localtime", "/etc/timezone", "/etc/locale.alias", "/etc/mime.types", "/etc/host.conf", "/etc/services"),
    *("/etc/ssl/certs", "/etc/ssl/cert.pem", "/etc/ssl/openssl.cnf", "/etc/ca-certificates"),
    *("/etc/pki/ca-trust", "/etc/pki/tls/certs", "/etc/pki/tls/cert.pem", "/etc/pki/tls/openssl.cnf"),
    *("/sys/devices/system/cpu", "/sys/devices/system/node", "/sys/fs/cgroup/cpu.max"),
    *("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "/sys/fs/cgroup/cpu/cpu.cfs_period_us"),
)
_NETWORK = ("/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/run/systemd/resolve")
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


@dataclass(frozen=True)
class Outline:
    """What is shown and hidden.

    Parameters
    ----------
    steps : tuple of (str, bool)
        Real paths, parents before what is below them; true shows what is there and below, read-only, and false hides
        it. What no step names is hidden.
    links : tuple of (str, str)
        Symbolic links to shown paths, by which the environment calls them.
    """

    steps: tuple[tuple[str, bool], ...]
    links: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """The paths that are shown."""
        return tuple(path for path, show in self.steps if show)

    @property
    def hidden(self) -> tuple[str, ...]:
        """The paths that are hidden below something shown."""
        return tuple(path for path, show in self.steps if not show)


@functools.cache
def environment() -> tuple[str, ...]:
    """Return what Python and its packages need to run, as the paths by which the interpreter calls them."""
    import mlcourse

    packages = [path for path in sys.path if os.path.basename(path) in ("site-packages", "dist-packages")]
    library = os.path.dirname(os.__file__)
    course = os.path.dirname(os.path.abspath(mlcourse.__file__))
    return (sys.prefix, sys.base_prefix, sys.exec_prefix, library, *packages, course, *_SYSTEM)


@functools.cache
def secrets() -> tuple[str, ...]:
    """Return what is never shown although it lies in the environment: problem sets and settings of servers."""
    import mlcourse

    course = os.path.dirname(os.path.abspath(mlcourse.__file__))
    settings = [f"{prefix}/etc/jupyter" for prefix in (sys.prefix, sys.base_prefix, "/usr", "/usr/local")]
    return (f"{course}/_content/assignments", *settings)


def outline(readable: Iterable[str], hidden: Iterable[str], *, network: bool = False) -> Outline:
    """Lay out what a run may see beyond its own folders.

    Of two paths that contain each other the longer one decides, so a folder of problem sets within the package is
    hidden, and an environment within the hidden course folder is shown. A path that is to be both is hidden.

    Parameters
    ----------
    readable, hidden : iterable of str
        Beyond the environment and what is always hidden.
    network : bool
        Whether names of hosts are to be found.
    """
    asked = (*environment(), *readable, *(_NETWORK if network else ()))
    places = {os.path.abspath(path): os.path.realpath(path) for path in asked if path and os.path.exists(path)}
    places = {path: real for path, real in places.items() if real != "/"}
    wanted = dict.fromkeys(places.values(), True)
    wanted.update((os.path.realpath(path), False) for path in (*secrets(), *hidden) if os.path.exists(path))
    links = tuple(sorted((path, real) for path, real in places.items() if path != real))
    return Outline(tuple(_needed(wanted)), links)


def _needed(wanted: dict[str, bool]) -> Iterator[tuple[str, bool]]:
    """Leave out the steps that change nothing."""
    kept: dict[str, bool] = {}
    for path in sorted(wanted):
        above = max((one for one in kept if below(path, one)), key=len, default="")
        if wanted[path] != kept.get(above, False):
            kept[path] = wanted[path]
            yield path, wanted[path]


def below(path: str, folder: str) -> bool:
    """Whether a path lies in a folder, at any depth."""
    return path.startswith(folder.rstrip("/") + "/")


def siblings(outline: Outline) -> Iterator[tuple[str, bool]]:
    """Name what can be granted whole where nothing can be covered.

    Yields
    ------
    tuple of (str, bool)
        A path, and whether all of it may be read; else only its names: something below it is hidden.
    """
    for path in outline.shown:
        yield from _siblings(path, frozenset(outline.hidden))


def _siblings(folder: str, hidden: frozenset[str]) -> Iterator[tuple[str, bool]]:
    inside = frozenset(one for one in hidden if below(one, folder))
    yield folder, not inside
    if not inside:
        return
    try:
        entries = [entry.path for entry in os.scandir(folder) if not entry.is_symlink()]
    except OSError:
        return
    for path in entries:
        if path not in inside:
            yield from _siblings(path, inside)
