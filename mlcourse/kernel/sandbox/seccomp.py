"""A filter on system calls: what no notebook needs and what has let others out of sandboxes answers with an error."""

from __future__ import annotations

import ctypes
import errno
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mlcourse.kernel.sandbox import system

PRETEND = 0  # the call answers that it was done, and nothing was
_ARCHITECTURES = (0xC000003E, 0xC00000B7)
_X32 = 0x40000000
_NUMBERS = {  # x86-64, AArch64; -1 where there is no such call
    **{"ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272)},
    **{"process_madvise": (440, 440), "pidfd_getfd": (438, 438), "modify_ldt": (154, -1)},
    **{"keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218), "syslog": (103, 116)},
    **{"mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "fspick": (433, 433)},
    **{"move_mount": (429, 429), "open_tree": (428, 428), "fsopen": (430, 430), "fsconfig": (431, 431)},
    **{"fsmount": (432, 432), "mount_setattr": (442, 442), "open_tree_attr": (467, 467), "acct": (163, 89)},
    **{"swapon": (167, 224), "swapoff": (168, 225), "quotactl": (179, 60), "quotactl_fd": (443, 443)},
    **{"bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "fanotify_init": (300, 262)},
    **{"io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427)},
    **{"kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142), "vhangup": (153, 58)},
    **{"init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "uselib": (134, -1)},
    **{"unshare": (272, 97), "setns": (308, 268), "clone": (56, 220), "clone3": (435, 435)},
    **{"settimeofday": (164, 170), "clock_settime": (227, 112)},
    **{"iopl": (172, -1), "ioperm": (173, -1), "sethostname": (170, 161), "setdomainname": (171, 162)},
    **{"open_by_handle_at": (304, 265), "lookup_dcookie": (212, 18)},
    **{"memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194)},
    **{"socket": (41, 198), "connect": (42, 203), "prctl": (157, 167), "ioctl": (16, 29), "prlimit64": (302, 261)},
    **{"kill": (62, 129), "tgkill": (234, 131), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138)},
    **{"rt_tgsigqueueinfo": (297, 240), "pidfd_send_signal": (424, 424), "setpriority": (141, 140)},
    **{"ioprio_set": (251, 30), "sched_setscheduler": (144, 119), "sched_setparam": (142, 118)},
    **{"sched_setattr": (314, 274), "migrate_pages": (256, 238), "move_pages": (279, 239)},
    **{"chmod": (90, -1), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, -1), "lchown": (94, -1)},
    **{"fchownat": (260, 54), "utime": (132, -1), "utimes": (235, -1), "utimensat": (280, 88), "futimesat": (261, -1)},
    **{"setxattr": (188, 5), "lsetxattr": (189, 6), "removexattr": (197, 14), "lremovexattr": (198, 15)},
    **{"setxattrat": (463, 463), "removexattrat": (466, 466), "truncate": (76, 45)},
}
_FORBIDDEN = (
    *("ptrace", "process_vm_readv", "process_vm_writev", "kcmp", "process_madvise", "pidfd_getfd", "modify_ldt"),
    *("keyctl", "add_key", "request_key", "syslog", "mount", "umount2", "pivot_root", "chroot", "fspick", "move_mount"),
    *("open_tree", "fsopen", "fsconfig", "fsmount", "mount_setattr", "open_tree_attr", "acct", "swapon", "swapoff"),
    *("quotactl", "quotactl_fd", "bpf", "perf_event_open", "userfaultfd", "fanotify_init", "kexec_load"),
    *("kexec_file_load", "reboot", "vhangup", "init_module", "finit_module", "delete_module", "uselib", "unshare"),
    *("setns", "settimeofday", "clock_settime", "iopl", "ioperm", "sethostname", "setdomainname"),
    *("open_by_handle_at", "lookup_dcookie"),
)
# Libraries take these for calls of a kernel that is older, and do without. Memory that belongs to no file is no
# process's and would count against no limit.
_UNKNOWN = ("clone3", "io_uring_setup", "io_uring_enter", "io_uring_register", "memfd_create", "memfd_secret", "shmget")
_ABOUT_OTHERS = ("setpriority", "ioprio_set", "sched_setscheduler", "sched_setparam", "sched_setattr", "migrate_pages")
_SIGNALS = ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo")
# Landlock lets these through, whatever they name. They pretend, since copying a file with its mode is ordinary.
_ON_PATHS = (
    *("chmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchownat", "utime", "utimes", "utimensat", "futimesat"),
    *("setxattr", "lsetxattr", "setxattrat", "removexattr", "lremovexattr", "removexattrat"),
)
_NEW_NAMESPACES = 0x7E020080
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_UNIX, _INET, _INET6, _NETLINK = 1, 2, 10, 16
_STREAM = 1


@dataclass(frozen=True)
class Rule:
    """What a system call answers.

    The call answers `answer` (an error number) if its argument `argument`, masked with `mask`, is one of `values`, or
    with `others`, is none of them. Without an argument it always does.
    """

    call: str
    answer: int = errno.EPERM
    argument: int | None = None
    values: tuple[int, ...] = ()
    mask: int = 0xFFFFFFFF
    others: bool = False


def rules(*, network: bool, files: bool, sockets: bool, signals: bool, own: int) -> tuple[Rule, ...]:
    """Put the filter's rules together.

    Parameters
    ----------
    network : bool
        Whether the network needs no guarding here: the process has one of its own, or may use the system's.
    files : bool
        Whether paths need no guarding here: there is nothing to be seen that is not the run's.
    sockets : bool
        Whether sockets that are files need no guarding here.
    signals : bool
        Whether other processes need no guarding here.
    own : int
        This process.
    """
    plain = (*(Rule(call) for call in _FORBIDDEN), *(Rule(call, errno.ENOSYS) for call in _UNKNOWN))
    families = (_UNIX, _INET, _INET6, _NETLINK) if network else (_UNIX,)
    found = [
        *plain,
        Rule("clone", argument=0, values=(0,), mask=_NEW_NAMESPACES, others=True),
        Rule("prctl", PRETEND, 0, (system.PR_SET_PDEATHSIG,)),  # it is how the run ends with those who started it
        Rule("ioctl", argument=1, values=(_TIOCSTI, _TIOCLINUX)),
        Rule("prlimit64", argument=0, values=(0, own), others=True),
        Rule("socket", errno.EAFNOSUPPORT, 0, families, others=True),
    ]
    if not files:
        found += [Rule(call, PRETEND) for call in _ON_PATHS]
        found += [Rule("truncate")]
    if not sockets:
        found += [Rule("connect"), Rule("socket", argument=1, values=(_STREAM,), mask=15, others=True)]
    if not signals:
        found += [Rule(call, argument=0, values=(0, own), others=True) for call in (*_SIGNALS, *_ABOUT_OTHERS)]
        found += [Rule(call) for call in ("tkill", "pidfd_send_signal", "move_pages")]
    return tuple(found)


_LOAD, _JUMP, _EQUAL, _AT_LEAST, _AND, _RETURN = 0x20, 0x05, 0x15, 0x35, 0x54, 0x06
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_Step = tuple[int, int, int, int]


def program(rules: Sequence[Rule], place: int) -> bytes:
    """Write the rules as a program of the kernel's packet filter, for an architecture's place in the tables."""
    steps: list[_Step] = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, _ARCHITECTURES[place]), _answer(errno.ENOSYS)]
    steps += [(_LOAD, 0, 0, 0), (_AT_LEAST, 0, 1, _X32), _answer(errno.ENOSYS)]
    for rule in rules:
        number = _NUMBERS[rule.call][place]
        if number >= 0:
            steps += _block(number, rule)
    steps.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _block(number: int, rule: Rule) -> Iterator[_Step]:
    body = list(_body(rule))
    yield _EQUAL, 0, len(body), number
    yield from body


def _body(rule: Rule) -> Iterator[_Step]:
    """Write what follows when the number is right; the number is loaded again for the rules after it."""
    if rule.argument is None:
        yield _answer(rule.answer)
        return
    yield _LOAD, 0, 0, 16 + 8 * rule.argument
    yield _AND, 0, 0, rule.mask
    count = len(rule.values)
    for place, value in enumerate(rule.values):  # if equal, jump past what follows the comparisons
        yield _EQUAL, count - place, 0, value
    if not rule.others:
        yield _JUMP, 0, 0, 1
    yield _answer(rule.answer)
    yield _LOAD, 0, 0, 0


def _answer(number: int) -> _Step:
    return _RETURN, 0, 0, _ERROR | number


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_char_p)]


def install(rules: Sequence[Rule]) -> None:
    """Lay the filter upon this process and those that it starts, for good.

    Raises
    ------
    OSError
        If the kernel has no such filters, or the architecture is none of ours.
    """
    place = system.machine()
    if place is None:
        raise OSError(errno.ENOSYS, "no filter is written for this architecture")
    steps = program(rules, place)
    system.prctl(system.PR_SET_NO_NEW_PRIVS, 1)
    mode_filter = 1
    system.syscall("seccomp", mode_filter, 0, ctypes.byref(_Program(len(steps) // 8, steps)))
