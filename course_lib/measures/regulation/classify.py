"""The decision order: scope, prohibited practices, product, use case, exemption, transparency, dates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from course_lib.measures.regulation import outcomes
from course_lib.measures.regulation.annex_i import SECTION_A, SECTION_B, product_rule
from course_lib.measures.regulation.annex_iii import HIGH_RISK as ANNEX_III_RULE
from course_lib.measures.regulation.facts import ProductFacts
from course_lib.measures.regulation.general_purpose import model_status
from course_lib.measures.regulation.high_risk import high_risk
from course_lib.measures.regulation.logic import AllOf, AnyOf, Ask, Gate, Not, Rule, Verdict, judge, merge
from course_lib.measures.regulation.model import (
    CATEGORIES,
    HIGH_RISK,
    NO_CATEGORY,
    NOT_ENOUGH_FACTS,
    OUT_OF_SCOPE,
    PROHIBITED,
    TRANSPARENCY,
    Classification,
    ModelStatus,
)
from course_lib.measures.regulation.outcomes import Outcome
from course_lib.measures.regulation.practices import PROHIBITED as PRACTICES
from course_lib.measures.regulation.questions import check_day
from course_lib.measures.regulation.transparency import OWED
from course_lib.measures.regulation.vocabulary import EXCLUSIONS, OPEN_SOURCE, PERSONAL_USE, ROLES

LINK_TO_UNION = AnyOf(Ask("placed_on_union_market"), Ask("deployed_in_union"), Ask("output_used_in_union"))
EXCLUSION_RULES = {
    **{word: Ask("exclusions", word) for word in EXCLUSIONS if word not in (PERSONAL_USE, OPEN_SOURCE)},
    # Art. 2(10) frees natural persons as deployers only.
    PERSONAL_USE: Gate(Ask("exclusions", PERSONAL_USE), Not(Ask("roles", *(set(ROLES) - {"deployer"})))),
}
IN_SCOPE = AllOf(LINK_TO_UNION, Not(AnyOf(*EXCLUSION_RULES.values())))


@dataclass(frozen=True)
class _Step:
    """A stop of the decision order: where it leads if its rule holds, and what that brings."""

    name: str
    category: str
    rule: Rule
    outcome: Callable[[ProductFacts, date], Outcome]


_STEPS = (
    _Step(
        "prohibited practice, Art. 5",
        PROHIBITED,
        AnyOf(*(item.rule for item in PRACTICES)),
        outcomes.prohibited,
    ),
    _Step("product of Annex I Section B, Art. 6(1)", HIGH_RISK, product_rule(SECTION_B), outcomes.section_b),
    _Step(
        "product of Annex I Section A, Art. 6(1), or use of Annex III, Art. 6(2)-(3)",
        HIGH_RISK,
        AnyOf(product_rule(SECTION_A), ANNEX_III_RULE),
        high_risk,
    ),
    _Step("transparency, Art. 50", TRANSPARENCY, OWED, outcomes.transparency),
)
_WORDS = {True: "yes", False: "no", None: "not known"}


def classify(facts: ProductFacts, *, on: date) -> Classification:
    """Classify a product under the Artificial Intelligence Act as amended in July 2026.

    The steps run in a fixed order and the first that holds decides. If an earlier step is not settled, the
    result names the questions that would settle it, and no category is guessed.

    Parameters
    ----------
    facts : ProductFacts
        Plain answers; ``None`` is not known.
    on : datetime.date
        The day asked about. It decides which duties already bind, not the category.

    Returns
    -------
    Classification
        Category, provisions, duties with their owners, dates and ledger entries. Not legal advice.

    Raises
    ------
    ValueError
        If ``facts`` is no ``ProductFacts`` or ``on`` is no plain date.

    References
    ----------
    Regulation (EU) 2024/1689, Arts. 2, 5, 6, 25, 50, 51 and 113, as amended by Regulation (EU) 2026/1744.
    """
    if not isinstance(facts, ProductFacts):
        raise ValueError(f"facts is a {type(facts).__name__}; build a ProductFacts, or read one with from_mapping.")
    check_day("on", on)
    scope = judge(IN_SCOPE, facts)
    gpai = model_status(facts, on=on, in_scope=scope.holds, scope_questions=scope.open)
    if scope.holds is False:
        return Classification(
            OUT_OF_SCOPE,
            on,
            _scope_locators(facts),
            roles=facts.roles,
            gpai=gpai,
            reasons=(_reason("in scope, Art. 2", scope),),
        )
    return _walk(facts, on, scope, gpai)


def _walk(facts: ProductFacts, on: date, scope: Verdict, gpai: ModelStatus) -> Classification:
    reasons = [_reason("in scope, Art. 2", scope)]
    open_steps = [(OUT_OF_SCOPE, scope.open)] if scope.open else []
    for step in _STEPS:
        verdict = judge(step.rule, facts)
        reasons.append(_reason(step.name, verdict))
        if verdict.holds:
            return _settle(facts, on, step, open_steps, gpai, tuple(reasons))
        if verdict.open:
            open_steps.append((step.category, verdict.open))
    return _settle(facts, on, None, open_steps, gpai, tuple(reasons))


def _settle(
    facts: ProductFacts,
    on: date,
    step: _Step | None,
    open_steps: list[tuple[str, tuple[str, ...]]],
    gpai: ModelStatus,
    reasons: tuple[str, ...],
) -> Classification:
    category = step.category if step else NO_CATEGORY
    if open_steps:
        possible = {category, *(name for name, _ in open_steps)}
        return Classification(
            NOT_ENOUGH_FACTS,
            on,
            roles=facts.roles,
            gpai=gpai,
            open_questions=merge(*(questions for _, questions in open_steps)),
            candidates=tuple(name for name in CATEGORIES if name in possible),
            reasons=reasons,
            ledger=("EUAI-002",),
        )
    return _decided(
        facts,
        on,
        category,
        step.outcome(facts, on) if step else outcomes.transparency(facts, on),
        gpai,
        reasons,
    )


def _decided(
    facts: ProductFacts, on: date, category: str, main: Outcome, gpai: ModelStatus, reasons: tuple[str, ...]
) -> Classification:
    extra = outcomes.exempted(facts, on) if category in (TRANSPARENCY, NO_CATEGORY) else Outcome()
    if category == NO_CATEGORY and OPEN_SOURCE in facts.exclusions and not extra.locators:
        return Classification(
            OUT_OF_SCOPE, on, (EXCLUSIONS[OPEN_SOURCE],), roles=facts.roles, gpai=gpai, reasons=reasons
        )
    roles = outcomes.effective_roles(facts, is_high_risk=category == HIGH_RISK)
    return Classification(
        category,
        on,
        (*main.locators, *extra.locators),
        main.also,
        roles,
        (*main.duties, *extra.duties),
        main.application,
        gpai,
        further_questions=merge(main.further_questions, extra.further_questions, () if roles else ("roles",)),
        reasons=reasons,
        ledger=merge(("EUAI-002",), main.ledger, extra.ledger, main.application.ledger if main.application else ()),
    )


def _scope_locators(facts: ProductFacts) -> tuple[str, ...]:
    excluded = tuple(EXCLUSIONS[word] for word, rule in EXCLUSION_RULES.items() if judge(rule, facts).holds)
    return excluded or ("Art. 2(1)",)


def _reason(name: str, verdict: Verdict) -> str:
    return f"{name}: {_WORDS[verdict.holds]}"
