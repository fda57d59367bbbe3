"""The ceilings of fines that a firm's duties fall under, and what is missing to know them."""

from dataclasses import dataclass

from course_lib.assessment.answers import Answers
from course_lib.measures.regulation.fine_tables import RULES
from course_lib.measures.regulation.fines import fine_ceiling
from course_lib.measures.regulation.logic import merge
from course_lib.measures.regulation.model import Classification

_BODIES = {"public body": "public authority", "Union institution": "Union body"}


@dataclass(frozen=True)
class Ceiling:
    """The most that may be fined for a breach of some duties: never an expected loss.

    Parameters
    ----------
    provision : str or None
        Provision that sets the ceiling; ``None`` if the law fixes none for these duties.
    covers : tuple of str
        The duties, by article.
    amount : float or None
        In euro; ``None`` if there is none, or if answers are missing.
    rule : str
        How it is found, in words.
    ledger : tuple of str
        Identifiers of ledger entries.
    """

    provision: str | None
    covers: tuple[str, ...]
    amount: float | None
    rule: str
    ledger: tuple[str, ...]


def ceilings(answers: Answers, found: Classification) -> tuple[tuple[Ceiling, ...], tuple[str, ...]]:
    """Return the ceilings behind the duties of a product, and the fields that are missing to work them out.

    Parameters
    ----------
    answers : Answers
        Size, kind of body and turnover.
    found : Classification
        The duties.

    Returns
    -------
    tuple
        Ceilings in the order of the duties, those without a ceiling last; names of fields.
    """
    owed = (*(found.own_duties if found.roles is not None else found.duties), *found.gpai.duties)
    provisions = merge(tuple(duty.fine for duty in owed))
    made = [
        _ceiling(provision, tuple(duty.locator for duty in owed if duty.fine == provision), answers, found)
        for provision in sorted(provisions, key=lambda one: one is None)
    ]
    return tuple(ceiling for ceiling, _ in made), merge(*(missing for _, missing in made))


def _ceiling(
    provision: str | None, covers: tuple[str, ...], answers: Answers, found: Classification
) -> tuple[Ceiling, tuple[str, ...]]:
    covers = merge(covers)
    if provision is None:
        none = "no ceiling in the Act; the Member States' own rules decide, Art. 99(1)"
        return Ceiling(None, covers, None, none, ("EUAI-037",)), ()
    given = {"size": answers.facts.size, "worldwide_turnover": answers.worldwide_turnover}
    offender = _offender(answers)
    missing = tuple(name for name, value in given.items() if value is None) if offender == "undertaking" else ()
    if missing:
        return Ceiling(provision, covers, None, _formula(provision), RULES[provision].ledger), missing
    worked = fine_ceiling(provision, on=found.on, offender=offender, **given)
    amount = worked.amount
    rule = worked.note if amount is None else _rule(worked.operation, worked.fixed, worked.percent)
    return Ceiling(worked.provision, covers, amount, rule, worked.ledger), ()


def _offender(answers: Answers) -> str:
    """Return who would be fined: the kind of deployer says it only of a firm that deploys."""
    deploys = "deployer" in (answers.facts.roles or ())
    return _BODIES.get(answers.facts.deployer_type, "undertaking") if deploys else "undertaking"


def _formula(provision: str) -> str:
    rule = RULES[provision]
    return f"EUR {rule.fixed:,} or {rule.percent} % of worldwide turnover; size and turnover decide"


def _rule(operation: str | None, fixed: int | None, percent: int | None) -> str:
    if operation == "fixed" or not percent:
        return f"EUR {fixed:,}"
    return f"the {operation} EUR {fixed:,} and {percent} % of worldwide turnover"
