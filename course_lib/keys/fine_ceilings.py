"""Questions on the ceilings: whose turnover, of which year, and the higher or the lower of two amounts."""

from datetime import date

from course_lib.cases.turnover_table import DRAFT, ENTITY_WORLD, GROUP_UNION, LARGE, MID_CAP, SME
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.exercise import Exercise
from course_lib.measures.investment import expected_penalty
from course_lib.measures.regulation import fine_ceiling

FRAMES = ("turnover",)
MILLION = 1_000_000
_LISTED, _BANNED, _MISLEADING = "99(4)", "99(3)", "99(5)"


def _ceiling(case: Case, size: str, article: str = _LISTED, *, treated_as: str = "", turnover: float = 0) -> float:
    base = turnover or case.turnovers.base(size, case.decision_year - 1)
    found = fine_ceiling(
        article,
        on=date(case.decision_year, 12, 31),
        worldwide_turnover=base * MILLION,
        size=treated_as or size,
    )
    return (found.amount or 0) / MILLION


@question(
    points=4,
    unit="million EUR",
    tolerance=0.05,
    frames=FRAMES,
    hint="Four filters: group, financial year, scope, state. One row is left.",
    working="Audited worldwide turnover of the whole group in the year before the decision.",
)
def base_turnover(case: Case) -> float:
    """Which turnover is the base of a fine for the large group, in EUR million?

    Total worldwide turnover of the whole group in the financial year before the decision [EUAI-033]. Financial years
    are calendar years; the year of the decision is on the card. Take the audited figure. EUR million, as in the table.
    """
    return case.turnovers.base(LARGE, case.decision_year - 1)


@base_turnover.mistake("That is the turnover in the Union. The base is worldwide: the market does not cap the fine.")
def _(case: Case) -> float:
    return case.turnovers.base(LARGE, case.decision_year - 1, scope=GROUP_UNION)


@base_turnover.mistake("That is one entity, the one that sells the product. The base is the whole group it belongs to.")
def _(case: Case) -> float:
    return case.turnovers.provider(LARGE, case.decision_year - 1)


@base_turnover.mistake(
    "You added up the entities. They sell to each other, and only the group's figure takes that out."
)
def _(case: Case) -> float:
    return case.turnovers.base(LARGE, case.decision_year - 1, scope=ENTITY_WORLD)


@base_turnover.mistake("That is the year of the decision itself. It is not closed; the base is the year before it.")
def _(case: Case) -> float:
    return case.turnovers.base(LARGE, case.decision_year, state=DRAFT)


@base_turnover.mistake("That is one year too early: the base is the year just before the decision.")
def _(case: Case) -> float:
    return case.turnovers.base(LARGE, case.decision_year - 2)


@base_turnover.mistake(
    "That is the draft of the right row. The year has been audited since: take that figure.", credit=0.5
)
def _(case: Case) -> float:
    return case.turnovers.base(LARGE, case.decision_year - 1, state=DRAFT)


@question(
    points=5,
    unit="million EUR",
    tolerance=0.05,
    frames=FRAMES,
    hint="Compute both amounts, then ask which of the two counts for a large undertaking.",
    working="The higher of the fixed amount and the percentage of the base.",
)
def ceiling_large(case: Case) -> float:
    """What is the ceiling of the fine for the large group, if it breaches a listed duty? In EUR million.

    The duty is one of those listed in Art. 99(4) [EUAI-033]: EUR 15 million or 3 % of the base, for a large undertaking
    whichever is higher [EUAI-033]. A ceiling, not an expected fine.
    """
    return _ceiling(case, LARGE)


@ceiling_large.mistake("You took the lower of the two amounts. That is for smaller firms; here the higher one counts.")
def _(case: Case) -> float:
    return _ceiling(case, LARGE, treated_as=SME)


@ceiling_large.mistake("That is the ceiling for a prohibited practice. The breach here is of a listed duty.")
def _(case: Case) -> float:
    return _ceiling(case, LARGE, _BANNED)


@ceiling_large.mistake("That is the ceiling for misleading answers to an authority. A breached duty has a higher one.")
def _(case: Case) -> float:
    return _ceiling(case, LARGE, _MISLEADING)


@ceiling_large.mistake("You added the two amounts. They are alternatives: one of them is the ceiling.")
def _(case: Case) -> float:
    return _ceiling(case, LARGE) + _ceiling(case, LARGE, treated_as=SME)


_SLOTS = ("sme_listed", "mid_cap_listed", "mid_cap_banned")


@question(
    points=6,
    unit="fields",
    kind="fields",
    frames=FRAMES,
    form=Fields(
        tuple(Slot(name, unit="million EUR", tolerance=0.02) for name in _SLOTS),
        template="Ceilings: SME, listed duty {sme_listed}; small mid-cap, listed duty {mid_cap_listed}; small mid-cap, "
        "prohibited practice {mid_cap_banned}.",
    ),
    hint="Bases as before, by group. Then per field: does the rule for this size name this paragraph?",
    working="Lower of the two for both listed duties; for the mid-cap's prohibited practice the general rule stays.",
)
def ceilings_small(case: Case) -> dict[str, object]:
    """What are the ceilings for the two smaller groups? Three fields, in EUR million, base as before for each group.

    - `sme_listed`: the SME, a duty listed in Art. 99(4): EUR 15 million or 3 % [EUAI-033]
    - `mid_cap_listed`: the small mid-cap, the same
    - `mid_cap_banned`: the small mid-cap, a prohibited practice: EUR 35 million or 7 % [EUAI-032]

    For an SME it is the lower of the two. For a small mid-cap too, but only for the fines of Art. 99(4) and Art. 99(5)
    [EUAI-035].
    """
    return {
        "sme_listed": _ceiling(case, SME),
        "mid_cap_listed": _ceiling(case, MID_CAP),
        "mid_cap_banned": _ceiling(case, MID_CAP, _BANNED),
    }


@ceilings_small.mistake(
    "You used the lower amount for the prohibited practice too. The relief for small mid-caps does not name it."
)
def _(case: Case) -> dict[str, object]:
    return {"mid_cap_banned": _ceiling(case, MID_CAP, _BANNED, treated_as=SME)}


@ceilings_small.mistake("You treated the small mid-cap as large. Since the amendment the lower amount is its ceiling.")
def _(case: Case) -> dict[str, object]:
    return {"mid_cap_listed": _ceiling(case, MID_CAP, treated_as=LARGE)}


@ceilings_small.mistake("For an SME it is the lower of the two, not the higher.")
def _(case: Case) -> dict[str, object]:
    return {"sme_listed": _ceiling(case, SME, treated_as=LARGE)}


@ceilings_small.mistake("Your base for the SME is its turnover in the Union; the base is worldwide for every size.")
def _(case: Case) -> dict[str, object]:
    union = case.turnovers.base(SME, case.decision_year - 1, scope=GROUP_UNION)
    return {"sme_listed": _ceiling(case, SME, turnover=union)}


@ceilings_small.mistake("Your base for the SME is the year of the decision; it is the year before.")
def _(case: Case) -> dict[str, object]:
    draft = case.turnovers.base(SME, case.decision_year, state=DRAFT)
    return {"sme_listed": _ceiling(case, SME, turnover=draft)}


@question(
    points=3,
    unit="thousand EUR",
    tolerance=0.005,
    relative=True,
    frames=FRAMES,
    hint="Three factors: your chance, your share, the ceiling of the large group. Mind million and thousand.",
    working="Chance a year x share of the ceiling x ceiling, in thousands.",
)
def planning_exposure(case: Case) -> float:
    """Which fine do you plan for in the large group, in EUR thousand a year?

    Chance of a fine a year x share of the ceiling x ceiling for a listed duty. Chance and share are your assumptions on
    the card, not law, and no fine under the Act backs them.
    """
    return _exposure(case, _ceiling(case, LARGE))


def _exposure(case: Case, ceiling: float) -> float:
    return expected_penalty(case.fine_probability, share_of_ceiling=case.ceiling_share, ceiling=ceiling) * 1000


@planning_exposure.mistake("That is the ceiling itself. It is the most that may be asked, and expected by nobody.")
def _(case: Case) -> float:
    return _ceiling(case, LARGE) * 1000


@planning_exposure.mistake("You left out the share: a fine, if it comes, need not be the ceiling.", credit=0.25)
def _(case: Case) -> float:
    return case.fine_probability * _ceiling(case, LARGE) * 1000


@planning_exposure.mistake(
    "You left out the chance: that is the fine if it comes, not what to plan a year.", credit=0.25
)
def _(case: Case) -> float:
    return case.ceiling_share * _ceiling(case, LARGE) * 1000


@planning_exposure.mistake("Your ceiling is the lower of the two amounts; for a large group the higher one counts.")
def _(case: Case) -> float:
    return _exposure(case, _ceiling(case, LARGE, treated_as=SME))


@planning_exposure.mistake("Your ceiling is that of prohibited practices; plan for the breach of a listed duty.")
def _(case: Case) -> float:
    return _exposure(case, _ceiling(case, LARGE, _BANNED))


EXERCISE = Exercise(
    questions=(base_turnover, ceiling_large, ceilings_small, planning_exposure),
    strong_answer=(
        "The base is the whole group, worldwide, the audited year before the decision: {base_turnover}. For a large "
        "group the higher amount counts, so the ceiling for a listed duty is {ceiling_large}. For smaller firms it "
        "turns round: {ceilings_small} The relief of the mid-cap stops at prohibited practices. I do not put a "
        "ceiling into a business case. With the chance and the share I assume, I plan {planning_exposure} a year, and "
        "I say that both are mine: nobody has been fined under the Act that I know of."
    ),
    follow_up="Your group buys a company in the year of the decision. Which turnover counts, and whom do you ask?",
)
