"""Questions on the two rates of a risk-reduction claim: which audited scans count, and whose verdict."""

from course_lib.core.case import Case
from course_lib.core.question import question

FRAMES = ("audited_scans",)
FIRST, LAST = "Q1", "Q4"


def on_first_reads(case: Case, quarter: str) -> float:
    """Return the rate that comes out when the panel is left out."""
    return case.count("false_diagnoses", "overturned", quarter=quarter) / case.count("audited", quarter=quarter)


def with_late_site(case: Case, quarter: str) -> float:
    """Return the rate that comes out when the site that joined late is counted too."""
    false, audited = (case.count(name, quarter=quarter, late_site=True) for name in ("false_diagnoses", "audited"))
    return false / audited


def _with_complaints(case: Case, quarter: str) -> float:
    """Return the rate that comes out when scans audited after a complaint are counted too."""
    false = case.count("false_diagnoses", "false_complaints", quarter=quarter)
    return false / case.count("audited", "complaints", quarter=quarter)


@question(
    points=3,
    unit="share",
    tolerance=0.00005,
    frames=FRAMES,
    hint="Keep the random sample, then the last read of each scan, then take the share of `false`.",
    working="Scans with the final verdict `false` over scans with a final verdict: random sample, Q1.",
)
def rate_first_quarter(case: Case) -> float:
    """False-diagnosis rate of Q1, the baseline of your claim.

    False-diagnosis rate, here and below: distinct scans whose final verdict is `false`, over all distinct scans with a
    final verdict. Only the random sample, only sites that take part in all four quarters. A scan that the panel read
    has the panel's verdict; a scan that waits for its first read has none and counts nowhere. As a share.
    """
    return case.rate(FIRST)


@rate_first_quarter.mistake(
    "You kept the first reads; where a panel read the scan again, its verdict replaces the first one."
)
def _(case: Case) -> float:
    return on_first_reads(case, FIRST)


@rate_first_quarter.mistake(
    "You counted reads: a disputed scan has two rows, so false ones weigh double. Keep the last read of each scan."
)
def _(case: Case) -> float:
    disputed = case.count("false_diagnoses", "overturned", quarter=FIRST)
    false = disputed + case.count("false_diagnoses", quarter=FIRST)
    return false / (disputed + case.count("audited", quarter=FIRST))


@rate_first_quarter.mistake(
    "Scans audited after a complaint are in it: they were picked because something was wrong. Keep the random sample."
)
def _(case: Case) -> float:
    return _with_complaints(case, FIRST)


@question(
    points=3,
    unit="share",
    tolerance=0.00005,
    frames=FRAMES,
    hint="Which sites are in all four quarters? Keep those, drop what waits for a read, then do as for Q1.",
    working="As for Q1, in Q4: random sample, scans with a final verdict, sites that are in all four quarters.",
)
def rate_last_quarter(case: Case) -> float:
    """False-diagnosis rate of Q4, the result of your claim.

    Defined as for Q1: distinct scans with the final verdict `false` over distinct scans with a final verdict; random
    sample; sites that take part in all four quarters. As a share.
    """
    return case.rate(LAST)


@rate_last_quarter.mistake(
    "A site that joined late is in it, with healthier patients: the mix changed, not the model. Keep the sites of Q1."
)
def _(case: Case) -> float:
    return with_late_site(case, LAST)


@rate_last_quarter.mistake("Scans that wait for a read are in the denominator, so you called them right unread.")
def _(case: Case) -> float:
    return case.count("false_diagnoses", quarter=LAST) / case.count("audited", "waiting", quarter=LAST)


@rate_last_quarter.mistake(
    "You kept the first reads; where a panel read the scan again, its verdict replaces the first one."
)
def _(case: Case) -> float:
    return on_first_reads(case, LAST)


@rate_last_quarter.mistake(
    "Scans audited after a complaint are in it: they were picked because something was wrong. Keep the random sample."
)
def _(case: Case) -> float:
    return _with_complaints(case, LAST)
