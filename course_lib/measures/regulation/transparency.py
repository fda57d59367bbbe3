"""The transparency duties of Article 50, as rules. Data only."""

from dataclasses import dataclass

from course_lib.measures.regulation.logic import AnyOf, Ask, Rule


@dataclass(frozen=True)
class TransparencyDuty:
    """One paragraph of Article 50.

    Parameters
    ----------
    paragraph : int
        Number of the paragraph.
    owner : str
        Who owes it.
    text : str
        What is owed.
    rule : Rule
        When it is owed.
    """

    paragraph: int
    owner: str
    text: str
    rule: Rule

    @property
    def locator(self) -> str:
        """Article and paragraph."""
        return f"Art. 50({self.paragraph})"


DUTIES = (
    TransparencyDuty(
        1,
        "provider",
        "Design the system so that people learn they deal with an AI system.",
        Ask("transparency_functions", "interacts with people"),
    ),
    TransparencyDuty(
        2,
        "provider",
        "Mark synthetic audio, image, video or text in a machine-readable way.",
        Ask("transparency_functions", "generates synthetic content"),
    ),
    TransparencyDuty(
        3,
        "deployer",
        "Tell the people exposed that emotions are recognised or that they are categorised.",
        Ask("transparency_functions", "biometric emotion recognition or categorisation"),
    ),
    TransparencyDuty(
        4,
        "deployer",
        "Disclose that a deep fake, or a text on a matter of public interest, is artificial.",
        Ask("transparency_functions", "deep fake", "public-interest text"),
    ),
)

OWED = AnyOf(*(duty.rule for duty in DUTIES))
LEDGER = ("EUAI-021",)
MARKING = 2
