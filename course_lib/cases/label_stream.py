"""Generator of the traffic that a monitor lives on: requests, labels and their delay, and the alerts that it raised.

A share of the recommendations that people see is labelled "off target" or "on target" by a panel, some hours later. A
test harness labels all it asks for, at once; a crawler asks much and labels nothing. Two days of the log were replayed.
"""

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from course_lib.cases.tables import allocate
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

DAYS, PEOPLE, HARNESS, CRAWLER = 7, ("app", "web"), "test harness", "crawler"
_CLIENTS = (*PEOPLE, CRAWLER, HARNESS)
_BY_HOUR = [1 + 0.6 * math.sin((hour - 10) * math.pi / 12) for hour in range(24)]


class TrafficHour(NamedTuple):
    """Requests of one client in one hour, and those of them that got a label in the end."""

    day: int
    hour: int
    client: str
    requests: int
    labelled: int


class AlertCounts(NamedTuple):
    """Alerts of one rule: judged right or false, not judged yet, and repeated notifications of right and false ones."""

    rule: str
    right: int
    false: int
    open: int
    repeated_right: int
    repeated_false: int

    @property
    def precision(self) -> float:
        """Right alerts over judged ones, each alert once."""
        return self.right / (self.right + self.false)


@dataclass(frozen=True)
class LabelStream:
    """A week of traffic, the days of it that the log holds twice, and the hours to a label by client."""

    traffic: tuple[TrafficHour, ...]
    replayed_days: tuple[int, ...]
    label_hours: tuple[tuple[str, int], ...]

    def an_hour(self, column: str, *clients: str, replayed: bool = False) -> float:
        """Return `requests` or `labelled` of the clients (people if none is named) in a mean hour of the week."""
        days = [*range(1, DAYS + 1), *(self.replayed_days if replayed else ())]
        return sum(self._totals[column, client, day] for client in clients or PEOPLE for day in days) / (24 * DAYS)

    @cached_property
    def _totals(self) -> Counter[tuple[str, str, int]]:
        totals: Counter[tuple[str, str, int]] = Counter()
        for row in self.traffic:
            totals["requests", row.client, row.day] += row.requests
            totals["labelled", row.client, row.day] += row.labelled
        return totals

    @cached_property
    def people_hours(self) -> list[int]:
        """Hours that the labels of people's requests took, in order."""
        return sorted(hours for client, hours in self.label_hours if client != HARNESS)

    @cached_property
    def all_hours(self) -> list[int]:
        """Hours that all labels took, the test harness's among them, in order."""
        return sorted(hours for _, hours in self.label_hours)


def draw_stream(streams: Streams) -> LabelStream:
    """Draw a week of requests and labels, and a past month of label delays."""
    size = streams.rng("traffic")
    people, labelled = 500 * size.randint(14, 36), size.randint(28, 46) / 1000
    share = {"app": size.randint(58, 68) / 100, CRAWLER: size.randint(30, 55) / 100, HARNESS: 0.02}
    share["web"] = 1 - share["app"]
    rates = {"app": labelled * 1.06, "web": labelled * 0.9, CRAWLER: 0.0, HARNESS: 1.0}
    rows = [row for client in _CLIENTS for row in _week(streams, client, people * share[client], rates[client])]
    replayed = tuple(sorted(streams.rng("replay").sample(range(1, DAYS + 1), 2)))
    return LabelStream(tuple(rows), replayed, _label_hours(streams))


def _week(streams: Streams, client: str, requests_an_hour: float, rate: float) -> list[TrafficHour]:
    rng = streams.rng(f"traffic {client}")
    weights = [weight * rng.uniform(0.9, 1.1) for _ in range(DAYS) for weight in _BY_HOUR]
    requests = allocate(round(requests_an_hour * 24 * DAYS), weights)
    labels = requests if rate == 1 else allocate(round(sum(requests) * rate), requests)
    counts = zip(requests, labels, strict=True)
    return [TrafficHour(1 + i // 24, i % 24, client, *both) for i, both in enumerate(counts)]


def _label_hours(streams: Streams) -> tuple[tuple[str, int], ...]:
    rng = streams.rng("label delays")
    median, spread = rng.randint(9, 16), rng.randint(55, 75) / 100
    rows = [(rng.choice(PEOPLE), max(1, math.ceil(median * rng.lognormvariate(0, spread)))) for _ in range(600)]
    rows += [(HARNESS, rng.randint(0, 1)) for _ in range(150)]
    rng.shuffle(rows)
    return tuple(rows)


def draw_alerts(streams: Streams) -> tuple[AlertCounts, AlertCounts]:
    """Draw the alerts of two rules. False ones are notified again more often; more of the new rule's are still open."""
    rng = streams.rng("alerts")
    counts = []
    for rule, precision, open_alerts in (("old", (760, 840), (12, 24)), ("new", (870, 930), (45, 70))):
        judged = rng.randint(320, 440)
        right = round(judged * rng.randint(*precision) / 1000)
        false = judged - right
        again = round(false * rng.uniform(0.5, 0.9)), round(right * rng.uniform(0.02, 0.06))
        counts.append(AlertCounts(rule, right, false, rng.randint(*open_alerts), again[1], again[0]))
    return counts[0], counts[1]


def traffic_frame(stream: LabelStream) -> "pd.DataFrame":
    """Return the log of requests, one row an hour and client; the replayed days stand in it again at the end."""
    import pandas as pd

    table = pd.DataFrame(stream.traffic, columns=list(TrafficHour._fields))
    table = table.sort_values(["day", "hour", "client"], kind="stable")
    return pd.concat([table, table[table["day"].isin(stream.replayed_days)]], ignore_index=True)


def label_times_frame(stream: LabelStream) -> "pd.DataFrame":
    """Return one row a label of a past month, with the hours from the request to the label."""
    import pandas as pd

    table = pd.DataFrame(stream.label_hours, columns=["client", "hours_to_label"])
    table.insert(0, "label_id", range(1, len(table) + 1))
    return table


def alerts_frame(alerts: tuple[AlertCounts, ...], seed: int) -> "pd.DataFrame":
    """Return one row a notification, in an order drawn from `seed`; a repeated one keeps its alert number."""
    import pandas as pd

    rows, last = [], 7000
    for one in alerts:
        for verdict, count, again in (
            ("right", one.right, one.repeated_right),
            ("false", one.false, one.repeated_false),
            ("open", one.open, 0),
        ):
            numbers = range(last + 1, last + count + 1)
            rows += [(number, one.rule, verdict) for number in (*numbers, *numbers[:again])]
            last += count
    table = pd.DataFrame(rows, columns=["alert_id", "rule", "verdict"])
    return table.sample(frac=1, random_state=seed % 2**32).reset_index(drop=True)
