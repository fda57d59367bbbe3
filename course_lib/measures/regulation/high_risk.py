"""What the full high-risk regime brings, by the product route, the use-case route or both."""

from datetime import date

from course_lib.measures.regulation import obligations as table
from course_lib.measures.regulation.annex_i import SECTION_A, annex_i_locators, product_rule
from course_lib.measures.regulation.annex_iii import EXEMPTION_LEDGER, USE_CASES
from course_lib.measures.regulation.annex_iii import HIGH_RISK as ANNEX_III_RULE
from course_lib.measures.regulation.application import high_risk_application
from course_lib.measures.regulation.dates import ANNEX_I, ANNEX_III
from course_lib.measures.regulation.facts import ProductFacts
from course_lib.measures.regulation.logic import judge, merge
from course_lib.measures.regulation.model import Application, Duty
from course_lib.measures.regulation.outcomes import Outcome, open_questions, transparency


def high_risk(facts: ProductFacts, on: date) -> Outcome:
    """Return what the full high-risk regime brings.

    Parameters
    ----------
    facts : ProductFacts
        The answers.
    on : datetime.date
        The day asked about.

    Returns
    -------
    Outcome
        Art. 50 and literacy duties included.
    """
    product, listed = judge(product_rule(SECTION_A), facts), judge(ANNEX_III_RULE, facts)
    cases = [(case, judge(case.rule, facts)) for case in USE_CASES]
    matched = [case for case, verdict in cases if verdict.holds and listed.holds]
    application = high_risk_application(facts, ANNEX_III if matched else ANNEX_I, on)
    duties, questions = _high_risk_duties(facts, application, [case.point for case in matched], bool(product.holds))
    more = transparency(facts, on)
    return Outcome(
        (
            *(annex_i_locators(facts.annex_i_product) if product.holds else ()),
            *(("Art. 6(2)", *(f"Annex III {case.point}" for case in matched)) if matched else ()),
        ),
        more.locators,
        (*duties, *more.duties),
        application,
        merge(
            product.open,
            listed.open,
            open_questions(verdict for _, verdict in cases),
            questions,
            application.further_questions,
            more.further_questions,
        ),
        merge(
            ("EUAI-005",) if product.holds else (),
            *(case.ledger for case in matched),
            EXEMPTION_LEDGER[:1],
            more.ledger,
        ),
    )


def _high_risk_duties(
    facts: ProductFacts, application: Application, points: list[str], product_route: bool
) -> tuple[tuple[Duty, ...], tuple[str, ...]]:
    scopes = _scopes(points, product_route)
    owed, questions = [], []
    for item in table.HIGH_RISK:
        if item.scope not in scopes:
            continue
        verdict = judge(item.rule, facts) if item.rule else None
        if verdict is None or verdict.holds:
            owed.append(Duty(item.owner, item.locator, item.text, application, item.fine, item.ledger))
        else:
            questions.append(verdict.open)
    return tuple(owed), merge(*questions)


def _scopes(points: list[str], product_route: bool) -> set[str]:
    scopes = {table.ALL}
    if product_route:
        scopes.add(table.SECTION_A)
    for point in points:
        area = point[0]
        scopes.add(table.POINT_2 if area == "2" else table.LISTED_PERSONS)
        if not product_route:  # Art. 43(3): a system on both routes follows the product's own procedure
            scopes.add(table.POINT_1 if area == "1" else table.POINTS_2_TO_8)
        if area == "4":
            scopes.add(table.WORKPLACE)
        if point in ("5(b)", "5(c)"):
            scopes.add(table.CREDIT_OR_INSURANCE)
    if table.LISTED_PERSONS in scopes and table.CREDIT_OR_INSURANCE not in scopes:
        scopes.add(table.OTHER_PERSONS)
    return scopes
