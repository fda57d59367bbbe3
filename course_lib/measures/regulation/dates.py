"""Application dates as amended by Regulation (EU) 2026/1744, each with its ledger entries. Data only."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Milestone:
    """A date and the ledger entries that carry it.

    Parameters
    ----------
    day : datetime.date
        First day of application.
    ledger : tuple of str
        Identifiers of ledger entries.
    """

    day: date
    ledger: tuple[str, ...]


AMENDMENT = Milestone(date(2026, 7, 27), ("EUAI-043",))
PROHIBITIONS = Milestone(date(2025, 2, 2), ("EUAI-003",))
NEW_PROHIBITIONS = Milestone(date(2026, 12, 2), ("EUAI-004",))
LITERACY = Milestone(date(2025, 2, 2), ("EUAI-047",))
PENALTIES = Milestone(date(2025, 8, 2), ("EUAI-032",))
GENERAL_PURPOSE = Milestone(date(2025, 8, 2), ("EUAI-048",))
GENERAL_PURPOSE_LEGACY = Milestone(date(2027, 8, 2), ("EUAI-048",))
GENERAL_PURPOSE_FINES = Milestone(date(2026, 8, 2), ("EUAI-036", "EUAI-048"))
TRANSPARENCY = Milestone(date(2026, 8, 2), ("EUAI-046",))
MARKING_LEGACY = Milestone(date(2026, 12, 2), ("EUAI-046",))
ANNEX_III = Milestone(date(2027, 12, 2), ("EUAI-044",))
ANNEX_I = Milestone(date(2028, 8, 2), ("EUAI-045",))
PUBLIC_AUTHORITY_LEGACY = Milestone(date(2030, 8, 2), ("EUAI-049",))
