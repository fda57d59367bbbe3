"""The question on calibration by language: where confidence promises more than the audits show."""

from collections.abc import Callable

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.keys.automation_bands import break_even_accuracy, paying_bands
from course_lib.measures.intervals import Interval, wilson_interval

LANGUAGES = ("Dutch", "English", "French", "German", "Italian", "Polish", "Spanish")


@question(
    points=6,
    unit="labels",
    kind="labels",
    choices=LANGUAGES,
    frames=("cases_log",),
    hint="Keep the judged audits of the bands that you automate, count them by language, then take the interval.",
    working="Per language: Wilson interval of right over judged audits in the automated bands; keep those whose upper "
    "end is below break-even accuracy.",
)
def languages_below_break_even(case: Case) -> frozenset[str]:
    """Which languages lose money beyond doubt in the bands that you automate, as a list?

    A language does so if the upper end of the 95 % Wilson interval of its accuracy lies below break-even accuracy.
    Accuracy: `right` over `right` plus `wrong`, audits of first entries, automated bands together, each audit alike.
    Wilson: centre (r + z²/2) / (n + z²), half-width z / (n + z²) x root of (r x (n - r) / n + z²/4), z = 1.96.
    """
    return _those(case, lambda interval, rate, line: interval.high < line)


def _those(case: Case, chosen: Callable[[Interval, float, float], bool]) -> frozenset[str]:
    line, bands = break_even_accuracy.answer(case), paying_bands(case)
    audits = {language: case.audits(bands, language) for language in LANGUAGES}
    return frozenset(
        language
        for language, (right, judged) in audits.items()
        if judged and chosen(wilson_interval(right, judged), right / judged, line)
    )


@languages_below_break_even.mistake(
    "You went by the rate alone. With a handful of audits a rate below the line is what chance does: look at the upper "
    "end of the interval."
)
def _(case: Case) -> frozenset[str]:
    return _those(case, lambda interval, rate, line: rate < line)


@languages_below_break_even.mistake(
    "You took the lower end of the interval: that lists the languages that might lose money. The question is which do."
)
def _(case: Case) -> frozenset[str]:
    return _those(case, lambda interval, rate, line: interval.low < line)


@languages_below_break_even.mistake(
    "You took the lowest rate of all. It rests on the fewest audits; its interval reaches well above break-even."
)
def _(case: Case) -> frozenset[str]:
    bands = paying_bands(case)
    return frozenset([min(LANGUAGES, key=lambda language: _rate(*case.audits(bands, language)))])


def _rate(right: int, judged: int) -> float:
    return right / judged
