"""Questions on the control chart of the weekly bias-audit samples: its centre, its limit, and the weeks that signal."""

import math
from collections.abc import Iterable
from datetime import timedelta
from statistics import mean

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.measures.monitoring import control_limits
from course_lib.wording.telling import tells

BASE, WEEKS, RUN = 24, 36, 8
FRAMES = ("audit_batches",)
WATCHED = tuple(f"week {week}" for week in range(BASE + 1, WEEKS + 1))


def _base(case: Case) -> list[tuple[int, int]]:
    """Return sampled and reversed of the weeks that the chart rests on."""
    samples = case.samples
    return [samples.by_week[week] for week in range(1, BASE + 1) if week not in samples.noted]


def _share(weeks: Iterable[tuple[int, int]]) -> float:
    weeks = list(weeks)
    return sum(wrong for _, wrong in weeks) / sum(sampled for sampled, _ in weeks)


@question(
    points=4,
    unit="share",
    tolerance=0.0002,
    frames=FRAMES,
    hint="Drop second copies, strike the week with the note, and divide two sums.",
    working="Reversed over sampled refusals of the base weeks, each batch once, the week with a note left out.",
)
def centre_line(case: Case) -> float:
    """Centre line of the chart: share of sampled refusals that were reversed in the base weeks, as a share.

    Base weeks: on your card. Sum of `reversed` over sum of `sampled`, each `batch_id` once. A week with a `note` is
    left out: its cause was found and removed, so it says nothing about the process as it runs.
    """
    return _share(_base(case))


@tells(centre_line)
def not_read_on(case: Case, centre: float) -> str:
    """Write the days of the weekly reading on which the squad's site is closed."""
    weeks = (case.chart_until - case.chart_from).days // 7
    readings = [case.chart_from + timedelta(weeks=week) for week in range(weeks + 1)]
    return ", ".join(f"{day}" for day in readings if day in case.closed)


@centre_line.mistake(
    "You averaged the weekly shares. A small week then weighs as much as a large one: divide the sums."
)
def _(case: Case) -> float:
    return mean(wrong / sampled for sampled, wrong in _base(case))


@centre_line.mistake("The week with the note is in your base. A cause that was found and removed is not the process.")
def _(case: Case) -> float:
    return _share(case.samples.by_week[week] for week in range(1, BASE + 1))


@centre_line.mistake("Second copies are in your sums: each `batch_id` counts once.")
def _(case: Case) -> float:
    batches = [one for one in case.samples.batches if one.week <= BASE and one.week not in case.samples.noted]
    return _share((one.sampled, one.reversed) for one in batches for _ in range(one.copies))


@centre_line.mistake("The watched weeks are in your base. A week cannot be held against a line that it has moved.")
def _(case: Case) -> float:
    return _share(counts for week, counts in case.samples.by_week.items() if week not in case.samples.noted)


def _last_size(case: Case) -> int:
    return case.samples.by_week[WEEKS][0]


def _upper(case: Case, size: float, sigmas: float = 3) -> float:
    return control_limits(centre_line.answer(case), round(size), sigmas=sigmas)[1]


@question(
    points=4,
    unit="share",
    tolerance=0.0004,
    frames=FRAMES,
    hint="The standard error of a share in a sample of that week's size, at the centre line, three times.",
    working="Centre + 3 x root of (centre x (1 - centre) / refusals sampled in that week).",
)
def upper_limit(case: Case) -> float:
    """Upper control limit of the last watched week, as a share.

    A p chart with limits of three sigma: p + 3 x root of (p x (1 - p) / n), where p is the centre line of the question
    above and n the refusals sampled in that week, all its batches together, each once.
    """
    return _upper(case, _last_size(case))


@upper_limit.mistake("That is two sigma. It would call out about once in twenty weeks with nothing wrong.")
def _(case: Case) -> float:
    return _upper(case, _last_size(case), 2)


@upper_limit.mistake("You took the mean sample of the base. Each week has the limit of its own sample.")
def _(case: Case) -> float:
    return _upper(case, mean(sampled for sampled, _ in _base(case)))


@upper_limit.mistake(
    "You took the whole base as the sample. That says how well the centre is known, not how weeks vary."
)
def _(case: Case) -> float:
    return _upper(case, sum(sampled for sampled, _ in _base(case)))


@upper_limit.mistake("You took one batch of the week for the week; its two batches are one sample.")
def _(case: Case) -> float:
    return _upper(case, min(one.sampled for one in case.samples.batches if one.week == WEEKS))


@upper_limit.mistake("You centred the limit on the week's own share. A week cannot be its own yardstick.")
def _(case: Case) -> float:
    sampled, wrong = case.samples.by_week[WEEKS]
    own, centre = wrong / sampled, centre_line.answer(case)
    return own + 3 * math.sqrt(centre * (1 - centre) / sampled)


@upper_limit.mistake("That is the limit's distance from the centre; add the centre.")
def _(case: Case) -> float:
    return upper_limit.answer(case) - centre_line.answer(case)


def _beyond(case: Case, sigmas: float = 3, size: float | None = None) -> set[int]:
    """Return the watched weeks beyond a limit, of their own sample or of one size for all."""
    found, centre = set(), centre_line.answer(case)
    for week in range(BASE + 1, WEEKS + 1):
        sampled, wrong = case.samples.by_week[week]
        low, high = control_limits(centre, round(size or sampled), sigmas=sigmas)
        if not low <= wrong / sampled <= high:
            found.add(week)
    return found


def _runs(case: Case) -> dict[int, int]:
    """Return, for each watched week, how many weeks up to it lie on its side of the centre without a break."""
    runs, length, before, centre = {}, 0, False, centre_line.answer(case)
    for week in range(BASE + 1, WEEKS + 1):
        sampled, wrong = case.samples.by_week[week]
        above = wrong / sampled > centre
        length = length + 1 if length and above == before else 1
        runs[week], before = length, above
    return runs


def _long_runs(case: Case, at_least: int = RUN) -> set[int]:
    return {week for week, length in _runs(case).items() if length >= at_least}


def _labels(weeks: Iterable[int]) -> frozenset[str]:
    return frozenset(f"week {week}" for week in weeks)


@question(
    points=5,
    unit="labels",
    kind="labels",
    choices=WATCHED,
    frames=FRAMES,
    hint="Two rules, one after the other: each week against its own limits, then the length of the run that it ends.",
    working="Weeks beyond three sigma of their own sample, and each week that ends a run of eight or more on one side.",
)
def signal_weeks(case: Case) -> frozenset[str]:
    """In which watched weeks does the chart signal, as a list?

    Rule 1: the week's share lies above the upper or below the lower limit of its own sample, three sigma, as above.
    Rule 2: the week is the eighth, or a later one, of weeks in a row on the same side of the centre line. Count runs
    from the first watched week on. A week's share: `reversed` over `sampled`, its batches together.
    """
    return _labels(_beyond(case) | _long_runs(case))


@signal_weeks.mistake(
    "You looked at single weeks alone. Eight in a row on one side are nearly as rare as a week beyond.", credit=None
)
def _(case: Case) -> frozenset[str]:
    return _labels(_beyond(case))


@signal_weeks.mistake("You forgot the first rule: no week of yours lies beyond its limits.", credit=None)
def _(case: Case) -> frozenset[str]:
    return _labels(_long_runs(case))


@signal_weeks.mistake(
    "You drew one limit for all weeks. A small sample may swing further, a large one less: each has its own.",
    credit=None,
)
def _(case: Case) -> frozenset[str]:
    return _labels(_beyond(case, size=mean(sampled for sampled, _ in _base(case))) | _long_runs(case))


@signal_weeks.mistake(
    "At two sigma you call the week with the small sample. It looks bad and is within its limits.", credit=None
)
def _(case: Case) -> frozenset[str]:
    return _labels(_beyond(case, sigmas=2) | _long_runs(case))


@signal_weeks.mistake("Seven in a row are not yet a run; the eighth week is the first that signals.", credit=None)
def _(case: Case) -> frozenset[str]:
    return _labels(_beyond(case) | _long_runs(case, RUN - 1))


@signal_weeks.mistake(
    "You marked the whole run. The chart speaks in its eighth week; before, nobody could know.", credit=None
)
def _(case: Case) -> frozenset[str]:
    ends = max(_long_runs(case))
    return _labels(_beyond(case) | set(range(ends - RUN + 1, ends + 1)))
