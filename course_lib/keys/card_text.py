"""Questions on the card that is signed: its alarm line, and the card itself in fields."""

import math
from statistics import NormalDist

from course_lib.cases.scored_people import SLICES, tally
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.calibration_drift import calibration_error
from course_lib.keys.card_findings import review_due
from course_lib.keys.exercise import Exercise
from course_lib.keys.missed_people import held_back, missed_rate
from course_lib.keys.slice_limits import worst_gap, worst_slice, worst_slice_upper

LETTERS, BENEFITS, PROOF = (
    "orders who gets a letter with an offer of help",
    "decides who keeps a benefit",
    "proves who has a job",
)
OWNER, TEAM, VENDOR = "the product manager for the letters", "the whole team", "the vendor"
LIMIT, GENERAL, NONE = (
    "the worst slice is missed more often than everybody else",
    "results may vary for some people",
    "no limits are known",
)
STOP, WAIT, RAISE = "stop the letters and call the owner", "wait for the next quarter", "raise the alarm line"
MORE_WORK, WORSE_RANK, FEWER_WORK = (
    "more people have a job than the scores say",
    "the scores rank people worse than before",
    "fewer people have a job than the scores say",
)
UNREACHED, LOW_SCORES, SMALL = (
    "people whom the survey did not reach",
    "people with a low score",
    "people with a job",
)


def _line(case: Case, rate: float, level: float, size: int) -> float:
    return rate + NormalDist().inv_cdf(level) * math.sqrt(rate * (1 - rate) / size)


@question(
    points=6,
    unit="share",
    tolerance=0.001,
    hint="One-sided: only a rate that is too high alarms. The spread is that of a month, not of the evaluation.",
    working="p + z root(p (1 - p) / n), z the quantile of one minus alpha.",
)
def alarm_line(case: Case) -> float:
    """Above which monthly missed rate does the alarm ring, if it may ring falsely with the card's level (alpha)?

    p is the missed rate of the card (`missed_rate`), n the people without a job followed up a month. Line: p + z x root
    of (p (1 - p) / n); z leaves alpha above it (one-sided): `NormalDist().inv_cdf(1 - alpha)`.
    """
    return _line(case, missed_rate.answer(case), 1 - case.rules.alpha, case.rules.followed_a_month)


@alarm_line.mistake("Alpha is split between both sides; a rate that is too low alarms nobody here.", credit=0.25)
def _(case: Case) -> float:
    return _line(case, missed_rate.answer(case), 1 - case.rules.alpha / 2, case.rules.followed_a_month)


@alarm_line.mistake("You used the size of the evaluation; a month has far fewer people, and swings more.")
def _(case: Case) -> float:
    return _line(case, missed_rate.answer(case), 1 - case.rules.alpha, tally(case.evaluation).people)


@alarm_line.mistake("You started from the worst slice; the alarm watches everybody in scope.")
def _(case: Case) -> float:
    return _line(
        case,
        tally(case.evaluation, [worst_slice(case)]).rate,
        1 - case.rules.alpha,
        case.rules.followed_a_month,
    )


@alarm_line.mistake("That line lies below the rate; the alarm is for a rate that is too high.")
def _(case: Case) -> float:
    return _line(case, missed_rate.answer(case), case.rules.alpha, case.rules.followed_a_month)


@alarm_line.mistake("That is the usual 1.96, whatever alpha is; take the quantile of the level on your card.")
def _(case: Case) -> float:
    return _line(case, missed_rate.answer(case), NormalDist().cdf(1.96), case.rules.followed_a_month)


@alarm_line.mistake("The line is the rate itself: half of all months would alarm.")
def _(case: Case) -> float:
    return missed_rate.answer(case)


@question(
    points=16,
    unit="fields",
    kind="fields",
    frames=("scored_people", "history", "recorded_run"),
    form=Fields(
        (
            Slot("use", choices=(BENEFITS, LETTERS, PROOF)),
            Slot("missed", unit="share", tolerance=0.0005, same_as="missed_rate"),
            Slot("worst_slice", choices=SLICES),
            Slot("worst_upper", unit="share", tolerance=0.0005, same_as="worst_slice_upper"),
            Slot("gap", unit="percentage points", tolerance=0.05, same_as="worst_gap"),
            Slot("not_reported", kind="labels", choices=SLICES, same_as="held_back"),
            Slot("calibration", unit="percentage points", tolerance=0.02, same_as="calibration_error"),
            Slot("drift", choices=(WORSE_RANK, FEWER_WORK, MORE_WORK)),
            Slot("limit", choices=(GENERAL, LIMIT, NONE)),
            Slot("alarm", unit="share", tolerance=0.001, same_as="alarm_line"),
            Slot("first_step", choices=(WAIT, RAISE, STOP)),
            Slot("owner", choices=(TEAM, VENDOR, OWNER)),
            Slot("review", kind="date"),
            Slot("not_shown", choices=(LOW_SCORES, UNREACHED, SMALL)),
        ),
        template=(
            "The model {use}. It misses {missed} of the people without a job, of {worst_slice} up to {worst_upper}: "
            "{gap} above everybody else. Held back: {not_reported}. Scores are off by {calibration}; since the "
            "reference year, {drift}. Limit: {limit}. A month above {alarm}: {first_step}. Owner: {owner}. Next "
            "review: {review}. Not shown: {not_shown}."
        ),
    ),
    hint="Most fields repeat your answers above. For the rest: what could a reader act on, and what can be checked?",
    working="Figures from above; the review date is the last evaluation in use plus the interval.",
)
def model_card(case: Case) -> dict[str, object]:
    """Sign the card. Fill in its fields; figures may repeat your answers above, right or wrong.

    `use`: what the office wants it for (see Situation). `worst_slice`: highest missed rate among slices that are shown.
    `drift`: what the recorded run shows for 2018 against 2015. `limit`: the one that names whom it concerns.
    `first_step`: what happens when a month is above the line. `owner`: somebody who can be called. `review`: the day on
    which the next review falls due (last evaluation of the version in use plus the interval on your card). `not_shown`:
    people of whom none of these tables can say anything.
    """
    return {
        "use": LETTERS,
        "missed": missed_rate.answer(case),
        "worst_slice": worst_slice(case),
        "worst_upper": worst_slice_upper.answer(case),
        "gap": worst_gap.answer(case),
        "not_reported": held_back.answer(case),
        "calibration": calibration_error.answer(case),
        "drift": MORE_WORK,
        "limit": LIMIT,
        "alarm": alarm_line.answer(case),
        "first_step": STOP,
        "owner": OWNER,
        "review": review_due(case),
        "not_shown": UNREACHED,
    }


@model_card.mistake("A benefit decided by this score harms whoever it misses; the office wants letters, nothing else.")
def _(case: Case) -> dict[str, object]:
    return {"use": BENEFITS}


@model_card.mistake("A score is no proof: it is wrong for a good part of the people without a job.")
def _(case: Case) -> dict[str, object]:
    return {"use": PROOF}


@model_card.mistake("Ranking did not get worse, the area under the curve rose: it is the level that moved.")
def _(case: Case) -> dict[str, object]:
    return {"drift": WORSE_RANK}


@model_card.mistake("You read the drift the wrong way round: compare mean label and mean prediction in both years.")
def _(case: Case) -> dict[str, object]:
    return {"drift": FEWER_WORK}


@model_card.mistake("A limit that fits any model warns nobody: name the people whom it concerns.")
def _(case: Case) -> dict[str, object]:
    return {"limit": GENERAL}


@model_card.mistake("You know a limit: the gap is in your own answers.")
def _(case: Case) -> dict[str, object]:
    return {"limit": NONE}


@model_card.mistake("Raising the line is how alarms are taught to be quiet; act on it first.")
def _(case: Case) -> dict[str, object]:
    return {"first_step": RAISE}


@model_card.mistake("Until the next quarter, another three months of people are missed.")
def _(case: Case) -> dict[str, object]:
    return {"first_step": WAIT}


@model_card.mistake("Whom does one call, if everybody owns it? Name one role.")
def _(case: Case) -> dict[str, object]:
    return {"owner": TEAM}


@model_card.mistake("The vendor sells the score; who sends letters on it answers for the letters.")
def _(case: Case) -> dict[str, object]:
    return {"owner": VENDOR}


@model_card.mistake("They are in the file: count them. Who never answered the survey is in no table.")
def _(case: Case) -> dict[str, object]:
    return {"not_shown": LOW_SCORES}


@model_card.mistake("People with a job are in the file; who never answered the survey is in no table.")
def _(case: Case) -> dict[str, object]:
    return {"not_shown": SMALL}


@model_card.mistake("That slice is held back: it is too small to be called the worst.")
def _(case: Case) -> dict[str, object]:
    small = held_back.answer(case)
    return {"worst_slice": max(small, key=lambda name: (tally(case.evaluation, [name]).rate, name))}


EXERCISE = Exercise(
    questions=(alarm_line, model_card),
    strong_answer=(
        "Here is the card on one page. It {model_card.use}, and nothing else. It misses {missed_rate} of the people "
        "without a job; of {model_card.worst_slice} it may be {worst_slice_upper}. That is the limit, and the card "
        "says it by name. A month above {alarm_line}: {model_card.first_step}. Since the reference year "
        "{model_card.drift}, so it is reviewed on {model_card.review}. What I cannot show you: "
        "{model_card.not_shown}."
    ),
    follow_up="The vendor sends version three. Which lines of the card change, and which may not change without you?",
)
