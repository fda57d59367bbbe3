"""Extracts of the AI Act and the GDPR as tables: classes, dates, duties, ceilings, reports. Each row cites the ledger.

They are written out by hand, and the keys do not use them: the classifier of `measures.regulation` is the other entry.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

CLASSES = (
    "prohibited",
    "high-risk by Annex I",
    "high-risk by Annex III",
    "transparency duties only",
    "none of these",
    "not enough facts",
)
_BAN, _BY_PRODUCT, _BY_USE, _TRANSPARENT, _NONE, _ = CLASSES
_EMOTION = (("emotion_source", "biometric data"), ("inferred_state", "emotion or intention"))
_PART = (("safety_function", "yes"), ("third_party_assessment", "required for health or safety"))
_EXEMPT = (("profiles_persons", "no"), ("significant_risk", "no"))
# step, rule, class, ledger, all the answers that it takes
_RULES = (
    (1, "Art. 5(1)(c)", _BAN, "EUAI-003", (("practices", "social scoring"), ("score_in_unrelated_context", "yes"))),
    (1, "Art. 5(1)(e)", _BAN, "EUAI-003", (("practices", "facial image scraping"), ("scraping_untargeted", "yes"))),
    (1, "Art. 5(1)(f)", _BAN, "EUAI-003, EUAI-013",
     (("practices", "emotion inference at work or school"), *_EMOTION, ("medical_or_safety_reason", "no"))),
    *((2, f"Art. 6(1), {product}", _BY_PRODUCT, "EUAI-005", (("annex_i_product", product), *_PART))
      for product in ("radio equipment", "lift", "medical device", "in vitro diagnostic device")),
    (3, "Art. 6(3)(a)", _NONE, "EUAI-007", (*_EXEMPT, ("exemption_conditions", "narrow procedural task"))),
    (3, "Art. 6(3)(d)", _NONE, "EUAI-007", (*_EXEMPT, ("exemption_conditions", "preparatory task"))),
    (4, "Annex III 1(a)", _BY_USE, "EUAI-006, EUAI-012", (("biometric_uses", "remote identification"),)),
    (4, "Annex III 3(d)", _BY_USE, "EUAI-006", (("education_uses", "monitoring tests"),)),
    (4, "Annex III 4(a)", _BY_USE, "EUAI-009", (("employment_uses", "recruitment or selection"),)),
    (4, "Annex III 4(b)", _BY_USE, "EUAI-009", (("employment_uses", "task allocation by behaviour or traits"),)),
    (4, "Annex III 5(b)", _BY_USE, "EUAI-010", (("service_uses", "creditworthiness of natural persons"),)),
    (4, "Annex III 5(c)", _BY_USE, "EUAI-011", (("service_uses", "life or health insurance of natural persons"),)),
    (5, "Art. 50(1)", _TRANSPARENT, "EUAI-021", (("transparency_functions", "interacts with people"),)),
    (5, "Art. 50(2)", _TRANSPARENT, "EUAI-021", (("transparency_functions", "generates synthetic content"),)),
    (5, "Art. 50(4)", _TRANSPARENT, "EUAI-021", (("transparency_functions", "deep fake"),)),
)  # fmt: skip
# what, which systems, from when, state of the text, ledger
_DATES = (
    ("high-risk rules, Annex III", "all", "2026-08-02", "text of 2024, superseded", "EUAI-044"),
    ("high-risk rules, Annex III", "all", "2027-12-02", "in force as amended", "EUAI-044"),
    ("high-risk rules, Annex I", "all", "2027-08-02", "text of 2024, superseded", "EUAI-045"),
    ("high-risk rules, Annex I", "all", "2028-08-02", "in force as amended", "EUAI-045"),
    ("transparency, Art. 50", "all", "2026-08-02", "in force as amended", "EUAI-046"),
    ("marking of synthetic output, Art. 50(2)", "on the market before 2026-08-02", "2026-12-02",
     "in force as amended", "EUAI-046"),
    ("marking of synthetic output, Art. 50(2)", "on the market from 2026-08-02", "2026-08-02",
     "in force as amended", "EUAI-046"),
)  # fmt: skip
DUTIES = (
    "technical documentation (Art. 11)",
    "conformity by internal control (Art. 43(2))",
    "CE marking (Art. 48)",
    "monitoring after sale (Art. 72)",
    "competent human oversight (Art. 26(2))",
    "tell the people decided about (Art. 26(11))",
    "fundamental rights impact assessment (Art. 27)",
    "conformity by a notified body (Art. 43(1))",
    "conformity in the product's procedure (Art. 43(3))",
    "tell the workers first (Art. 26(7))",
)
_OWNERS = ("provider", "provider", "provider", "provider", "deployer", "deployer", "deployer", "provider", "provider",
           "deployer")  # fmt: skip
_COVERS = (
    "every high-risk system",
    "Annex III, points 2 to 8",
    "every high-risk system",
    "every high-risk system",
    "every high-risk system",
    "Annex III",
    "Annex III 5(b) and 5(c), any deployer",
    "Annex III, point 1, where standards are not applied in full",
    "Annex I",
    "Annex III, point 4",
)
_DUTY_LEDGER = ("EUAI-014", "EUAI-018", "EUAI-018", "EUAI-030", "EUAI-033", "EUAI-020", "EUAI-017", "EUAI-018",
                "EUAI-005", "EUAI-020")  # fmt: skip
# provision, what it covers, EUR million, per cent of turnover, which counts: large firm, small mid-cap, SME, ledger
_CEILINGS = (
    ("AI Act 99(3)", "Art. 5", 35.0, 7.0, "higher", "higher", "lower", "EUAI-032, EUAI-035"),
    ("AI Act 99(4)", "Arts. 16, 22, 23, 24, 26, 50; 9 to 15 through 16", 15.0, 3.0, "higher", "lower", "lower",
     "EUAI-033, EUAI-035"),
    ("AI Act 99(5)", "misleading answers to an authority", 7.5, 1.0, "higher", "lower", "lower", "EUAI-034, EUAI-035"),
    ("GDPR 83(4)", "Arts. 8, 11, 25 to 39, 42, 43", 10.0, 2.0, "higher", "higher", "higher", "GDPR-001"),
    ("GDPR 83(5)", "Arts. 5 to 7, 9, 12 to 22, 44 to 49", 20.0, 4.0, "higher", "higher", "higher", "GDPR-002"),
)  # fmt: skip
# who, what happened, latest report, ledger
_REPORTS = (
    ("provider", "widespread infringement, or critical infrastructure seriously and irreversibly disrupted",
     "2 days after awareness", "EUAI-024"),
    ("provider", "death of a person", "10 days after awareness", "EUAI-025"),
    ("provider", "any other serious incident: health, fundamental rights, property, environment",
     "15 days after awareness", "EUAI-022, EUAI-023"),
    ("provider", "medical device, or equivalent Union reporting duties: only fundamental rights are reported",
     "as above, else nothing under the Act", "EUAI-027"),
    ("deployer", "any serious incident", "the provider, at once; no days are counted", "EUAI-029"),
    ("model provider", "serious incident with a model that carries systemic risk",
     "the AI Office, without undue delay; no days are counted", "EUAI-042"),
)  # fmt: skip


def rules_frame() -> "pd.DataFrame":
    """Build the rules for classes, one row a condition."""
    import pandas as pd

    rows = [
        (step, rule, found, question, answer, ledger)
        for step, rule, found, ledger, needs in _RULES
        for question, answer in needs
    ]
    return pd.DataFrame(rows, columns=["step", "rule", "class", "question", "answer", "ledger"])


def dates_frame() -> "pd.DataFrame":
    """Build the table of dates, superseded ones included."""
    import pandas as pd

    frame = pd.DataFrame(_DATES, columns=["what", "systems", "applies_from", "text", "ledger"])
    return frame.assign(applies_from=pd.to_datetime(frame["applies_from"]))


def duties_frame() -> "pd.DataFrame":
    """Build the table of duties: who owes what for which systems."""
    import pandas as pd

    return pd.DataFrame({"owner": _OWNERS, "duty": DUTIES, "covers": _COVERS, "ledger": _DUTY_LEDGER})


def ceilings_frame() -> "pd.DataFrame":
    """Build the table of ceilings: for each size, which of amount and percentage counts."""
    import pandas as pd

    columns = ["provision", "covers", "eur_million", "percent_of_turnover", "large", "small mid-cap", "SME", "ledger"]
    return pd.DataFrame(_CEILINGS, columns=columns)


def reports_frame() -> "pd.DataFrame":
    """Build the table of reports after a serious incident."""
    import pandas as pd

    return pd.DataFrame(_REPORTS, columns=["who", "what_happened", "latest", "ledger"])
