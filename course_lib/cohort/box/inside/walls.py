"""The walls around a process, raised by itself: Landlock, a system-call filter, limits, another user.

Standard library only: the bindings on the package index are unmaintained or need a C library that may be missing.
"""

import ctypes
import os
import platform
import resource
import stat
import struct
from collections.abc import Iterable, Mapping

_libc = ctypes.CDLL(None, use_errno=True)
_KEEP_CAPS, _SECCOMP, _DROP_BOUND, _SUBREAPER, _NO_NEW_PRIVS, _AMBIENT = 8, 22, 24, 36, 38, 47
_DUMPABLE, _DEATH_SIGNAL = 4, 1
_DAC_READ_SEARCH = 2

# ------------------------------------------------------------------------------------------------------- Landlock

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_READ = 1 << 0 | 1 << 2 | 1 << 3  # execute, read a file, list a folder
_ON_FILES = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15  # of these, what a rule for a single file may name
_ALL = (1 << 16) - 1
SCOPED = 6  # from this version on, signals and abstract sockets end at the wall


def landlock_version() -> int:
    """Return the version of Landlock that this kernel offers, 0 for none."""
    return max(0, _libc.syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1)))


def landlock(readable: Iterable[str], writable: Iterable[str], touchable: Iterable[str] = ()) -> None:
    """Close the file system but for some paths, all of TCP, and signals to processes outside; no way back.

    Paths that do not exist are left out. `touchable` ones may be read and written, but nothing made in them.
    """
    version = landlock_version()
    handled = _ALL if version >= 5 else _ALL >> 1
    attributes = struct.pack("QQQ", handled, 3, 3 if version >= SCOPED else 0)
    size = 24 if version >= SCOPED else 16
    rules = _checked(_libc.syscall(_CREATE, attributes, ctypes.c_size_t(size), ctypes.c_uint32(0)))
    for paths, rights in ((readable, _READ), (writable, handled), (touchable, _READ | 1 << 1 | 1 << 14)):
        for path in paths:
            _allow(rules, path, rights & handled)
    _no_new_privileges()
    _checked(_libc.syscall(_RESTRICT, rules, ctypes.c_uint32(0)))
    os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not stat.S_ISDIR(os.fstat(place).st_mode):
        rights &= _ON_FILES
    _checked(_libc.syscall(_ADD, rules, 1, struct.pack("=Qi", rights, place), ctypes.c_uint32(0)))
    os.close(place)


# ---------------------------------------------------------------------------------------------- system-call filter

_X86 = platform.machine() == "x86_64"
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# name: number on x86-64, number on arm64 (0: it has none)
_DENIED = {
    **{"ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272)},
    **{"pidfd_getfd": (438, 438), "process_madvise": (440, 440), "perf_event_open": (298, 241), "bpf": (321, 280)},
    **{"socket": (41, 198), "connect": (42, 203), "userfaultfd": (323, 282), "syslog": (103, 116)},
    **{"io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427)},
    **{"mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51)},
    **{"unshare": (272, 97), "setns": (308, 268), "open_tree": (428, 428), "move_mount": (429, 429)},
    **{"fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "mount_setattr": (442, 442)},
    **{"add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "fanotify_init": (300, 262)},
    **{"open_by_handle_at": (304, 265), "inotify_init": (253, 0), "inotify_init1": (294, 26)},
    # memory and messages that no limit counts, that stay when the process is gone, or that the user's others share
    **{"memfd_create": (319, 279), "memfd_secret": (447, 447), "mq_open": (240, 180), "mq_unlink": (241, 181)},
    **{"shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "semget": (64, 190), "semctl": (66, 191)},
    **{"semop": (65, 193), "semtimedop": (220, 192), "msgget": (68, 186), "msgsnd": (69, 189), "msgrcv": (70, 188)},
    **{"msgctl": (71, 187)},
    # what would slow down other processes of the same user
    **{"setpriority": (141, 140), "ioprio_set": (251, 30), "sched_setscheduler": (144, 119)},
    **{"sched_setparam": (142, 118), "sched_setattr": (314, 274), "migrate_pages": (256, 238)},
    **{"move_pages": (279, 239)},
}
# Landlock does not cover these: they say that they were done, and do nothing.
_IDLE = {
    **{"chmod": (90, 0), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, 0)},
    **{"fchown": (93, 55), "lchown": (94, 0), "fchownat": (260, 54), "utime": (132, 0), "utimes": (235, 0)},
    **{"futimesat": (261, 0), "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6)},
    **{"fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16)},
    **{"setxattrat": (463, 463), "removexattrat": (466, 466), "file_setattr": (469, 469)},
}
_CLONE3, _CLONE, _PRLIMIT, _AFFINITY = (435, 435), (56, 220), (302, 261), (203, 122)
_PRCTL, _IOCTL, _SOCKETPAIR = (157, 167), (16, 29), (53, 199)
_NEW_NAMESPACES = 0x7E020000
# type or paste into a terminal; change a file's attributes, which reading it is enough for
_REACHES_OUT = (0x5412, 0x541C, 0x40086602, 0x401C5820)
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_PERMIT, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_EPERM, _ENOSYS = 1, 38


def filter_exists() -> bool:
    """Say whether the filter is written for this processor."""
    return platform.machine() in _ARCHITECTURES


def filter_system_calls() -> None:
    """Refuse the system calls that reach out of a process or that no limit covers; no way back."""
    program = _program()
    code = b"".join(struct.pack("=HBBI", *one) for one in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    _no_new_privileges()
    _checked(_libc.prctl(_SECCOMP, 2, struct.pack("HP", len(program), ctypes.addressof(buffer)), 0, 0))


def _program() -> list[tuple[int, int, int, int]]:
    """Return the filter in the kernel's own small language: operation, jump if true, jump if false, operand."""
    column = 0 if _X86 else 1
    code = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, _ARCHITECTURES[platform.machine()]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 0, 1, 0x40000000),  # x86-64's second set of numbers for the same calls
        (_RETURN, 0, 0, _ERROR | _ENOSYS),
    ]
    answers = [(_DENIED, _ERROR | _EPERM), (_IDLE, _ERROR), ({"clone3": _CLONE3}, _ERROR | _ENOSYS)]
    for calls, answer in answers:
        for numbers in calls.values():
            if numbers[column]:
                code += [(_EQUAL, 0, 1, numbers[column]), (_RETURN, 0, 0, answer)]
    for numbers, argument, test, answer in _on_arguments():
        body = [(_LOAD, 0, 0, 16 + 8 * argument), *test, (_RETURN, 0, 0, answer), (_RETURN, 0, 0, _PERMIT)]
        code += [(_EQUAL, 0, len(body), numbers[column]), *body]
    return [*code, (_RETURN, 0, 0, _PERMIT)]


def _on_arguments() -> Iterable[tuple[tuple[int, int], int, list[tuple[int, int, int, int]], int]]:
    """Yield the calls whose argument decides: numbers, which argument, the test (true: answer), the answer."""
    yield _CLONE, 0, [(_ANY_BIT, 0, 1, _NEW_NAMESPACES)], _ERROR | _EPERM
    for call in (_PRLIMIT, _AFFINITY):  # only one's own: 0
        yield call, 0, [(_EQUAL, 1, 0, 0)], _ERROR | _EPERM
    yield _PRCTL, 0, [(_EQUAL, 0, 1, _DEATH_SIGNAL)], _ERROR
    *first, last = [(_EQUAL, len(_REACHES_OUT) - i, 0, one) for i, one in enumerate(_REACHES_OUT, start=1)]
    yield _IOCTL, 1, [*first, (_EQUAL, 0, 1, last[3])], _ERROR | _EPERM
    yield _SOCKETPAIR, 1, [(_AND, 0, 0, 0xF), (_EQUAL, 1, 0, 1)], _ERROR | _EPERM  # a datagram could be sent anywhere


# ------------------------------------------------------------------------------------------------- limits and user


def limit(most: Mapping[str, int]) -> None:
    """Set resource limits that cannot be raised again: `{"AS": bytes, "NOFILE": 256, ...}`."""
    for name, value in most.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))


def become(user: int, *, read_all: bool) -> None:
    """Give up root for `user`, with no group in common.

    `read_all` keeps the one right to pass folders closed to others: for a Python that is installed in root's home.
    """
    highest = int(_read("/proc/sys/kernel/cap_last_cap"))
    for right in range(highest + 1) if read_all else ():
        if right != _DAC_READ_SEARCH:
            _checked(_libc.prctl(_DROP_BOUND, right, 0, 0, 0))
    os.setgroups([])
    os.setresgid(user, user, user)
    _checked(_libc.prctl(_KEEP_CAPS, int(read_all), 0, 0, 0))
    os.setresuid(user, user, user)
    if read_all:
        right = 1 << _DAC_READ_SEARCH
        header, rights = struct.pack("Ii", 0x20080522, 0), struct.pack("6I", right, right, right, 0, 0, 0)
        _checked(_libc.capset(header, rights))
        _checked(_libc.prctl(_AMBIENT, 2, _DAC_READ_SEARCH, 0, 0))


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends: none is lost sight of."""
    _checked(_libc.prctl(_SUBREAPER, 1, 0, 0, 0))


def show_memory(shown: bool) -> None:
    """Open this process's memory and descriptors to others of the same user, or close them."""
    _checked(_libc.prctl(_DUMPABLE, int(shown), 0, 0, 0))


def die_with_parent() -> None:
    """Ask to be killed when the parent ends."""
    _checked(_libc.prctl(_DEATH_SIGNAL, 9, 0, 0, 0))


def _no_new_privileges() -> None:
    _checked(_libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _read(path: str) -> str:
    with open(path, encoding="ascii") as file:
        return file.read()
