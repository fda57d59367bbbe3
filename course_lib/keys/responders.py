"""Questions on the call: how long people take to answer, until all or enough have joined, and who needs a backup."""

from collections.abc import Iterable
from statistics import fmean, median

from course_lib.cases.paging_log import BACKUP_SHARE, GIVEN_UP_SECONDS, REPEAT_SECONDS, ROLES
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.measures.incident import expected_assembly_time
from course_lib.wording.telling import tells


def _answered(case: Case) -> list[int]:
    """Return the seconds of each page to an incident that was acknowledged."""
    return [page.seconds for page in case.pages if not page.drill and page.seconds]


def _minutes(seconds: Iterable[float]) -> float:
    return fmean(seconds) / 60


@question(
    points=4,
    unit="minutes",
    tolerance=0.03,
    frames=("pages",),
    hint="One row is an attempt. Per page: the first `sent_at` and the acknowledgement. Drills start with drill-.",
    working="Mean over acknowledged pages of incidents: acknowledgement less first attempt, in minutes.",
)
def mean_answer_minutes(case: Case) -> float:
    """Mean minutes from the first attempt of a page to its acknowledgement.

    One value per `page_id`, each counted once. Events "incident-..." only, not "drill-...". Pages that nobody ever
    acknowledged have no such time and are left out here.
    """
    return _minutes(_answered(case))


@mean_answer_minutes.mistake("Drills are in it: people who wait for a page answer faster than people at dinner.")
def _(case: Case) -> float:
    return _minutes(page.seconds for page in case.pages if page.seconds)


@mean_answer_minutes.mistake("You counted from the last attempt: the wait began with the first one.")
def _(case: Case) -> float:
    return _minutes((s - 1) % REPEAT_SECONDS + 1 for s in _answered(case))


@mean_answer_minutes.mistake("Each page counts as often as it was tried: so the slow ones weigh most. One page, once.")
def _(case: Case) -> float:
    return _minutes(s for s in _answered(case) for _ in range(-(-s // REPEAT_SECONDS)))


@mean_answer_minutes.mistake("You gave silent pages the time at which the pager gave up; they are left out here.")
def _(case: Case) -> float:
    return _minutes(page.seconds or GIVEN_UP_SECONDS for page in case.pages if not page.drill)


@mean_answer_minutes.mistake("That is the median: the model of the next question needs the mean.")
def _(case: Case) -> float:
    return median(_answered(case)) / 60


@mean_answer_minutes.mistake("These are seconds: the question wants minutes.", credit=0.5)
def _(case: Case) -> float:
    return 60 * mean_answer_minutes.answer(case)


@question(
    points=6,
    unit="minutes",
    tolerance=0.15,
    frames=("pages",),
    hint="With k people to wait for, the first comes after a k-th of the mean. Then k - 1 are left, and so on.",
    working="Mean x (1 + 1/2 + ... + 1/k).",
)
def all_joined_minutes(case: Case) -> float:
    """Expected minutes until all responders on the card have joined, if they are paged at the same moment.

    Model: independent exponential times with the mean of your `mean_answer_minutes`, unrounded. Everybody answers in
    the end. Check that question first.
    """
    return _assembled(case, case.responders)


def _assembled(case: Case, responders: int) -> float:
    return expected_assembly_time(mean_answer_minutes.answer(case), responders=responders)


@all_joined_minutes.mistake("The mean is one person's time: you wait for the slowest of them all.")
def _(case: Case) -> float:
    return mean_answer_minutes.answer(case)


@all_joined_minutes.mistake("You added the means: they are paged in parallel, not one after the other.")
def _(case: Case) -> float:
    return case.responders * mean_answer_minutes.answer(case)


@all_joined_minutes.mistake("That is the time until the first has joined; asked is the last.")
def _(case: Case) -> float:
    return mean_answer_minutes.answer(case) / case.responders


@all_joined_minutes.mistake("The sum ends one term early: with k people it has k terms.", credit=0.4)
def _(case: Case) -> float:
    return _assembled(case, case.responders - 1)


@question(
    points=4,
    unit="minutes",
    tolerance=0.1,
    frames=("pages",),
    hint="The same sum as for all, but stop when enough have come: which terms are still ahead of you then?",
    working="Mean x (1/k + ... + 1/(k - j + 1)): j terms, from the smallest.",
)
def quorum_minutes(case: Case) -> float:
    """Expected minutes until enough responders to decide have joined: any of those paged, as many as the card says.

    Same model. All responders on the card are paged at the same moment; the decision is taken when enough are there.
    """
    return _assembled(case, case.responders) - _assembled(case, case.responders - case.quorum)


@quorum_minutes.mistake("You paged only as many as you need: page all, and the quickest of them make the quorum.")
def _(case: Case) -> float:
    return _assembled(case, case.quorum)


@quorum_minutes.mistake("A share of the time for all: but the first come quickly, and the last is who takes long.")
def _(case: Case) -> float:
    return _assembled(case, case.responders) * case.quorum / case.responders


@quorum_minutes.mistake("You took the wrong end of the sum: those terms are the wait after the quorum.")
def _(case: Case) -> float:
    return _assembled(case, case.responders) - _assembled(case, case.quorum)


@quorum_minutes.mistake("You wait for all of them: the card says how many are enough.")
def _(case: Case) -> float:
    return _assembled(case, case.responders)


@quorum_minutes.mistake("You divided the mean by how many you need: that is when the first of so few would come.")
def _(case: Case) -> float:
    return mean_answer_minutes.answer(case) / case.quorum


@question(
    points=3,
    unit="labels",
    kind="labels",
    choices=ROLES,
    frames=("pages",),
    hint="One row a page, incidents only. Then the share without an acknowledgement, by role.",
    working="Per role: silent pages over pages to incidents; above a fifth.",
)
def roles_to_back_up(case: Case) -> frozenset[str]:
    """Which roles get a second person, paged at the same time? A list of roles.

    The firm's rule: a role of which more than a fifth of the pages to incidents were never acknowledged. Each `page_id`
    once; drills left out.
    """
    return _silent(case, [page for page in case.pages if not page.drill])


def _silent(case: Case, pages: list) -> frozenset[str]:
    """Return the roles of which more than a fifth of some pages were silent."""
    shares = {role: [page.seconds is None for page in pages if page.role == role] for role in ROLES}
    return frozenset(role for role, silent in shares.items() if sum(silent) > BACKUP_SHARE * len(silent))


@roles_to_back_up.mistake(
    "You counted attempts: a silent page is tried until the pager gives up, so it weighs several times. Count pages.",
    credit=None,
)
def _(case: Case) -> frozenset[str]:
    return _silent(case, [page for page in case.pages if not page.drill for _ in range(page.attempts)])


@roles_to_back_up.mistake(
    "Drills are in it: everybody answers them, and they hide who is silent at night.", credit=None
)
def _(case: Case) -> frozenset[str]:
    return _silent(case, list(case.pages))


@tells(roles_to_back_up)
def as_list(case: Case, roles: frozenset[str]) -> str:
    """Return the roles as lines of YAML."""
    return "\n  ".join(f"- {role}" for role in sorted(roles, key=str.lower))


@tells(roles_to_back_up)
def others(case: Case, roles: frozenset[str]) -> str:
    """Return the roles that need no second person as lines of YAML."""
    return "\n  ".join(f"- {role}" for role in ROLES if role not in roles)


@tells(roles_to_back_up)
def named(case: Case, roles: frozenset[str]) -> str:
    """Return the roles in a sentence."""
    return " and ".join(sorted(roles, key=str.lower))
