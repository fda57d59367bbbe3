"""Past spikes of wrong limit cuts, with the roll-out before each and what was found to have caused them.

Counts are drawn and exact; the frames only spread them over regions and days.
"""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

REGIONS = ("north", "south", "east", "west", "islands")
TEST, ROLLOUT, OTHER, OPEN = "test", "roll-out", "something else", "open"
FIRST_DAY, DAYS_APART, OUT_MINUTES = datetime(2025, 1, 6, tzinfo=UTC), 14, (20, 40)
IN_HOUR, SOON, LATER = (4, 57), (63, 75), (130, 4000)


@dataclass(frozen=True)
class Spikes:
    """Distinct spikes by what was found to have caused them; the test region is apart.

    `caused` by the roll-out: `caused_in_hour` of them began within the hour after the roll-out began, `caused_soon`
    within the hour after it was complete only. The same for `other` causes, of which `unlinked` had no roll-out before
    them. `unfinished` investigations, all within the hour. `tests` are other causes, within the hour. `second_caused`
    and `second_other` are rows that are in the table once more: late ones of the first, early ones of the second.
    `quiet` roll-outs had no spike.
    """

    caused: int
    caused_in_hour: int
    caused_soon: int
    other: int
    other_in_hour: int
    other_soon: int
    unlinked: int
    unfinished: int
    tests: int
    second_caused: int
    second_other: int
    quiet: int

    @property
    def rollouts(self) -> int:
        """All roll-outs in the log, the test region's among them."""
        return self.caused + self.other - self.unlinked + self.unfinished + self.tests + self.quiet


def draw_spikes(streams: Streams) -> Spikes:
    """Draw the counts: the clock is telling, and not proof."""
    rng = streams.rng("spikes")
    caused, other = rng.randint(26, 38), rng.randint(48, 66)
    caused_in_hour, other_in_hour = round(caused * rng.randint(84, 94) / 100), round(other * rng.randint(11, 22) / 100)
    late = caused - caused_in_hour
    return Spikes(
        caused,
        caused_in_hour,
        caused_soon=rng.randint(1, max(1, late - 1)),
        other=other,
        other_in_hour=other_in_hour,
        other_soon=rng.randint(1, 2),
        unlinked=rng.randint(18, 24),
        unfinished=rng.randint(5, 6),
        tests=rng.randint(12, 15),
        second_caused=rng.randint(1, 2),
        second_other=rng.randint(3, 4),
        quiet=rng.randint(60, 90),
    )


def build_log(spikes: Spikes, row_seed: int) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Return roll-outs and spikes: each region one episode every other week, second copies and rows shuffled."""
    import pandas as pd

    rng = random.Random(row_seed)
    episodes = _episodes(spikes)
    rng.shuffle(episodes)
    rollouts, found, tests = [], [], 0
    for i, (delay, cause, linked) in enumerate(episodes):
        region, fortnight = (TEST, tests) if cause == TEST else (REGIONS[i % len(REGIONS)], i // len(REGIONS))
        tests += cause == TEST
        begun = FIRST_DAY + timedelta(days=DAYS_APART * fortnight, minutes=rng.randint(360, 900))
        number = None
        if linked:
            number = f"R{i + 1001}"
            out = begun + timedelta(minutes=rng.randint(*OUT_MINUTES))
            rollouts.append((number, region, f"v{20 + i // 12}.{i % 12}", begun, out))
        if delay:
            began = begun + timedelta(minutes=rng.randint(*delay))
            found.append((region, began, number, OTHER if cause == TEST else cause, delay, len(found) + 1))
    second = _second_copies(spikes, found, rng)
    rng.shuffle(rollouts)
    rng.shuffle(rows := found + second)
    spike_rows = [(f"S{one[-1]:03d}", *one[:4]) for one in rows]
    return (
        pd.DataFrame(rollouts, columns=["rollout_id", "region", "version", "begun_at", "complete_at"]),
        pd.DataFrame(spike_rows, columns=["spike_id", "region", "began_at", "rollout_id", "found_cause"]),
    )


def _episodes(spikes: Spikes) -> list[tuple[tuple[int, int] | None, str, bool]]:
    """Return per episode: minutes from roll-out to spike (none: no spike), the cause, whether there is a roll-out."""
    blocks = (
        (spikes.caused_in_hour, (IN_HOUR, ROLLOUT, True)),
        (spikes.caused_soon, (SOON, ROLLOUT, True)),
        (spikes.caused - spikes.caused_in_hour - spikes.caused_soon, (LATER, ROLLOUT, True)),
        (spikes.other_in_hour, (IN_HOUR, OTHER, True)),
        (spikes.other_soon, (SOON, OTHER, True)),
        (spikes.other - spikes.other_in_hour - spikes.other_soon - spikes.unlinked, (LATER, OTHER, True)),
        (spikes.unlinked, (LATER, OTHER, False)),
        (spikes.unfinished, (IN_HOUR, OPEN, True)),
        (spikes.tests, (IN_HOUR, TEST, True)),
        (spikes.quiet, (None, "", True)),
    )
    return [episode for count, episode in blocks for _ in range(count)]


def _second_copies(spikes: Spikes, found: list[tuple], rng: random.Random) -> list[tuple]:
    """Return the rows that are in the table once more: the same spike, reported by a second monitor."""
    late = [one for one in found if one[3] == ROLLOUT and one[4] != IN_HOUR]
    early = [one for one in found if one[3] == OTHER and one[4] == IN_HOUR and one[0] != TEST]
    return [rng.choice(late) for _ in range(spikes.second_caused)] + [
        rng.choice(early) for _ in range(spikes.second_other)
    ]
