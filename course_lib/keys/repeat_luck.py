"""Questions on the repeats after a fix: how many, whether the drop can be luck, and whether as much was tried."""

from course_lib.cases.repeat_register import OLDER, QUARTERS_BEFORE
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.measures.risk import poisson_probability_at_most
from course_lib.wording.telling import tells


@question(
    points=3,
    unit="fields",
    kind="fields",
    frames=("register",),
    hint="Keep the cause, drop drills and merged tickets, put `opened_at` into quarters. Four quarters, then one.",
    working="Count over the four quarters before the fix, divided by four; count in the quarter after it.",
    form=Fields(
        (
            Slot("before", unit="repeats a quarter", tolerance=0.01),
            Slot("after", kind="integer", unit="repeats"),
        ),
        template="{before} before the fix, {after} in the quarter after it.",
    ),
)
def repeats(case: Case) -> dict[str, object]:
    """Repeats of the cause "bad limit-model release" around the fix.

    - `before`: mean per quarter over the four quarters before the fix date on the card.
    - `after`: number in the quarter that begins on the fix date.

    Calendar quarters by `opened_at` (UTC). Only kind "incident", and only tickets that were not merged into another.
    """
    return {"before": case.register.mean_before, "after": case.register.after}


@repeats.mistake("Drills are in it: nobody was harmed, and their number is yours to choose.")
def _(case: Case) -> dict[str, object]:
    seen = case.register
    return {
        "before": seen.mean_before + seen.drills_before / QUARTERS_BEFORE,
        "after": seen.after + seen.drills_after,
    }


@repeats.mistake("Merged tickets are in it: a second ticket about one incident is no repeat.")
def _(case: Case) -> dict[str, object]:
    seen = case.register
    return {
        "before": seen.mean_before + seen.merged_before / QUARTERS_BEFORE,
        "after": seen.after + seen.merged_after,
    }


@repeats.mistake("Drills and merged tickets are both in it: neither is a repeat of the incident.")
def _(case: Case) -> dict[str, object]:
    seen = case.register
    return {
        "before": seen.mean_before + (seen.drills_before + seen.merged_before) / QUARTERS_BEFORE,
        "after": seen.after + seen.drills_after + seen.merged_after,
    }


@repeats.mistake("`before` takes every quarter in the register: the window is the four before the fix.")
def _(case: Case) -> dict[str, object]:
    seen = case.register
    return {"before": (sum(seen.older) + sum(seen.before)) / (OLDER + QUARTERS_BEFORE)}


@repeats.mistake("`before` is the last quarter alone: one quarter is noise, the window is four.")
def _(case: Case) -> dict[str, object]:
    return {"before": case.register.before[-1]}


@repeats.mistake("`before` is the sum of four quarters; the mean per quarter is asked.")
def _(case: Case) -> dict[str, object]:
    return {"before": sum(case.register.before)}


@repeats.mistake("`after` runs on into the next quarter: a window ends where it was said to end.")
def _(case: Case) -> dict[str, object]:
    return {"after": case.register.after + case.register.since}


@question(
    points=6,
    unit="share",
    tolerance=0.002,
    frames=("register",),
    hint="Suppose the fix did nothing: the old mean still holds. How often is a quarter at least this quiet?",
    working="Poisson probability of at most `after`, with mean `before` (scipy.stats.poisson.cdf).",
)
def luck_probability(case: Case) -> float:
    """Probability of seeing at most as many repeats as in the quarter after the fix, if the fix had changed nothing.

    Model: the number in a quarter is Poisson with the mean `before` of your `repeats`. "At most" includes the number
    itself. Check `repeats` first.
    """
    return poisson_probability_at_most(case.register.after, case.register.mean_before)


@luck_probability.mistake("That is by how much the repeats fell: whether luck explains it is another question.")
def _(case: Case) -> float:
    return 1 - case.register.after / case.register.mean_before


@luck_probability.mistake("You asked for exactly that many: a quieter quarter would have pleased you as well. At most.")
def _(case: Case) -> float:
    seen = case.register
    return luck_probability.answer(case) - poisson_probability_at_most(seen.after - 1, seen.mean_before)


@luck_probability.mistake("You asked for fewer than that: at most includes the number itself.")
def _(case: Case) -> float:
    return poisson_probability_at_most(case.register.after - 1, case.register.mean_before)


@luck_probability.mistake("That is the probability of more: one less what is asked.", credit=0.4)
def _(case: Case) -> float:
    return 1 - luck_probability.answer(case)


@luck_probability.mistake("The roles are swapped: the mean is what was usual before, the count is what came after.")
def _(case: Case) -> float:
    return poisson_probability_at_most(int(case.register.mean_before), case.register.after)


@question(
    points=4,
    unit="share",
    tolerance=0.002,
    frames=("register", "quarters"),
    hint="Fewer roll-outs, fewer chances to repeat. Scale the mean before you ask how quiet a quarter can be.",
    working="Poisson, at most `after`, mean = repeats before over roll-outs before, times roll-outs after.",
)
def luck_at_equal_exposure(case: Case) -> float:
    """The same probability, if repeats come with roll-outs rather than with time.

    Mean for the quarter after the fix: repeats in the four quarters before, over roll-outs in these four quarters,
    times the roll-outs of the quarter after. Roll-outs by quarter: `quarters`.
    """
    return _luck(case, case.register.mean_before * _exposure(case))


def _exposure(case: Case) -> float:
    return case.register.rollouts[-1] / case.register.rollouts_before


def _luck(case: Case, mean: float) -> float:
    return poisson_probability_at_most(case.register.after, mean)


@luck_at_equal_exposure.mistake("Roll-outs do not come in yet: with fewer of them, fewer repeats are to be expected.")
def _(case: Case) -> float:
    return _luck(case, case.register.mean_before)


@luck_at_equal_exposure.mistake(
    "You scaled the wrong way: fewer roll-outs after the fix make the expected number smaller, not larger."
)
def _(case: Case) -> float:
    return _luck(case, case.register.mean_before / _exposure(case))


@luck_at_equal_exposure.mistake("You divided by the roll-outs of all quarters before: the window is four of them.")
def _(case: Case) -> float:
    seen = case.register
    return _luck(case, sum(seen.before) / sum(seen.rollouts[:-1]) * seen.rollouts[-1])


@luck_at_equal_exposure.mistake("That is by how much repeats fell per roll-out; asked is how often luck does that.")
def _(case: Case) -> float:
    return 1 - case.register.after / (case.register.mean_before * _exposure(case))


@tells(luck_probability)
def about(case: Case, probability: float) -> str:
    """Return the probability as one says it."""
    return f"{probability:.0%}"


@tells(luck_at_equal_exposure)
def at_equal_exposure(case: Case, probability: float) -> str:
    """Return the probability as one says it."""
    return f"{probability:.0%}"


@tells(repeats)
def told(case: Case, counts: dict[str, object]) -> str:
    """Return the drop in words."""
    return f"from {counts['before']:.3g} a quarter to {counts['after']}"
