"""Questions on the register: what to plan for in a year, and the entry that leads the page."""

from collections.abc import Callable, Iterable

from course_lib.cases.breach_register import RISKS, Risk
from course_lib.cases.group_accounts import GROUP
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.fine_ceilings import MILLION, ceiling
from course_lib.measures.investment import expected_penalty
from course_lib.wording.telling import tells

_SAID = (
    "a planning figure on our own assumptions",
    "the fine to be expected",
    "the penalty that we avoid",
)


def exposure(case: Case, risk: Risk, probability: float | None = None) -> float:
    """Return probability x share x ceiling of a risk in euro a year; 0 where there is no ceiling."""
    most = ceiling(case, risk).amount
    if most is None:
        return 0.0
    return expected_penalty(probability or risk.probability, share_of_ceiling=risk.share, ceiling=most)


def with_ceiling(case: Case, firm: str | None = GROUP) -> list[Risk]:
    """Return the risks of a firm (None: of everybody) that have a ceiling."""
    return [risk for risk in case.risks if firm in (None, risk.firm) and ceiling(case, risk).amount is not None]


def _total(case: Case, risks: Iterable[Risk], worth: Callable[[Risk], float] | None = None) -> float:
    return sum(map(worth, risks) if worth else (exposure(case, risk) for risk in risks))


@question(
    points=3,
    unit="euro a year",
    tolerance=0.002,
    relative=True,
    frames=("risks", "accounts", "act_ceilings"),
    hint="The group's rows only, the latest assessment of each, and no risk without a ceiling.",
    working="Sum over the group's risks with a ceiling of probability x share x ceiling.",
)
def planning_exposure(case: Case) -> float:
    """Planning exposure of the group: euro a year, over its risks that have a ceiling.

    Each risk: probability of a fine in a year x share of the ceiling that is planned for x ceiling, in euro. Of two
    assessments the later counts. The GDPR's risk is in if it is the group's; other firms' risks are not. Probability
    and share are the group's own assumptions: no law states them.
    """
    return _total(case, with_ceiling(case))


@planning_exposure.mistake("Those are the ceilings themselves. A fine may not exceed them; that is not what one costs.")
def _(case: Case) -> float:
    return _total(case, with_ceiling(case), lambda risk: ceiling(case, risk).amount)


@planning_exposure.mistake("The share of the ceiling is missing: a fine is rarely the highest possible one.")
def _(case: Case) -> float:
    return _total(case, with_ceiling(case), lambda risk: exposure(case, risk) / risk.share)


@planning_exposure.mistake("The probability is missing: that is what a fine in every case would cost.")
def _(case: Case) -> float:
    return _total(case, with_ceiling(case), lambda risk: exposure(case, risk) / risk.probability)


@planning_exposure.mistake("Superseded assessments are in your sum: of two assessments of a risk the later counts.")
def _(case: Case) -> float:
    return _total(case, with_ceiling(case), lambda risk: _first(case, risk))


def _first(case: Case, risk: Risk) -> float:
    return exposure(case, risk, risk.first_probability)


@planning_exposure.mistake("A risk that was assessed twice is counted twice.")
def _(case: Case) -> float:
    again = [risk for risk in with_ceiling(case) if risk.first_probability is not None]
    return planning_exposure.answer(case) + _total(case, again, lambda risk: _first(case, risk))


@planning_exposure.mistake(
    "The partners' risks are in your sum. They are theirs; the contract decides what reaches you."
)
def _(case: Case) -> float:
    return _total(case, with_ceiling(case, None))


@planning_exposure.mistake("The risk under the GDPR is in if it is the group's, and only then: read whose it is.")
def _(case: Case) -> float:
    data = case.risk("data")
    part = exposure(case, data)
    return planning_exposure.answer(case) + (-part if data.firm == GROUP else part)


@planning_exposure.mistake(
    "You gave a ceiling to breaches that have none in the Act: the paragraph on listed duties is no catch-all."
)
def _(case: Case) -> float:
    most = ceiling(case, case.risk("listed")).amount
    unlisted = [case.risk(kind) for kind in ("rights", "monitoring")]
    extra = _total(case, unlisted, lambda risk: risk.probability * risk.share * most)
    return planning_exposure.answer(case) + extra


@planning_exposure.mistake("In millions; the question asks for euro.", credit=0.5)
def _(case: Case) -> float:
    return planning_exposure.answer(case) / MILLION


def ranked(case: Case) -> list[Risk]:
    """Return the group's risks with a ceiling, the largest exposure first."""
    return sorted(with_ceiling(case), key=lambda risk: -exposure(case, risk))


@question(
    points=4,
    unit="fields",
    kind="fields",
    frames=("risks", "accounts", "act_ceilings"),
    form=Fields(
        (
            Slot("risk", choices=RISKS),
            Slot("ceiling", unit="million euro", tolerance=0.005),
            Slot("exposure", unit="euro", tolerance=0.002, relative=True),
            Slot("said_as", choices=_SAID),
        ),
        template="{risk}: at most {ceiling}; {exposure} a year is {said_as}.",
    ),
    hint="Order the group's risks by their part of the exposure above; not by ceiling, and not by probability.",
    working="The risk of the group with the largest probability x share x ceiling; its ceiling; that product.",
)
def register_entry(case: Case) -> dict[str, object]:
    """The entry that leads the register: the group's risk with the largest planning exposure.

    `risk`: its id. `ceiling`: in million euro. `exposure`: its part of `planning_exposure`, in euro a year. `said_as`:
    what you may call that figure in front of a panel.
    """
    top = ranked(case)[0]
    most = ceiling(case, top).amount / MILLION
    return {"risk": top.risk_id, "ceiling": most, "exposure": exposure(case, top), "said_as": _SAID[0]}


@register_entry.mistake("That is the whole register; the entry is about one risk.")
def _(case: Case) -> dict[str, object]:
    return {"exposure": planning_exposure.answer(case)}


@register_entry.mistake("The share of the ceiling is missing from the exposure of this risk.")
def _(case: Case) -> dict[str, object]:
    top = ranked(case)[0]
    return {"exposure": exposure(case, top) / top.share}


@register_entry.mistake("You may not call it that: nobody has fined you, and nobody knows that anybody would have.")
def _(case: Case) -> dict[str, object]:
    return {"said_as": _SAID[2]}


@register_entry.mistake(
    "Nobody expects that fine: both factors are your own assumptions, and no case stands behind them."
)
def _(case: Case) -> dict[str, object]:
    return {"said_as": _SAID[1]}


@register_entry.mistake("That is the risk with the second largest exposure: compare the products, not one factor.")
def _(case: Case) -> dict[str, object]:
    return {"risk": ranked(case)[1].risk_id}


@register_entry.mistake("The ceiling is in euro; the entry wants millions.")
def _(case: Case) -> dict[str, object]:
    return {"ceiling": ceiling(case, ranked(case)[0]).amount}


@tells(register_entry)
def words(case: Case, _: object) -> str:
    """Return what the leading risk is about."""
    top = ranked(case)[0]
    return f"the group {top.what} ({top.article})"


@tells(planning_exposure)
def rows(case: Case, _: float) -> str:
    """Return the group's risks as rows of a Markdown table, the largest exposure first, no ceiling last."""
    unlisted = [risk for risk in case.risks if ceiling(case, risk).amount is None]
    return "\n".join(_row(case, risk) for risk in [*ranked(case), *unlisted])


def _row(case: Case, risk: Risk) -> str:
    most = ceiling(case, risk)
    head = f"| {risk.risk_id} | {risk.what} | {risk.article} |"
    if most.amount is None:
        return f"{head} none in the Act | {risk.probability:.1%} | {risk.share:.0%} | - |"
    worth = f"EUR {exposure(case, risk):,.0f}"
    return f"{head} EUR {most.amount / MILLION:,.2f} million | {risk.probability:.1%} | {risk.share:.0%} | {worth} |"
