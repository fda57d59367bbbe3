"""Questions on the threshold: when automating pays, which bands of confidence clear it, and for how much."""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.measures.automation import Automation, automation_value
from course_lib.measures.automation import break_even_accuracy as accuracy_that_pays

BANDS = ("below 0.65", "0.65 to 0.80", "0.80 to 0.90", "0.90 to 0.95", "0.95 and over")
CLAIMED = (0.325, 0.725, 0.85, 0.925, 0.975)  # the middle of each band
FRAMES = ("cases_log",)


@question(
    points=6,
    unit="share",
    tolerance=0.001,
    hint="Write down what a case earns on average when the assistant is right with probability p, and set it to zero.",
    working="Cost of a wrong answer over the sum of that cost and what a right answer saves.",
)
def automation_threshold(case: Case) -> float:
    """From which probability of being right does it pay to automate a case? Leave the cost of the answer out.

    A right answer saves the amount on your card, because no person works on the case. A wrong one costs the amount on
    your card. A case handed to a person counts as zero.
    """
    return accuracy_that_pays(gain_if_right=case.saved_if_right, cost_if_wrong=case.cost_if_wrong)


@automation_threshold.mistake(
    "The odds stand the wrong way round: the dearer a mistake, the higher the bar. The cost of being wrong goes on top."
)
def _(case: Case) -> float:
    return 1 - automation_threshold.answer(case)


@automation_threshold.mistake(
    "More likely right than wrong is the bar only where both amounts are equal; here a mistake costs more."
)
def _(case: Case) -> float:
    return 0.5


@automation_threshold.mistake(
    "That compares the two amounts with each other. The bar weighs each by how often it falls due: divide by their sum."
)
def _(case: Case) -> float:
    return 1 - case.saved_if_right / case.cost_if_wrong


@question(
    points=4,
    unit="share",
    tolerance=0.0001,
    hint="The answer is paid for whether it is right or wrong: take it off what a case earns, then set that to zero.",
    working="(Cost of a wrong answer + cost of the answer) over (saving + cost of a wrong answer).",
)
def break_even_accuracy(case: Case) -> float:
    """Break-even accuracy once generating the answer is paid for: from which share of right answers does a band pay?

    The cost of generating an answer is on your card. It falls due for every automated case, right or wrong, and for no
    other: the confidence comes from a small classifier whose cost is left out.
    """
    return _line(case)


def _line(case: Case) -> float:
    return accuracy_that_pays(
        gain_if_right=case.saved_if_right, cost_if_wrong=case.cost_if_wrong, cost_per_case=case.cost_per_answer
    )


@break_even_accuracy.mistake("You took the cost of the answer off the bar; a cost raises it.")
def _(case: Case) -> float:
    return automation_threshold.answer(case) - case.cost_per_answer / (case.saved_if_right + case.cost_if_wrong)


@break_even_accuracy.mistake("That is the bar without the cost of the answer; it falls due on every automated case.")
def _(case: Case) -> float:
    return automation_threshold.answer(case)


def paying_bands(case: Case) -> list[int]:
    """Return the bands whose audited accuracy reaches break-even, by their place in `BANDS`."""
    line = _line(case)
    return [band for band in range(len(BANDS)) if case.tally(band=band).accuracy >= line]


def automated(case: Case, *, threshold: float | None = None, both: bool = False, misread: bool = False) -> Automation:
    """Return value of the whole log and coverage when every band that reaches the threshold is automated."""
    bands = [case.tally(band=band, both=both, misread=misread) for band in range(len(BANDS))]
    gross = automation_value(
        [band.cases for band in bands],
        [band.accuracy for band in bands],
        gain_if_right=case.saved_if_right,
        cost_if_wrong=case.cost_if_wrong,
        threshold=_line(case) if threshold is None else threshold,
    )
    answers = gross.coverage * sum(band.cases for band in bands)
    return Automation(gross.value - case.cost_per_answer * answers, gross.coverage)


@question(
    points=6,
    unit="USD a day",
    tolerance=0.002,
    relative=True,
    frames=FRAMES,
    hint="One row a band first: number of cases, and share right among the audits that are judged.",
    working="Over the bands at or above break-even: cases x (accuracy x saving - (1 - accuracy) x cost if wrong - cost "
    "of the answer), divided by the days in the log.",
)
def daily_value(case: Case) -> float:
    """Value a day when every confidence band whose accuracy reaches break-even is automated, all languages together.

    Bands, lower edge included: below 0.65, 0.65 to 0.80, 0.80 to 0.90, 0.90 to 0.95, 0.95 and over. Cases: first
    entries. Accuracy of a band: `right` over `right` plus `wrong` among audits of first entries; a pending audit is
    neither. Value of a case: saving if right, minus cost if wrong, minus the cost of the answer. Divide by the days.
    """
    return automated(case).value / case.log_days


@daily_value.mistake("That automates every band. The low ones lose money: leave out what does not reach break-even.")
def _(case: Case) -> float:
    return automated(case, threshold=0).value / case.log_days


@daily_value.mistake("The errors left in the good bands are not in it: each one costs what your card says.")
def _(case: Case) -> float:
    right = sum(band.cases * band.accuracy for band in (case.tally(band=band) for band in paying_bands(case)))
    return right * case.saved_if_right / case.log_days


@daily_value.mistake("The cost of generating the answers is missing: it falls due on every automated case.", credit=0.5)
def _(case: Case) -> float:
    one = automated(case)
    answers = one.coverage * case.tally().cases
    return (one.value + case.cost_per_answer * answers) / case.log_days


@daily_value.mistake("Second entries are in it: a reopened case counts twice, and by its worse half. Keep the first.")
def _(case: Case) -> float:
    return automated(case, both=True).value / case.log_days


@daily_value.mistake(
    "One channel reports its confidence in per cent, so that all its cases look certain. Bring it to a share first."
)
def _(case: Case) -> float:
    return automated(case, misread=True).value / case.log_days


@daily_value.mistake(
    "Pending audits are counted as wrong, so that good bands drop out. Nobody has judged them: they are neither."
)
def _(case: Case) -> float:
    bands = [case.tally(band=band) for band in range(len(BANDS))]
    held = [(band.cases, band.right / (band.judged + band.pending)) for band in bands]
    return sum(cases * _per_case(case, rate) for cases, rate in held if rate >= _line(case)) / case.log_days


@daily_value.mistake(
    "You took the middle of each band for its accuracy. Confidence is what the model claims; the audits say what is so."
)
def _(case: Case) -> float:
    bands = [(case.tally(band=band).cases, claimed) for band, claimed in enumerate(CLAIMED) if claimed >= _line(case)]
    return sum(cases * _per_case(case, claimed) for cases, claimed in bands) / case.log_days


def _per_case(case: Case, accuracy: float) -> float:
    return accuracy * case.saved_if_right - (1 - accuracy) * case.cost_if_wrong - case.cost_per_answer


@question(
    points=3,
    unit="share",
    tolerance=0.001,
    frames=FRAMES,
    hint="The same table of bands: cases in the bands that pay, over all cases.",
    working="First entries in the bands at or above break-even, over all first entries.",
)
def coverage(case: Case) -> float:
    """Coverage at that rule: share of all cases that is automated.

    First entries in the bands whose accuracy reaches break-even, over all first entries, audited or not.
    """
    return automated(case).coverage


@coverage.mistake("That is the share of the bands; they hold different numbers of cases, so count cases.")
def _(case: Case) -> float:
    return len(paying_bands(case)) / len(BANDS)


@coverage.mistake("Second entries are counted as cases of their own; a reopened case is one case.")
def _(case: Case) -> float:
    return automated(case, both=True).coverage


@coverage.mistake("That is the share among audited cases. Audits look where errors are expected; they are no sample.")
def _(case: Case) -> float:
    judged = [case.tally(band=band).judged for band in range(len(BANDS))]
    return sum(judged[band] for band in paying_bands(case)) / sum(judged)


@coverage.mistake("One channel reports per cent: read as it stands, all its cases sit in the top band.")
def _(case: Case) -> float:
    return automated(case, misread=True).coverage
