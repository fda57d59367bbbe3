"""What must be the same after `nbgrader autograde` and after `course grade`, and what may differ."""

import json
import re
from pathlib import Path

from sqlalchemy import create_engine, text

from course_lib.core.result import ANSWER_TYPE

# Everything that nbgrader stores of a submission, without the ids that are drawn at random.
_ROWS = {
    "submissions": """SELECT a.name, s.student_id, s.timestamp, s.extension FROM submitted_assignment s
        JOIN assignment a ON a.id = s.assignment_id ORDER BY 1, 2""",
    "notebooks": """SELECT s.student_id, n.name, sn.flagged, sn.late_submission_penalty
        FROM submitted_notebook sn JOIN notebook n ON n.id = sn.notebook_id
        JOIN submitted_assignment s ON s.id = sn.assignment_id ORDER BY 1, 2""",
    "grades": """SELECT s.student_id, c.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade
        FROM grade g JOIN base_cell c ON c.id = g.cell_id JOIN submitted_notebook sn ON sn.id = g.notebook_id
        JOIN submitted_assignment s ON s.id = sn.assignment_id ORDER BY 1, 2""",
    "comments": """SELECT s.student_id, c.name, m.auto_comment, m.manual_comment FROM comment m
        JOIN base_cell c ON c.id = m.cell_id JOIN submitted_notebook sn ON sn.id = m.notebook_id
        JOIN submitted_assignment s ON s.id = sn.assignment_id ORDER BY 1, 2""",
    "students": "SELECT id, first_name, last_name, email, lms_user_id FROM student ORDER BY 1",
}
_KEPT = ("text/plain", "text/html", "image/png", "image/jpeg", ANSWER_TYPE)


def rows(folder: Path, url: str = "") -> dict[str, list[tuple]]:
    """Return nbgrader's rows of a course's gradebook, which may also lie elsewhere."""
    engine = create_engine(url or f"sqlite:///{folder / 'gradebook.db'}")
    try:
        with engine.connect() as connection:
            return {name: [tuple(row) for row in connection.execute(text(query))] for name, query in _ROWS.items()}
    finally:
        engine.dispose()


def graded_files(folder: Path) -> dict[str, set[str]]:
    """Return the names of the files in each graded folder."""
    found: dict[str, set[str]] = {}
    for path in sorted(folder.glob("autograded/*/*/**/*")):
        if path.is_file():
            _, student, unit, *rest = path.relative_to(folder).parts
            found.setdefault(f"{student}/{unit}", set()).add("/".join(rest))
    return found


def scrubbed(path: Path) -> dict:
    """Return a graded notebook without addresses, times and the random ids of the learner's own cells.

    Whether the cell that ends a kernel still gets its number is a race in Jupyter: the last number is left out.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"].pop("execution", None)
        if "nbgrader" not in cell["metadata"]:
            cell["id"] = f"own {number}"
        for output in cell.get("outputs", []):
            _scrub(output)
        if cell["cell_type"] == "code":
            cell["outputs"] = [one for one in cell["outputs"] if one.get("data") != {}]
    return notebook


def same_but_for_the_last_number(first: dict, second: dict) -> bool:
    """Say whether two scrubbed notebooks are the same, but for the number of the last cell that one of them ran."""
    cells = [[cell for cell in nb["cells"] if cell["cell_type"] == "code"] for nb in (first, second)]
    last = max((i for code in cells for i, cell in enumerate(code) if cell["execution_count"]), default=0)
    for code in cells:
        if last < len(code):
            code[last]["execution_count"] = None
    return first == second


def frame_of(notebook: dict) -> list[dict]:
    """Return a notebook's cells without what they put out."""
    return [
        {name: value for name, value in cell.items() if name not in ("outputs", "execution_count")}
        for cell in notebook["cells"]
    ]


def _scrub(output: dict) -> None:
    if "data" in output:
        # A box lets out only what can be shown without danger.
        output["data"] = {kind: output["data"][kind] for kind in _KEPT if kind in output["data"]}
    for holder, key in [(output, "text"), (output, "traceback"), (output, "evalue")]:
        if key in holder:
            holder[key] = _text(holder[key])
    for kind in ("text/plain", "text/html"):
        if kind in output.get("data", {}):
            output["data"][kind] = _text(output["data"][kind])


def _text(value: str | list[str]) -> str:
    joined = "".join(value) if isinstance(value, list) else value
    joined = re.sub(r"0x[0-9a-fA-F]+", "0x", joined)
    joined = re.sub(r"(CPU times: |Wall time: ).*", r"\1", joined)
    return re.sub(r"(/tmp/ipykernel_\d+/)?\d{6,}\.py", "cell.py", joined)
