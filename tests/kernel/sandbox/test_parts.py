"""The sandbox's parts that can be looked at from outside: the outline of what is seen, the filter, the words."""

from __future__ import annotations

import errno
import os
import struct
import sys
from pathlib import Path

import pytest

from mlcourse.kernel import sandbox
from mlcourse.kernel.sandbox import paths, privileges, report, seccomp

X86, ARM = 0, 1
ARCHITECTURES = (0xC000003E, 0xC00000B7)


def tree(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


# What is seen.


def test_of_two_rules_the_longer_path_decides(tmp_path: Path) -> None:
    tree(tmp_path, "course/notes.md", "course/.venv/lib/x.py", "course/.venv/lib/hidden/tests.py")
    course, hidden = tmp_path / "course", tmp_path / "course/.venv/lib/hidden"
    outline = paths.outline([str(course / ".venv")], [str(course), str(hidden)])
    steps = {path: show for path, show in outline.steps if path.startswith(str(tmp_path))}
    assert steps == {str(course / ".venv"): True, str(hidden): False}


def test_what_is_to_be_read_and_hidden_is_hidden(tmp_path: Path) -> None:
    tree(tmp_path, "data/a.txt")
    outline = paths.outline([str(tmp_path / "data")], [str(tmp_path / "data")])
    assert not any(path.startswith(str(tmp_path)) for path in outline.shown)


def test_links_are_seen_by_both_names(tmp_path: Path) -> None:
    tree(tmp_path, "real/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    outline = paths.outline([str(tmp_path / "link")], [])
    assert str(tmp_path / "real") in outline.shown
    assert (str(tmp_path / "link"), str(tmp_path / "real")) in outline.links


def test_hiding_a_link_hides_what_it_leads_to(tmp_path: Path) -> None:
    tree(tmp_path, "data/a.txt", "data/secret/b.txt")
    (tmp_path / "link").symlink_to(tmp_path / "data/secret")
    outline = paths.outline([str(tmp_path / "data")], [str(tmp_path / "link")])
    assert str(tmp_path / "data/secret") in outline.hidden


def test_beside_what_is_hidden_the_rest_is_named(tmp_path: Path) -> None:
    tree(tmp_path, "data/a.txt", "data/in/b.txt", "data/in/secret/c.txt", "data/other/d.txt")
    (tmp_path / "data/in/link").symlink_to(tmp_path / "data/in/secret")
    outline = paths.outline([str(tmp_path / "data")], [str(tmp_path / "data/in/secret")])
    named = {os.path.relpath(path, tmp_path): whole for path, whole in paths.siblings(outline) if str(tmp_path) in path}
    assert named == {"data": False, "data/a.txt": True, "data/other": True, "data/in": False, "data/in/b.txt": True}


def test_the_environment_is_seen_and_the_checkout_is_not() -> None:
    outline = paths.outline([], [])
    seen = [path for path in outline.shown for wanted in (sys.prefix, sys.base_prefix) if wanted == path]
    assert seen or any(paths.below(os.path.realpath(sys.prefix), path) for path in outline.shown)
    checkout = Path(__file__).resolve().parents[3]
    for name in ("assignments", "course", "tests", "pyproject.toml"):
        path = str(checkout / name)
        assert not any(path == one or paths.below(path, one) for one in outline.shown)


def test_nobody_can_pass_through_a_closed_folder(tmp_path: Path) -> None:
    tree(tmp_path, "closed/open/a.txt")
    for folder in (tmp_path, *tmp_path.parents[:-1]):
        if not folder.stat().st_mode & 0o1:
            break
    else:
        assert privileges.reachable((str(tmp_path / "closed/open"),))
    (tmp_path / "closed").chmod(0o700)
    assert not privileges.reachable((str(tmp_path / "closed/open"),))
    (tmp_path / "closed").chmod(0o755)


# The filter.


def answer(program: bytes, number: int, *arguments: int, architecture: int = ARCHITECTURES[X86]) -> int | None:
    """Run a filter as the kernel does; the error number it answers, or None if it lets the call through."""
    data = struct.pack("=iIQ6Q", number, architecture, 0, *arguments, *[0] * (6 - len(arguments)))
    steps = list(struct.iter_unpack("=HBBI", program))
    place, value = 0, 0
    while True:
        code, true, false, constant = steps[place]
        place += 1
        if code == 0x20:
            (value,) = struct.unpack_from("=I", data, constant)
        elif code == 0x54:
            value &= constant
        elif code == 0x05:
            place += constant
        elif code == 0x15:
            place += true if value == constant else false
        elif code == 0x35:
            place += true if value >= constant else false
        else:
            assert code == 0x06
            return None if constant == 0x7FFF0000 else constant & 0xFFFF


FREE = {"network": True, "files": True, "sockets": True, "signals": True, "own": 7}


@pytest.mark.parametrize("place", [X86, ARM])
def test_the_filter_answers_as_it_should(place: int) -> None:
    def ask(name: str, *arguments: int, **changes: bool) -> int | None:
        program = seccomp.program(seccomp.rules(**{**FREE, **changes}), place)
        return answer(program, seccomp._NUMBERS[name][place], *arguments, architecture=ARCHITECTURES[place])

    for name in ("ptrace", "mount", "unshare", "bpf", "setns"):
        assert ask(name) == errno.EPERM
    assert ask("clone3") == ask("io_uring_setup") == errno.ENOSYS
    assert ask("clone", 17) is None
    assert ask("clone", 0x10000000 | 17) == errno.EPERM
    assert ask("prctl", 1) == 0
    assert ask("prctl", 15) is None
    assert ask("ioctl", 1, 0x5412) == ask("ioctl", 1, 0x541C) == errno.EPERM
    assert ask("ioctl", 0x5412, 0x5401) is None
    assert ask("prlimit64", 0) is None
    assert ask("prlimit64", 8) == errno.EPERM
    assert ask("socket", 2, 1) is None
    assert ask("socket", 2, 1, network=False) == errno.EAFNOSUPPORT
    assert ask("socket", 1, 1, network=False) is None
    assert ask("socket", 40, 1) == errno.EAFNOSUPPORT
    assert ask("connect") is None
    assert ask("connect", sockets=False) == errno.EPERM
    assert ask("socket", 1, 1 | 0o2000000, sockets=False) is None
    assert ask("socket", 1, 2, sockets=False) == errno.EPERM
    assert ask("fchmodat", files=False) == 0
    assert ask("kill", 8, 9) is None
    assert ask("kill", 8, 9, signals=False) == errno.EPERM
    assert ask("kill", 0xFFFFFFFF, 9, signals=False) == errno.EPERM
    assert ask("kill", 7, 9, signals=False) is None
    program = seccomp.program(seccomp.rules(**FREE), place)
    for number in (0, 1, 3, 59, 221, 500):
        expected = {500: None}.get(number)
        assert answer(program, number, architecture=ARCHITECTURES[place]) is expected


def test_calls_by_the_numbers_of_another_architecture_are_unknown() -> None:
    program = seccomp.program(seccomp.rules(**FREE), X86)
    assert answer(program, 26, architecture=0x40000003) == errno.ENOSYS  # ptrace by the numbers of 32 bits
    assert answer(program, 0x40000000 | 521) == errno.ENOSYS  # ptrace of x32


def test_every_rule_names_a_known_call() -> None:
    rules = seccomp.rules(network=False, files=False, sockets=False, signals=False, own=7)
    assert {rule.call for rule in rules} <= set(seccomp._NUMBERS)
    assert {rule.call for rule in rules} == set(seccomp._NUMBERS)


@pytest.mark.skipif(sys.platform != "linux", reason="system calls are Linux's")
def test_the_numbers_are_those_of_the_system() -> None:
    header = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
    if not header.exists():
        pytest.skip("the system's headers are not installed")
    found = dict(line.split()[1:3] for line in header.read_text().splitlines() if line.startswith("#define __NR_"))
    for name, (number, _) in seccomp._NUMBERS.items():
        if f"__NR_{name}" in found:
            assert int(found[f"__NR_{name}"]) == number


# The words.


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")
def test_this_system_is_described() -> None:
    found = sandbox.available()
    healthy, words, remedy = sandbox.describe()
    if "file system" in found:
        assert healthy
        assert found["file system"] in words
        assert sandbox.refusal() == remedy == ""
    else:
        assert not healthy
        assert remedy == sandbox.refusal() != ""


def test_what_is_missing_is_said_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "available", dict)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(report, "_read", lambda path: "1" if "apparmor" in path else "")
    assert "sysctl kernel.apparmor_restrict_unprivileged_userns=0" in sandbox.refusal()
    assert sandbox.describe()[::2] == (False, sandbox.refusal())
    monkeypatch.setattr(report, "_read", lambda path: "")
    monkeypatch.setattr(report, "_CONTAINERS", (str(Path(__file__)),))
    assert "container" in sandbox.refusal()
    monkeypatch.setattr(report, "_CONTAINERS", ())
    assert "lsm=landlock" in sandbox.refusal()


def test_other_systems_are_pointed_to_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "available", dict)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "Linux" in sandbox.refusal()
    assert sandbox.describe()[0]
