"""Grade the hostile classes within each kind of walls and print a table: `python -m tests.hostile`."""

import argparse
import sys

from rich.console import Console
from rich.table import Table

from .classes import CLASSES, NEIGHBOURS
from .verdict import judge
from .world import BACKENDS


def main() -> int:
    """Print what came of every class, group by group; return 1 if anything is not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--backend", nargs="*", default=BACKENDS, choices=BACKENDS)
    parser.add_argument("--classes", nargs="*", default=list(CLASSES), choices=list(CLASSES))
    parser.add_argument("--only", nargs="*", default=[], help="names of cases or groups")
    parser.add_argument("--no-pages", action="store_true", help="make no feedback pages")
    parser.add_argument("--show", action="store_true", help="show what the grader said")
    told = parser.parse_args()
    console, wrong = Console(), 0
    for backend in told.backend:
        table = Table("class", "group", "cases", "as they should be", title=backend, title_justify="left")
        for one in (CLASSES[name] for name in told.classes):
            verdict = judge(one, backend, only=told.only, pages=not told.no_pages)
            if told.show:
                console.print(verdict.said, markup=False, highlight=False)
            for group, cases in {"neighbours": NEIGHBOURS, **one.groups, "the run": {"the run": None}}.items():
                names = [name for name in cases if name in verdict.problems]
                good = sum(not verdict.problems[name] for name in names)
                wrong += len(names) - good
                table.add_row(one.name, group, str(len(names)), str(good))
            table.add_row(one.name, f"in {verdict.seconds:.0f} s", "", "", end_section=True)
            for name, said in verdict.problems.items():
                for line in said:
                    console.print(f"{backend}: {name}: {line}", markup=False, highlight=False)
        console.print(table)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
