"""Questions on a headline: does the sum add up, under which convention, and over whom is the premium taken."""

from collections.abc import Callable, Iterable
from statistics import fmean, median

from course_lib.cases.pay_readings import READINGS, Reading, by_distance, clear
from course_lib.cases.pay_survey import is_peer
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.exercise import Exercise
from course_lib.measures.compensation import premium_over, total_compensation, variable_share_of_base


@question(
    points=4,
    unit="USD",
    tolerance=500,
    hint="Turn each share into dollars of base first; then add.",
    working="Base, plus bonus share x base, plus equity share x base.",
)
def total_of_parts(case: Case) -> float:
    """What do the parts of the headline add up to, in USD a year, if you read them literally?

    Literally: bonus and equity are each a share of base, and the equity comes anew every year. Before tax.
    """
    return _total(case)


def _total(case: Case, **convention: str) -> float:
    return total_compensation(case.base, bonus_share=case.bonus_share, equity_share=case.equity_share, **convention)


def _compounded(case: Case) -> float:
    return case.base * (1 + case.bonus_share) * (1 + case.equity_share)


@total_of_parts.mistake("You compounded: equity was taken of base and bonus. Both are shares of base, so they add.")
def _(case: Case) -> float:
    return _compounded(case)


@total_of_parts.mistake("That is the headline itself. Recompute it from its parts: they do not add up to it.")
def _(case: Case) -> float:
    return case.headline


@total_of_parts.mistake(
    "You read both as shares of the total. A real convention, but not the literal one: here they are shares of base."
)
def _(case: Case) -> float:
    return _total(case, bonus_of="total", equity_of="total")


@question(
    points=3,
    unit="USD",
    tolerance=0.01,
    relative=True,
    hint="Keep the direction: what the parts make, less what the headline says.",
    working="Total of the parts less the headline.",
)
def headline_gap(case: Case) -> float:
    """By how much do the parts miss the headline, in USD a year?

    Total of the parts, read literally, less the headline: positive when the parts make more than it says.
    """
    return total_of_parts.answer(case) - case.headline


@headline_gap.mistake("No gap: that takes the headline at its word. Add the parts up and compare.")
def _(case: Case) -> float:
    return 0.0


@headline_gap.mistake("Your parts are compounded; bonus and equity are both shares of base, so they add.")
def _(case: Case) -> float:
    return _compounded(case) - case.headline


@headline_gap.mistake("That compares base alone with the headline. The gap is about all parts: base, bonus and equity.")
def _(case: Case) -> float:
    return case.base - case.headline


@question(
    points=4,
    unit="share",
    tolerance=0.002,
    hint="What is left of the headline when base is taken off? Then ask: a share of what?",
    working="Headline over base, minus one.",
)
def variable_share_needed(case: Case) -> float:
    """Which share of base must bonus and equity make together, so that the headline is right?

    Everything beyond base, as a share of base.
    """
    return variable_share_of_base(case.headline, case.base)


@variable_share_needed.mistake(
    "That is the share of the total. Asked is the share of base, which is the smaller amount."
)
def _(case: Case) -> float:
    return 1 - case.base / case.headline


@variable_share_needed.mistake(
    "Those are the two shares as printed. They are what does not fit: solve for the share that does."
)
def _(case: Case) -> float:
    return case.bonus_share + case.equity_share


@variable_share_needed.mistake("You took the bonus off: that is what equity alone must be. Asked are both together.")
def _(case: Case) -> float:
    return variable_share_of_base(case.headline, case.base) - case.bonus_share


@question(
    points=3,
    unit="share",
    tolerance=0.002,
    frames=("survey",),
    hint="Drop second copies, keep the right role, level and complete forms, add up each person, then take the middle.",
    working="Headline over the median total of traditional product managers of that level, minus one.",
)
def headline_premium(case: Case) -> float:
    """Which premium over a traditional product manager does the headline claim, as a share of the latter's pay?

    The headline is a median, so compare it with a median: of the totals (base + bonus + stock) of role `product
    manager`, level `senior`, in `survey`. One form a `respondent_id`. A blank stock field means not answered, not none:
    leave such forms out.
    """
    return _premium(case, (one.total for one in case.survey.peers))


def _premium(case: Case, totals: Iterable[float], middle: Callable[[Iterable[float]], float] = median) -> float:
    return premium_over(case.headline, middle(list(totals)))


@headline_premium.mistake(
    "You held a median against a mean. A few very large stock grants pull the mean up; compare like with like."
)
def _(case: Case) -> float:
    return _premium(case, (one.total for one in case.survey.peers), fmean)


@headline_premium.mistake("That divides by the larger figure. A premium is taken over the one you compare with.")
def _(case: Case) -> float:
    return 1 - median(one.total for one in case.survey.peers) / case.headline


@headline_premium.mistake(
    "Blank stock counts as zero in that. Not answered is not none: it makes the others look poor. Leave it out."
)
def _(case: Case) -> float:
    return _premium(case, (one.total for one in case.survey.distinct if is_peer(one)))


@headline_premium.mistake(
    "Forms sent twice are in it twice, and people with much stock send twice. Keep one a `respondent_id`."
)
def _(case: Case) -> float:
    return _premium(case, (one.total for one in case.survey.responses if is_peer(one) and one.stock is not None))


@headline_premium.mistake(
    "You added the medians of the parts. Medians do not add: nobody need have the middle base and the middle stock. "
    "Total each person first.",
    credit=0.25,
)
def _(case: Case) -> float:
    parts = zip(*((one.base, one.bonus, one.stock) for one in case.survey.peers), strict=True)
    return premium_over(case.headline, sum(median(part) for part in parts))


@question(
    points=5,
    unit="labels",
    kind="labels",
    choices=tuple(reading.name for reading in READINGS),
    frames=("readings",),
    hint="Write the total for one row. A share of the total sits on both sides: bring it to the left before you solve.",
    working="Base x (1 + shares of base) / (1 - shares of total) in each row; a grant counts with its yearly part.",
)
def convention_that_fits(case: Case) -> frozenset[str]:
    """Under which reading does the headline add up? A list with one label of `readings`.

    For each row of `readings` compute the yearly total from base, bonus share and equity share on the card: each share
    is of base, of the total, or counts for nothing. An equity grant of several years counts with its even yearly part.
    A reading fits when its total is within one hundredth of the headline. Exactly one does.
    """
    return frozenset({_distances(case)[0][0].name})


def _distances(case: Case) -> list[tuple[Reading, float]]:
    return by_distance(case.base, case.bonus_share, case.equity_share, case.headline)


def fair(case: Case) -> bool:
    """Say whether one reading fits well and no other comes near."""
    return clear(case.base, case.bonus_share, case.equity_share, case.headline)


@convention_that_fits.mistake(
    "That is the literal reading, and it misses by more than the margin. That it should fit is what you are testing."
)
def _(case: Case) -> frozenset[str]:
    return frozenset({READINGS[0].name})


@convention_that_fits.mistake("The second nearest. It lies outside of the margin; another one lies inside.")
def _(case: Case) -> frozenset[str]:
    return frozenset({_distances(case)[1][0].name})


@convention_that_fits.mistake(
    "Both as shares of the total: then base is only what is left of it, and the total comes out above the headline."
)
def _(case: Case) -> frozenset[str]:
    return frozenset({READINGS[1].name})


EXERCISE = Exercise(
    questions=(total_of_parts, headline_gap, variable_share_needed, headline_premium, convention_that_fits),
    strong_answer=(
        "Before I argue about a number I ask what it is. Read literally the parts make {total_of_parts}, which leaves "
        "a gap of {headline_gap} to the headline. For it to be right, bonus and equity together would have to be "
        "{variable_share_needed} of base. It does add up under one convention, '{convention_that_fits}', which the "
        "page does not state. Median against median, the premium it claims is {headline_premium}. So I do not quote "
        "the headline. I ask which level, which statistic, and over how many years the equity is counted."
    ),
    follow_up="The recruiter says that this is what the market pays. Which two questions do you ask back?",
)
