"""The refund design's data: what the frames hold, what is planted in them, and the real log's published figures."""

import hashlib
import importlib
import itertools
import time

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from course_lib.cases.refund_log import BANDS, CHANNELS, EDGES, LANGUAGES
from course_lib.cases.staged_launch import BLOCKS, COHORTS, ON_CALL, QUEUES, WEEK_HOURS
from course_lib.data.open_bandit import ITEMS, open_bandit
from course_lib.units import draw_for, load_unit

DESIGN = importlib.import_module("course_lib.cases.04_product_design")


@pytest.fixture(scope="module")
def unit():
    return load_unit("04_product_design")


@pytest.fixture(scope="module", params=["ada", "ben", "self-study"])
def case(unit, request):
    return draw_for(unit, request.param)


@pytest.fixture(scope="module")
def cases(unit):
    return [draw_for(unit, f"seed {i}") for i in range(300)]


def banded(case):
    """Return the log with a band column, confidence brought to shares."""
    log = case.frames["cases_log"].copy()
    share = log["confidence"].where(log["channel"] != case.percent_channel, log["confidence"] / 100)
    log["band"] = np.digitize(share, EDGES[1:-1])
    return log


# ------------------------------------------------------------------------------------------------ the shadow log


def test_log_says_what_the_counts_say(case):
    log = banded(case)
    assert len(log) == sum(cell.cases + cell.again_right + cell.again_wrong for cell in case.cells)
    counted = log.groupby(["language", "channel", "band", "entry", "audit"]).size()
    sizes = log.groupby(["language", "channel", "band", "entry"]).size()
    for cell in case.cells:
        place = (cell.language, cell.channel, cell.band)
        assert sizes.get((*place, 1), 0) == cell.cases
        for entry, audit, count in (
            (1, "right", cell.right),
            (1, "wrong", cell.wrong),
            (1, "pending", cell.pending),
            (2, "right", cell.again_right),
            (2, "wrong", cell.again_wrong),
        ):
            assert counted.get((*place, entry, audit), 0) == count


def test_audits_never_outnumber_cases(cases):
    for case in cases:
        assert len(case.cells) == len(BANDS) * len(CHANNELS) * len(LANGUAGES)
        for cell in case.cells:
            assert min(cell.right, cell.wrong, cell.pending, cell.again_right, cell.again_wrong) >= 0
            assert cell.right + cell.wrong + cell.pending <= cell.cases
            assert cell.again_right + cell.again_wrong <= cell.cases


def test_a_second_entry_belongs_to_a_case_of_the_same_place_and_is_not_earlier(case):
    log = banded(case)
    first, second = (log[log["entry"] == entry].set_index("case_id") for entry in (1, 2))
    assert first.index.is_unique
    assert second.index.is_unique
    assert len(second) > 0.02 * len(first)
    before = first.loc[second.index]
    for column in ("language", "channel", "band"):
        assert (before[column] == second[column]).all()
    assert (before["day"] <= second["day"]).all()


def test_one_channel_reports_per_cent_and_no_confidence_lies_on_an_edge(case):
    log = case.frames["cases_log"]
    assert (log.groupby("channel")["confidence"].max() > 1).sum() == 1
    assert log.loc[log["confidence"] > 1, "channel"].unique().tolist() == [case.percent_channel]
    assert (log.loc[log["channel"] == case.percent_channel, "confidence"] > 1).all()
    share = np.where(log["confidence"] > 1, log["confidence"] / 100, log["confidence"])
    assert np.abs(share[:, None] - np.array(EDGES)).min() > 0.0005


def test_every_day_of_the_log_is_there(case):
    assert sorted(case.frames["cases_log"]["day"].unique()) == list(range(1, case.log_days + 1))


def test_missing_amounts_are_the_harmless_gap(case):
    log = case.frames["cases_log"]
    assert 0.02 < log["amount_usd"].isna().mean() < 0.04
    assert log.drop(columns="amount_usd").notna().all(axis=None)


def test_log_is_quick_to_build(unit):
    spent = []
    for i in range(5):
        case = draw_for(unit, f"timed {i}")
        started = time.perf_counter()
        assert 25_000 <= len(case.frames["cases_log"]) <= 90_000
        spent.append(time.perf_counter() - started)
    assert sorted(spent)[2] < 0.5


# ------------------------------------------------------------------------------------------------ what is planted


def verdicts(case):
    """Return the paying bands, and by language the rate, the audits and the Wilson interval in them."""
    line = (case.cost_if_wrong + case.cost_per_answer) / (case.saved_if_right + case.cost_if_wrong)
    bands = [band for band in range(len(BANDS)) if case.tally(band=band).accuracy >= line]
    audits = pd.DataFrame([case.audits(bands, one) for one in LANGUAGES], index=LANGUAGES, columns=["right", "all"])
    audits["low"], audits["high"] = proportion_confint(audits["right"], audits["all"], method="wilson")
    return line, bands, audits.assign(rate=audits["right"] / audits["all"])


def test_bands_are_clear_of_the_line_and_rise_with_confidence(cases):
    for case in cases:
        line, bands, _ = verdicts(case)
        accuracy = [case.tally(band=band).accuracy for band in range(len(BANDS))]
        assert accuracy == sorted(accuracy)
        assert min(abs(one - line) for one in accuracy) > 0.012
        assert bands == list(range(len(BANDS)))[-len(bands) :]
        assert len(bands) in (2, 3, 4)


def test_one_or_two_languages_fail_beyond_doubt_and_on_many_audits(cases):
    for case in cases:
        line, _, found = verdicts(case)
        failing = found[found["high"] < line]
        assert len(failing) in (1, 2)
        assert failing["all"].min() > 100
        assert "English" not in failing.index


def test_the_language_that_looks_worst_has_too_few_audits_to_fail(cases):
    for case in cases:
        line, _, found = verdicts(case)
        worst = found.loc[found["rate"].idxmin()]
        assert worst["rate"] < line - 0.12
        assert worst["all"] <= 30
        assert worst["high"] > line + 0.008


def test_confidence_of_a_weak_language_says_nothing_in_the_bands_that_pay(unit):
    """Over many learners its accuracy is flat, while everybody else's rises band by band."""
    weak, sound = np.zeros((5, 2)), np.zeros((5, 2))
    for i in range(60):
        case = draw_for(unit, f"weak {i}")
        line, bands, found = verdicts(case)
        for language in LANGUAGES:
            kind = weak if found.loc[language, "high"] < line else sound
            for band in bands:
                tally = case.tally(band=band, language=language)
                kind[band] += tally.right - line * tally.judged, tally.judged
    above = {name: (kind[2:, 0] / kind[2:, 1]) for name, kind in (("weak", weak), ("sound", sound))}
    assert np.ptp(above["weak"]) < 0.02
    assert (np.diff(above["sound"]) > 0.03).all()


def test_reopened_cases_went_wrong_more_often(cases):
    for case in cases[:50]:
        first, both = case.tally(), case.tally(both=True)
        again = (both.right - first.right) / (both.judged - first.judged)
        assert again < first.accuracy - 0.1


def test_audits_over_sample_low_confidence(case):
    shares = [case.tally(band=band).judged / case.tally(band=band).cases for band in range(len(BANDS))]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 2 * shares[-1]


def test_superseded_plan_differs_in_order_and_in_shares(cases):
    for case in cases:
        plans = {plan: [s for s in case.stages if s.plan == plan] for plan in ("current", "superseded")}
        orders = {plan: [stage.cohort for stage in stages] for plan, stages in plans.items()}
        assert orders["current"] != orders["superseded"]
        for plan, stages in plans.items():
            shares = [stage.share_exposed for stage in stages]
            assert shares == sorted(shares)
            assert shares[-1] == 1
            assert sorted(orders[plan]) == sorted(COHORTS)
            assert orders[plan][-1] == "everyone"
        assert case.exposed(2) != case.exposed(2, "superseded")


def test_four_weeks_of_traffic_with_failed_days_and_test_accounts(cases):
    for case in cases[:100]:
        traffic = case.frames["traffic"]
        assert (traffic.groupby("day")["source"].nunique() == 2).all()
        assert traffic["day"].nunique() == 28
        assert (traffic.groupby("day")["complete"].nunique() == 1).all()
        customers = traffic[traffic["source"] == "customers"]
        whole, failed = (customers[customers["complete"] == flag]["users"] for flag in (True, False))
        assert len(failed) in (5, 6)
        assert failed.max() < 0.6 * whole.min()
        assert pd.Timestamp(case.second_stage_opens) > traffic["day"].max() + pd.Timedelta(days=7)


def test_two_may_stop_alone_at_all_hours_and_two_others_tempt(cases):
    for case in cases:
        roles = {one.role: one for one in case.on_call}
        assert tuple(roles) == ON_CALL
        alone, awake = ({r for r, one in roles.items() if test(one)} for test in (_alone, _awake))
        fit = {roles[role].minutes_to_reach for role in alone & awake}
        assert len(fit) == 2
        assert max(roles[role].minutes_to_reach for role in alone - awake) < min(fit)
        assert max(roles[role].minutes_to_reach for role in awake - alone) < min(fit)


def _alone(one):
    return one.stops_alone


def _awake(one):
    return one.hours_a_week == WEEK_HOURS


def test_every_further_block_finds_less_and_the_sample_finds_least(cases):
    for case in cases:
        by_queue = {queue: [b for b in case.blocks if b.queue == queue] for queue in QUEUES}
        for blocks in by_queue.values():
            assert [b.block for b in blocks] == list(range(1, BLOCKS + 1))
            assert all(one.value > after.value for one, after in itertools.pairwise(blocks))
        first = {queue: blocks[0].value for queue, blocks in by_queue.items()}
        assert min(first, key=first.get) == "random sample"


def test_parameters_stay_in_their_ranges(unit, cases):
    for case in cases:
        assert 3 <= case.saved_if_right <= 6
        assert 15 <= case.cost_if_wrong <= 40
        assert 0.02 <= case.cost_per_answer <= 0.10
        assert 0.025 <= case.complaint_rate < case.complaint_rate_to_see <= 0.042
        assert case.complaint_rate_to_see < case.complaint_rate_in_language <= 0.12
        assert 200_000 <= case.users <= 800_000
        assert 0.002 <= case.harm_rate <= 0.008
        assert 0.04 <= case.exposed(2) <= 0.10
        assert case.users * case.exposed(2) > 1.05 * unit.question("users_per_arm").answer(case)
        assert case.exposed(1) < case.exposed(2) < case.exposed(3)
        assert 8_000 < case.tally().cases / case.log_days < 16_000
        assert 100 <= case.review_hours <= 160
        assert len(case.shortlist) == len(set(case.shortlist)) >= 8


def test_figures_on_the_card_are_the_inputs(cases):
    shown = [f"{case.saved_if_right:.2f} {case.harm_rate:.2%} {case.complaint_rate_in_language:.1%}" for case in cases]
    for case, text in zip(cases, shown, strict=True):
        saved, harm, feared = text.split()
        assert float(saved) == case.saved_if_right
        assert float(harm[:-1]) / 100 == pytest.approx(case.harm_rate, abs=1e-12)
        assert float(feared[:-1]) / 100 == pytest.approx(case.complaint_rate_in_language, abs=1e-12)


# ------------------------------------------------------------------------------------------------ the real log


def test_published_shape_and_click_rates_of_the_real_log_are_reproduced():
    """10,000 records a policy, 34 items, 3 positions; the full log's click rates lie in this sample's intervals."""
    log = pd.DataFrame(open_bandit())
    assert log.groupby("policy").size().to_dict() == {"random": 10_000, "thompson": 10_000}
    assert sorted(log["item"].unique()) == list(ITEMS)
    assert sorted(log["position"].unique()) == [1, 2, 3]
    random = log[log["policy"] == "random"]
    assert random["propensity"].unique() == pytest.approx([1 / 34], abs=5e-7)
    for policy, published in (("random", 0.0051), ("thompson", 0.0067)):
        clicks = log.loc[log["policy"] == policy, "click"]
        low, high = proportion_confint(clicks.sum(), len(clicks), method="wilson")
        assert low < published < high
    assert log.groupby("policy")["click"].sum().to_dict() == {"random": 46, "thompson": 69}


def test_propensities_of_the_real_log_are_those_that_chose_the_items():
    """Inverse propensities of an item sum to about all rows over all items, whatever the policy prefers."""
    log = pd.DataFrame(open_bandit()).query("policy == 'thompson'")
    spoken = (1 / log["propensity"]).groupby(log["item"]).sum() / len(log)
    assert spoken.median() == pytest.approx(1, abs=0.1)
    assert log.groupby("item").size().pipe(lambda n: n.max() / n.min()) > 50


def test_the_real_log_holds_nothing_of_a_person(case):
    assert list(case.frames["recommendations"]) == ["policy", "item", "position", "click", "propensity"]
    case.frames["recommendations"].loc[0, "click"] = -1
    assert open_bandit()[0].click in (0, 1)


@pytest.mark.parametrize(
    ("learner", "digest"),
    [("ada", "052f4ad9fd70d212"), ("ben", "4410b15b1010866c"), ("self-study", "2afaf1a21bde7adc")],
)
def test_cases_do_not_move(unit, learner, digest):
    """A change here moves every learner's numbers: only ever between cohorts, and on purpose."""
    case = draw_for(unit, learner)
    figures = repr((case.code, case.cells, case.brief(), case.stages, case.traffic, case.on_call, case.blocks))
    assert hashlib.sha256(figures.encode()).hexdigest()[:16] == digest
