"""From when duties bind: general dates of Art. 113 and the rules for older systems of Art. 111."""

from datetime import date

from course_lib.measures.regulation.dates import (
    GENERAL_PURPOSE,
    GENERAL_PURPOSE_LEGACY,
    MARKING_LEGACY,
    PUBLIC_AUTHORITY_LEGACY,
    TRANSPARENCY,
    Milestone,
)
from course_lib.measures.regulation.facts import ProductFacts
from course_lib.measures.regulation.model import Application


def from_day(starts: Milestone, on: date, note: str = "Art. 113") -> Application:
    """Return an application date without any rule for older systems.

    Parameters
    ----------
    starts : Milestone
        First day of application.
    on : datetime.date
        The day asked about.
    note : str
        The rule behind the date.

    Returns
    -------
    Application
        With ``applies`` settled.
    """
    return Application(starts.day, on >= starts.day, note, starts.ledger)


def high_risk_application(facts: ProductFacts, starts: Milestone, on: date) -> Application:
    """Return when the high-risk duties bind a system, older systems included.

    Parameters
    ----------
    facts : ProductFacts
        The answers.
    starts : Milestone
        When Chapter III applies to the route.
    on : datetime.date
        The day asked about.

    Returns
    -------
    Application
        ``starts`` is ``None`` for an older system that is not caught, and where the answers do not settle it.

    References
    ----------
    Art. 111(2) and Art. 113, third paragraph, point (c), of Regulation (EU) 2024/1689 as amended.
    """
    placed = facts.placed_on_market_on
    if placed is None:
        note = f"Art. 113(c); if placed on the market before {starts.day:%Y-%m-%d}, Art. 111(2) decides instead"
        applies = False if on < starts.day else None
        return Application(starts.day, applies, note, starts.ledger, ("placed_on_market_on",))
    if placed >= starts.day:
        return from_day(starts, on, "Art. 113(c)")
    return _older_system(facts, starts, on)


def _older_system(facts: ProductFacts, starts: Milestone, on: date) -> Application:
    changed, unknown = _change_since(facts, starts)
    public = facts.intended_for_public_authorities
    unknown += () if public is not None else ("intended_for_public_authorities",)
    deadline = PUBLIC_AUTHORITY_LEGACY.day if public else None
    first = min((day for day in (changed, deadline) if day is not None), default=None)
    ledger = PUBLIC_AUTHORITY_LEGACY.ledger
    if first is not None and on >= first:
        return Application(first, True, "Art. 111(2)", ledger, unknown)
    if unknown:
        applies = False if on < starts.day else None
        return Application(None, applies, "Art. 111(2); the answers do not settle the date", ledger, unknown)
    note = "Art. 111(2)" if first else "Art. 111(2); not caught unless its design changes significantly"
    return Application(first, False, note, ledger)


def _change_since(facts: ProductFacts, starts: Milestone) -> tuple[date | None, tuple[str, ...]]:
    """Day of the significant change that counts, and the fields that are missing to know it."""
    if facts.significantly_changed is None:
        return None, ("significantly_changed",)
    if not facts.significantly_changed:
        return None, ()
    if facts.significantly_changed_on is None:
        return None, ("significantly_changed_on",)
    counts = facts.significantly_changed_on >= starts.day
    return (facts.significantly_changed_on if counts else None), ()


def marking_application(facts: ProductFacts, on: date) -> Application:
    """Return when the marking duty of Art. 50(2) binds, with the grace period of Art. 111(4).

    Parameters
    ----------
    facts : ProductFacts
        The answers.
    on : datetime.date
        The day asked about.

    Returns
    -------
    Application
        With a further question while the grace period makes a difference.
    """
    placed = facts.placed_on_market_on
    if placed is not None and placed < TRANSPARENCY.day:
        return from_day(MARKING_LEGACY, on, "Art. 111(4)")
    general = from_day(TRANSPARENCY, on)
    if placed is None and TRANSPARENCY.day <= on < MARKING_LEGACY.day:
        note = "Art. 113; a system placed on the market before 2026-08-02 has until 2026-12-02, Art. 111(4)"
        return Application(general.starts, None, note, general.ledger, ("placed_on_market_on",))
    return general


def model_application(facts: ProductFacts, on: date) -> Application:
    """Return when the duties of a model provider bind, with the transition of Art. 111(3).

    Parameters
    ----------
    facts : ProductFacts
        The answers.
    on : datetime.date
        The day asked about.

    Returns
    -------
    Application
        With a further question while the transition makes a difference.
    """
    placed = facts.model_placed_on_market_on
    if placed is not None and placed < GENERAL_PURPOSE.day:
        return from_day(GENERAL_PURPOSE_LEGACY, on, "Art. 111(3)")
    general = from_day(GENERAL_PURPOSE, on)
    if placed is None and GENERAL_PURPOSE.day <= on < GENERAL_PURPOSE_LEGACY.day:
        note = "Art. 113(b); a model placed on the market before 2025-08-02 has until 2027-08-02, Art. 111(3)"
        return Application(general.starts, None, note, general.ledger, ("model_placed_on_market_on",))
    return general
