"""What several submissions use: code that looks around in the grader's machine, and the marks that it must not find."""

from tests.cohort.submissions import Draft

# Put in their place when a submission is handed in: where the course, the grader's home and its library lie.
COURSE, HOME, LIBRARY, PORT = "@COURSE@", "@HOME@", "@LIBRARY@", "@PORT@"

# What is found is printed backwards: what stands in a submission's own code is then never taken for a leak.
LOOK_AROUND = f"""
import glob, json, os, sys, socket, subprocess, signal, time, threading
from pathlib import Path
COURSE, HOME, LIBRARY = Path("{COURSE}"), Path("{HOME}"), Path("{LIBRARY}")
def texts(*patterns):
    for place in (COURSE, HOME, LIBRARY, *map(Path, glob.glob("/proc/[0-9]*/cwd") + glob.glob("/proc/[0-9]*/root"))):
        for pattern in patterns:
            try:
                for path in sorted(place.glob(pattern))[:200]:
                    yield path.read_bytes().decode("latin-1")
            except OSError:
                pass
def tell(text):
    print(str(text)[:300_000][::-1])
"""


def act(draft: Draft, source: str, *, after: str | None = None) -> None:
    """Add a cell that may look around (before all others, if nothing is said)."""
    draft.add(LOOK_AROUND + source, after=after)


def first_wrong_then(draft: Draft, source: str, *, after: str | None = "setup") -> None:
    """Type wrong answers everywhere and run a cell that is to make them count."""
    draft.type_wrong()
    act(draft, source, after=after)
