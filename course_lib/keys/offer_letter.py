"""Questions on the letter: what the first year pays, what a schedule is worth, what is left after the haircut."""

from collections.abc import Collection

from course_lib.cases.vesting import CANCELLED, EVEN, FORECAST, GRANTED, LETTER, YEARS
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.measures.compensation import certainty_equivalent, present_value

FRAMES = ("vesting",)


def vested_stock(
    case: Case, year: int, *, schedule: str = LETTER, statuses: Collection[str] = (GRANTED,), copies: bool = False
) -> float:
    """Return the value of the stock that vests in one year, at the price on the card."""
    units = case.vesting.yearly_units(schedule, statuses=statuses, copies=copies)
    return case.unit_price * units.get(year, 0)


def _first_year_cash(case: Case) -> float:
    return case.cash + case.sign_on


@question(
    points=4,
    unit="USD",
    tolerance=500,
    frames=FRAMES,
    hint="Distinct rows, schedule of the letter, granted only, dates up to the first anniversary. Units x price.",
    working="Base x (1 + bonus share) + sign-on + price x granted units of the letter that vest in the first year.",
)
def year_one_total(case: Case) -> float:
    """What does the letter pay in the first year, in USD?

    Base, target bonus (a share of base), sign-on, and the stock that vests under schedule `letter` from the first day
    of work up to the first anniversary, that day included. Only rows with status `granted`, one a `vest_id`. Units x
    the price on the card.
    """
    return _first_year_cash(case) + vested_stock(case, 1)


@year_one_total.mistake(
    "Straight line: a fourth of the grant each year. The letter's schedule is not even; read its rows."
)
def _(case: Case) -> float:
    return _first_year_cash(case) + vested_stock(case, 1, schedule=EVEN)


@year_one_total.mistake(
    "No stock is in it. Nothing vests before the cliff, and the cliff falls on the anniversary, which still counts: "
    "a lump after an empty year is no fault of the table."
)
def _(case: Case) -> float:
    return _first_year_cash(case)


@year_one_total.mistake("Rows exported twice are in it twice. Drop second copies by `vest_id`.")
def _(case: Case) -> float:
    return _first_year_cash(case) + vested_stock(case, 1, copies=True)


@year_one_total.mistake("Rows of an earlier draft are in it. They are `cancelled`: only what is granted vests.")
def _(case: Case) -> float:
    return _first_year_cash(case) + vested_stock(case, 1, statuses=(GRANTED, CANCELLED))


@year_one_total.mistake(
    "The sign-on is missing. It is paid in the first year; what it must not do is count in the others."
)
def _(case: Case) -> float:
    return year_one_total.answer(case) - case.sign_on


@question(
    points=6,
    unit="USD",
    tolerance=0.01,
    relative=True,
    frames=FRAMES,
    hint="Sum the vests of each year of service first, for each schedule. Then discount the four sums.",
    working="Present value of the letter's yearly sums less that of the even ones: year n over (1 + rate) to the n.",
)
def schedule_value_gap(case: Case) -> float:
    """How much more is the letter's schedule worth today than the even one, in USD?

    Present value of the grant under `letter` less under `even`; negative if it is worth less. Both pay out the same
    grant: status `granted`, one row a `vest_id`, price flat. What vests in a year of service counts as paid at that
    year's end (an anniversary ends its year). Discount rate as on the card, compounded yearly, from the first day of
    work.
    """
    return _value(case, LETTER) - _value(case, EVEN)


def _value(case: Case, schedule: str, *, paid: str = "year_end", statuses: Collection[str] = (GRANTED,)) -> float:
    amounts = [vested_stock(case, year, schedule=schedule, statuses=statuses) for year in range(1, YEARS + 2)]
    return present_value(amounts, discount_rate=case.discount_rate, paid=paid)


@schedule_value_gap.mistake(
    "No difference: the same units, yes, but not at the same time. Earlier money is worth more."
)
def _(case: Case) -> float:
    return 0.0


@schedule_value_gap.mistake(
    "You paid at the start of each year. Stock vests by the end of it: discount the first year too."
)
def _(case: Case) -> float:
    return _value(case, LETTER, paid="year_start") - _value(case, EVEN, paid="year_start")


@schedule_value_gap.mistake(
    "The forecast refresh is in the letter's side. Nobody has granted it, and the even schedule would get one as well."
)
def _(case: Case) -> float:
    return _value(case, LETTER, statuses=(GRANTED, FORECAST)) - _value(case, EVEN)


@schedule_value_gap.mistake(
    "You discounted each vest at its own date. Sound, and finer, but the question puts a year's vests at its end.",
    credit=0.5,
)
def _(case: Case) -> float:
    return _dated_value(case, LETTER) - _dated_value(case, EVEN)


def _dated_value(case: Case, schedule: str) -> float:
    growth = 1 + case.discount_rate
    rows = {row.vest_id: row for row in case.vesting.rows if (row.schedule, row.status) == (schedule, GRANTED)}
    return sum(case.unit_price * row.units * growth ** (-row.month / 12) for row in rows.values())


@question(
    points=3,
    unit="USD",
    tolerance=500,
    frames=FRAMES,
    hint="Split the first year into what is cash and what is stock. Only one of the two is at risk here.",
    working="Cash of the first year + (1 - haircut) x stock that vests in it.",
)
def year_one_after_haircut(case: Case) -> float:
    """What is that first year worth to you, if you value stock at the haircut on the card? In USD.

    Certainty equivalent of the first-year total: base, target bonus and sign-on count in full, the stock that vests in
    the year counts less the haircut. No discounting within the year.
    """
    return _after_haircut(case, case.haircut)


def _after_haircut(case: Case, haircut: float) -> float:
    return certainty_equivalent(_first_year_cash(case), vested_stock(case, 1), haircut=haircut)


@year_one_after_haircut.mistake(
    "The haircut is on everything. Cash needs no haircut: only the stock may be worth less."
)
def _(case: Case) -> float:
    return (1 - case.haircut) * year_one_total.answer(case)


@year_one_after_haircut.mistake("You kept the haircut and cut the rest: stock counts with one minus the haircut.")
def _(case: Case) -> float:
    return _after_haircut(case, 1 - case.haircut)


@year_one_after_haircut.mistake(
    "That is the total at the recruiter's price. To you a dollar of stock is worth less than one of cash."
)
def _(case: Case) -> float:
    return year_one_total.answer(case)


EXERCISE = Exercise(
    questions=(year_one_total, schedule_value_gap, year_one_after_haircut),
    strong_answer=(
        "The first year pays {year_one_total}. The sign-on does not come back and the years vest unevenly, so I never "
        "compare offers on that figure alone. After my haircut on stock it is worth {year_one_after_haircut} to me. "
        "Against an even schedule of the same grant, the timing is worth {schedule_value_gap} at my discount rate. I "
        "leave out the refresh: it is a forecast, not a promise. The empty months before the cliff are no error. They "
        "are how the plan works, and they mean that leaving in month eleven costs the whole first year's stock."
    ),
    follow_up="The stock falls by half before your cliff. Which of your figures move, and what can you ask for?",
)
