"""Incident times with their zero points, blast radius, avoided loss, and what coordination costs."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from course_lib.measures import checks

_MOST_RESPONDERS = 10_000


@dataclass(frozen=True)
class IncidentTimeline:
    """When an incident started, was detected, acknowledged, mitigated and restored.

    Attributes
    ----------
    started, detected, acknowledged, mitigated, restored : datetime.datetime or None
        Start of the impact, first alert or report, first response by a person, end of the harm, return to
        normal. All aware and in UTC, in this order in time; None when it has not happened yet.

    Raises
    ------
    ValueError
        If a time is naive, not in UTC, or earlier than the one before it.
    """

    started: datetime
    detected: datetime | None = None
    acknowledged: datetime | None = None
    mitigated: datetime | None = None
    restored: datetime | None = None

    def __post_init__(self) -> None:
        latest, latest_name = None, ""
        for name in (field.name for field in fields(self)):
            moment = getattr(self, name)
            if moment is None and name != "started":
                continue
            _check_utc(name, moment)
            if latest is not None and moment < latest:
                raise ValueError(f"{name} is {moment}, but it cannot come before {latest_name}, {latest}.")
            latest, latest_name = moment, name


def time_to_detect(timeline: IncidentTimeline) -> timedelta:
    """First alert or report, from the start of the impact (not from the acknowledgement)."""
    return _between(timeline, "started", "detected")


def time_to_acknowledge(timeline: IncidentTimeline, *, since: str) -> timedelta:
    """First response by a person, since "detected" or since "started".

    Raises
    ------
    ValueError
        If ``since`` is another word, or one of the two times has not happened.
    """
    return _between(timeline, since, "acknowledged")


def time_to_mitigate(timeline: IncidentTimeline, *, since: str) -> timedelta:
    """End of the harm, since "detected" or since "started".

    Raises
    ------
    ValueError
        If ``since`` is another word, or one of the two times has not happened.
    """
    return _between(timeline, since, "mitigated")


def time_to_restore(timeline: IncidentTimeline, *, since: str) -> timedelta:
    """Return to normal, since "detected" or since "started".

    Raises
    ------
    ValueError
        If ``since`` is another word, or one of the two times has not happened.
    """
    return _between(timeline, since, "restored")


def mean_time(durations: Iterable[timedelta]) -> timedelta:
    """Mean of the same interval over several incidents; one incident has a time, not a mean time.

    Raises
    ------
    ValueError
        If there are fewer than two durations, or one is not a timedelta of zero or more.
    """
    spans = checks.listed("durations", durations)
    if len(spans) < 2:
        raise ValueError(f"{len(spans)} duration was given, but a mean time needs at least two incidents.")
    if not all(isinstance(span, timedelta) and span >= timedelta(0) for span in spans):
        raise ValueError("durations must be timedeltas of zero or more, such as the result of time_to_detect.")
    return sum(spans, timedelta(0)) / len(spans)


def blast_radius(users: float, *, exposed_share: float, harm_rate: float) -> float:
    """People harmed: users, times the share that met the model, times the harm rate of those.

    Raises
    ------
    ValueError
        If the users are negative, or a rate is not a fraction.
    """
    exposed = checks.amount("users", users) * checks.rate("exposed_share", exposed_share)
    return exposed * checks.rate("harm_rate", harm_rate)


def avoided_loss(loss_per_hour: float, *, detection_hours: float, counterfactual_hours: float) -> float:
    """Loss that earlier detection avoided; what ran before detection is not avoided.

    Parameters
    ----------
    loss_per_hour : float
        Constant loss while nobody knows; mitigation is taken to last equally long in both cases.
    detection_hours, counterfactual_hours : float
        Hours from the start of the impact to detection, as it was and as it would have been. The result is
        negative when the counterfactual is earlier.

    Raises
    ------
    ValueError
        If a value is negative.
    """
    earlier = checks.amount("counterfactual_hours", counterfactual_hours) - checks.amount(
        "detection_hours", detection_hours
    )
    return checks.amount("loss_per_hour", loss_per_hour) * earlier


def status_updates_due(duration_minutes: float, *, every_minutes: float) -> int:
    """Count status updates: one at declaration, one after each full interval before the end, one closing.

    An interval that ends exactly at the resolution falls together with the closing update.

    Raises
    ------
    ValueError
        If the duration or the interval is not above zero.
    """
    duration = checks.amount("duration_minutes", duration_minutes, zero=False)
    interval = checks.amount("every_minutes", every_minutes, zero=False)
    return checks.round_up(duration / interval) + 1


def expected_assembly_time(mean_time: float, *, responders: int) -> float:
    """Mean time until the last of several responders has joined: ``mean * (1 + 1/2 + ... + 1/k)``.

    Holds for independent, exponentially distributed times of the same mean, paged in parallel.

    References
    ----------
    Renyi (1953), Acta Mathematica Hungarica 4, 191-231, on exponential order statistics.
    """
    people = checks.count("responders", responders, least=1, most=_MOST_RESPONDERS)
    return checks.amount("mean_time", mean_time) * math.fsum(1 / place for place in range(1, people + 1))


def _check_utc(name: str, moment: datetime) -> None:
    if not isinstance(moment, datetime) or moment.utcoffset() != timedelta(0):
        raise ValueError(f"{name} is {moment}, but it must be an aware datetime in UTC: add tzinfo=UTC.")


def _between(timeline: IncidentTimeline, since: str, until: str) -> timedelta:
    checks.instance("timeline", timeline, IncidentTimeline)
    start, end = (
        getattr(timeline, checks.choice("since", since, ("started", "detected"))),
        getattr(timeline, until),
    )
    if start is None or end is None:
        raise ValueError(f"The timeline has no {since if start is None else until} time yet.")
    return end - start
