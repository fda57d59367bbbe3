"""The refund design's answers by other routes: worked values, statsmodels, simulation, brute force and the frames."""

import importlib
import itertools
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats
from statsmodels.stats import proportion

from course_lib.cases.refund_design import Scenario
from course_lib.cases.refund_log import BANDS, LANGUAGES, Cell
from course_lib.cases.staged_launch import BLOCK_HOURS, BLOCKS, QUEUES, Block, OnCall, Stage, Traffic
from course_lib.core.answers import to_plain
from course_lib.core.case import Case, Streams
from course_lib.core.grading import grade
from course_lib.data.open_bandit import open_bandit
from course_lib.units import draw_for, load_unit

# Accuracies and sizes of the worked example, lowest band first; every case is audited.
WORKED_BANDS = ((1500, 0.55), (1500, 0.72), (2000, 0.86), (3000, 0.94), (4000, 0.99))


@pytest.fixture(scope="module")
def unit():
    return load_unit("04_product_design")


def cell(band, cases, accuracy, language="English"):
    right = round(cases * accuracy)
    return Cell(language, "app", band, cases, right, cases - right, 0, 0, 0)


def worked_case(cells):
    """A case with the round figures of the worked example, whose answers can be followed by hand."""
    scenario = Scenario(
        saved_if_right=4.0,
        cost_if_wrong=20,
        cost_per_answer=0.05,
        log_days=1,
        cells=tuple(cells),
        percent_channel="email",
        complaint_rate=0.03,
        complaint_rate_to_see=0.035,
        language="French",
        complaint_rate_in_language=0.06,
        review_minutes=4,
        utilisation=0.8,
        users=400_000,
        harm_rate=0.004,
        stages=tuple(
            Stage("current", cohort, share)
            for cohort, share in (
                ("one market", 0.01),
                ("app users", 0.05),
                ("loyalty members", 0.25),
                ("everyone", 1.0),
            )
        ),
        traffic=tuple(Traffic(date(2027, 1, 4) + timedelta(i), "customers", 10_000, True) for i in range(28)),
        second_stage_opens=date(2027, 3, 1),
        complaint_days=14,
        on_call=(OnCall("risk on-call", 168, 10, True),),
        blocks=(Block("large amounts", 1, 10, 20), Block("random sample", 1, 5, 10)),
        review_hours=20,
        least_sample_hours=10,
        shortlist=(0, 13),
        row_seed=1,
    )
    return Case("04_product_design", "worked", 0, Streams("worked"), scenario)


@pytest.fixture(scope="module")
def worked():
    return worked_case(cell(band, *numbers) for band, numbers in enumerate(WORKED_BANDS))


# Eighteen per cent of 12,000 cases lie in bands that do not pay.
HANDED_OVER = [cell(band, n, a) for band, (n, a) in enumerate([(1080, 0.5), (1080, 0.6), *[(3280, 0.975)] * 3])]


def answer(unit, case, name):
    return unit.question(name).answer(case)


# ------------------------------------------------------------------------------------------------ worked values


@pytest.mark.parametrize(
    ("name", "value", "within"),
    [
        ("automation_threshold", 0.8333, 5e-5),
        ("break_even_accuracy", 0.8354, 5e-5),
        ("daily_value", 24_000 - 0.05 * 9_000, 1e-6),
        ("coverage", 0.75, 1e-12),
        ("users_per_arm", 19_743, 0),
        ("users_harmed", 80, 1e-9),
        ("harm_avoided", 0.95, 1e-12),
        ("stage_days", 40, 0),
    ],
)
def test_worked_values(unit, worked, name, value, within):
    assert answer(unit, worked, name) == pytest.approx(value, abs=within)


def test_worked_value_before_the_cost_of_answers(unit, worked):
    free = Case(worked.unit, "free", 0, worked.streams, replace(worked.scenario, cost_per_answer=0.0))
    assert answer(unit, free, "daily_value") == pytest.approx(24_000, abs=1e-6)


def test_worked_reviewers_where_eighteen_per_cent_are_handed_over(unit):
    case = worked_case(HANDED_OVER)
    assert answer(unit, case, "coverage") == pytest.approx(0.82)
    assert answer(unit, case, "reviewers_needed") == 23


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("automation_threshold", 0.1667),
        ("automation_threshold", 0.5),
        ("break_even_accuracy", 0.8312),
        ("daily_value", 9_720 - 0.05 * 12_000),
        ("daily_value", 34_000),
        ("daily_value", 24_000),
        ("coverage", 0.60),
        ("users_per_arm", 39_486),
        ("users_per_arm", 9_566),
        ("users_harmed", 96),
        ("users_harmed", 1_600),
        ("harm_avoided", 0.05),
    ],
)
def test_worked_traps_are_recognised(unit, worked, name, value):
    known = [
        mistake.answer(worked) for mistake in unit.question(name).mistakes[:4] if "superseded" not in mistake.sentence
    ]
    assert any(one == pytest.approx(value, rel=1e-3) for one in known)


def test_worked_reviewers_at_full_utilisation(unit):
    case = worked_case(HANDED_OVER)
    assert 18 not in {answer(unit, case, "reviewers_needed")}
    assert unit.question("reviewers_needed").mistakes[0].answer(case) == 18


# ------------------------------------------------------------------------------------------------ the threshold


def test_thresholds_are_where_the_mean_gain_is_nought(unit):
    for i in range(40):
        case = draw_for(unit, f"line {i}")

        def gain(p, paid, case=case):
            return p * case.saved_if_right - (1 - p) * case.cost_if_wrong - paid

        for name, paid in (("automation_threshold", 0), ("break_even_accuracy", case.cost_per_answer)):
            assert answer(unit, case, name) == pytest.approx(optimize.brentq(gain, 0, 1, args=(paid,)), abs=1e-9)


def log_with_bands(case):
    log = case.frames["cases_log"].query("entry == 1")
    share = np.where(log["confidence"] > 1, log["confidence"] / 100, log["confidence"])
    return log.assign(band=np.searchsorted([0.65, 0.80, 0.90, 0.95], share, side="right"))


def test_value_coverage_and_languages_from_the_frame(unit):
    for i in range(12):
        case = draw_for(unit, f"frame {i}")
        log = log_with_bands(case)
        judged = log[log["audit"].isin(["right", "wrong"])]
        accuracy = judged["audit"].eq("right").groupby(judged["band"]).mean()
        line = (case.cost_if_wrong + case.cost_per_answer) / (case.saved_if_right + case.cost_if_wrong)
        paying = accuracy.index[accuracy >= line]
        chosen = log[log["band"].isin(paying)]
        right = chosen["band"].map(accuracy)
        value = (right * case.saved_if_right - (1 - right) * case.cost_if_wrong - case.cost_per_answer).sum()
        assert answer(unit, case, "daily_value") == pytest.approx(value / log["day"].nunique(), rel=1e-9)
        assert answer(unit, case, "coverage") == pytest.approx(len(chosen) / len(log), rel=1e-12)
        audits = judged[judged["band"].isin(paying)].groupby("language")["audit"].agg(lambda a: (a == "right").sum())
        sizes = judged[judged["band"].isin(paying)].groupby("language").size()
        _, high = proportion.proportion_confint(audits, sizes, method="wilson")
        assert answer(unit, case, "languages_below_break_even") == frozenset(sizes.index[high < line])


def test_no_other_set_of_bands_is_worth_more(unit, worked):
    for case in (worked, *(draw_for(unit, f"bands {i}") for i in range(20))):
        a_case = []
        for band in range(len(BANDS)):
            tally = case.tally(band=band)
            gain = tally.accuracy * case.saved_if_right - (1 - tally.accuracy) * case.cost_if_wrong
            a_case.append(tally.cases * (gain - case.cost_per_answer) / case.log_days)
        sets = itertools.chain.from_iterable(itertools.combinations(a_case, k) for k in range(len(BANDS) + 1))
        assert answer(unit, case, "daily_value") == pytest.approx(max(map(sum, sets)), rel=1e-9)


def test_daily_value_by_simulated_cases(unit, worked):
    rng = np.random.default_rng(20261124)
    days = [
        sum(
            (4.0 * right - 20 * (cases - right) - 0.05 * cases)
            for cases, right in ((n, rng.binomial(n, a)) for n, a in WORKED_BANDS[2:])
        )
        for _ in range(20_000)
    ]
    assert np.mean(days) == pytest.approx(answer(unit, worked, "daily_value"), rel=0.003)


def test_a_sound_language_is_seldom_called_weak():
    """The rule flags a language that is exactly at break-even about once in forty times."""
    rng = np.random.default_rng(7)
    for audits in (20, 400):
        right = rng.binomial(audits, 0.8354, 20_000)
        _, high = proportion.proportion_confint(right, audits, method="wilson")
        assert (high < 0.8354).mean() == pytest.approx(0.025, abs=0.015)


# ------------------------------------------------------------------------------------------------ the guard-rail


def test_users_per_arm_is_the_least_size_with_the_power_in_statsmodels(unit, worked):
    for case in (worked, *(draw_for(unit, f"arms {i}") for i in range(30))):
        size, low, high = answer(unit, case, "users_per_arm"), case.complaint_rate, case.complaint_rate_to_see

        def power(n, low=low, high=high):
            found = proportion.power_proportions_2indep(high - low, low, n, alpha=0.025, alternative="larger")
            return found.power

        assert power(size) >= 0.8 > power(size - 1)


def test_power_of_the_arms_in_simulation(unit, worked):
    rng = np.random.default_rng(3)
    size = answer(unit, worked, "users_per_arm")
    events = rng.binomial(size, [0.03, 0.035], (40_000, 2)) / size
    pooled = events.mean(axis=1)
    z = (events[:, 1] - events[:, 0]) / np.sqrt(2 * pooled * (1 - pooled) / size)
    assert (np.abs(z) > 1.96).mean() == pytest.approx(0.8, abs=0.01)


def test_chance_to_see_one_language_by_simulated_users(unit):
    rng = np.random.default_rng(5)
    for i in range(4):
        case = draw_for(unit, f"language {i}")
        size = answer(unit, case, "users_per_arm")
        share = (log_with_bands(case)["language"] == case.language).mean()
        there = rng.binomial(size, share, 20_000)
        treated = rng.binomial(there, case.complaint_rate_in_language) + rng.binomial(size - there, case.complaint_rate)
        control = rng.binomial(size, case.complaint_rate, 20_000)
        pooled = (treated + control) / (2 * size)
        z = (treated - control) / size / np.sqrt(2 * pooled * (1 - pooled) / size)
        assert (z > 1.96).mean() == pytest.approx(answer(unit, case, "chance_gate_sees_language"), abs=0.015)


def test_reviewers_are_the_fewest_who_finish_the_day(unit):
    for i in range(40):
        case = draw_for(unit, f"reviewers {i}")
        log = log_with_bands(case)
        cases_a_day = len(log) / case.log_days * (1 - answer(unit, case, "coverage"))
        minutes = cases_a_day * case.review_minutes
        people = answer(unit, case, "reviewers_needed")
        assert (people - 1) * 480 * case.utilisation < minutes - 1e-6
        assert people * 480 * case.utilisation >= minutes - 1e-6


# ------------------------------------------------------------------------------------------------ staged exposure


def test_users_harmed_by_counting_users_in_cohorts(worked, unit):
    rng = np.random.default_rng(1)
    joined = np.digitize(rng.permutation(400_000) / 400_000, [0.01, 0.05, 0.25])  # stage at which a user joins
    exposed = int((joined <= 1).sum())
    assert exposed * 0.004 == pytest.approx(answer(unit, worked, "users_harmed"), rel=1e-9)
    assert 1 - exposed / 400_000 == pytest.approx(answer(unit, worked, "harm_avoided"))


def test_stage_days_by_filling_the_arm_day_by_day(unit):
    for i in range(40):
        case = draw_for(unit, f"days {i}")
        traffic = case.frames["traffic"]
        mean = traffic.loc[(traffic["source"] == "customers") & traffic["complete"], "users"].mean()
        rollout = case.frames["rollout"].query("plan == 'current'")["share_exposed"].sort_values()
        filled = days = 0
        while filled < answer(unit, case, "users_per_arm") - 1e-6:
            filled, days = filled + mean * rollout.iloc[1], days + 1
        assert answer(unit, case, "stage_days") == days


def test_review_hours_beat_every_other_split(unit):
    """Brute force: all 7 ^ 5 splits into whole blocks; one is best, and it is the answer."""
    splits = np.array(list(itertools.product(range(BLOCKS + 1), repeat=len(QUEUES))))
    for i in range(25):
        case = draw_for(unit, f"hours {i}")
        blocks = case.frames["review_blocks"].sort_values(["queue", "block"])
        value = (blocks["errors_found"] * blocks["usd_per_error"]).groupby(blocks["queue"]).agg(list)
        reached = [np.concatenate([[0], np.cumsum(value[queue])]) for queue in QUEUES]
        worth = sum(reached[k][splits[:, k]] for k in range(len(QUEUES)))
        allowed = (splits.sum(axis=1) * BLOCK_HOURS <= case.review_hours) & (
            splits[:, -1] * BLOCK_HOURS >= case.least_sample_hours
        )
        best = splits[np.flatnonzero(allowed)[np.argmax(worth[allowed])]]
        assert (worth[allowed] == worth[allowed].max()).sum() == 1
        assert answer(unit, case, "review_hours") == dict(zip(QUEUES, (best * BLOCK_HOURS).tolist(), strict=True))


def test_review_hours_that_break_the_limit_earn_nothing_and_others_their_part(unit):
    question, case = unit.question("review_hours"), draw_for(unit, "limits")
    best = question.answer(case)
    poorer = best | {"random sample": best["random sample"] + 10}
    funded = max((queue for queue in QUEUES[:-1]), key=lambda queue: best[queue])
    shifted = poorer | {funded: best[funded] - 10}
    for given in (
        poorer,
        best | {"random sample": 0},
        best | {funded: best[funded] - 5},
        {QUEUES[0]: 70, QUEUES[-1]: 30},
    ):
        assert grade(question, given, case).credit == 0, given
    assert 0.8 < grade(question, shifted, case).credit < 1
    assert grade(question, {queue: hours for queue, hours in best.items() if hours}, case).credit == 1


# ------------------------------------------------------------------------------------------------ the launch gate


def test_stop_rate_is_what_the_test_calls_a_rise(unit, worked):
    gate = answer(unit, worked, "launch_gate")
    assert gate["stop_rate"] == pytest.approx(
        0.03 + stats.norm.ppf(0.975) * np.sqrt(2 * 0.03 * 0.97 / 19_743), abs=1e-12
    )
    assert 0.03 < gate["stop_rate"] < 0.035
    rng = np.random.default_rng(11)
    both = rng.binomial(19_743, 0.03, (200_000, 2)) / 19_743
    alarms = (both[:, 1] - both[:, 0] > gate["stop_rate"] - 0.03).mean()
    assert alarms == pytest.approx(0.025, abs=0.002)


def test_gate_from_the_frames(unit):
    for i in range(40):
        case = draw_for(unit, f"gate {i}")
        gate = answer(unit, case, "launch_gate")
        rollout, on_call = case.frames["rollout"], case.frames["on_call"].set_index("role")
        stages = rollout.query("plan == 'current'").sort_values("share_exposed")["cohort"]
        assert gate["stages"] == tuple(stages)
        fit = on_call.query("stops_alone and hours_a_week == 168")
        assert gate["may_stop"] == fit["minutes_to_reach"].idxmin()
        opened = pd.Timestamp(case.second_stage_opens)
        late = opened + pd.Timedelta(days=answer(unit, case, "stage_days")) + pd.Timedelta(days=case.complaint_days)
        assert gate["review"] == late.date()


def test_a_wrong_earlier_answer_is_not_punished_twice(unit):
    question, case = unit.question("launch_gate"), draw_for(unit, "twice")
    right = question.answer(case)
    arm, days = 2 * right["arm_size"], right["days_open"] + 5
    rate = case.complaint_rate
    own = right | {
        "arm_size": arm,
        "stop_rate": rate + 1.959964 * (2 * rate * (1 - rate) / arm) ** 0.5,
        "days_open": days,
        "review": right["review"] + timedelta(days=5),
        "people_only": frozenset({"English"}),
    }
    earlier = {"users_per_arm": arm, "stage_days": days, "languages_below_break_even": ["English"]}
    assert grade(question, to_plain(own), case, earlier).credit == 1
    alone = grade(question, to_plain(own), case).credit
    assert alone == pytest.approx(1 - 3 / 12)


@pytest.mark.parametrize("odd", [0, -5, 1e200, float("nan"), None])
def test_odd_fields_are_marked_and_never_break_the_gate(unit, odd):
    question, case = unit.question("launch_gate"), draw_for(unit, "odd")
    given = question.answer(case) | {"arm_size": odd, "days_open": odd}
    result = grade(question, given, case)
    assert result.kind in ("partly", "malformed")
    assert 0 <= result.credit < 1


# ------------------------------------------------------------------------------------------------ the real log


def test_real_log_answers_row_by_row(unit):
    log = pd.DataFrame(open_bandit()).query("policy == 'thompson'")
    for i in range(30):
        case = draw_for(unit, f"log {i}")
        weight = np.where(log["item"].isin(case.shortlist), 1 / len(case.shortlist) / log["propensity"], 0.0)
        assert answer(unit, case, "shortlist_click_rate") == pytest.approx(
            1000 * np.mean(weight * log["click"]), rel=1e-9
        )
        assert answer(unit, case, "effective_rows") == pytest.approx(weight.sum() ** 2 / (weight**2).sum(), rel=1e-9)


def test_method_recovers_the_random_policy_that_did_run():
    """Valued from the other policy's log, showing all items evenly lies within its noise of what it really earned."""
    rows = pd.DataFrame(open_bandit())
    learnt, random = rows.query("policy == 'thompson'"), rows.query("policy == 'random'")
    terms = learnt["click"] / len(random["item"].unique()) / learnt["propensity"]
    error = np.hypot(terms.std() / len(terms) ** 0.5, random["click"].std() / len(random) ** 0.5)
    assert abs(terms.mean() - random["click"].mean()) < 1.96 * error


def test_languages_of_the_key_are_those_of_the_log():
    keys = importlib.import_module("course_lib.keys.weak_languages")
    bands = importlib.import_module("course_lib.keys.automation_bands")
    hours = importlib.import_module("course_lib.keys.review_hours")
    assert keys.LANGUAGES == LANGUAGES
    assert bands.BANDS == BANDS
    assert hours.QUEUES == QUEUES
    assert hours.BLOCK_HOURS == BLOCK_HOURS
