"""Duties that come with a high-risk system, by route and by party. Data only.

Arts. 43, 47 to 49, 72, 73 and 86 lie outside the sections whose application was deferred, but bind only
systems that Art. 6 makes high-risk, so they are dated with it (ledger EUAI-052, an inference).
"""

from dataclasses import dataclass

from course_lib.measures.regulation.logic import Ask, Not, Rule

ALL = "every high-risk system"
LISTED_PERSONS = "Annex III without point 2"
POINT_1 = "Annex III point 1"
POINT_2 = "Annex III point 2"
POINTS_2_TO_8 = "Annex III points 2 to 8"
WORKPLACE = "Annex III point 4"
CREDIT_OR_INSURANCE = "Annex III points 5(b) and 5(c)"
OTHER_PERSONS = "Annex III without points 2, 5(b) and 5(c)"
SECTION_A = "Annex I Section A"

OPERATOR_FINE = "AI Act 99(4)"


@dataclass(frozen=True)
class Obligation:
    """A duty before it is dated.

    Parameters
    ----------
    owner, locator, text : str
        Who owes what under which provision.
    ledger : tuple of str
        Identifiers of ledger entries.
    scope : str
        The systems it covers; one of the constants of this module.
    fine : str or None
        Provision with the ceiling of the fine, ``None`` if the Act fixes none.
    rule : Rule or None
        Further condition on the answers.
    """

    owner: str
    locator: str
    text: str
    ledger: tuple[str, ...]
    scope: str = ALL
    fine: str | None = OPERATOR_FINE
    rule: Rule | None = None


_PUBLIC = Ask("deployer_type", "public body", "Union institution")
_PUBLIC_SERVICE = Ask("deployer_type", "public body", "Union institution", "private provider of public services")
_ANY_CHANGE = Ask("value_chain_changes", "rebranded", "substantially modified", "purpose changed")

_PROVIDER = (
    Obligation("provider", "Art. 9", "Run a risk management system.", ("EUAI-014",)),
    Obligation("provider", "Art. 10", "Govern training, validation and test data.", ("EUAI-014",)),
    Obligation("provider", "Art. 11", "Keep the technical documentation of Annex IV.", ("EUAI-014",)),
    Obligation("provider", "Art. 12", "Make the system log events automatically.", ("EUAI-014",)),
    Obligation("provider", "Art. 13", "Give deployers instructions for use.", ("EUAI-014",)),
    Obligation("provider", "Art. 14", "Design for human oversight.", ("EUAI-014",)),
    Obligation("provider", "Art. 15", "Reach and declare accuracy, robustness, cybersecurity.", ("EUAI-014",)),
    Obligation("provider", "Art. 16", "Answer for all provider duties; show name, correct, cooperate.", ("EUAI-033",)),
    Obligation("provider", "Art. 17", "Run a quality management system.", ("EUAI-037",)),
    Obligation("provider", "Art. 18", "Keep the documentation for 10 years.", ("EUAI-015",)),
    Obligation("provider", "Art. 19", "Keep the logs for at least six months.", ("EUAI-016",)),
    Obligation("provider", "Art. 25(4)", "Agree in writing with suppliers of parts.", ("EUAI-033",)),
    Obligation(
        "provider",
        "Art. 43(1)",
        "Assess conformity: a notified body unless harmonised standards are applied in full.",
        ("EUAI-018",),
        POINT_1,
    ),
    Obligation(
        "provider",
        "Art. 43(2)",
        "Assess conformity by internal control (Annex VI).",
        ("EUAI-018",),
        POINTS_2_TO_8,
    ),
    Obligation(
        "provider",
        "Art. 43(3)",
        "Assess conformity in the product's own procedure.",
        ("EUAI-005",),
        SECTION_A,
    ),
    Obligation("provider", "Art. 47", "Sign the EU declaration of conformity.", ("EUAI-018",)),
    Obligation("provider", "Art. 48", "Affix the CE marking.", ("EUAI-018",)),
    Obligation("provider", "Art. 49(1)", "Register in the EU database.", ("EUAI-037",), LISTED_PERSONS),
    Obligation("provider", "Art. 49(5)", "Register at national level.", ("EUAI-037",), POINT_2, fine=None),
    Obligation("provider", "Art. 72", "Monitor after placing on the market.", ("EUAI-030",), fine=None),
    Obligation("provider", "Art. 73", "Report serious incidents.", ("EUAI-023", "EUAI-024", "EUAI-025"), fine=None),
    Obligation(
        "provider",
        "Art. 22(1)",
        "Appoint an authorised representative in the Union.",
        ("EUAI-033",),
        fine=None,  # Art. 99(4)(b) names the representative's own duties only
        rule=Not(Ask("established_in_union")),
    ),
    Obligation(
        "initial provider",
        "Art. 25(2)",
        "Cooperate with the new provider.",
        ("EUAI-019", "EUAI-033"),
        rule=_ANY_CHANGE,
    ),
)

_OTHERS = (
    Obligation("authorised representative", "Art. 22(3)", "Carry out the mandate.", ("EUAI-033",)),
    Obligation("importer", "Art. 23", "Verify conformity before placing on the market.", ("EUAI-033",)),
    Obligation("distributor", "Art. 24", "Verify marking and documents before making available.", ("EUAI-033",)),
)

_DEPLOYER = (
    Obligation("deployer", "Art. 26(1)", "Use it as the instructions say.", ("EUAI-033",)),
    Obligation("deployer", "Art. 26(2)", "Assign competent human oversight.", ("EUAI-033",)),
    Obligation("deployer", "Art. 26(4)", "Keep input data relevant and representative.", ("EUAI-033",)),
    Obligation("deployer", "Art. 26(5)", "Monitor, inform, suspend; tell the provider first.", ("EUAI-029",)),
    Obligation("deployer", "Art. 26(6)", "Keep the logs for at least six months.", ("EUAI-016",)),
    Obligation("deployer", "Art. 26(7)", "Tell workers and their representatives first.", ("EUAI-020",), WORKPLACE),
    Obligation("deployer", "Art. 26(11)", "Tell the people decided about.", ("EUAI-020",), LISTED_PERSONS),
    Obligation(
        "deployer",
        "Art. 27",
        "Assess the impact on fundamental rights before first use and notify the authority.",
        ("EUAI-017", "EUAI-037"),
        CREDIT_OR_INSURANCE,
        None,
    ),
    Obligation(
        "deployer",
        "Art. 27",
        "Assess the impact on fundamental rights before first use and notify the authority.",
        ("EUAI-017", "EUAI-037"),
        OTHER_PERSONS,
        None,
        _PUBLIC_SERVICE,
    ),
    Obligation("deployer", "Art. 49(3)", "Register the use, Art. 26(8).", ("EUAI-037",), LISTED_PERSONS, rule=_PUBLIC),
    Obligation("deployer", "Art. 86", "Explain individual decisions.", ("EUAI-031",), LISTED_PERSONS, None),
)

HIGH_RISK = (*_PROVIDER, *_OTHERS, *_DEPLOYER)
