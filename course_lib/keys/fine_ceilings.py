"""Questions on ceilings of fines: the amounts by firm and size, and where the Act sets none."""

from datetime import date
from functools import lru_cache

from course_lib.cases.breach_register import RISKS, Risk
from course_lib.cases.group_accounts import SIZES
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.measures.regulation import FineCeiling, fine_ceiling
from course_lib.wording.telling import tells

MILLION = 1_000_000
_KINDS = {
    "group_prohibited": "prohibited",
    "group_listed": "listed",
    "reseller": "mid_cap",
    "vendor": "vendor",
    "data": "data",
}


def ceiling(case: Case, risk: Risk, year: int | None = None) -> FineCeiling:
    """Return the ceiling of a risk in euro, by the firm's size and its turnover in the last closed year."""
    turnover = case.turnovers.of(risk.firm, year or case.turnovers.closed_year)
    return _ceiling(risk.article, case.today, turnover * MILLION, SIZES[risk.firm])


@lru_cache(maxsize=4096)
def _ceiling(article: str, on: date, turnover: int, size: str) -> FineCeiling:
    return fine_ceiling(article, on=on, worldwide_turnover=turnover, size=size)


def in_millions(case: Case, kind: str, year: int | None = None) -> float:
    """Return the ceiling of the risk of a kind in EUR million."""
    return ceiling(case, case.risk(kind), year).amount / MILLION


@question(
    points=8,
    unit="fields",
    kind="fields",
    frames=("risks", "partners", "act_ceilings"),
    form=Fields(
        tuple(Slot(name, unit="million euro", tolerance=0.005) for name in _KINDS),
        template="Ceilings: the group {group_prohibited} for a prohibited practice, {group_listed} for a listed duty; "
        "the reseller {reseller}; the model vendor {vendor}; the breach of the GDPR {data}.",
    ),
    hint="Find the provision that covers the article. Then amount and percentage of turnover; then ask the size.",
    working="The higher or the lower of fixed amount and percentage x turnover, by firm, size and provision.",
)
def ceilings(case: Case) -> dict[str, object]:
    """Ceiling of the fine for five risks of the register, in million euro, two decimals.

    `group_prohibited`: the group's risk of a prohibited practice. `group_listed`: the group's risk under a duty that
    Art. 99(4) lists [EUAI-033]. `reseller`, `vendor`: that firm's risk under the AI Act. `data`: the risk under the
    GDPR, whoever's it is. Turnover of the group: as in `fine_turnover`; of a partner: `partners`, same year. The group
    is large. `act_ceilings` says for each size whether the higher or the lower of amount and percentage counts.
    """
    return {name: in_millions(case, kind) for name, kind in _KINDS.items()}


def _parts(case: Case, kind: str) -> tuple[float, float]:
    found, firm = ceiling(case, case.risk(kind)), case.risk(kind).firm
    turnover = case.turnovers.of(firm, case.turnovers.closed_year)
    return found.fixed / MILLION, turnover * found.percent / 100


def _other(case: Case, kind: str) -> float:
    """Return the one of fixed amount and percentage that does not count."""
    return next(part for part in _parts(case, kind) if abs(part - in_millions(case, kind)) > 1e-9)


@ceilings.mistake("For a large undertaking the higher of the two counts; you took the lower.")
def _(case: Case) -> dict[str, object]:
    return {"group_prohibited": _other(case, "prohibited"), "group_listed": _other(case, "listed")}


@ceilings.mistake("For SMEs the lower of the two counts: the amount in millions is not their ceiling.")
def _(case: Case) -> dict[str, object]:
    return {"vendor": _other(case, "vendor")}


@ceilings.mistake(
    "The reseller is a small mid-cap. The lower of the two counts for it under Art. 99(4) and (5), and under neither "
    "other paragraph: read which one its risk falls under."
)
def _(case: Case) -> dict[str, object]:
    return {"reseller": _other(case, "mid_cap")}


@ceilings.mistake("The GDPR knows no rule for small firms: the higher of the two counts for everybody.")
def _(case: Case) -> dict[str, object]:
    return {"data": _other(case, "data")}


@ceilings.mistake(
    "That is the other ceiling of the GDPR. Rights and principles stand in one list, records and notices in the other."
)
def _(case: Case) -> dict[str, object]:
    risk = case.risk("data")
    tier = "83(5)" if ceiling(case, risk).provision == "GDPR 83(4)" else "83(4)"
    turnover = case.turnovers.of(risk.firm, case.turnovers.closed_year) * MILLION
    found = fine_ceiling(tier, on=case.today, worldwide_turnover=turnover, size=SIZES[risk.firm])
    return {"data": found.amount / MILLION}


@ceilings.mistake("The ceiling for prohibited practices stands where a listed duty is breached.")
def _(case: Case) -> dict[str, object]:
    return {"group_listed": in_millions(case, "prohibited")}


@ceilings.mistake("The vendor's turnover is of another year: the last closed one counts.")
def _(case: Case) -> dict[str, object]:
    return {"vendor": in_millions(case, "vendor", case.turnovers.closed_year + 1)}


@ceilings.mistake("The percentage was used as a whole number: divide it by a hundred.")
def _(case: Case) -> dict[str, object]:
    return {"vendor": 100 * _parts(case, "vendor")[1]}


@ceilings.mistake("These are euro; the question asks for millions of them.")
def _(case: Case) -> dict[str, object]:
    return {name: amount * MILLION for name, amount in ceilings.answer(case).items()}


@tells(ceilings)
def who_pays_data(case: Case, _: object) -> str:
    """Return whose risk the one under the GDPR is."""
    return case.risk("data").firm


@question(
    points=3,
    unit="labels",
    kind="labels",
    choices=RISKS,
    frames=("risks", "act_ceilings"),
    hint="Look each article up in `covers`. The lists are closed: what no row names is in none of them.",
    working="The risks whose article no provision of the extract covers.",
)
def no_ceiling(case: Case) -> frozenset[str]:
    """Which risks of the register have no ceiling in the Regulation itself? A list of their ids.

    The lists in `covers` are closed [EUAI-037]: an article that none of them names has no ceiling there, and the
    Member States' own rules decide. Arts. 9-15 [EUAI-014] are reached through Art. 16 [EUAI-033].
    Whose risk it is does not matter.
    """
    return frozenset(risk.risk_id for risk in case.risks if ceiling(case, risk).provision is None)


def _ids(case: Case, *kinds: str) -> frozenset[str]:
    return frozenset(case.risk(kind).risk_id for kind in kinds)


@no_ceiling.mistake(
    "The impact assessment on fundamental rights is missing from your list: no paragraph of Art. 99 names it.",
    credit=0.5,
)
def _(case: Case) -> frozenset[str]:
    return no_ceiling.answer(case) - _ids(case, "rights")


@no_ceiling.mistake("Monitoring after sale and reports of incidents are on no list either: one is missing.", credit=0.5)
def _(case: Case) -> frozenset[str]:
    return no_ceiling.answer(case) - _ids(case, "monitoring")


@no_ceiling.mistake("The listed duty is in your answer: it is named, or reached through a named article.", credit=0.5)
def _(case: Case) -> frozenset[str]:
    return no_ceiling.answer(case) | _ids(case, "listed")


@no_ceiling.mistake("Misleading answers have a paragraph of their own, and with it a ceiling.", credit=0.5)
def _(case: Case) -> frozenset[str]:
    return no_ceiling.answer(case) | _ids(case, "information")


@no_ceiling.mistake("The GDPR has ceilings of its own; that risk has one.", credit=0.5)
def _(case: Case) -> frozenset[str]:
    return no_ceiling.answer(case) | _ids(case, "data")


@no_ceiling.mistake("A small firm has a lower ceiling, not none.", credit=0.5)
def _(case: Case) -> frozenset[str]:
    return no_ceiling.answer(case) | _ids(case, "mid_cap", "vendor")


@no_ceiling.mistake("Turned round: these are the risks that have a ceiling.")
def _(case: Case) -> frozenset[str]:
    return frozenset(RISKS) - no_ceiling.answer(case)
