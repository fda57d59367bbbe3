"""Question on the firm's roles beside a reference list: how far they overlap once both lists are cleaned."""

from collections.abc import Callable, Iterable

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.measures.planning import jaccard_overlap
from course_lib.wording.telling import tells


@question(
    points=3,
    unit="share",
    tolerance=0.001,
    frames=("directory", "reference_roles"),
    hint="Distinct roles that somebody holds today, in one spelling. Then shared roles over all roles of either list.",
    working="Roles in both lists over roles in either, after cleaning both.",
)
def role_overlap(case: Case) -> float:
    """Jaccard overlap of your roles with the reference list: roles in both, over roles in either.

    Compare both lists in lower case and without outer spaces. Your roles: those with at least one active person, each
    once. The reference list is a convention of this course.
    """
    return jaccard_overlap(case.roles.own, case.roles.reference)


def _written(case: Case, clean: Callable[[str], str] = str) -> set[str]:
    """Return the active roles of the directory as they are written, or as some cleaning leaves them."""
    return {clean(person.written) for person in case.roles.people if not person.left}


def _cleaned(role: str) -> str:
    return role.strip().lower()


@role_overlap.mistake("You divided by your own roles: roles that you lack belong in the denominator too.")
def _(case: Case) -> float:
    return len(case.roles.own & set(case.roles.reference)) / len(case.roles.own)


@role_overlap.mistake("You divided by the reference list: the union of both lists is the denominator.")
def _(case: Case) -> float:
    return len(case.roles.own & set(case.roles.reference)) / len(case.roles.reference)


@role_overlap.mistake("People who left are in it: a role that nobody holds answers no page.")
def _(case: Case) -> float:
    return jaccard_overlap(case.roles.own | case.roles.left, case.roles.reference)


@role_overlap.mistake("You cleaned your own list and not the reference list: its capitals hide roles that both have.")
def _(case: Case) -> float:
    return jaccard_overlap(_written(case, _cleaned), case.roles.listed)


@role_overlap.mistake(
    "You compared the lists as they are written: capitals and outer spaces make one role look like several."
)
def _(case: Case) -> float:
    return jaccard_overlap(_written(case), case.roles.listed)


@role_overlap.mistake("You left the outer spaces in: with and without them it is one role.")
def _(case: Case) -> float:
    return jaccard_overlap(_written(case, str.lower), map(str.lower, case.roles.listed))


@tells(role_overlap)
def missing(case: Case, _: object) -> str:
    """Return the roles of the reference list that nobody holds."""
    return _listed(set(case.roles.reference) - case.roles.own)


@tells(role_overlap)
def extra(case: Case, _: object) -> str:
    """Return the roles that the reference list does not have."""
    return _listed(case.roles.own - set(case.roles.reference))


def _listed(roles: Iterable[str]) -> str:
    return ", ".join(sorted(roles, key=str.lower))
