"""The release date that the package states, and how long a check of a volatile fact lasts."""

from datetime import date, timedelta

RELEASE_DATE = date(2026, 11, 24)
RECHECK_AFTER = timedelta(days=180)


def is_due(volatile: bool, checked: date, on: date) -> bool:
    """Say whether a fact has to be compared with its source again before a release on a given day.

    Only volatile facts fall due. The day is always given, so that nothing fails by the calendar alone.

    Parameters
    ----------
    volatile
        Whether the fact may change soon.
    checked
        The day on which a person last compared it with its source.
    on
        The day of the release.
    """
    return volatile and on - checked > RECHECK_AFTER
