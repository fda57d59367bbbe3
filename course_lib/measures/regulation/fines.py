"""The ceiling of a fine: an operation on a fixed amount and a share of turnover, never an expected loss."""

import math
import re
from dataclasses import dataclass
from datetime import date

from course_lib.measures.regulation import fine_tables as table
from course_lib.measures.regulation.model import NOTICE
from course_lib.measures.regulation.provisions import covering_provision
from course_lib.measures.regulation.questions import check_day
from course_lib.measures.regulation.vocabulary import SIZES

OFFENDERS = ("undertaking", "public authority", "Union body", "other person")
_TIER = re.compile(r"HIPAA tier ([1-4])$")


@dataclass(frozen=True)
class FineCeiling:
    """The most that may be fined, and by which rule.

    Parameters
    ----------
    article : str
        Provision asked about.
    starts : datetime.date
        Earliest day on which such a breach can be fined.
    enforceable : bool
        Whether that day has come on the day asked about.
    note : str
        By which route the provision covers the article, or why there is no ceiling.
    ledger : tuple of str
        Identifiers of ledger entries.
    provision : str or None
        Provision with the ceiling; ``None`` if the law fixes none.
    amount : float or None
        The ceiling; ``None`` if the law fixes none.
    currency : str
        ``"EUR"`` or ``"USD"``.
    operation : str or None
        ``"higher of"``, ``"lower of"`` or ``"fixed"``.
    fixed : int or None
        Fixed amount.
    percent : int or None
        Per cent of total worldwide annual turnover.
    minimum, annual_cap, discretion_amount : float or None
        HIPAA only: the least, the calendar-year cap by regulation, and the ceiling under the department's
        enforcement discretion.
    notice : str
        That this is not legal advice.
    """

    article: str
    starts: date
    enforceable: bool
    note: str
    ledger: tuple[str, ...]
    provision: str | None = None
    amount: float | None = None
    currency: str = "EUR"
    operation: str | None = None
    fixed: int | None = None
    percent: int | None = None
    minimum: float | None = None
    annual_cap: float | None = None
    discretion_amount: float | None = None
    notice: str = NOTICE

    @property
    def crossover_turnover(self) -> float | None:
        """Turnover at which the fixed amount equals the percentage; ``None`` without a percentage."""
        return self.fixed * 100 / self.percent if self.percent else None


def fine_ceiling(
    article: str,
    *,
    on: date,
    worldwide_turnover: float | None = None,
    size: str | None = None,
    offender: str = "undertaking",
    supervised_by_ai_office: bool = False,
    violations: int = 1,
) -> FineCeiling:
    """Return the ceiling of the fine for a breach.

    Parameters
    ----------
    article : str
        Penalty provision or infringed provision: ``"99(3)"``, ``"Art. 26(5)"``, ``"GDPR 33"``, ``"83(5)"``,
        ``"HIPAA tier 2"``. Without a prefix it is the AI Act, except ``"83(4)"`` and ``"83(5)"``.
    on : datetime.date
        The day asked about.
    worldwide_turnover : float, optional
        Total worldwide annual turnover of the preceding financial year, in euro.
    size : str, optional
        ``"large"``, ``"small mid-cap"``, ``"SME"`` or ``"start-up"``.
    offender : str
        ``"undertaking"``, ``"public authority"``, ``"Union body"`` or ``"other person"``.
    supervised_by_ai_office : bool
        Whether the AI Office is competent, Art. 75(1); Art. 75c(4) then extends Art. 99(4) to all of them.
    violations : int
        HIPAA only: identical violations in a calendar year.

    Returns
    -------
    FineCeiling
        The ceiling. Not legal advice.

    Raises
    ------
    ValueError
        If the article is unknown, or the turnover or size is missing where the ceiling needs it.

    References
    ----------
    Regulation (EU) 2024/1689, Arts. 75c, 99 to 101; Regulation (EU) 2016/679, Art. 83; 45 CFR 160.404.
    """
    check_day("on", on)
    _check_offender(offender)
    tier = _TIER.match(article) if isinstance(article, str) else None
    if tier:
        return _hipaa(article, int(tier[1]), violations, on)
    coverage = covering_provision(article, offender, supervised_by_ai_office)
    if coverage.provision is None:
        ledger = table.UNLISTED_LEDGER if offender == "undertaking" else ()
        return FineCeiling(article, coverage.starts, on >= coverage.starts, coverage.note, ledger)
    rule = table.RULES[coverage.provision]
    operation = _operation(rule, size, offender, on)
    starts = max(coverage.starts, rule.starts)
    return FineCeiling(
        article,
        starts,
        on >= starts,
        coverage.note,
        rule.ledger,
        provision=rule.provision,
        amount=_amount(rule, operation, worldwide_turnover),
        operation=operation,
        fixed=rule.fixed,
        percent=rule.percent or None,
    )


def _operation(rule: table.FineRule, size: str | None, offender: str, on: date) -> str:
    if not rule.percent or offender == "other person":
        return "fixed"
    if size not in SIZES:
        raise ValueError(f"size is {size!r}; the ceiling of {rule.provision} needs one of: {', '.join(SIZES)}.")
    since = dict(rule.lower_for).get(size)
    return "lower of" if since is not None and on >= since else "higher of"


def _amount(rule: table.FineRule, operation: str, turnover: float | None) -> float:
    if operation == "fixed":
        return rule.fixed
    bad = isinstance(turnover, bool) or not isinstance(turnover, int | float)
    if bad or not math.isfinite(turnover) or turnover < 0:
        raise ValueError(f"worldwide_turnover is {turnover!r}; give euro a year, a finite number of at least zero.")
    choose = min if operation == "lower of" else max
    return choose(rule.fixed, turnover * rule.percent / 100)


def _hipaa(article: str, number: int, violations: int, on: date) -> FineCeiling:
    if on < table.HIPAA_START:
        raise ValueError(f"on is {on}; the HIPAA amounts on file apply from {table.HIPAA_START}.")
    if isinstance(violations, bool) or not isinstance(violations, int) or violations < 1:
        raise ValueError(f"violations is {violations!r}; give a whole number of at least 1.")
    tier = table.HIPAA_TIERS[number]
    return FineCeiling(
        article,
        table.HIPAA_START,
        True,
        tier.culpability,
        tier.ledger,
        provision=f"45 CFR 160.404, tier {number}",
        amount=min(violations * tier.maximum, tier.annual_cap),
        currency="USD",
        operation="fixed",
        fixed=tier.maximum,
        minimum=min(violations * tier.minimum, tier.annual_cap),
        annual_cap=tier.annual_cap,
        discretion_amount=min(violations * tier.maximum, tier.discretion_annual_cap),
    )


def _check_offender(offender: str) -> None:
    if offender not in OFFENDERS:
        raise ValueError(f"offender is {offender!r}; choose one of: {', '.join(OFFENDERS)}.")
