"""What you could do instead, and what the firm could move: alternatives with their dates, levers with their costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

CURRENT = "current job"
LEVERS = ("base", "sign-on", "grant")
_FIRMS = ("a bank", "a scale-up", "a hospital group", "a retailer", "an insurer")
_PAID = {"base": "every year", "sign-on": "once", "grant": "once, vests over four years"}


@dataclass(frozen=True)
class Alternative:
    """Somewhere else to work: yearly USD, whether it is in writing, and until when it can be accepted."""

    name: str
    base: int
    bonus: int
    stock: int
    state: str
    answer_by: date | None

    @property
    def cash(self) -> int:
        """Base and bonus."""
        return self.base + self.bonus

    def lives_on(self, day: date) -> bool:
        """Say whether it is in writing and can still be accepted on `day`."""
        return self.state == "in writing" and (self.answer_by is None or self.answer_by >= day)


@dataclass(frozen=True)
class Lever:
    """One thing that the firm can move: what a dollar more costs it over four years, and how far it can go."""

    name: str
    cost_per_usd: float
    room: int


def draw_alternatives(streams: Streams, *, value: float, haircut: float, decide_on: date) -> tuple[Alternative, ...]:
    """Draw five alternatives around the yearly `value` of the offer, stock after the haircut.

    One is not in writing and one has lapsed; both are worth more than the best that lives. One has so much stock that
    it looks best until the haircut. Staying is worth least.
    """
    rng = streams.rng("alternatives")
    best = value + rng.choice((-18, -15, -12, -9, -6, 4, 6, 8)) * 1000
    days = rng.sample(range(4, 18), 2)
    plans = (
        (best, rng.randint(10, 25), "in writing", days[0]),
        (best - rng.randint(4, 9) * 1000, rng.randint(90, 130), "in writing", days[1]),
        (best + rng.randint(12, 24) * 1000, rng.randint(15, 40), "verbal", rng.randint(5, 18)),
        (best + rng.randint(5, 10) * 1000, rng.randint(15, 40), "in writing", -rng.randint(1, 9)),
    )
    names = rng.sample(_FIRMS, len(plans))
    found = []
    for name, (worth, stock, state, days) in zip(names, plans, strict=True):
        cash = round((worth - (1 - haircut) * 1000 * stock) / 1000)
        bonus = round(cash * rng.randint(8, 16) / 100)
        money = (1000 * (cash - bonus), 1000 * bonus, 1000 * stock)
        found.append(Alternative(name, *money, state, decide_on + timedelta(days=days)))
    stay = round((best - rng.randint(55, 80) * 1000) / 1000)
    bonus, stock = rng.randint(14, 22), rng.randint(8, 20)
    base = stay - bonus - round((1 - haircut) * stock)
    found.append(Alternative(CURRENT, 1000 * base, 1000 * bonus, 1000 * stock, "in writing", None))
    rng.shuffle(found)
    return tuple(found)


def draw_levers(streams: Streams, *, needed: dict[str, float], value_to_you: float) -> tuple[Lever, ...]:
    """Draw what each lever costs the firm. The cheapest has too little room, the others have enough.

    Parameters
    ----------
    needed
        Money to add to each lever, so that all three are worth the same to you.
    value_to_you
        What that is worth to you over four years.
    """
    rng = streams.rng("levers")
    grid = (0.86, 0.94, 1.02, 1.10, 1.18, 1.26)  # cost to the firm for each dollar that is worth one to you
    cost = {"grant": rng.choice(grid)}
    cost |= dict(
        zip(("base", "sign-on"), rng.sample([one for one in grid[2:] if one != cost["grant"]], 2), strict=True)
    )
    blocked = min(cost, key=cost.__getitem__)
    levers = []
    for name in LEVERS:
        reach = rng.randint(50, 75) if name == blocked else rng.randint(125, 180)
        room = 500 * round(needed[name] * reach / 100 / 500)
        levers.append(Lever(name, round(cost[name] * value_to_you / needed[name], 2), room))
    return tuple(levers)


def alternatives_table(alternatives: Sequence[Alternative]) -> "pd.DataFrame":
    """Return the alternatives as a data frame; where nothing lapses, the date is missing."""
    import pandas as pd

    columns = ("alternative", "base_usd", "bonus_usd", "stock_usd_a_year", "state", "answer_by")
    rows = [(one.name, one.base, one.bonus, one.stock, one.state, one.answer_by) for one in alternatives]
    return pd.DataFrame(rows, columns=columns).astype({"answer_by": "datetime64[ns]"})


def levers_table(levers: Sequence[Lever]) -> "pd.DataFrame":
    """Return the levers as a data frame."""
    import pandas as pd

    rows = [(one.name, _PAID[one.name], one.cost_per_usd, one.room) for one in levers]
    return pd.DataFrame(rows, columns=("lever", "paid", "cost_to_firm_per_usd", "room_usd"))
