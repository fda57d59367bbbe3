"""The 45-minute product design: an assistant for refund requests, drawn so that its verdicts hold with margin."""

import math
from collections.abc import Sequence
from datetime import timedelta

from course_lib.cases import refund_log, staged_launch
from course_lib.cases.refund_design import Scenario
from course_lib.cases.refund_log import BANDS, LANGUAGES, Cell, Plan
from course_lib.cases.staged_launch import BLOCK_HOURS
from course_lib.core.case import Streams
from course_lib.data.open_bandit import ITEMS
from course_lib.measures.automation import break_even_accuracy
from course_lib.measures.intervals import wilson_interval
from course_lib.measures.sample_size import power_two_proportions, sample_size_two_proportions

TITLE = "The 45-minute product design"
MOST_USERS = 800_000


def draw(streams: Streams) -> Scenario:
    """Draw one scenario; every quantity has its own stream."""
    size, risk = streams.rng("size"), streams.rng("complaints")
    days, users_a_day = size.randint(3, 5), 100 * size.randint(80, 130)
    cases, accuracies = _draw_bands(streams, days)
    saved, wrong, answer = _draw_costs(streams, accuracies)
    plan = Plan(cases, accuracies, _line(saved, wrong, answer), *refund_log.draw_roles(streams))
    cells, traffic = refund_log.draw_log(streams, plan), staged_launch.draw_traffic(streams, users=users_a_day)
    today = risk.randint(25, 35) / 1000
    to_see = round(today + risk.randint(4, 7) / 1000, 3)
    blocks, sampled = streams.rng("review hours").randint(10, 16), streams.rng("sample hours").randint(2, 3)
    arm = sample_size_two_proportions(today, to_see)
    stages = staged_launch.draw_stages(streams, arm=arm, users_a_day=users_a_day, most_users=MOST_USERS)
    language = risk.choice([name for name, role in plan.roles if role in ("large", "first", "second", "third")])
    return Scenario(
        saved_if_right=saved,
        cost_if_wrong=wrong,
        cost_per_answer=answer,
        log_days=days,
        cells=cells,
        percent_channel=streams.rng("per cent").choice(("chat", "email")),
        complaint_rate=today,
        complaint_rate_to_see=to_see,
        language=language,
        complaint_rate_in_language=_feared_rate(streams, cells, language, today, to_see),
        review_minutes=size.randint(3, 6),
        utilisation=size.randint(14, 17) / 20,
        users=_draw_users(streams, arm / stages[-3].share_exposed),
        harm_rate=streams.rng("harm").randint(4, 16) / 2000,
        stages=stages,
        traffic=traffic,
        second_stage_opens=traffic[-1].day + timedelta(days=1 + 7 * size.randint(2, 4)),
        complaint_days=size.choice((7, 10, 14, 21)),
        on_call=staged_launch.draw_on_call(streams),
        blocks=staged_launch.draw_blocks(streams, blocks=blocks - sampled),
        review_hours=BLOCK_HOURS * blocks,
        least_sample_hours=BLOCK_HOURS * sampled,
        shortlist=_shortlist(streams),
        row_seed=streams.number("row order"),
    )


def _draw_users(streams: Streams, needed: float) -> int:
    """Return the users, so many that the exposed arm can be filled with users who are not in it yet."""
    least = min(MOST_USERS, max(200_000, 1.1 * needed))
    return 10_000 * streams.rng("users").randint(math.ceil(least / 10_000), MOST_USERS // 10_000)


def _draw_bands(streams: Streams, days: int) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Return cases in the log and accuracy of each band, lowest band first."""
    rng = streams.rng("bands")
    cases = [100 * days * rng.randint(*span) for span in ((12, 18), (12, 18), (16, 24), (24, 36), (30, 50))]
    accuracies = [rng.randint(*span) / 1000 for span in ((500, 600), (680, 760), (850, 890), (930, 950), (985, 995))]
    return tuple(cases), tuple(accuracies)


def _line(saved: float, wrong: int, answer: float) -> float:
    return break_even_accuracy(gain_if_right=saved, cost_if_wrong=wrong, cost_per_case=answer)


def _draw_costs(streams: Streams, accuracies: Sequence[float]) -> tuple[float, int, float]:
    """Return saving, cost if wrong and cost of an answer, such that no band lies close to break-even.

    Weak languages will pull down the bands that pay, so that these need more room.
    """
    rng = streams.rng("costs")
    answer = rng.randint(2, 10) / 100
    grid = [(half / 2, wrong) for half in range(6, 13) for wrong in range(15, 41)]
    clear = [pair for pair in grid if _has_room(_line(*pair, answer), accuracies)]
    return (*rng.choice(clear), answer)


def _has_room(line: float, accuracies: Sequence[float]) -> bool:
    return all(accuracy - line > 0.05 or line - accuracy > 0.02 for accuracy in accuracies)


def _feared_rate(streams: Streams, cells: Sequence[Cell], language: str, today: float, to_see: float) -> float:
    """Return a rate that the gate would probably miss if it came up in one language alone."""
    share = sum(cell.cases for cell in cells if cell.language == language) / sum(cell.cases for cell in cells)
    size = sample_size_two_proportions(today, to_see)
    rates = [rate / 1000 for rate in range(round(1000 * to_see) + 5, 121, 5)]
    missed = [r for r in rates if 0.1 < power_two_proportions(today, today + share * (r - today), size=size) < 0.4]
    return streams.rng("feared rate").choice(missed[-4:]) if missed else rates[0]


def _shortlist(streams: Streams) -> tuple[int, ...]:
    """Return items of the real log: three that its learning policy showed often, and some that it rarely showed."""
    rng = streams.rng("shortlist")
    often = (0, 6, 10, 13, 17, 23, 27, 31)
    rarely = [item for item in ITEMS if item not in often]
    return tuple(sorted((*rng.sample(often, 3), *rng.sample(rarely, rng.randint(5, 9)))))


def plausible(scenario: Scenario) -> bool:
    """Say whether the verdicts hold with margin: which bands pay, which languages do not; and users fill an arm."""
    line = _line(scenario.saved_if_right, scenario.cost_if_wrong, scenario.cost_per_answer)
    accuracy = [scenario.tally(band=band).accuracy for band in range(len(BANDS))]
    clear = all(abs(one - line) > 0.012 for one in accuracy) and sorted(accuracy) == accuracy
    arm = sample_size_two_proportions(scenario.complaint_rate, scenario.complaint_rate_to_see)
    enough = scenario.users * scenario.exposed(2) > arm and 2 <= sum(one > line for one in accuracy) <= 4
    return clear and enough and _languages_clear(scenario, accuracy, line)


def _languages_clear(scenario: Scenario, accuracy: Sequence[float], line: float) -> bool:
    """Say whether one or two languages fail beyond doubt, while the one that looks worst has too few audits to."""
    bands = [band for band, one in enumerate(accuracy) if one > line]
    audits = {language: scenario.audits(bands, language) for language in LANGUAGES}
    rate = {language: right / judged for language, (right, judged) in audits.items()}
    interval = {language: wilson_interval(right, judged) for language, (right, judged) in audits.items()}
    failing = [language for language in LANGUAGES if interval[language].high < line]
    doubtful = [language for language in LANGUAGES if interval[language].low < line < interval[language].high]
    worst = min(rate, key=lambda language: rate[language])
    sure = all(abs(interval[language].high - line) > 0.008 for language in LANGUAGES)
    return sure and 1 <= len(failing) <= 2 and worst in doubtful and any(rate[one] > line for one in doubtful)
