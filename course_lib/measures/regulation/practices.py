"""The prohibited practices of Article 5(1), with their exceptions, as rules. Data only."""

from dataclasses import dataclass

from course_lib.measures.regulation.dates import NEW_PROHIBITIONS, PROHIBITIONS, Milestone
from course_lib.measures.regulation.logic import AllOf, AnyOf, Ask, Gate, Not, Rule


@dataclass(frozen=True)
class Practice:
    """One point of Article 5(1).

    Parameters
    ----------
    point : str
        Letter of the point.
    rule : Rule
        When the practice is prohibited.
    who : tuple of str
        Whom the prohibition addresses.
    starts : Milestone
        When it applies.
    ledger : tuple of str
        Identifiers of ledger entries.
    """

    point: str
    rule: Rule
    who: tuple[str, ...] = ("provider", "deployer")
    starts: Milestone = PROHIBITIONS
    ledger: tuple[str, ...] = ("EUAI-003",)


_HARM = AllOf(Ask("distorts_behaviour"), Ask("significant_harm_likely"))
# Art. 5(1a): placing on the market is banned by purpose or missing safeguards, use by the deployer's purpose.
_MADE_FOR_IT = AnyOf(
    Ask("material_is_purpose"),
    AllOf(
        Ask("output_reproducible"),
        Not(Ask("safeguards_adequate")),
        Ask("roles", "provider", "importer", "distributor", "product manufacturer"),
    ),
)

PROHIBITED = (
    Practice("a", Gate(Ask("practices", "manipulation"), _HARM)),
    Practice("b", Gate(Ask("practices", "exploiting vulnerability"), _HARM)),
    Practice(
        "ba",
        Gate(Ask("practices", "intimate imagery"), AllOf(Not(Ask("person_consented")), _MADE_FOR_IT)),
        starts=NEW_PROHIBITIONS,
        ledger=("EUAI-004",),
    ),
    Practice(
        "bb",
        Gate(
            Ask("practices", "child sexual abuse material"),
            AllOf(Not(Ask("without_right_defence")), _MADE_FOR_IT),
        ),
        starts=NEW_PROHIBITIONS,
        ledger=("EUAI-004",),
    ),
    Practice(
        "c",
        Gate(
            Ask("practices", "social scoring"),
            AnyOf(Ask("score_in_unrelated_context"), Ask("treatment_disproportionate")),
        ),
    ),
    Practice(
        "d",
        Gate(
            Ask("practices", "crime prediction"),
            AllOf(Ask("predicts_solely_from_profile"), Not(Ask("supports_assessment_of_facts"))),
        ),
    ),
    Practice("e", Gate(Ask("practices", "facial image scraping"), Ask("scraping_untargeted"))),
    Practice(
        "f",
        Gate(
            Ask("practices", "emotion inference at work or school"),
            AllOf(
                Ask("emotion_source", "biometric data"),
                Ask("inferred_state", "emotion or intention"),
                Not(Ask("medical_or_safety_reason")),
            ),
        ),
        ledger=("EUAI-003", "EUAI-013"),
    ),
    Practice(
        "g",
        Gate(Ask("practices", "biometric categorisation by sensitive trait"), Not(Ask("labels_lawful_dataset"))),
    ),
    Practice(
        "h",
        Gate(
            Ask("practices", "real-time identification by police"),
            Not(Ask("police_objective_authorised")),
        ),
        who=("deployer",),
    ),
)
