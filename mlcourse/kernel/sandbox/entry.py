"""Entering the sandbox: the layers in the order in which they must be laid."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from mlcourse.kernel.sandbox import environment as variables
from mlcourse.kernel.sandbox import keeper, landlock, limits, namespaces, privileges, seccomp, system, view
from mlcourse.kernel.sandbox import paths as places
from mlcourse.kernel.sandbox.limits import Limits

LAYERS = ("processes", "network", "messages", "mounts", "user", "limits", "privileges", "landlock", "calls")


@dataclass(frozen=True)
class Policy:
    """What a run may see and use.

    Parameters
    ----------
    work : str
        The folder with this run's own copy of the submission's files. Where mounts are allowed its files are copied
        into a folder in memory; else it is the folder that the run writes to.
    readable : tuple of str
        Files and folders that it may read, beyond Python, its packages and the system's libraries.
    hidden : tuple of str
        Files and folders that it never sees. Of two paths that contain each other the longer one decides.
    limits : Limits
        What it may use.
    network : bool
        Whether it may use the network.
    without : tuple of str
        Layers to leave out, of ``LAYERS``: tests show with it that the others hold alone.
    """

    work: str
    readable: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    network: bool = False
    without: tuple[str, ...] = ()


def enter(policy: Policy, keep: Sequence[int]) -> dict[str, str]:
    """Shut this process into the sandbox.

    Call it in a process that was just forked, and has one thread. It forks again; the outer process waits, hands
    SIGINT on to the inner one and ends with its status. When the outer process ends, by SIGKILL too, so does all that
    is inside; where there is no process namespace, end it with SIGTERM so that it can end what has left its parents.

    Parameters
    ----------
    policy : Policy
        What the run may see and use.
    keep : sequence of int
        File descriptors that stay open beside 0, 1 and 2.

    Returns
    -------
    dict of str to str
        In the inner process: the layers that hold, by name, with a few words on each; a layer that the system does not
        give is absent. The current folder is the work folder, and HOME, TMPDIR and their like are private folders.

    Raises
    ------
    OSError
        If the work folder's files cannot be read or do not fit.

    Examples
    --------
    >>> Policy("/tmp/run", hidden=("/srv/course",), limits=Limits(processes=16)).network
    False
    """
    entry = _Entry(policy)
    if sys.platform == "linux":
        entry.outside()
        entry.inside(tuple(keep))
    else:
        system.close_all_but(tuple(keep))
        entry.limit()
        entry.settle()
    return entry.layers


def prepare() -> None:
    """Do what is the same for every run, in a warm process that is going to be forked."""
    if sys.platform == "linux":
        system.libc()
        landlock.version()
        places.outline((), ())


class _Entry:
    """The state of entering: which layers hold so far, and what the next ones must therefore do."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.layers: dict[str, str] = {}
        self._root = hasattr(os, "geteuid") and os.geteuid() == 0
        self._user = privileges.spare_user() if self._root else os.getuid() if hasattr(os, "getuid") else 0
        self._work, self._home, self._temporary = os.path.realpath(policy.work), "", ""
        self._tie = -1
        self._alone = False  # whether the user's other processes are not counted
        self._unique = False  # whether the user has no other processes

    def outside(self) -> None:
        """Do what must be done before the fork."""
        policy = self.policy
        self._outline = places.outline(policy.readable, policy.hidden, network=policy.network)
        with suppress(OSError):
            self._separate()
        self._tie = keeper.split()

    def inside(self, keep: tuple[int, ...]) -> None:
        """Do the rest, in the inner process."""
        system.close_all_but((*keep, self._tie))
        if not self.policy.network:
            self._try("network", self._own_network)
        self._try("messages", namespaces.own_messages)
        self._try("mounts", self._own_view)
        self._give_up()
        self.limit()
        system.prctl(system.PR_SET_DUMPABLE, 0)
        keeper.tie(self._tie)
        self.settle()
        self._try("landlock", self._landlock)
        self._try("calls", self._filter)
        self.layers = summary(self.layers, network=self.policy.network)

    def _has(self, layer: str) -> bool:
        return layer in self.layers

    def _wants(self, layer: str) -> bool:
        return layer not in self.policy.without

    def _try(self, layer: str, lay: Callable[[], str | None]) -> bool:
        if self._wants(layer):
            with suppress(OSError):
                self.layers[layer] = lay() or "own"
                return True
        return False

    def settle(self) -> None:
        """Go to the work folder, with a cleared environment and private folders."""
        if not self._home:
            self._home, self._temporary = (os.path.join(self._work, ".private", name) for name in ("home", "tmp"))
            for folder in (self._home, self._temporary):
                os.makedirs(folder, mode=0o700, exist_ok=True)
        variables.settle(self._work, self._home, self._temporary)

    # Namespaces.

    def _separate(self) -> None:
        """Get the right to make namespaces, and make that of processes, which needs a fork."""
        first = system.CLONE_NEWPID if self._wants("processes") else system.CLONE_NEWUTS
        try:
            if not self._root:
                raise PermissionError
            system.unshare(first)
        except OSError:
            if self._root:  # without the rights of root, as in a container
                self._leave_root()
            if not self._wants("user"):
                raise
            namespaces.own_user(first)
            namespaces.forbid_more()
            self._root, self._alone = False, True  # its only user is this one
            self.layers["user"] = "own namespace"
        if self._wants("processes"):
            self.layers["processes"] = "own namespace"

    def _own_network(self) -> str:
        namespaces.own_network()
        return "own namespace"

    def _own_view(self) -> str:
        system.unshare(system.CLONE_NEWNS)
        policy = self.policy
        leaves = self._root and self._wants("user") and self._user
        owner = (self._user, self._user) if leaves else (os.getuid(), os.getgid())
        processes = view.build(self._outline, self._work, policy.limits.disk, owner, network=policy.network)
        self._work, self._home, self._temporary = view.WORK, view.HOME, "/tmp"
        return f"own mount namespace, {processes}"

    # Limits and privileges.

    def limit(self) -> None:
        """Lay the limits."""
        if self._wants("limits"):
            words = limits.apply(self.policy.limits, alone=self._alone)
            self.layers.update({"limits": words} if words else {})

    def _give_up(self) -> None:
        """Become a user who may do nothing, and be invisible to others of that user."""
        limits.end_first()
        if self._wants("privileges"):
            privileges.forgo_capabilities()
        if self._root:
            self._leave_root()
        self._try("privileges", privileges.drop_capabilities)

    def _leave_root(self) -> None:
        """Become a user of this run's own, if the environment can be read by any user and there is such a user."""
        if self._wants("user") and self._user and (self._has("mounts") or self._reachable()):
            if not self._has("mounts"):
                privileges.give(self._work, self._user)
            privileges.become(self._user)
            self._root, self._alone, self._unique = False, True, self._user != privileges.NOBODY
            self.layers["user"] = "own, without rights"

    def _reachable(self) -> bool:
        """Whether any user can come to the files that a run needs, where there is no view of them."""
        package = os.path.dirname(__file__)
        return privileges.reachable((sys.prefix, sys.base_prefix, package, os.path.dirname(self._work)))

    # Rules.

    def _landlock(self) -> str:
        rules = [(path, landlock.DEVICE) for path in places.DEVICES]
        rules += [("/proc", landlock.READ)]
        if self._has("mounts"):
            rules += [("/", landlock.NAMES), *((path, landlock.READ) for path in (*self._outline.shown, "/etc"))]
            rules += [(path, landlock.WRITE) for path in view.PRIVATE.values()]
        else:
            named = places.siblings(self._outline)
            rules += [(path, landlock.READ if whole else landlock.NAMES) for path, whole in named]
            rules += [(path, landlock.WRITE) for path in (self._work, "/dev/shm")]
        tcp = not self.policy.network and not self._has("network")
        words = landlock.restrict(rules, tcp=tcp)
        self.layers.update({"tcp": "no TCP"} if tcp and landlock.guards_tcp() else {})
        return words

    def _filter(self) -> str:
        seccomp.install(
            seccomp.rules(
                network=self.policy.network or self._has("network"),
                files=self._has("mounts"),
                sockets=self._has("mounts") or self.policy.network,
                signals=self._has("processes") or self._unique or (self._has("landlock") and landlock.scopes_signals()),
                own=os.getpid(),
            )
        )
        return "filtered"


def summary(layers: Mapping[str, str], *, network: bool = False) -> dict[str, str]:
    """Say what holds in the words of people who read a run's record; what is not held is absent.

    Examples
    --------
    >>> summary({"landlock": "Landlock 6", "calls": "filtered", "limits": "2048 MB, 64 processes"})
    {'file system': 'Landlock 6', 'network': 'filter', 'limits': '2048 MB, 64 processes', 'system calls': 'filtered'}
    """
    filtered = "filter" if "calls" in layers and not network else ""
    words = {
        "file system": [layers.get("mounts", ""), layers.get("landlock", "")],
        "network": [layers.get("network", ""), layers.get("tcp", ""), filtered],
        "processes": [layers.get("processes", "")],
        "user": [layers.get("user", "")],
        "messages": [layers.get("messages", "")],
        "limits": [layers.get("limits", "")],
        "privileges": [layers.get("privileges", "")],
        "system calls": [layers.get("calls", "")],
    }
    return {name: ", ".join(filter(None, parts)) for name, parts in words.items() if any(parts)}
