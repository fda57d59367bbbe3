"""The same work on a Dask cluster: each of its workers opens a box of its own, and one process writes the marks."""

import threading
from collections.abc import Iterable, Iterator

from course_lib.cohort.intake import Refusal, Submission
from course_lib.cohort.judge import Grader, Outcome
from course_lib.cohort.prepare import Assignment

_RETRIES, _AHEAD = 3, 4
_graders: dict[str, Grader] = {}
_one_at_a_time = threading.Lock()


def run_on(address: str, assignment: Assignment, submissions: Iterable[Submission]) -> Iterator[Outcome]:
    """Yield the outcome of each submission; what a lost worker was at is done again by another.

    Raises
    ------
    Refusal
        If Dask is not installed or the scheduler cannot be reached.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise Refusal("Dask is not installed; run: pip install 'closed-loop[cluster]'") from None
    try:
        client = Client(address, timeout="10s")
    except (OSError, ValueError) as problem:
        raise Refusal(f"The scheduler {address} cannot be reached: {problem}") from None
    with client:
        bundle = client.scatter(assignment, broadcast=True)
        waiting = iter(submissions)
        names: dict[str, str] = {}
        at_work = as_completed()

        def hand_out() -> None:
            if (one := next(waiting, None)) is not None:
                future = client.submit(grade_on_worker, bundle, one, pure=False, retries=_RETRIES)
                names[future.key] = one.student
                at_work.add(future)

        for _ in range(_AHEAD * max(1, len(client.scheduler_info()["workers"]))):
            hand_out()
        for future in at_work:
            hand_out()
            yield _outcome(future, names.pop(future.key))


def _outcome(future: object, student: str) -> Outcome:
    try:
        return future.result()  # type: ignore[attr-defined]
    except Exception as problem:
        reason = f"Not graded: the cluster gave no answer ({type(problem).__name__}: {str(problem)[:200]})."
        return Outcome(student, "", refused=reason)


def grade_on_worker(assignment: Assignment, submission: Submission) -> Outcome:
    """Grade one submission in a worker of the cluster, which keeps its box for the next."""
    with _one_at_a_time:
        grader = _graders.get(assignment.version)
        if grader is None:
            for other in _graders.values():
                other.__exit__(None, None, None)
            _graders.clear()
            grader = _graders[assignment.version] = Grader(assignment).__enter__()
        return grader.grade(submission)
