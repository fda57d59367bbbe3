"""Questions on what a monitor sees and when: hours to the alarm, conversions that come late, what precision saves."""

from collections.abc import Callable

from course_lib.cases.conversion_log import REFERENCE
from course_lib.cases.label_stream import HARNESS, PEOPLE
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.alarm_level import labels_needed
from course_lib.measures.automation import false_alert_saving
from course_lib.measures.monitoring import detection_delay


def maturity_window(case: Case) -> int:
    """Return the whole hours by which the card's share of people's labels has arrived."""
    return _window(case, case.stream.people_hours)


def _window(case: Case, hours: list[int]) -> int:
    wanted = case.promise.mature_share * len(hours)
    return next(hour for i, hour in enumerate(hours, start=1) if i >= wanted - 1e-9)


def _delay(case: Case, labels_an_hour: float, window: float) -> float:
    """Return hours to the alarm for so many mature labels an hour."""
    return detection_delay(
        labels_needed.answer(case), requests_per_hour=labels_an_hour, labelled_share=1, label_delay_hours=window
    )


@question(
    points=6,
    unit="hours",
    tolerance=0.2,
    frames=("traffic", "label_times"),
    hint="Three parts: labels an hour from people, the share of them in time, and the wait until a request is judged.",
    working="Labels needed / (people's labels an hour x mature share) + window.",
)
def hours_to_alarm(case: Case) -> float:
    """How many hours after a shift can the alarm go off: time to collect the labels, plus the window?

    Window: the least whole number of hours by which at least the share on your card of people's labels had arrived in
    `label_times`; a request is judged at that age. Labels an hour: `labelled` of people (`app` and `web`) over the 168
    hours of the week in `traffic`; of these, the share on your card is in by then. Hours: your `labels_needed` over the
    labels an hour that are in, plus the window.
    """
    return _hours(case)


def _hours(case: Case, *, labels_an_hour: float | None = None, window: float | None = None) -> float:
    labels = case.stream.an_hour("labelled") if labels_an_hour is None else labels_an_hour
    waited = maturity_window(case) if window is None else window
    return _delay(case, labels * case.promise.mature_share, waited)


@hours_to_alarm.mistake("Only the time to collect is in it; a label comes late, so add the window.")
def _(case: Case) -> float:
    return _hours(case, window=0)


@hours_to_alarm.mistake("You counted every request as labelled; the log says how few of them are.")
def _(case: Case) -> float:
    return _hours(case, labels_an_hour=case.stream.an_hour("requests"))


@hours_to_alarm.mistake(
    "The test harness is in both tables: it labels all that it asks for, at once, and tells nothing about people."
)
def _(case: Case) -> float:
    labels = case.stream.an_hour("labelled", *PEOPLE, HARNESS)
    return _hours(case, labels_an_hour=labels, window=_window(case, case.stream.all_hours))


@hours_to_alarm.mistake(
    "The test harness is in the labels an hour; you left it out of the delays, so leave it out here."
)
def _(case: Case) -> float:
    return _hours(case, labels_an_hour=case.stream.an_hour("labelled", *PEOPLE, HARNESS))


@hours_to_alarm.mistake("Two days of the log were replayed and count double; drop the copies before you divide.")
def _(case: Case) -> float:
    return _hours(case, labels_an_hour=case.stream.an_hour("labelled", replayed=True))


@hours_to_alarm.mistake("All labels count as in by the window in it; only the share on your card is.")
def _(case: Case) -> float:
    return _delay(case, case.stream.an_hour("labelled"), maturity_window(case))


@hours_to_alarm.mistake(
    "That waits for the mean label; delays are skewed, and the window waits for nearly all of them."
)
def _(case: Case) -> float:
    hours = case.stream.people_hours
    return _hours(case, window=sum(hours) / len(hours))


@question(
    points=6,
    unit="per cent",
    tolerance=0.3,
    frames=("shown", "orders"),
    hint="Compare like with like: the same time to order for every recommendation, and only days that have had it.",
    working="Orders within the window over people's recommendations: latest mature week against the first two.",
)
def conversion_change(case: Case) -> float:
    """By how many per cent did conversion change, once young recommendations are not held against the model?

    Conversion of some days: distinct orders placed at most as many days after being shown as the window on your card,
    over recommendations shown to people (`app` and `web`) on those days. Compare the latest seven days whose whole
    window is over by the end of today, with days 1 to 14: rate now over rate then, less 1. A fifth less is -20.
    """
    return _change(case, lambda days: case.conversions.rate(days, within=case.conversions.window))


def _change(case: Case, rate: Callable[[tuple[int, ...]], float], *, latest: bool = False) -> float:
    days = case.conversions.latest_days if latest else case.conversions.mature_days
    return 100 * (rate(days) / rate(REFERENCE) - 1)


@conversion_change.mistake(
    "That is the last seven days with the orders so far: their orders are still to come, so a small drop looks huge."
)
def _(case: Case) -> float:
    return _change(case, lambda days: case.conversions.rate(days, within=None), latest=True)


@conversion_change.mistake(
    "The last seven days have not had their window yet, the reference days have: take the latest days that have."
)
def _(case: Case) -> float:
    return _change(case, lambda days: case.conversions.rate(days, within=case.conversions.window), latest=True)


@conversion_change.mistake(
    "Orders after the window are in it; older days have had more time for them, so the window must cap both."
)
def _(case: Case) -> float:
    return _change(case, lambda days: case.conversions.rate(days, within=None))


@conversion_change.mistake("The crawler is in the denominator: it is logged only since some day, and it never orders.")
def _(case: Case) -> float:
    return _change(case, lambda days: case.conversions.rate(days, within=case.conversions.window, crawler=True))


@conversion_change.mistake("Events of retried payments are in it: an order counts once, by its number.")
def _(case: Case) -> float:
    return _change(case, lambda days: case.conversions.rate(days, within=case.conversions.window, repeated=True))


@question(
    points=4,
    unit="USD",
    tolerance=0.01,
    relative=True,
    frames=("alerts",),
    hint="Only false alerts cost an analyst's time: how many fewer of them a day?",
    working="Alerts a day x (precision new - precision old) x minutes / 60 x pay an hour.",
)
def precision_saving(case: Case) -> float:
    """How many dollars a day does the new alert rule save, at the same number of alerts a day?

    Precision of a rule: distinct alerts judged `right` over distinct alerts judged `right` or `false`; `open` ones are
    not judged yet. Saved: false alerts that no longer come x minutes that one takes x an analyst's hour. Alerts a day,
    minutes and pay are on your card.
    """
    old, new = (one.precision for one in case.alerts)
    return _saving(case, old, new)


def _saving(case: Case, old: float, new: float) -> float:
    desk = case.desk
    return false_alert_saving(
        desk.alerts_a_day,
        old,
        new,
        minutes_per_alert=desk.minutes_per_false_alert,
        hourly_cost=desk.analyst_usd_an_hour,
    )


@precision_saving.mistake(
    "That prices all right alerts of the new rule; only the false ones that stop coming save time."
)
def _(case: Case) -> float:
    return _saving(case, 0, case.alerts[1].precision)


@precision_saving.mistake("Minutes went in as hours.")
def _(case: Case) -> float:
    return 60 * precision_saving.answer(case)


@precision_saving.mistake(
    "Repeated notifications are in the precision; false alerts fire again more often, so count each alert once."
)
def _(case: Case) -> float:
    right_and_all = [
        (one.right + one.repeated_right, one.right + one.repeated_right + one.false + one.repeated_false)
        for one in case.alerts
    ]
    return _saving(case, *(right / judged for right, judged in right_and_all))


@precision_saving.mistake("Open alerts count as false in it; nobody has judged them yet, so they are in neither part.")
def _(case: Case) -> float:
    return _saving(case, *(one.right / (one.right + one.false + one.open) for one in case.alerts))
