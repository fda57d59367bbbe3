"""Generator of a log of refund requests that an assistant decided in the shadow of people.

Cases are counted by language, channel and band of confidence. Counts come from the standard library and are the same on
every platform; numpy only spreads them over rows. Confidence means less in a weak language: there the accuracy above
the break-even line does not rise with it. An odd language looks worst of all, on a handful of audits.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_lib.cases.tables import allocate
from course_lib.core.case import Streams
from course_lib.measures.intervals import wilson_interval

if TYPE_CHECKING:
    import pandas as pd

LANGUAGES = ("Dutch", "English", "French", "German", "Italian", "Polish", "Spanish")
CHANNELS = ("app", "chat", "email")
BANDS = ("below 0.65", "0.65 to 0.80", "0.80 to 0.90", "0.90 to 0.95", "0.95 and over")
EDGES = (0.40, 0.65, 0.80, 0.90, 0.95, 1.0)
ROLES = ("main", "large", "first", "second", "third", "thin", "odd")
_WEIGHTS = {"main": 40, "large": 20, "first": 14, "second": 11, "third": 9, "thin": 1.0, "odd": 0.5}
_CHANNEL_MIX = (0.5, 0.3, 0.2)
_AUDITED = (0.30, 0.26, 0.18, 0.14, 0.12)  # people audit where they expect errors: no sample of the whole
_REOPENED = (0.10, 0.08, 0.05, 0.035, 0.02)
_PENDING = 0.15


@dataclass(frozen=True)
class Cell:
    """Counts of one language, channel and band (an index into `BANDS`, lowest first).

    `cases` counts first entries; `right`, `wrong` and `pending` their audits. The last two are audits of second
    entries, written when a case was opened again; each of those was audited.
    """

    language: str
    channel: str
    band: int
    cases: int
    right: int
    wrong: int
    pending: int
    again_right: int
    again_wrong: int


@dataclass(frozen=True)
class Plan:
    """What the log is to show: cases and accuracy by band, which bands pay, the line, and each language's part."""

    cases: tuple[int, ...]
    accuracies: tuple[float, ...]
    line: float
    roles: tuple[tuple[str, str], ...]
    weak: tuple[str, ...]

    def pays(self, band: int) -> bool:
        """Say whether the band's accuracy is above the line."""
        return self.accuracies[band] > self.line


def draw_roles(streams: Streams) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Return pairs of language and role, English being the main one, and the one or two weak languages."""
    rng = streams.rng("languages")
    others = [language for language in LANGUAGES if language != "English"]
    rng.shuffle(others)
    roles = tuple(zip(("English", *others), ROLES, strict=True))
    return roles, tuple(sorted(rng.sample(others[1:4], rng.choice((1, 1, 2)))))


def draw_log(streams: Streams, plan: Plan) -> tuple[Cell, ...]:
    """Return the counts of the whole log."""
    rates = _language_rates(streams, plan)
    audits = {language: _few_audits(streams, plan, role) for language, role in plan.roles if role in ("thin", "odd")}
    cells = [cell for band in range(len(BANDS)) for cell in _band(streams, plan, band, rates)]
    return tuple(_with_audits(cells, plan, audits))


def _language_rates(streams: Streams, plan: Plan) -> dict[str, float | None]:
    """Return the accuracy of each weak language in the bands that pay, and None for the others."""
    rng = streams.rng("weak languages")
    below = {language: rng.randint(65, 95) / 1000 for language, _ in plan.roles}
    return {language: plan.line - below[language] if language in plan.weak else None for language, _ in plan.roles}


def _few_audits(streams: Streams, plan: Plan, role: str) -> tuple[int, int]:
    """Return right and all audits in the bands that pay, of a language with so few that they decide nothing.

    The thin one lies a little above the line, the odd one far below it; the interval of both holds the line.
    """
    fitting = [
        (right, size)
        for size in range(8, 31)
        for right in range(1, size)
        if _decides_nothing(right, size, line=plan.line, odd=role == "odd")
    ]
    return streams.rng(f"few audits {role}").choice(fitting) if fitting else (7, 10)


def _decides_nothing(right: int, size: int, *, line: float, odd: bool) -> bool:
    interval, rate = wilson_interval(right, size), right / size
    beside = rate < line - 0.13 if odd else rate > line + 0.01
    return beside and interval.low < line - 0.01 and interval.high > line + 0.01


def _band(streams: Streams, plan: Plan, band: int, rates: dict[str, float | None]) -> Iterator[Cell]:
    rng = streams.rng(f"band {band}")
    jitter = [math.exp(rng.gauss(0, 0.06)) for _ in range(len(LANGUAGES) * len(CHANNELS))]
    places = [(language, role, channel) for language, role in plan.roles for channel in range(len(CHANNELS))]
    weights = [_WEIGHTS[role] * _CHANNEL_MIX[channel] * j for (_, role, channel), j in zip(places, jitter, strict=True)]
    for (language, _, channel), cases in zip(places, allocate(plan.cases[band], weights), strict=True):
        weak = rates[language]
        accuracy = weak if weak is not None and plan.pays(band) else plan.accuracies[band]
        audited = round(_AUDITED[band] * cases)
        pending = round(_PENDING * audited)
        right = _noisy(rng, audited - pending, accuracy)
        again = round(_REOPENED[band] * cases)
        again_right = _noisy(rng, again, max(0.1, accuracy - 0.25))
        wrong = audited - pending - right
        yield Cell(language, CHANNELS[channel], band, cases, right, wrong, pending, again_right, again - again_right)


def _noisy(rng: object, size: int, rate: float) -> int:
    deviation = math.sqrt(size * rate * (1 - rate))
    return min(size, max(0, round(size * rate + rng.gauss(0, 0.7) * deviation)))


def _with_audits(cells: Sequence[Cell], plan: Plan, audits: dict[str, tuple[int, int]]) -> Iterator[Cell]:
    """Give the languages in `audits` their few audits in the bands that pay, spread over channels and bands."""
    spread: dict[str, Iterator[tuple[int, int]]] = {}
    for language, (right, size) in audits.items():
        mine = [cell.cases for cell in cells if cell.language == language and plan.pays(cell.band)]
        sizes = allocate(size, mine)
        spread[language] = iter(zip(sizes, _split(right, sizes), strict=True))
    for cell in cells:
        if cell.language in spread and plan.pays(cell.band):
            size, right = next(spread[cell.language])
            yield Cell(cell.language, cell.channel, cell.band, cell.cases, right, size - right, 0, 0, 0)
        else:
            yield cell


def _split(right: int, sizes: Sequence[int]) -> list[int]:
    """Return whole counts that sum to `right`, none above its size."""
    counts = allocate(right, sizes)
    return [min(count, size) for count, size in zip(counts, sizes, strict=True)]


def cases_log(cells: Sequence[Cell], *, days: int, percent_channel: str, seed: int) -> "pd.DataFrame":
    """Spread the counts over one row an entry, in an order drawn from `seed`.

    A second entry keeps the number of its case. `percent_channel` reports its confidence in per cent.
    """
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(seed)
    counts = [count for cell in cells for _, count in _first(cell)]
    first = _columns(cells, _first, rng)
    first["case_id"] = rng.permutation(sum(counts)) + 500_000
    first |= {"entry": 1, "day": rng.integers(1, days + 1, sum(counts))}
    again = _columns(cells, _second, rng)
    ends = np.cumsum([cell.cases for cell in cells])
    reopened = np.concatenate([np.arange(end - _repeats(cell), end) for end, cell in zip(ends, cells, strict=True)])
    later = np.minimum(days, first["day"][reopened] + rng.integers(0, 3, len(reopened)))
    again |= {"case_id": first["case_id"][reopened], "entry": 2, "day": later}
    log = pd.concat([pd.DataFrame(first), pd.DataFrame(again)], ignore_index=True)
    in_percent = log["channel"] == percent_channel
    log["confidence"] = np.where(in_percent, log["thousandths"] / 10, log["thousandths"] / 1000)
    return _dressed(log.drop(columns="thousandths"), rng)


def _first(cell: Cell) -> tuple[tuple[str, int], ...]:
    rest = cell.cases - cell.right - cell.wrong - cell.pending
    return ("right", cell.right), ("wrong", cell.wrong), ("pending", cell.pending), ("not sampled", rest)


def _second(cell: Cell) -> tuple[tuple[str, int], ...]:
    return ("right", cell.again_right), ("wrong", cell.again_wrong)


def _repeats(cell: Cell) -> int:
    return cell.again_right + cell.again_wrong


def _columns(cells: Sequence[Cell], parts: Callable[[Cell], tuple[tuple[str, int], ...]], rng: object) -> dict:
    import numpy as np

    rows = [(i, audit, count) for i, cell in enumerate(cells) for audit, count in parts(cell)]
    cell, audit, count = (np.array(column) for column in zip(*rows, strict=True))
    cell, audit = np.repeat(cell, count), np.repeat(audit, count)
    band = np.array([one.band for one in cells])[cell]
    low, high = (np.round(1000 * np.array(edges)).astype(int) for edges in (EDGES[:-1], EDGES[1:]))
    named = {name: np.array([getattr(one, name) for one in cells])[cell] for name in ("language", "channel")}
    # No confidence lies on an edge: a band's verdict cannot hang on how a floating-point number is read.
    return {**named, "audit": audit, "thousandths": rng.integers(low[band] + 1, high[band])}


def _dressed(log: "pd.DataFrame", rng: object) -> "pd.DataFrame":
    """Add what a log has besides, the amount and the assistant's decision; and mix the rows."""
    import numpy as np

    amount = np.round(np.exp(rng.normal(3.2, 0.8, len(log))), 2)
    amount[rng.random(len(log)) < 0.03] = np.nan
    log["amount_usd"] = amount
    log["decision"] = np.where(rng.random(len(log)) < 0.62, "refund", "refuse")
    columns = ["case_id", "entry", "day", "channel", "language", "amount_usd", "decision", "confidence", "audit"]
    return log[columns].sample(frac=1, random_state=int(rng.integers(2**31))).reset_index(drop=True)
