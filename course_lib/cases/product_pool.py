"""What products may be drawn: their answers, and, for those that were corrected, what the answers said at first."""

from dataclasses import dataclass

OPEN = "not known"
_EMOTION_AT_WORK = "emotion inference at work or school"
_CREDIT_WORDS, _COMPANY_WORDS = "creditworthiness of natural persons", "creditworthiness of companies"
_EXEMPT = {"significant_risk": "no", "exemption_conditions": "preparatory task"}
_SIGHT = {"emotion_source": "biometric data", "inferred_state": "emotion or intention"}
_HEALTH = "required for health or safety"


@dataclass(frozen=True)
class Pool:
    """A product that may be drawn: its name, its answers, and, if an answer was corrected, what it said at first."""

    name: str
    answers: dict[str, str]
    at_first: dict[str, str] | None = None


PROHIBITED = (
    Pool("call-centre coach: hears agents' mood in their voice", {"practices": _EMOTION_AT_WORK, **_SIGHT}),
    Pool(
        "face finder: matches visitors with photos scraped from the web",
        {"practices": "facial image scraping", "scraping_untargeted": "yes"},
    ),
    Pool(
        "trust score: late rent payers lose unrelated services",
        {"practices": "social scoring", "score_in_unrelated_context": "yes"},
    ),
)
CREDIT_SCORE = Pool("credit score of loan applicants", {"service_uses": _CREDIT_WORDS, "profiles_persons": "yes"})
LISTED = (
    Pool("ranking of job applicants' CVs", {"employment_uses": "recruitment or selection", "profiles_persons": "yes"}),
    Pool(
        "price of term life insurance",
        {"service_uses": "life or health insurance of natural persons", "profiles_persons": "yes"},
        {"service_uses": "other insurance"},
    ),
    Pool(
        "shift planner: rates workers by their behaviour",
        {"employment_uses": "task allocation by behaviour or traits", "profiles_persons": "yes"},
        {"employment_uses": "task allocation by other criteria"},
    ),
    Pool(
        "watches online exams of the training academy",
        {"education_uses": "monitoring tests", "profiles_persons": "yes"},
    ),
    Pool(
        "short-lists CVs for a recruiter, from a profile of each applicant",
        {"employment_uses": "recruitment or selection", **_EXEMPT, "profiles_persons": "yes"},
        {"profiles_persons": "no"},
    ),
)
PRODUCTS = (
    Pool(
        "finds nodules in lung scans, part of a diagnostic device",
        {"annex_i_product": "medical device", "safety_function": "yes", "third_party_assessment": _HEALTH},
    ),
    Pool(
        "holds lift doors open, part of the lift's control",
        {"annex_i_product": "lift", "safety_function": "yes", "third_party_assessment": _HEALTH},
    ),
    Pool(
        "reads blood tests, part of a laboratory analyser",
        {"annex_i_product": "in vitro diagnostic device", "safety_function": "yes", "third_party_assessment": _HEALTH},
    ),
)
MARKETING = Pool("makes images for adverts", {"transparency_functions": "generates synthetic content"})
TRANSPARENT = (
    Pool("chat assistant for customers", {"transparency_functions": "interacts with people"}),
    Pool("clips with a computed double of the spokesperson", {"transparency_functions": "deep fake"}),
)
LOOK_ALIKES = (
    Pool("credit rating of companies", {"service_uses": _COMPANY_WORDS}, {"service_uses": _CREDIT_WORDS}),
    Pool(
        "finds card fraud",
        {"service_uses": "financial fraud detection", "profiles_persons": "yes"},
        {"service_uses": _CREDIT_WORDS},
    ),
    Pool(
        "price of car insurance",
        {"service_uses": "other insurance", "profiles_persons": "yes"},
        {"service_uses": "life or health insurance of natural persons"},
    ),
    Pool(
        "warns tired drivers of the group's own lorries",
        {"practices": _EMOTION_AT_WORK, "emotion_source": "biometric data", "inferred_state": "physical state"},
        {"inferred_state": "emotion or intention"},
    ),
    Pool(
        "log-in by face: confirms that a customer is who they say they are",
        {"biometric_uses": "verification", "profiles_persons": "no"},
        {"biometric_uses": "remote identification"},
    ),
    Pool(
        "fall alarm in a wristband, approved by its maker alone",
        {"annex_i_product": "radio equipment", "safety_function": "yes", "third_party_assessment": "not required"},
        {"third_party_assessment": _HEALTH},
    ),
    Pool(
        "puts incoming CVs into one file format",
        {
            "employment_uses": "recruitment or selection",
            "profiles_persons": "no",
            "significant_risk": "no",
            "exemption_conditions": "narrow procedural task",
        },
        {"profiles_persons": "yes"},
    ),
)
UNSETTLED = (
    Pool("short-lists loan files for a clerk", {"service_uses": _CREDIT_WORDS, **_EXEMPT, "profiles_persons": OPEN}),
    Pool(
        "sorts claims for life cover before a human reads them",
        {"service_uses": "life or health insurance of natural persons", **_EXEMPT, "profiles_persons": OPEN},
    ),
    Pool(
        "drafts the order in which job applications are read",
        {
            "employment_uses": "recruitment or selection",
            "exemption_conditions": "preparatory task",
            "profiles_persons": "no",
            "significant_risk": OPEN,
        },
    ),
)
