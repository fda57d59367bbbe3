"""Grade the hostile classes with each backend and print a table: `python -m tests.hostile [--only NAME ...]`."""

import argparse
import sys

from rich.console import Console
from rich.table import Table

from .classes import CLASSES, NEIGHBOURS, Class
from .verdict import feedback, problems, run_problems
from .world import BACKENDS, grade, new_world

SECONDS = {"fast": 240, "slow": 600}


def judged(one: Class, backend: str, only: list[str], *, pages: bool, show: bool) -> tuple[dict[str, list[str]], float]:
    """Return what is wrong with each case of a class, "the run" included, and how long the run took."""
    chosen = {name: sub for name, sub in one.submissions.items() if not only or name in only or name in NEIGHBOURS}
    if only:
        chosen = {name: sub for name, sub in chosen.items() if name in only or name[0] in "az"}
    with new_world() as world:
        graded = grade(world, chosen, backend, limit=SECONDS[one.name])
        if show:
            print(graded.said)
        found = {"the run": run_problems(graded)}
        if pages and (said := feedback(graded)):
            found["the run"].append(said)
        marks = world.course.marks()
        return found | {name: problems(graded, name, sub, marks) for name, sub in chosen.items()}, graded.seconds


def main() -> int:
    """Print what came of every class, group by group."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--backend", nargs="*", default=BACKENDS, choices=BACKENDS)
    parser.add_argument("--classes", nargs="*", default=list(CLASSES), choices=list(CLASSES))
    parser.add_argument("--only", nargs="*", default=[], help="names of cases")
    parser.add_argument("--no-pages", action="store_true", help="make no feedback pages")
    parser.add_argument("--show", action="store_true", help="show what the grader said")
    told = parser.parse_args()
    console, wrong = Console(), 0
    for backend in told.backend:
        table = Table("class", "group", "cases", "as they should be", title=backend, title_justify="left")
        for one in (CLASSES[name] for name in told.classes):
            found, seconds = judged(one, backend, told.only, pages=not told.no_pages, show=told.show)
            groups = {"neighbours": NEIGHBOURS, **one.groups, "the run": {"the run": None}}
            for group, cases in groups.items():
                names = [name for name in cases if name in found]
                good = sum(not found[name] for name in names)
                wrong += len(names) - good
                table.add_row(one.name, group, str(len(names)), str(good))
            table.add_row(one.name, f"in {seconds:.0f} s", "", "", end_section=True)
            for name, said in found.items():
                for line in said:
                    console.print(f"{backend}: {name}: {line}", markup=False, highlight=False)
        console.print(table)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
