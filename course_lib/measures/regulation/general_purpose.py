"""The general-purpose model axis: model providers, systemic risk, and the duties of Arts. 52 to 55."""

from datetime import date

from course_lib.measures.regulation.application import model_application
from course_lib.measures.regulation.facts import ProductFacts
from course_lib.measures.regulation.logic import Above, AllOf, AnyOf, Ask, Gate, Not, Rule, judge, merge
from course_lib.measures.regulation.model import (
    GPAI,
    NO_MODEL,
    NOT_ENOUGH_FACTS,
    OUT_OF_SCOPE,
    SYSTEMIC,
    Application,
    Duty,
    ModelStatus,
)

SYSTEMIC_COMPUTE_FLOP = 1e25
MODIFICATION_SHARE = 1 / 3
MODEL_FINE = "AI Act 101"

PROVIDES = AnyOf(
    Ask("gpai_activity", "provides a model"),
    Gate(Ask("gpai_activity", "fine-tunes a model"), Above("modification_compute_share", MODIFICATION_SHARE)),
)
_DESIGNATED = Ask("commission_decision", "designated")
_PRESUMED = AllOf(
    Above("training_compute_flop", SYSTEMIC_COMPUTE_FLOP),
    Not(Ask("commission_decision", "presumption rebutted")),
)
SYSTEMIC_RISK = AnyOf(_DESIGNATED, _PRESUMED)
_OPEN = Ask("free_open_licence")

# Locator, text, ledger, condition beside being a model provider; systemic duties follow in their own table.
_EVERY_MODEL: tuple[tuple[str, str, str, Rule | None], ...] = (
    ("Art. 53(1)(a)", "Keep technical documentation of the model.", "EUAI-041", Not(_OPEN)),
    ("Art. 53(1)(b)", "Document the model for those who build on it.", "EUAI-041", Not(_OPEN)),
    ("Art. 53(1)(c)", "Have a policy on copyright.", "EUAI-041", None),
    ("Art. 53(1)(d)", "Publish a summary of the training content.", "EUAI-041", None),
    (
        "Art. 54(1)",
        "Appoint an authorised representative in the Union.",
        "EUAI-041",
        AllOf(Not(Ask("established_in_union")), Not(_OPEN)),
    ),
)
_SYSTEMIC_MODEL: tuple[tuple[str, str, str, Rule | None], ...] = (
    ("Art. 52(1)", "Notify the Commission within two weeks.", "EUAI-040", None),
    ("Art. 53(1)(a)", "Keep technical documentation of the model.", "EUAI-041", None),
    ("Art. 53(1)(b)", "Document the model for those who build on it.", "EUAI-041", None),
    ("Art. 53(1)(c)", "Have a policy on copyright.", "EUAI-041", None),
    ("Art. 53(1)(d)", "Publish a summary of the training content.", "EUAI-041", None),
    (
        "Art. 54(1)",
        "Appoint an authorised representative in the Union.",
        "EUAI-041",
        Not(Ask("established_in_union")),
    ),
    ("Art. 55(1)(a)", "Evaluate the model, with adversarial testing.", "EUAI-042", None),
    ("Art. 55(1)(b)", "Assess and mitigate systemic risks.", "EUAI-042", None),
    ("Art. 55(1)(c)", "Track and report serious incidents without undue delay.", "EUAI-042", None),
    ("Art. 55(1)(d)", "Protect the model's cybersecurity.", "EUAI-042", None),
)


def model_status(
    facts: ProductFacts, *, on: date, in_scope: bool | None, scope_questions: tuple[str, ...]
) -> ModelStatus:
    """Place a product on the general-purpose model axis.

    Parameters
    ----------
    facts : ProductFacts
        The answers.
    on : datetime.date
        The day asked about.
    in_scope : bool or None
        Result of the scope step.
    scope_questions : tuple of str
        Questions the scope step left open.

    Returns
    -------
    ModelStatus
        The status and the duties of the model provider.

    References
    ----------
    Arts. 3(63), 51 to 55 of Regulation (EU) 2024/1689. That a modification makes a new provider only above
    one third of the original training compute is an indicative criterion of the Commission's guidelines.
    """
    if in_scope is False:
        return ModelStatus(OUT_OF_SCOPE)
    provides = judge(PROVIDES, facts)
    if provides.holds is False:
        return ModelStatus(NO_MODEL)
    systemic = judge(Gate(PROVIDES, SYSTEMIC_RISK), facts)
    unknown = merge(scope_questions, provides.open, systemic.open)
    if unknown:
        return ModelStatus(NOT_ENOUGH_FACTS, open_questions=unknown)
    application = model_application(facts, on)
    table = _SYSTEMIC_MODEL if systemic.holds else _EVERY_MODEL
    duties, questions = _duties(table, facts, application)
    return ModelStatus(
        SYSTEMIC if systemic.holds else GPAI,
        _locators(facts) if systemic.holds else ("Art. 53",),
        duties,
        application,
        further_questions=merge(questions, application.further_questions),
        ledger=merge(("EUAI-002", "EUAI-039"), *(duty.ledger for duty in duties)),
    )


def _locators(facts: ProductFacts) -> tuple[str, ...]:
    """Return the provisions behind systemic risk: the presumption from compute, a decision, or both."""
    presumed = ("Art. 51(2)",) if judge(_PRESUMED, facts).holds else ()
    designated = ("Art. 51(1)(b)",) if judge(_DESIGNATED, facts).holds else ()
    return (*presumed, *designated, "Art. 53", "Art. 55")


def _duties(
    table: tuple[tuple[str, str, str, Rule | None], ...], facts: ProductFacts, application: Application
) -> tuple[tuple[Duty, ...], tuple[str, ...]]:
    owed, questions = [], []
    for locator, text, ledger, rule in table:
        verdict = None if rule is None else judge(rule, facts)
        if verdict is None or verdict.holds:
            owed.append(Duty("model provider", locator, text, application, MODEL_FINE, (ledger,)))
        elif verdict.holds is None:
            questions.append(verdict.open)
    return tuple(owed), merge(*questions)
