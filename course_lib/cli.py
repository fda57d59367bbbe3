"""`course`: the commands of authors and instructors."""

import argparse
import os
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit status."""
    parser = _parser()
    given = sys.argv[1:] if arguments is None else arguments
    if not given:
        parser.print_help()
        return 0
    if given[0] == "facts":  # it has a command line of its own, as "bullets", "card" and "classify" have
        from course_lib.facts.listing import main as list_facts

        return list_facts(given[1:])
    if given[0] == "bullets":
        from course_lib.bullets.command import main as judge_bullets

        return judge_bullets(given[1:])
    if given[0] == "players":
        from course_lib.drills.replay import can_judge

        if not can_judge():
            print("The players are not installed here: this is a sealed build.", file=sys.stderr)
            return 2
        from course_lib.drills.keys.table import main as show_players

        return show_players(given[1:])
    if given[0] == "card":
        from course_lib.modelcards.command import main as audit_cards

        return audit_cards(given[1:])
    if given[0] == "classify":
        from course_lib.assessment.command import main as classify_product

        return classify_product(given[1:])
    chosen = parser.parse_args(given)
    # nbgrader calls alembic by name; it lies beside this interpreter even where the environment is not activated
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return chosen.run(chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="course", description="Closed Loop: commands for authors and instructors.")
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the course's folder (default: where you are)")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    commands.add_parser("facts", help="list the sourced facts that the course cites (course facts --help)")
    commands.add_parser("bullets", help="judge resume bullets from standard input (course bullets --help)")
    commands.add_parser("players", help="what the incident's score says of scripted players (course players --help)")
    commands.add_parser("card", help="audit model cards: findings, each with its reason (course card --help)")
    commands.add_parser("classify", help="class, duties, dates, ceiling and clocks of an AI product (YAML facts)")
    tidy = commands.add_parser(
        "tidy", help="rewrite notebooks canonically; question text and points come from the keys"
    )
    tidy.add_argument("--check", action="store_true", help="change nothing; exit 1 if something differs")
    tidy.set_defaults(run=_tidy)
    release = commands.add_parser("release", help="make release/ from assignments/")
    release.add_argument("--check", action="store_true", help="change nothing; exit 1 if something differs")
    release.set_defaults(run=_release)
    check = commands.add_parser("check", help="run and mark one notebook (it runs the learner's code as you)")
    check.add_argument("file", type=Path)
    check.add_argument("--learner", help="whose case to mark it on (default: as opened on this machine)")
    check.set_defaults(run=_check)
    grade = commands.add_parser("grade", help="grade a class, each submission in a sandbox; exit 1 if anybody is not")
    grade.add_argument("assignment", help="the unit's id")
    grade.add_argument("--students", nargs="+", default=["*"], metavar="NAME", help="whom (patterns; default: all)")
    grade.add_argument("--workers", type=int, help="how many processes (default: one a processor)")
    grade.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="use the workers of a Dask cluster instead")
    grade.add_argument("--force", action="store_true", help="grade again what has not changed since")
    grade.set_defaults(run=_grade)
    report = commands.add_parser("report", help="one page and one table about a class on an assignment")
    report.add_argument("assignment", help="the unit's id")
    report.add_argument("--hide-names", action="store_true", help="number the learners, and quote nothing they typed")
    report.add_argument("--out", type=Path, metavar="FOLDER", help="where it goes (default: reports/ in the course)")
    report.set_defaults(run=_class_report)
    marks = commands.add_parser("marks", help="export marks by one query, as nbgrader, Canvas or Moodle read them")
    marks.add_argument("assignment", nargs="*", help="which assignments (default: all)")
    marks.add_argument("--layout", choices=("nbgrader", "canvas", "moodle"), default="nbgrader")
    marks.add_argument("--to", type=Path, metavar="FILE", help="default: grades.csv, or grades-LAYOUT.csv")
    marks.set_defaults(run=_marks)
    roster = commands.add_parser("roster", help="the class list: course roster import FILE.csv")
    roster.add_argument("action", choices=("import",))
    roster.add_argument("file", type=Path, help="CSV with a heading row; a column id is needed")
    roster.set_defaults(run=_roster)
    demo = commands.add_parser(
        "demo", help="a simulated class of 12 through release, submit, autograde, feedback, export"
    )
    demo.add_argument("--folder", type=Path, help="keep the demo course here (default: a scratch folder)")
    demo.add_argument("--unit", default="10_model_risk_drill", help="which unit (default: the model-risk drill)")
    demo.set_defaults(run=_demo)
    seal = commands.add_parser("seal", help="build the package without its keys, for an exam")
    seal.add_argument("folder", type=Path, help="where the wheel goes")
    seal.set_defaults(run=_seal)
    return parser


def _tidy(chosen: argparse.Namespace) -> int:
    from course_lib.cohort.notebooks import tidy

    return _report(tidy(chosen.root, check=chosen.check), chosen.check)


def _release(chosen: argparse.Namespace) -> int:
    from course_lib.cohort.release import release

    return _report(release(chosen.root, check=chosen.check), chosen.check)


def _check(chosen: argparse.Namespace) -> int:
    from course_lib.cohort.single import check_file

    return check_file(chosen.root, chosen.file, chosen.learner)


def _grade(chosen: argparse.Namespace) -> int:
    from course_lib.cohort.supervise import grade

    told = {"workers": chosen.workers, "scheduler": chosen.scheduler, "force": chosen.force}
    return grade(chosen.root, chosen.assignment, students=chosen.students, **told)


def _class_report(chosen: argparse.Namespace) -> int:
    from course_lib.cohort.report import report

    folder = chosen.out or chosen.root / "reports"
    return report(chosen.root, chosen.assignment, folder, hide_names=chosen.hide_names)


def _marks(chosen: argparse.Namespace) -> int:
    from course_lib.cohort.export import export_marks

    usual = "grades.csv" if chosen.layout == "nbgrader" else f"grades-{chosen.layout}.csv"
    return export_marks(chosen.root, chosen.assignment, chosen.layout, chosen.to or chosen.root / usual)


def _roster(chosen: argparse.Namespace) -> int:
    from course_lib.cohort.roster import import_roster

    return import_roster(chosen.root, chosen.file)


def _demo(chosen: argparse.Namespace) -> int:
    from course_lib.cohort.demo import demo

    return demo(chosen.root, chosen.folder, chosen.unit)


def _seal(chosen: argparse.Namespace) -> int:
    from course_lib.cohort.seal import seal

    print(seal(chosen.root, chosen.folder))
    return 0


def _report(differing: list[str], check: bool) -> int:
    for name in differing:
        print(f"{'differs' if check else 'rewritten'}: {name}")
    return 1 if differing and check else 0


if __name__ == "__main__":
    sys.exit(main())
