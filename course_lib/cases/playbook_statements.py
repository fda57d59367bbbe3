"""Statements about how public playbooks want an incident to be handled, in our own words and in no order.

Which playbook says what is for the learner to find out from the ledger, and in the keys. Some statements are in every
case, because people put them to the wrong playbook; the others are drawn.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

ASKED = 12
STATEMENTS = {
    "01": "A deputy stands by to take command, and a scribe keeps the timeline.",
    "02": "A living incident document, which several people edit at once, is the commander's first duty.",
    "03": "A near miss is an incident too; no outage is needed.",
    "04": "A table beside the playbooks lists 72 hours, 4 business days and 60 days, by regulation.",
    "05": "A watch period with criteria for closing it follows every stage, since one test pass proves nothing.",
    "06": "Any employee may trigger the response, and whoever is unsure triggers it.",
    "07": "Ask why five times, and do not stop at human error.",
    "08": "At least one exercise a year uses a scenario that is specific to AI.",
    "09": "Declare an incident if a second team is needed, customers see it, or an hour of hard work did not solve it.",
    "10": "Executives get a short summary about every 30 minutes.",
    "11": "Govern, Identify and Protect prepare; Detect, Respond and Recover are the response itself.",
    "12": "In doubt between two severities, take the higher.",
    "13": "Take generic mitigations, such as rolling back a recent release, before the cause is understood.",
    "14": "Legal is accountable for external communications, which the communications role carries out.",
    "15": "Lists of what to allow or block are tools of triage, not a lasting solution.",
    "16": "Most outages of one large machine-learning pipeline were not about machine learning.",
    "17": "One containment action must be possible within 60 minutes of the declaration, cause known or not.",
    "18": "Only the operations team changes the system while the incident lasts.",
    "19": "Page people on symptoms that users feel, not on causes inside the system.",
    "20": "People who handle harmful output are rotated and get rest.",
    "21": "Product managers are accountable for defining severity, impact and priority.",
    "22": "Take forensic copies of model and data before containment.",
    "23": "The clock runs from awareness, not from the end of the investigation, and a first notice may be incomplete.",
    "24": "The commander delegates every repair and resolves nothing.",
    "25": "The commander holds every role not handed out, and the leads of communications and operations report there.",
    "26": "The cycle of four phases is superseded, and lessons feed an improvement category.",
    "27": "The first responder notes times in UTC and captures the state before changing anything.",
    "28": "The highest priority is answered in under 15 minutes, the next in under 1 hour.",
    "29": "The review is scheduled within 1-2 weeks of the resolution.",
    "30": "The review meets within 3 calendar days after the most severe incidents, 5 business days after the next.",
    "31": "The review of the error starts only after the impact has been mitigated.",
    "32": "The same inaccuracy is more severe in medical guidance than in trivia.",
    "33": "The three aims of a response are to coordinate, to communicate and to keep control.",
    "34": "Unknown exposure of data starts at the second priority and moves up once it is confirmed.",
    "35": "Widen and strengthen the mitigation within 24 hours, then fix at the source over days to weeks.",
}
ALWAYS = ("09", "21", "30", "31", "35")
SOURCES = (  # playbook, what was read, where the ledger has it
    ("Alphabet", "Google's books and guide on site reliability", "IR-001 to IR-006"),
    ("Microsoft", "Respond to incidents in AI systems (Microsoft Learn)", "IR-007 to IR-010"),
    ("Amazon", "AWS playbooks and blog, and the reliability pillar", "IR-011 to IR-016"),
    ("NIST", "SP 800-61 revision 3", "IR-017"),
    ("CoSAI", "AI Incident Response Framework", "IR-018 to IR-020"),
    ("PagerDuty", "incident response documentation", "IR-021 to IR-024"),
)


def draw_statements(streams: Streams) -> tuple[str, ...]:
    """Draw the numbers of twelve statements, in the order in which they are asked."""
    rng = streams.rng("statements of playbooks")
    others = [number for number in STATEMENTS if number not in ALWAYS]
    return tuple(rng.sample([*ALWAYS, *rng.sample(others, ASKED - len(ALWAYS))], ASKED))


def statements_frame(numbers: Sequence[str]) -> "pd.DataFrame":
    """Return the statements of a case as s01 to s12."""
    import pandas as pd

    rows = [(f"s{i:02d}", STATEMENTS[number]) for i, number in enumerate(numbers, start=1)]
    return pd.DataFrame(rows, columns=["statement", "text"])


def sources_frame() -> "pd.DataFrame":
    """Return the playbooks and where the ledger keeps what was read of them."""
    import pandas as pd

    return pd.DataFrame(SOURCES, columns=["playbook", "read", "ledger"])
