"""Ceilings of fines and the provisions they cover. Data only.

Art. 99(4) of the AI Act is a closed list. What it does not name has no ceiling in the Act; the penalty
rules of the Member States decide (Art. 99(1)).
"""

from dataclasses import dataclass
from datetime import date

from course_lib.measures.regulation.dates import (
    AMENDMENT,
    ANNEX_III,
    GENERAL_PURPOSE_FINES,
    LITERACY,
    NEW_PROHIBITIONS,
    PENALTIES,
    TRANSPARENCY,
)


@dataclass(frozen=True)
class FineRule:
    """A ceiling: a fixed amount and a percentage of worldwide annual turnover.

    Parameters
    ----------
    provision : str
        Where it is laid down.
    fixed : int
        Amount in euro.
    percent : int
        Per cent of total worldwide annual turnover of the preceding financial year; 0 if there is none.
    starts : datetime.date
        From when the provision applies.
    ledger : tuple of str
        Identifiers of ledger entries.
    lower_for : tuple of (str, datetime.date)
        Sizes for which the lower of the two counts, and since when.
    """

    provision: str
    fixed: int
    percent: int
    starts: date
    ledger: tuple[str, ...]
    lower_for: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True)
class Coverage:
    """What a breach of one article falls under.

    Parameters
    ----------
    provision : str or None
        Key of ``RULES``; ``None`` if the law fixes no ceiling.
    starts : datetime.date
        Earliest day on which such a breach can be fined.
    note : str
        By which route the provision covers the article.
    """

    provision: str | None
    starts: date
    note: str


_SMALL = (("SME", PENALTIES.day), ("start-up", PENALTIES.day))
_SMALL_AND_MID = (*_SMALL, ("small mid-cap", AMENDMENT.day))  # Art. 99(6a) names paragraphs 4 and 5, not 3

GDPR_START = date(2018, 5, 25)
AI_ACT_99_3 = "AI Act 99(3)"
AI_ACT_99_4 = "AI Act 99(4)"
AI_ACT_100_2 = "AI Act 100(2)"
AI_ACT_100_3 = "AI Act 100(3)"

RULES = {
    rule.provision: rule
    for rule in (
        FineRule(AI_ACT_99_3, 35_000_000, 7, PENALTIES.day, ("EUAI-032", "EUAI-035"), _SMALL),
        FineRule(AI_ACT_99_4, 15_000_000, 3, PENALTIES.day, ("EUAI-033", "EUAI-035"), _SMALL_AND_MID),
        FineRule("AI Act 99(5)", 7_500_000, 1, PENALTIES.day, ("EUAI-034", "EUAI-035"), _SMALL_AND_MID),
        FineRule(AI_ACT_100_2, 1_500_000, 0, PENALTIES.day, ()),
        FineRule(AI_ACT_100_3, 750_000, 0, PENALTIES.day, ()),
        FineRule("AI Act 101", 15_000_000, 3, GENERAL_PURPOSE_FINES.day, ("EUAI-036",)),
        FineRule("GDPR 83(4)", 10_000_000, 2, GDPR_START, ("GDPR-001",)),
        FineRule("GDPR 83(5)", 20_000_000, 4, GDPR_START, ("GDPR-002",)),
    )
}

LISTED_IN_99_4 = (
    ("(a)", "16"),
    ("(b)", "22"),
    ("(c)", "23"),
    ("(d)", "24"),
    ("(da)", "25(2)"),
    ("(da)", "25(4)"),
    ("(e)", "26"),
    ("(f)", "31"),
    ("(f)", "33(1)"),
    ("(f)", "33(3)"),
    ("(f)", "33(4)"),
    ("(f)", "34"),
    ("(g)", "50"),
)
_OTHER_STARTS = {"50": TRANSPARENCY.day}
_NOTIFIED_BODIES = ("31", "33(1)", "33(3)", "33(4)", "34")
# Articles that the listed ones bring in, and through which point.
_THROUGH = {
    **dict.fromkeys(("8", "9", "10", "11", "12", "13", "14", "15"), "16(a)"),
    "17": "16(c)",
    "18": "16(d)",
    "19": "16(e)",
    "20": "16(j)",
    "21": "16(k)",
    "43": "16(f)",
    "47": "16(g)",
    "48": "16(h)",
    "49(1)": "16(i)",
    "49(3)": "26(8)",
}
_NOT_LISTED = {
    "4": LITERACY.day,
    **dict.fromkeys(("6(4)", "22(1)", "27", "49(2)", "49(5)", "72", "73", "86"), ANNEX_III.day),
}


def _start(article: str) -> date:
    return PENALTIES.day if article in _NOTIFIED_BODIES else _OTHER_STARTS.get(article, ANNEX_III.day)


AI_ACT_COVERAGE = {
    "5": Coverage(AI_ACT_99_3, PENALTIES.day, "Art. 99(3)"),
    "5(1)(ba)": Coverage(AI_ACT_99_3, NEW_PROHIBITIONS.day, "Art. 99(3)"),
    "5(1)(bb)": Coverage(AI_ACT_99_3, NEW_PROHIBITIONS.day, "Art. 99(3)"),
    **{article: Coverage(AI_ACT_99_4, _start(article), f"Art. 99(4){point}") for point, article in LISTED_IN_99_4},
    **{
        article: Coverage(AI_ACT_99_4, ANNEX_III.day, f"Art. 99(4) through Art. {point}")
        for article, point in _THROUGH.items()
    },
    **{
        article: Coverage(
            None, max(start, PENALTIES.day), "not in the closed list of Art. 99(4); Member States, Art. 99(1)"
        )
        for article, start in _NOT_LISTED.items()
    },
    **{
        article: Coverage("AI Act 101", GENERAL_PURPOSE_FINES.day, "Art. 101(1)")
        for article in ("52", "53", "54", "55", "91", "92", "93")
    },
}
UNLISTED_LEDGER = ("EUAI-037",)

GDPR_COVERAGE = {
    **{str(article): "GDPR 83(4)" for article in (8, 11, *range(25, 40), 42, 43)},
    **{str(article): "GDPR 83(5)" for article in (5, 6, 7, 9, *range(12, 23), *range(44, 50))},
}


@dataclass(frozen=True)
class HipaaTier:
    """A penalty tier of 45 CFR 160.404, in US dollars per violation.

    Parameters
    ----------
    culpability : str
        What the tier stands for.
    minimum, maximum : int
        Range per violation.
    annual_cap : int
        Cap for identical violations in a calendar year, by regulation.
    discretion_annual_cap : int
        Cap that the department says it applies as enforcement discretion.
    ledger : tuple of str
        Identifiers of ledger entries.
    """

    culpability: str
    minimum: int
    maximum: int
    annual_cap: int
    discretion_annual_cap: int
    ledger: tuple[str, ...]


HIPAA_START = date(2026, 1, 28)
HIPAA_TIERS = {
    1: HipaaTier("did not know", 145, 73_011, 2_190_294, 36_505, ("HIPAA-001", "HIPAA-005")),
    2: HipaaTier("reasonable cause", 1_461, 73_011, 2_190_294, 146_053, ("HIPAA-002", "HIPAA-005")),
    3: HipaaTier("wilful neglect, corrected", 14_602, 73_011, 2_190_294, 365_052, ("HIPAA-003", "HIPAA-005")),
    4: HipaaTier("wilful neglect, not corrected", 73_011, 2_190_294, 2_190_294, 2_190_294, ("HIPAA-004", "HIPAA-005")),
}
