"""Questions on false alarms after an update: rates, the cars that changed, precision on the road, events a day."""

import math

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.alarm_precision import precision_after, precision_before
from course_lib.keys.exercise import Exercise
from course_lib.measures.intervals import critical_value, wald_difference_interval

FRAMES = ("camera_frames",)


def _with_copies(case: Case, **where: str) -> float:
    """Return the rate that comes out when second copies of a frame are counted again."""
    again = case.count("repeated_false_positives", **where)
    return (case.count("false_positives", **where) + again) / (case.count("negatives", **where) + again)


@question(
    points=2,
    unit="ratio",
    tolerance=0.02,
    frames=FRAMES,
    hint="Drop second copies, keep frames without an obstacle, then take the mean of `alarm` by period.",
    working="Rate after divided by rate before, each over frames without an obstacle.",
)
def fpr_ratio(case: Case) -> float:
    """How many times the fleet's false-positive rate before the update is its rate after it?

    False-positive rate: distinct frames without an obstacle on which the detector alarmed, over all distinct frames
    without an obstacle. Periods `before` and `after`, all firmware; the ramp belongs to neither.
    """
    return case.false_positive_rate(period="after") / case.false_positive_rate(period="before")


@fpr_ratio.mistake("That is the difference of the two rates; a ratio divides one by the other.")
def _(case: Case) -> float:
    return case.false_positive_rate(period="after") - case.false_positive_rate(period="before")


@fpr_ratio.mistake(
    "Frames uploaded twice are in it twice, and the update uploads more: drop copies by `frame_id` first."
)
def _(case: Case) -> float:
    return _with_copies(case, period="after") / _with_copies(case, period="before")


@fpr_ratio.mistake("You divided by all frames: a rate over frames with obstacles in them is not a false-positive rate.")
def _(case: Case) -> float:
    rate = {}
    for period in ("before", "after"):
        alarms = case.count("false_positives", "true_positives", period=period)
        rate[period] = alarms / case.count("negatives", "positives", period=period)
    return rate["after"] / rate["before"]


@fpr_ratio.mistake("Upside down: the rate after goes on top.")
def _(case: Case) -> float:
    return 1 / fpr_ratio.answer(case)


@question(
    points=5,
    unit="share",
    tolerance=0.00001,
    frames=FRAMES,
    hint="Each period brings its own variance: rate x (1 - rate) over its number of frames without an obstacle.",
    working="1.96 times the root of the summed variances of the two rates, each with its own n.",
)
def fpr_difference_half_width(case: Case) -> float:
    """Half-width of the 95 % confidence interval of the difference of the two fleet rates (after less before).

    Wald interval, unpooled variances, z = 1.96, n = distinct frames without an obstacle in each period. As a share:
    one percentage point is 0.01.
    """
    return wald_difference_interval(*_alarms(case, "after"), *_alarms(case, "before")).half_width


def _alarms(case: Case, period: str) -> tuple[int, int]:
    """Return false positives and frames without an obstacle."""
    return case.count("false_positives", period=period), case.count("negatives", period=period)


def _variance(case: Case, period: str) -> float:
    events, size = _alarms(case, period)
    return events / size * (1 - events / size) / size


@fpr_difference_half_width.mistake("Only one period's noise is in it; both rates are estimated, so both variances add.")
def _(case: Case) -> float:
    return critical_value(0.95) * math.sqrt(_variance(case, "after"))


@fpr_difference_half_width.mistake("That is the standard error; the half-width is 1.96 of them.")
def _(case: Case) -> float:
    return math.sqrt(_variance(case, "before") + _variance(case, "after"))


@question(
    points=8,
    unit="share",
    tolerance=0.0005,
    frames=FRAMES,
    hint="The new firmware is a column: filter on it before you take a rate.",
    working="False positives of cars with the new firmware after the roll-out, over their frames without an obstacle.",
)
def fpr_updated_cars(case: Case) -> float:
    """False-positive rate of the updated cars alone.

    Firmware `new`, period `after`, distinct frames without an obstacle.
    """
    return case.false_positive_rate(period="after", firmware="new")


@fpr_updated_cars.mistake("The fleet average dilutes the effect: only the updated share changed.")
def _(case: Case) -> float:
    return case.false_positive_rate(period="after")


@fpr_updated_cars.mistake("Before you divide by the share updated, take off what the other cars contribute.")
def _(case: Case) -> float:
    return case.false_positive_rate(period="after") / case.share_updated


@fpr_updated_cars.mistake(
    "The weighted equation is sound, but it holds the other cars at their old rate. Rain moved them too: filter the "
    "frames instead.",
    credit=0.5,
)
def _(case: Case) -> float:
    before, after = (case.false_positive_rate(period=period) for period in ("before", "after"))
    return (after - (1 - case.share_updated) * before) / case.share_updated


@fpr_updated_cars.mistake(
    "Frames uploaded twice are in it twice: the new firmware retries alarms. Drop copies by `frame_id`."
)
def _(case: Case) -> float:
    return _with_copies(case, period="after", firmware="new")


@fpr_updated_cars.mistake("The days of the ramp are in it: cars recalibrate then. The window is period `after` alone.")
def _(case: Case) -> float:
    ramp, after = ({"period": period, "firmware": "new"} for period in ("ramp", "after"))
    alarms = case.count("false_positives", **ramp) + case.count("false_positives", **after)
    return alarms / (case.count("negatives", **ramp) + case.count("negatives", **after))


@question(
    points=8,
    unit="events a day",
    tolerance=0.01,
    relative=True,
    frames=FRAMES,
    hint="Exposure first: which cars, how many clear frames a day. Then the increase that the firmware caused there.",
    working="Cars x share updated x clear frames a day x (updated rate - rate on the old firmware, same days) x share "
    "that brakes.",
)
def extra_phantom_brakes(case: Case) -> float:
    """Extra phantom-brake events a day that the update causes.

    Updated cars x frames without an obstacle per car and day x increase of the false-positive rate x share of false
    positives that brake. The increase is against the concurrent control: cars on the old firmware, period `after`.
    """
    return _events(case, fpr_updated_cars.answer(case) - case.false_positive_rate(period="after", firmware="old"))


def _events(case: Case, increase: float, *, share: float | None = None) -> float:
    exposed = case.cars * (case.share_updated if share is None else share) * case.clear_frames_a_day
    return exposed * increase * case.brake_share


def _fleet_increase(case: Case) -> float:
    return case.false_positive_rate(period="after") - case.false_positive_rate(period="before")


@extra_phantom_brakes.mistake(
    "The fleet-wide increase is averaged over all cars already; do not multiply by the share updated again."
)
def _(case: Case) -> float:
    return _events(case, _fleet_increase(case))


@extra_phantom_brakes.mistake("Not every false positive brakes: the last factor is missing.")
def _(case: Case) -> float:
    return extra_phantom_brakes.answer(case) / case.brake_share


@extra_phantom_brakes.mistake(
    "Updated cars against their own past: the rain front is in that increase. Cars on the old firmware had the "
    "same weather.",
    credit=0.5,
)
def _(case: Case) -> float:
    return _events(case, fpr_updated_cars.answer(case) - case.false_positive_rate(period="before"))


@extra_phantom_brakes.mistake(
    "This books the rain's effect to the update as well. Compare with the cars on the old firmware instead.",
    credit=0.5,
)
def _(case: Case) -> float:
    return _events(case, _fleet_increase(case), share=1.0)


@extra_phantom_brakes.mistake("Every car is in it; only the updated ones raise the extra alarms.")
def _(case: Case) -> float:
    return extra_phantom_brakes.answer(case) / case.share_updated


@extra_phantom_brakes.mistake(
    "These are all events of the updated cars; subtract what they would have on the old firmware."
)
def _(case: Case) -> float:
    return _events(case, fpr_updated_cars.answer(case))


EXERCISE = Exercise(
    questions=(
        fpr_ratio,
        fpr_difference_half_width,
        fpr_updated_cars,
        precision_before,
        precision_after,
        extra_phantom_brakes,
    ),
    strong_answer=(
        "The fleet rate hides the fault. It is {fpr_ratio} times the old one, and the 95 % interval of the "
        "difference is {fpr_difference_half_width} to either side. But only part of the fleet was updated: those "
        "cars are at {fpr_updated_cars}. Rain explains some of the rise, and cars on the old firmware saw the same "
        "rain, so I subtract them: {extra_phantom_brakes} come from the update. For the driver it means that an "
        "alarm is right {precision_after} of the time, down from {precision_before}. In low sun the update "
        "multiplies the rate most; that is where I look next."
    ),
    follow_up="Quality assurance finds that some of the false positives were real obstacles. What changes?",
)
