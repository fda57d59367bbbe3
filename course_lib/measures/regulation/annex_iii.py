"""The use cases of Annex III, point by point, and the exemption of Article 6(3), as rules. Data only."""

from dataclasses import dataclass

from course_lib.measures.regulation.logic import AllOf, AnyOf, Ask, Gate, Not, Rule
from course_lib.measures.regulation.vocabulary import EXEMPTION_CONDITIONS, INFRASTRUCTURE


@dataclass(frozen=True)
class UseCase:
    """One point of Annex III.

    Parameters
    ----------
    point : str
        Locator inside the annex, such as ``"5(b)"``.
    rule : Rule
        When a product falls under it.
    ledger : tuple of str
        Identifiers of ledger entries.
    """

    point: str
    rule: Rule
    ledger: tuple[str, ...] = ("EUAI-006",)


SAFETY_COMPONENT = AnyOf(Ask("safety_function"), Ask("failure_endangers_safety"))
_EMOTION = AllOf(Ask("emotion_source", "biometric data"), Ask("inferred_state", "emotion or intention"))


def _use(area: str, field: str, *words: str) -> Rule:
    return Gate(Ask("areas", area), Ask(field, *words))


USE_CASES = (
    UseCase("1(a)", _use("biometrics", "biometric_uses", "remote identification"), ("EUAI-006", "EUAI-012")),
    UseCase("1(b)", _use("biometrics", "biometric_uses", "categorisation by sensitive or protected attributes")),
    UseCase(
        "1(c)",
        Gate(_use("biometrics", "biometric_uses", "emotion recognition"), _EMOTION),
        ("EUAI-006", "EUAI-013"),
    ),
    UseCase("2", Gate(_use("critical infrastructure", "infrastructure", *INFRASTRUCTURE[:-1]), SAFETY_COMPONENT)),
    UseCase("3(a)", _use("education", "education_uses", "admission or assignment")),
    UseCase("3(b)", _use("education", "education_uses", "evaluating learning outcomes")),
    UseCase("3(c)", _use("education", "education_uses", "assessing level of education")),
    UseCase("3(d)", _use("education", "education_uses", "monitoring tests")),
    UseCase("4(a)", _use("employment", "employment_uses", "recruitment or selection"), ("EUAI-009",)),
    UseCase(
        "4(b)",
        _use(
            "employment",
            "employment_uses",
            "terms, promotion or termination",
            "task allocation by behaviour or traits",
            "monitoring performance or behaviour",
        ),
        ("EUAI-009",),
    ),
    UseCase("5(a)", _use("essential services", "service_uses", "public benefits by or for a public authority")),
    UseCase(
        "5(b)",
        _use("essential services", "service_uses", "creditworthiness of natural persons"),
        ("EUAI-010",),
    ),
    UseCase(
        "5(c)",
        _use("essential services", "service_uses", "life or health insurance of natural persons"),
        ("EUAI-011",),
    ),
    UseCase("5(d)", _use("essential services", "service_uses", "emergency calls, dispatch or triage")),
    UseCase("6(a)", _use("law enforcement", "law_enforcement_uses", "risk of becoming a victim")),
    UseCase("6(b)", _use("law enforcement", "law_enforcement_uses", "polygraph")),
    UseCase("6(c)", _use("law enforcement", "law_enforcement_uses", "reliability of evidence")),
    UseCase("6(d)", _use("law enforcement", "law_enforcement_uses", "risk of offending")),
    UseCase("6(e)", _use("law enforcement", "law_enforcement_uses", "profiling in investigations")),
    UseCase("7(a)", _use("migration", "migration_uses", "polygraph")),
    UseCase("7(b)", _use("migration", "migration_uses", "risk assessment of entrants")),
    UseCase("7(c)", _use("migration", "migration_uses", "examining applications")),
    UseCase("7(d)", _use("migration", "migration_uses", "identifying persons")),
    UseCase(
        "8(a)",
        _use(
            "justice and democracy",
            "justice_uses",
            "assisting a judicial authority",
            "alternative dispute resolution",
        ),
    ),
    UseCase("8(b)", _use("justice and democracy", "justice_uses", "influencing votes")),
)

LISTED = AnyOf(*(case.rule for case in USE_CASES))
EXEMPT = AllOf(
    Not(Ask("profiles_persons")),
    Not(Ask("significant_risk")),
    Ask("exemption_conditions", *EXEMPTION_CONDITIONS),
)
HIGH_RISK = Gate(LISTED, Not(EXEMPT))
EXEMPTION_LEDGER = ("EUAI-007", "EUAI-008")
