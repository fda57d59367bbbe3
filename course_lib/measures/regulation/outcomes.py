"""What each category brings: locators, duties, dates and the questions that would refine them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from course_lib.measures.regulation.annex_i import SECTION_A, annex_i_locators
from course_lib.measures.regulation.annex_iii import EXEMPT, EXEMPTION_LEDGER, LISTED
from course_lib.measures.regulation.application import from_day, high_risk_application, marking_application
from course_lib.measures.regulation.dates import ANNEX_I, ANNEX_III, LITERACY, TRANSPARENCY
from course_lib.measures.regulation.facts import ProductFacts
from course_lib.measures.regulation.logic import Verdict, judge, merge
from course_lib.measures.regulation.model import Application, Duty
from course_lib.measures.regulation.practices import PROHIBITED
from course_lib.measures.regulation.transparency import DUTIES, LEDGER, MARKING
from course_lib.measures.regulation.vocabulary import EXEMPTION_CONDITIONS


@dataclass(frozen=True)
class Outcome:
    """The part of a classification that depends on its category.

    Parameters
    ----------
    locators, also : tuple of str
        Provisions behind the category, and Art. 50 paragraphs owed in addition.
    duties : tuple of Duty
        Duties with their owners.
    application : Application or None
        From when the category's own duties bind.
    further_questions : tuple of str
        Fields that could change any of these, but not the category.
    ledger : tuple of str
        Identifiers of ledger entries.
    """

    locators: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    application: Application | None = None
    further_questions: tuple[str, ...] = ()
    ledger: tuple[str, ...] = ()


def prohibited(facts: ProductFacts, on: date) -> Outcome:
    """Return what a prohibited practice brings: every point that matches, and nothing else.

    Parameters
    ----------
    facts : ProductFacts
        The answers.
    on : datetime.date
        The day asked about.

    Returns
    -------
    Outcome
        The prohibition, addressed to whom it binds.
    """
    verdicts = [(practice, judge(practice.rule, facts)) for practice in PROHIBITED]
    matched = [practice for practice, verdict in verdicts if verdict.holds]
    duties = [
        Duty(
            who,
            f"Art. 5(1)({practice.point})",
            "Do not use it." if who == "deployer" else "Do not place it on the market or put it into service.",
            from_day(practice.starts, on),
            "AI Act 99(3)",
            practice.ledger,
        )
        for practice in matched
        for who in practice.who
    ]
    return Outcome(
        tuple(f"Art. 5(1)({practice.point})" for practice in matched),
        duties=tuple(duties),
        application=from_day(min((practice.starts for practice in matched), key=lambda start: start.day), on),
        further_questions=open_questions(verdict for _, verdict in verdicts),
        ledger=merge(*(practice.ledger for practice in matched)),
    )


def section_b(facts: ProductFacts, on: date) -> Outcome:
    """Return what a Section B product brings: the class; the duties come from the sector's own law.

    Parameters
    ----------
    facts : ProductFacts
        The answers.
    on : datetime.date
        The day asked about.

    Returns
    -------
    Outcome
        Without duties, Art. 2(2).
    """
    application = high_risk_application(facts, ANNEX_I, on)
    return Outcome(
        annex_i_locators(facts.annex_i_product),
        application=application,
        further_questions=application.further_questions,
        ledger=("EUAI-005", "EUAI-050"),
    )


def transparency(facts: ProductFacts, on: date) -> Outcome:
    """Return the duties of Article 50 that are owed, and the literacy duty of everyone.

    Parameters
    ----------
    facts : ProductFacts
        The answers.
    on : datetime.date
        The day asked about.

    Returns
    -------
    Outcome
        Locators only for paragraphs that are owed.
    """
    verdicts = [(duty, judge(duty.rule, facts)) for duty in DUTIES]
    owed = [
        Duty(
            duty.owner,
            duty.locator,
            duty.text,
            marking_application(facts, on) if duty.paragraph == MARKING else from_day(TRANSPARENCY, on),
            "AI Act 99(4)",
            LEDGER,
        )
        for duty, verdict in verdicts
        if verdict.holds
    ]
    dates = [duty.application for duty in owed]
    return Outcome(
        tuple(duty.locator for duty in owed),
        duties=(*owed, *_literacy(on)),
        application=min(dates, key=lambda item: item.starts, default=None),
        further_questions=merge(
            open_questions(verdict for _, verdict in verdicts), *(item.further_questions for item in dates)
        ),
        ledger=LEDGER if owed else (),
    )


def exempted(facts: ProductFacts, on: date) -> Outcome:
    """Return what an Annex III use brings whose provider relies on Art. 6(3).

    Parameters
    ----------
    facts : ProductFacts
        The answers.
    on : datetime.date
        The day asked about.

    Returns
    -------
    Outcome
        Document and register; empty if it is no such use.
    """
    listed = judge(LISTED, facts)
    if not (listed.holds and judge(EXEMPT, facts).holds):
        return Outcome(further_questions=listed.open)
    unverified = Application(None, None, "the start of Art. 49(2) is not verified")
    return Outcome(
        tuple(EXEMPTION_CONDITIONS[word] for word in facts.exemption_conditions),
        duties=(
            Duty(
                "provider",
                "Art. 6(4)",
                "Document the assessment.",
                from_day(ANNEX_III, on),
                None,
                EXEMPTION_LEDGER,
            ),
            Duty("provider", "Art. 49(2)", "Register in the EU database.", unverified, None, EXEMPTION_LEDGER),
        ),
        ledger=EXEMPTION_LEDGER,
    )


def effective_roles(facts: ProductFacts, *, is_high_risk: bool) -> tuple[str, ...] | None:
    """Return the roles after Art. 25: who changes a high-risk system becomes its provider.

    Parameters
    ----------
    facts : ProductFacts
        The answers.
    is_high_risk : bool
        Whether the system is high-risk; Art. 25 moves roles for no other.

    Returns
    -------
    tuple of str or None
        The roles given, with ``"provider"`` added where Art. 25 says so; ``None`` if no role is known.
    """
    if facts.roles is None:
        return None
    changes = facts.value_chain_changes or ()
    by_name = "sold under the product manufacturer's name"
    becomes = any(change != by_name for change in changes) or (
        by_name in changes and "product manufacturer" in facts.roles and facts.annex_i_product in SECTION_A
    )
    return merge(facts.roles, ("provider",)) if is_high_risk and becomes else facts.roles


def _literacy(on: date) -> tuple[Duty, ...]:
    text = "Take measures to support the AI literacy of staff."
    when = from_day(LITERACY, on)
    return tuple(Duty(owner, "Art. 4", text, when, None, LITERACY.ledger) for owner in ("provider", "deployer"))


def open_questions(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """Return the open questions of several verdicts, each once."""
    return merge(*(verdict.open for verdict in verdicts))
