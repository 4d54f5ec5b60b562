"""What code in the sandbox must not be able to do, with every layer, and with each layer left out in turn."""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mlcourse.kernel.sandbox import LAYERS

if TYPE_CHECKING:
    from tests.kernel.sandbox.conftest import World

CONTAINER = ("processes", "network", "messages", "mounts", "user")  # what a container usually leaves: no namespaces
WITHOUT = [(), *((layer,) for layer in LAYERS), CONTAINER]
WITHOUT_NAMES = ["+".join(layers) or "nothing" for layers in WITHOUT]

HARM = """
import contextlib, ctypes, os, posix, resource, socket, sys
harm = said.setdefault("harm", [])

def attempt(what, action):
    try:
        if action() != "":
            harm.append(what)
    except (OSError, AttributeError, ValueError):
        pass

def read(path):
    with open(path, "rb") as file:
        return file.read().decode(errors="replace")

def connect(kind, address):
    with socket.socket(*kind) as one:
        one.settimeout(1)
        one.connect(address)

def send(kind, address):
    with socket.socket(*kind) as one:
        one.sendto(b"hello", address)
"""

READ = """
for path in SECRETS:
    attempt("read " + path, lambda: read(path))
    attempt("read through /proc " + path, lambda: read("/proc/self/root" + path))
attempt("listed another's folder", lambda: "".join(os.listdir(OTHER)))
attempt("followed a link", lambda: read("link.txt"))
attempt("followed a link to a folder", lambda: read("away/answer.txt"))
said["own"] = [read("data.txt"), read("folder/more.txt"), read(OPEN)]
"""

WRITE = """
for folder in FOLDERS:
    attempt("wrote in " + folder, lambda: open(folder + "/new", "w").close())
for path in SECRETS + [OPEN]:
    for action in (
        lambda: open(path, "a").write("x"),
        lambda: os.remove(path),
        lambda: os.truncate(path, 1),
        lambda: os.chmod(path, 0o777),
        lambda: os.utime(path, (1, 1)),
        lambda: os.rename("data.txt", path),
        lambda: os.replace(path, "stolen.txt"),
        lambda: os.link(path, "linked.txt"),
    ):
        with contextlib.suppress(OSError):
            action()
attempt("took by rename", lambda: read("stolen.txt"))
attempt("took by link", lambda: read("linked.txt"))
for folder in (".", os.environ["HOME"], os.environ["TMPDIR"], os.environ["XDG_CACHE_HOME"]):
    with open(folder + "/mine.txt", "w") as file:
        file.write("mine")
    assert read(folder + "/mine.txt") == "mine"
"""

CONNECT = """
attempt("connected by TCP", lambda: connect((), TCP))
with contextlib.suppress(OSError):
    send((socket.AF_INET, socket.SOCK_DGRAM), UDP)  # which arrives nowhere
attempt("connected to a socket file", lambda: connect((socket.AF_UNIX,), UNIX))
attempt("sent to a socket file", lambda: send((socket.AF_UNIX, socket.SOCK_DGRAM), DATAGRAMS))
attempt("connected to a name", lambda: connect((socket.AF_UNIX,), ABSTRACT))
a, b = socket.socketpair()
a.send(b"x")
assert b.recv(1) == b"x"
a.close()
b.close()
"""

PROCESSES = """
for pid in OUTSIDE:
    attempt("signalled", lambda: os.kill(pid, 0))
    for name in ("environ", "mem", "maps", "root/etc/passwd", "fd/0"):
        attempt("read " + name, lambda: read(f"/proc/{pid}/{name}"))
    attempt("saw the files of", lambda: os.readlink(f"/proc/{pid}/fd/0"))
    attempt("saw the folder of", lambda: os.readlink(f"/proc/{pid}/cwd"))
said["seen"] = sorted(set(map(str, OUTSIDE)) & set(os.listdir("/proc")))
"""

MEMORY = """
token = "token-" + "4711"
attempt("token in the environment", lambda: posix.environ.get(b"SECRET_TOKEN") or os.environ.get("SECRET_TOKEN", ""))
ctypes.CDLL(None).getenv.restype = ctypes.c_char_p
attempt("token in C", lambda: ctypes.CDLL(None).getenv(b"SECRET_TOKEN") or "")
attempt("token in /proc", lambda: "x" if token in read("/proc/self/environ") else "")
(stack,) = (line.split()[0] for line in read("/proc/self/maps").splitlines() if line.endswith("[stack]"))
start, end = (int(text, 16) for text in stack.split("-"))
attempt("token on the stack", lambda: "x" if token.encode() in ctypes.string_at(start, end - start) else "")
for number in (LEAKED, *range(3, 256)):
    if number not in (answer, held):
        attempt(f"file descriptor {number}", lambda: os.fstat(number))
"""


@pytest.mark.parametrize("without", WITHOUT, ids=WITHOUT_NAMES)
def test_harm_is_held_back_without_any_one_layer(
    world: World, listeners: dict[str, socket.socket], without: tuple[str, ...]
) -> None:
    before = world.snapshot()
    home = [str(path) for path in Path.home().glob("*") if path.is_file() and os.access(path, os.R_OK)][:5]
    inside = ("readable/key.txt", "readable/hidden/tests.txt", "other/answer.txt", "gradebook.db")
    world.constants |= {
        "SECRETS": [*(str(world.place / name) for name in inside), "/etc/shadow", *home],
        "OTHER": str(world.place / "other"),
        "OPEN": str(world.place / "readable" / "open.txt"),
        "FOLDERS": ["/", "/etc", "/usr", "/dev", "/proc", sys.prefix, str(world.place / "readable")],
    }
    ran = world.run("\n".join([HARM, READ, WRITE, CONNECT, PROCESSES, MEMORY]), without=without)
    assert ran.code == 0, ran.errors
    assert not ran.said["harm"], "\n".join(ran.said["harm"])
    assert ran.said["own"] == ["mine", "mine", "open"]
    assert ran.left_nothing
    if not {"processes", "mounts"} & {*without} and not (world.ordinary and "user" in without):
        assert ran.said["seen"] == []
    assert world.snapshot() == before
    for one in listeners.values():
        with pytest.raises(BlockingIOError):
            one.accept() if one.type == socket.SOCK_STREAM else one.recv(1)


# Two layers out at once: what one of the others still holds.


@pytest.mark.parametrize(
    "without", [("mounts", "calls"), ("landlock", "calls"), ("landlock", "user"), ("mounts", "processes")]
)
def test_files_are_guarded_by_each_layer_alone(world: World, without: tuple[str, ...]) -> None:
    if world.ordinary and without == ("landlock", "user"):
        pytest.skip("a user without rights needs a namespace of their own to be shown anything less")
    before = world.snapshot()
    world.constants |= {
        "SECRETS": [str(world.place / "other" / "answer.txt"), str(world.place / "readable" / "key.txt")],
        "OTHER": str(world.place / "other"),
        "OPEN": str(world.place / "readable" / "open.txt"),
        "FOLDERS": ["/etc", sys.prefix, str(world.place / "readable")],
    }
    chmod_is_open = {"mounts", "calls"} <= {*without}  # Landlock lets a file's owner change its mode
    write = WRITE if not chmod_is_open else WRITE.replace("lambda: os.chmod", "lambda: lambda: os.chmod")
    write = write if not chmod_is_open else write.replace("lambda: os.utime", "lambda: lambda: os.utime")
    ran = world.run("\n".join([HARM, READ, write]), without=without)
    assert ran.code == 0, ran.errors
    assert not ran.said["harm"], "\n".join(ran.said["harm"])
    assert world.snapshot() == before


@pytest.mark.parametrize("without", [("network", "landlock"), ("network", "calls"), ("landlock", "calls")])
def test_tcp_is_guarded_by_each_layer_alone(
    world: World, listeners: dict[str, socket.socket], without: tuple[str, ...]
) -> None:
    ran = world.run(HARM + "attempt('connected', lambda: connect((), TCP))", without=without)
    assert ran.said["harm"] == []
    with pytest.raises(BlockingIOError):
        listeners["tcp"].accept()


@pytest.mark.parametrize("without", [("processes", "landlock"), ("processes", "calls"), ("landlock", "calls")])
def test_other_processes_are_guarded_by_each_layer_alone(world: World, without: tuple[str, ...]) -> None:
    ran = world.run(HARM + "for pid in OUTSIDE: attempt('signalled', lambda: os.kill(pid, 0))", without=without)
    assert ran.said["harm"] == []


@pytest.mark.parametrize("without", [(), ("mounts",)], ids=["nothing", "mounts"])
def test_the_network_can_be_asked_for(
    world: World, listeners: dict[str, socket.socket], without: tuple[str, ...]
) -> None:
    ran = world.run(HARM + "attempt('connected', lambda: connect((), TCP))", network=True, without=without)
    assert ran.said["harm"] == ["connected"]
    listeners["tcp"].accept()[0].close()


# What starves others.

SMALL = {"memory": 64 << 20, "processes": 20, "file_size": 1 << 20, "disk": 4 << 20, "open_files": 64, "cpu_seconds": 2}


@pytest.mark.parametrize("without", [(), ("processes",), CONTAINER], ids=["nothing", "processes", "container"])
def test_a_fork_bomb_stops(world: World, without: tuple[str, ...]) -> None:
    if not world.ordinary:  # the number of root's own processes is not limited
        without = tuple(layer for layer in without if layer != "user")
    code = """
import os, time
count = 0
try:
    for count in range(5000):
        if os.fork() == 0:
            time.sleep(60)
except BlockingIOError:
    pass
said["count"] = count
"""
    ran = world.run(code, limits=SMALL, without=without)
    assert ran.code == 0, ran.errors
    assert ran.said["count"] < 5000 - 1
    assert ran.left_nothing


@pytest.mark.parametrize("without", [(), CONTAINER], ids=["nothing", "container"])
def test_what_takes_too_much_is_told_so(world: World, without: tuple[str, ...]) -> None:
    code = """
import errno, mmap, os
def kind(action):
    try:
        action()
    except (MemoryError, OSError) as error:
        return errno.errorcode.get(getattr(error, "errno", None), type(error).__name__)

def fill():
    for number in range(100):
        with open(f"part{number}", "wb") as file:
            file.write(bytes(1 << 19))

said["memory"] = kind(lambda: bytearray(200 << 20))
said["shared memory"] = kind(lambda: mmap.mmap(-1, 8 << 30))
said["memory of no file"] = kind(lambda: os.memfd_create("x"))
said["file"] = kind(lambda: open("large", "wb").write(bytes(2 << 20)))
if os.path.exists("large"):
    os.remove("large")
said["disk"] = kind(fill)
said["files"] = kind(lambda: [open(os.devnull) for _ in range(100)])
said["little"] = kind(lambda: bytearray(32 << 20))
"""
    ran = world.run(code, limits=SMALL, without=without)
    assert ran.code == 0, ran.errors
    disk = "ENOSPC" if "mounts" not in without else None
    assert ran.said == {
        "memory": "MemoryError",
        "shared memory": "ENOMEM",
        "memory of no file": "ENOSYS",
        "file": "EFBIG",
        "disk": disk,
        "files": "EMFILE",
        "little": None,
    }


def test_endless_computing_ends(world: World) -> None:
    ran = world.run("while True: pass", limits={**SMALL, "cpu_seconds": 1})
    assert ran.code == -signal.SIGKILL


# What outlives the run.

DAEMON = """
import ctypes, os, signal, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        time.sleep(60)
    os._exit(0)
ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)  # asks not to be ended with its parent
"""


@pytest.mark.parametrize("without", [(), ("processes",), ("landlock",), CONTAINER])
def test_a_daemon_ends_with_the_run(world: World, without: tuple[str, ...]) -> None:
    ran = world.run(DAEMON, without=without)
    assert ran.code == 0, ran.errors
    assert ran.left_nothing


@pytest.mark.parametrize("without", [(), ("landlock",), ("mounts",)])
def test_killing_the_outer_process_ends_all(world: World, without: tuple[str, ...]) -> None:
    ran = world.run(
        DAEMON + "os.write(answer, b'{}\\n')\nwhile True: time.sleep(1)", signal=signal.SIGKILL, without=without
    )
    assert ran.code == -signal.SIGKILL
    assert ran.left_nothing


@pytest.mark.parametrize("without", [(), ("processes",), CONTAINER])
def test_asking_the_outer_process_to_end_ends_all(world: World, without: tuple[str, ...]) -> None:
    ran = world.run(
        DAEMON + "os.write(answer, b'{}\\n')\nwhile True: time.sleep(1)", signal=signal.SIGTERM, without=without
    )
    assert ran.code == -signal.SIGKILL
    assert ran.left_nothing


# The process itself.


def test_its_status_is_handed_on(world: World) -> None:
    assert world.run("raise SystemExit(7)").code == 7


def test_a_crash_is_handed_on(world: World) -> None:
    assert world.run("import ctypes\nctypes.string_at(0)").code == -signal.SIGSEGV


def test_an_interrupt_is_handed_on(world: World) -> None:
    code = """
import os, time
try:
    os.write(answer, b'{}\\n')
    while True:
        time.sleep(0.01)
except KeyboardInterrupt:
    raise SystemExit(5)
"""
    assert world.run(code, signal=signal.SIGINT).code == 5


def test_calls_that_no_notebook_needs_are_refused(world: World) -> None:
    code = """
import ctypes, errno, os, platform, socket
c = ctypes.CDLL(None, use_errno=True)
def kind(result):
    return errno.errorcode[ctypes.get_errno()] if result < 0 else result
place = ("x86_64", "aarch64").index(platform.machine())
number = lambda *numbers: numbers[place]
said["ptrace"] = kind(c.ptrace(0, 0, 0, 0))
said["unshare"] = kind(c.unshare(0x10000000))
said["mount"] = kind(c.mount(b"tmpfs", b"/tmp", b"tmpfs", 0, None))
said["keyctl"] = kind(c.syscall(number(250, 219), 0, -3, 0))
said["bpf"] = kind(c.syscall(number(321, 280), 0, 0, 0))
said["io_uring"] = kind(c.syscall(425, 1, 0))
said["clone"] = kind(c.syscall(number(56, 220), 0x10000000 | 17, 0, 0, 0, 0))
said["pretended"] = kind(c.prctl(1, 0, 0, 0, 0))
try:
    socket.socket(socket.AF_VSOCK)
except OSError as error:
    said["vsock"] = errno.errorcode[error.errno]
status = open("/proc/self/status").read()
said["capabilities"] = [line.split()[1].strip("0") for line in status.splitlines() if line.startswith("Cap")]
said["new privileges"] = "NoNewPrivs:\\t1" in status
"""
    ran = world.run(code)
    assert ran.code == 0, ran.errors
    assert ran.said == {
        **dict.fromkeys(["ptrace", "unshare", "mount", "keyctl", "bpf", "clone"], "EPERM"),
        "io_uring": "ENOSYS",
        "pretended": 0,
        "vsock": "EAFNOSUPPORT",
        "capabilities": [""] * 5,
        "new privileges": True,
    }


def test_it_knows_only_its_own_folders(world: World) -> None:
    code = """
import getpass, os, tempfile
said["variables"] = sorted(os.environ)
folders = [os.environ[name] for name in os.environ if name.endswith(("DIR", "_HOME"))] + [os.path.expanduser("~")]
said["own"] = all(os.stat(folder).st_uid == os.getuid() and os.access(folder, os.W_OK) for folder in folders)
said["temporary"] = os.path.dirname(tempfile.mkstemp()[1]) == os.environ["TMPDIR"]
said["name"] = getpass.getuser()
said["files"] = sorted(os.listdir())
"""
    said = world.run(code).said
    assert said["own"]
    assert said["temporary"]
    assert said["name"] == "learner"
    assert said["files"] == ["data.txt", "folder"]
    assert not {"SECRET_TOKEN", "PYTEST_CURRENT_TEST", "PWD"} & set(said["variables"])
    assert (world.work / "link.txt").is_symlink()


@pytest.mark.parametrize("without", [(), CONTAINER], ids=["nothing", "container"])
def test_each_layer_is_named_where_it_holds(world: World, without: tuple[str, ...]) -> None:
    layers = world.run("said.update(layers)", without=without).said
    assert "Landlock" in layers["file system"]
    assert ("mount namespace" in layers["file system"]) == ("mounts" not in without)
    assert ("processes" in layers) == ("processes" not in without)
    assert {"network", "limits", "privileges", "system calls"} <= set(layers)
    assert "file system" not in world.run("said.update(layers)", without=("mounts", "landlock")).said
