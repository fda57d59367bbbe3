"""The words a product is described with. Data only.

Words marked as traps sit close to a listed use and are outside it; each stands beside its look-alike.
"""

ROLES = (
    "provider",
    "deployer",
    "importer",
    "distributor",
    "product manufacturer",
    "authorised representative",
)
SIZES = ("large", "small mid-cap", "SME", "start-up")
DEPLOYER_TYPES = ("private", "private provider of public services", "public body", "Union institution")

EXCLUSIONS = {
    "military or national security only": "Art. 2(3)",
    "international law-enforcement cooperation": "Art. 2(4)",
    "scientific research only": "Art. 2(6)",
    "development or testing before the market": "Art. 2(8)",
    "not an AI system": "Art. 3(1)",
    "personal non-professional use": "Art. 2(10)",
    "free and open-source release": "Art. 2(12)",
}
PERSONAL_USE = "personal non-professional use"
OPEN_SOURCE = "free and open-source release"

VALUE_CHAIN_CHANGES = {
    "rebranded": "Art. 25(1)(a)",
    "substantially modified": "Art. 25(1)(b)",
    "purpose changed": "Art. 25(1)(c)",
    "sold under the product manufacturer's name": "Art. 25(3)",
}

PRACTICES = (
    "manipulation",
    "exploiting vulnerability",
    "intimate imagery",
    "child sexual abuse material",
    "social scoring",
    "crime prediction",
    "facial image scraping",
    "emotion inference at work or school",
    "biometric categorisation by sensitive trait",
    "real-time identification by police",
)

AREAS = (
    "biometrics",
    "critical infrastructure",
    "education",
    "employment",
    "essential services",
    "law enforcement",
    "migration",
    "justice and democracy",
)
BIOMETRIC_USES = (
    "remote identification",
    "verification",  # trap: confirms a claimed identity, nothing else
    "categorisation by sensitive or protected attributes",
    "categorisation by other attributes",  # trap
    "emotion recognition",
    "other biometric use",
)
EMOTION_SOURCES = ("biometric data", "text or other data")
INFERRED_STATES = ("emotion or intention", "physical state")
INFRASTRUCTURE = (
    "critical digital infrastructure",
    "road traffic",
    "water supply",
    "gas supply",
    "heating supply",
    "electricity supply",
    "other infrastructure",
)
EDUCATION_USES = (
    "admission or assignment",
    "evaluating learning outcomes",
    "assessing level of education",
    "monitoring tests",
    "other education use",
)
EMPLOYMENT_USES = (
    "recruitment or selection",
    "terms, promotion or termination",
    "task allocation by behaviour or traits",
    "task allocation by other criteria",  # trap
    "monitoring performance or behaviour",
    "other employment use",
)
SERVICE_USES = (
    "public benefits by or for a public authority",
    "benefits of a private programme",  # trap
    "creditworthiness of natural persons",
    "creditworthiness of companies",  # trap
    "financial fraud detection",  # trap: expressly excluded
    "life or health insurance of natural persons",
    "other insurance",  # trap
    "emergency calls, dispatch or triage",
    "other service use",
)
LAW_ENFORCEMENT_USES = (
    "risk of becoming a victim",
    "polygraph",
    "reliability of evidence",
    "risk of offending",
    "profiling in investigations",
    "tax or customs administration",  # trap: administrative proceedings
    "other law-enforcement use",
)
MIGRATION_USES = (
    "polygraph",
    "risk assessment of entrants",
    "examining applications",
    "identifying persons",
    "verifying travel documents",  # trap: expressly excluded
    "other migration use",
)
JUSTICE_USES = (
    "assisting a judicial authority",
    "alternative dispute resolution",
    "court administration",  # trap: ancillary administrative tasks
    "influencing votes",
    "campaign logistics",  # trap: expressly excluded
    "other justice use",
)

EXEMPTION_CONDITIONS = {
    "narrow procedural task": "Art. 6(3)(a)",
    "improves a completed human activity": "Art. 6(3)(b)",
    "detects patterns without replacing human review": "Art. 6(3)(c)",
    "preparatory task": "Art. 6(3)(d)",
}

TRANSPARENCY_FUNCTIONS = (
    "interacts with people",
    "obvious interaction",  # trap: obvious to a reasonably well-informed person
    "generates synthetic content",
    "assistive editing",  # trap: standard editing, or input not substantially altered
    "biometric emotion recognition or categorisation",
    "deep fake",
    "public-interest text",
    "edited public-interest text",  # trap: human review and editorial responsibility
    "authorised by law for criminal offences",  # trap: exempt from the paragraph concerned
)

GPAI_ACTIVITIES = ("none", "integrates a model", "fine-tunes a model", "provides a model")
COMMISSION_DECISIONS = ("none", "designated", "presumption rebutted")
THIRD_PARTY_ASSESSMENTS = ("required for health or safety", "required for other risks only", "not required")
