"""What each statement of the claim audit is worth, and why: by the ledger, by its own sum, or by its own words."""

from collections.abc import Callable

from course_lib.cases.claim_desk import Statement
from course_lib.cases.law_statements import LAW
from course_lib.measures.classification import precision_at_prevalence
from course_lib.measures.compensation import premium_over, total_compensation
from course_lib.measures.investment import expected_loss_avoided
from course_lib.measures.risk import number_needed_to_treat, relative_risk_reduction

FACT, CLAIM, WRONG, INCOHERENT = CLASSES = ("fact", "claim", "wrong", "incoherent")
BORNE_OUT = {  # which version of a statement the ledger bears out: the first (0) or the second (1)
    "tiers": 0,
    "certificate": 1,
    "annex date": 1,
    "transparency": 0,
    "small firms": 1,
    "late report": 0,
    "death": 1,
    "bank guidance": 1,
    "generative": 0,
    "colorado": 0,
    "four fifths": 1,
    "management standard": 0,
    "apple card": 1,
    "sepsis": 0,
    "tools": 1,
}
SUM_OF: dict[str, Callable[..., float]] = {  # what the figures of a statement make; the asserted one comes last
    "offer": lambda base, bonus, equity, _: total_compensation(
        base, bonus_share=bonus / 100, equity_share=equity / 100
    ),
    "rise": lambda before, after, _: -100 * relative_risk_reduction(before / 100, after / 100),
    "premium": lambda paid, usual, _: 100 * premium_over(paid, usual),
    "one in": lambda before, after, _: number_needed_to_treat(before / 100, after / 100),
    "churn cut": lambda before, cut, _: before * (1 - cut / 100),
    "monitor": lambda millions, chance, _: expected_loss_avoided(chance / 100, chance / 200, impact=1e6 * millions),
    "alarm": lambda fraud, caught, false, _: (
        100 * precision_at_prevalence(fraud / 10_000, true_positive_rate=caught / 100, false_positive_rate=false / 100)
    ),
    "band": lambda low, high, base: min(max(base, low), high),  # the base that the band allows
}
PAY, CONTROL, SAMPLE, COUNTS, CHANCE, STATISTIC = EVIDENCE = (
    "pay records of a defined sample, with level and statistic",
    "a control group at the same time",
    "invitations from a defined sample of employers",
    "the counts behind both rates, with their denominator",
    "the probability of the event, with and without the measure",
    "the statistic, with its bins or groups and its window",
)
NEEDS = {
    "market total": PAY,
    "usual total": PAY,
    "script": CONTROL,
    "diagnoses": CONTROL,
    "churn": CONTROL,
    "embedded": CONTROL,
    "loop": SAMPLE,
    "drill": SAMPLE,
    "longer": SAMPLE,
    "false alarms": COUNTS,
    "hiring rates": COUNTS,
    "penalty": CHANCE,
    "leak fine": CHANCE,
    "drift": STATISTIC,
    "fairness": STATISTIC,
}
_EXCLUDE = {
    "candidate": "nobody delays a team that she has never worked in",
    "credential": "what is one of several proofs is not required of everybody",
    "rollback": "what never left the test system had no live use to roll back",
    "retraining": "a model that is not retrained has no weekly retraining",
    "letters": "what a person has read does not go out unread",
    "notice": "a drill announced ahead does not come without notice",
    "card": "customers are outside of the firm",
    "sites": "sites that follow later did not start on the same day",
}
_UNITS = {"offer": "USD {:,.0f}", "monitor": "USD {:,.0f}", "one in": "one in {:g}", "churn cut": "{:g} %"}


def class_of(statement: Statement) -> str:
    """Return the class of a statement."""
    if statement.name in LAW:
        return FACT if statement.version == BORNE_OUT[statement.name] else WRONG
    if statement.name in SUM_OF:
        made, said = made_and_said(statement)
        return FACT if abs(made - said) <= 0.5 + 0.01 * abs(made) else WRONG  # right as rounded
    return CLAIM if statement.name in NEEDS else INCOHERENT


def made_and_said(statement: Statement) -> tuple[float, float]:
    """Return what the figures of a sum make, and what the statement says that they make."""
    return SUM_OF[statement.name](*statement.figures), statement.figures[-1]


def why(statement: Statement) -> str:
    """Return why a statement has its class, in a clause for the register."""
    if statement.name in LAW:
        ids = f"[{statement.ledger}]"
        borne_out = LAW[statement.name][0][BORNE_OUT[statement.name]]
        return f"the ledger says so {ids}" if class_of(statement) == FACT else f"the ledger: {borne_out} {ids}"
    if statement.name == "band":
        return _beside_band(*statement.figures)
    if statement.name in SUM_OF:
        made, said = made_and_said(statement)
        figure = said if class_of(statement) == FACT else made  # what is right as rounded is printed as it was said
        return f"its own figures make {_UNITS.get(statement.name, '{:.3g} %').format(figure)}"
    return "no source is named" if statement.name in NEEDS else _EXCLUDE[statement.name]


def _beside_band(low: float, high: float, base: float) -> str:
    """Return how a base lies to a band."""
    if base < low:
        return f"a base of USD {base:g}K lies below a band that begins at USD {low:g}K"
    return f"a base of USD {base:g}K lies between USD {low:g}K and USD {high:g}K"


def evidence(statement: Statement) -> str:
    """Return what would verify a statement, or settles it already."""
    if statement.name in LAW:
        return "the source of the entry, on the day of use"
    if statement.name in SUM_OF:
        return "nothing more: its figures are in the statement"
    return NEEDS.get(statement.name, "nothing: its parts exclude one another")
