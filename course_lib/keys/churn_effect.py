"""Questions on impact: what a fix did to churn, against accounts that did not have it."""

from course_lib.cases.churn_panel import AFTER, BEFORE, REGIONS
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.measures.significance import difference_in_differences, relative_effect

FRAMES = ("churn_months",)
EVERYBODY = ("stayed", "moved")


def _rates(case: Case, **how: object) -> dict[str, float]:
    """Return churn by arm and period, under the names that the measures take."""
    return {
        "treated_before": case.panel.churn("fix", BEFORE, **how),
        "treated_after": case.panel.churn("fix", AFTER, **how),
        "control_before": case.panel.churn("control", BEFORE, **how),
        "control_after": case.panel.churn("control", AFTER, **how),
    }


def _effect(case: Case, **how: object) -> float:
    return 100 * difference_in_differences(**_rates(case, **how))


@question(
    points=6,
    unit="percentage points",
    tolerance=0.01,
    frames=FRAMES,
    hint="Clean first: one row once, stayed accounts, whole regions. Then four rates: each arm before and after.",
    working="(fix after - fix before) - (control after - control before), each cancelled over accounts, summed.",
)
def churn_effect(case: Case) -> float:
    """By how many percentage points did the fix change monthly churn? Use difference in differences.

    Monthly churn of an arm in a period: accounts that cancelled, over accounts at the start of the month, both summed
    over the months of the period. Before: months 1 to 4. After: months 6 to 9. The launch month belongs to neither.
    Effect: (`fix` after - `fix` before) - (`control` after - `control` before); negative means less churn. Count each
    row once, only accounts whose cohort `stayed`, and only regions that have rows of both arms in both periods.
    """
    return _effect(case)


@churn_effect.mistake(
    "Before and after on the accounts with the fix alone: the others moved too, so take their change off."
)
def _(case: Case) -> float:
    rates = _rates(case)
    return 100 * (rates["treated_after"] - rates["treated_before"])


@churn_effect.mistake("After only: the arms differed before the launch as well, so compare changes and not levels.")
def _(case: Case) -> float:
    rates = _rates(case)
    return 100 * (rates["treated_after"] - rates["control_after"])


@churn_effect.mistake("Rows that the export wrote twice count double in it: drop whole-row copies first.")
def _(case: Case) -> float:
    return _effect(case, copies=True)


@churn_effect.mistake(
    "The region without control rows after the launch is in it: its leaving the control's average looks like a change "
    "of churn. Drop such a region from both arms and both periods."
)
def _(case: Case) -> float:
    return _effect(case, regions=REGIONS)


@churn_effect.mistake(
    "Accounts that moved are in it: in the control before and with the fix after, so that their own level of churn "
    "passes for an effect."
)
def _(case: Case) -> float:
    return _effect(case, cohorts=EVERYBODY)


@question(
    points=5,
    unit="per cent",
    tolerance=0.1,
    frames=FRAMES,
    hint="Where would churn of these accounts be without the fix? Their start, moved by the control's change.",
    working="Effect over (fix before + control after - control before).",
)
def churn_relative_effect(case: Case) -> float:
    """By how many per cent did the fix change the churn that these accounts would have had without it?

    Your effect over the counterfactual: churn of `fix` before, plus the change of `control`. Same rows, same
    definitions. A tenth less churn is -10.
    """
    return 100 * relative_effect(**_rates(case))


@churn_relative_effect.mistake(
    "That is before and after over the start: the headline that a panel takes apart, because the control fell too."
)
def _(case: Case) -> float:
    rates = _rates(case)
    return 100 * (rates["treated_after"] / rates["treated_before"] - 1)


@churn_relative_effect.mistake(
    "You divided by where these accounts started; without the fix they would have moved with the control."
)
def _(case: Case) -> float:
    return churn_effect.answer(case) / _rates(case)["treated_before"]


@churn_relative_effect.mistake(
    "That compares the two arms after the launch; the counterfactual is of the accounts that have the fix."
)
def _(case: Case) -> float:
    rates = _rates(case)
    return 100 * (rates["treated_after"] / rates["control_after"] - 1)


@question(
    points=4,
    unit="percentage points",
    tolerance=0.005,
    frames=FRAMES,
    hint="The same four rates, with the first two months as before and the next two as after.",
    working="(fix in months 3 and 4 - fix in months 1 and 2) less the same change of the control.",
)
def churn_placebo(case: Case) -> float:
    """What would the same method have found before anybody had the fix? The placebo test of parallel trends.

    Difference in differences of months 3 and 4 against months 1 and 2, with the same rows and definitions. Close to
    nothing means: the arms moved in parallel until the launch, although their levels differ.
    """
    return _placebo(case)


def _placebo(case: Case, **how: object) -> float:
    first, second = BEFORE[:2], BEFORE[2:]
    return 100 * difference_in_differences(
        treated_before=case.panel.churn("fix", first, **how),
        treated_after=case.panel.churn("fix", second, **how),
        control_before=case.panel.churn("control", first, **how),
        control_after=case.panel.churn("control", second, **how),
    )


@churn_placebo.mistake("That is the change of the accounts with the fix alone; the season moved both arms.")
def _(case: Case) -> float:
    return 100 * (case.panel.churn("fix", BEFORE[2:]) - case.panel.churn("fix", BEFORE[:2]))


@churn_placebo.mistake(
    "That is the gap of levels before the launch. A gap is no problem here: the method compares changes."
)
def _(case: Case) -> float:
    return 100 * (case.panel.churn("fix", BEFORE) - case.panel.churn("control", BEFORE))


@churn_placebo.mistake("That is the effect of the fix; the placebo looks only at months before the launch.")
def _(case: Case) -> float:
    return churn_effect.answer(case)


EXERCISE = Exercise(
    questions=(churn_effect, churn_relative_effect, churn_placebo),
    strong_answer=(
        "Churn fell in both arms, so before and after is not my number. Against accounts without the fix it changed by "
        "{churn_effect}: as a part of the churn they would have had, {churn_relative_effect}. I left out accounts that "
        "moved between the arms and the region with a gap, and I say so. The same method on the months before the "
        "launch finds {churn_placebo}, so the arms moved in parallel while I could watch them. That is support, not "
        "proof: these accounts were not drawn by lot, and the table does not say why people left."
    ),
    follow_up="Which one event, in the months after the launch, would make you withdraw this number?",
)
