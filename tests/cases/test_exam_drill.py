"""The exam's data: what the frames hold, what is planted in them, and what holds in every case."""

import hashlib

import pandas as pd
import pytest

from course_lib.cases.card_declines import CATEGORIES
from course_lib.cases.fraud_labels import maturity
from course_lib.units import draw_for, load_unit


@pytest.fixture(scope="module")
def unit():
    return load_unit("11_exam_drill")


@pytest.fixture(scope="module", params=["ada", "ben", "self-study"])
def case(unit, request):
    return draw_for(unit, request.param)


@pytest.fixture(scope="module")
def cases(unit):
    return [draw_for(unit, f"seed {i}") for i in range(150)]


@pytest.mark.parametrize(
    ("learner", "digest"),
    [("ada", "6cd010ee34e80908"), ("ben", "b512eb77aa148e5f"), ("self-study", "87136e8d903d01c8")],
)
def test_a_change_here_moves_every_learners_numbers(unit, learner, digest):
    assert hashlib.sha256(repr(draw_for(unit, learner).scenario).encode()).hexdigest()[:16] == digest


def test_one_row_was_sent_twice_and_one_name_is_written_in_two_ways(case):
    frame = case.frames["declines"]
    copies = frame[frame.duplicated()]
    assert len(copies) == len(case.twice) == 1
    assert copies["category"].str.lower().item() == case.changed_category
    assert copies["day"].item() > pd.Timestamp(case.change)
    assert set(frame["category"].str.lower()) == set(CATEGORIES)
    assert frame["category"].nunique() == 2 * len(CATEGORIES)
    days = frame.drop_duplicates().groupby(frame["category"].str.lower())["day"].nunique()
    assert set(days) == {2 * case.window_days + 1}


def test_the_saturday_peak_is_volume_and_not_the_model(cases):
    for case in cases[:20]:
        before = [one for one in case.days if one.day < case.change]
        saturday = [one for one in before if one.day.weekday() == 5]
        others = [one for one in before if one.day.weekday() != 5]
        volume, rate = (
            [sum(map(what, rows)) / len(rows) for rows in (saturday, others)] for what in (_good, _declined)
        )
        assert volume[0] > 1.25 * volume[1]
        assert rate[0] / volume[0] == pytest.approx(rate[1] / volume[1], rel=0.1)


def _good(one):
    return one.good


def _declined(one):
    return one.good_declined


def test_scores_are_calibrated(case):
    for one, following in zip(case.bins, [*case.bins[1:], None], strict=True):
        share = one.fraud / (one.good + one.fraud)
        assert one.score_from <= share < (following.score_from if following else 1) or one.fraud < 10


def test_the_dashboard_shows_fraud_falling_and_the_corrected_count_does_not(cases):
    for case in cases:
        youngest_first = [one.confirmed for one in case.cohorts]
        assert youngest_first[0] < 0.6 * youngest_first[-1]
        shares = [maturity(case.delays, one.age_days) for one in case.cohorts]
        assert shares == sorted(shares)
        corrected = [one.confirmed / share for one, share in zip(case.cohorts, shares, strict=True)]
        assert min(corrected) > 0.6 * max(corrected)


def test_messages_repeat_their_number(case):
    frame = case.frames["chargebacks"]
    assert frame.duplicated().sum() == sum(one.resent for one in case.cohorts)
    once = frame.drop_duplicates("chargeback_id")
    assert once.groupby(["week", "status"]).size().to_dict() == {
        (one.week, status): count
        for one in case.cohorts
        for status, count in (("confirmed", one.confirmed), ("withdrawn", one.withdrawn))
    }


def test_the_gap_is_partly_the_channel_and_not_only(cases):
    for case in cases:
        assert 0.008 < _gap(case, ("online",)) < 0.75 * _gap(case, ("in store", "online"))


def _gap(case, channels):
    rates = []
    for card in ("foreign card", "domestic card"):
        mine = [one for one in case.reviewed if one.group == card and one.channel in channels]
        rates.append(sum(one.declined for one in mine) / sum(one.customers for one in mine))
    return rates[0] - rates[1]


def test_the_cheapest_today_and_undoing_everything_are_not_both_best(cases):
    best = set()
    for case in cases:
        totals = {one.option: one.cost_today + one.loss_left * case.loss_this_month for one in case.options}
        best.add(min(totals, key=totals.get))
        assert sorted(totals.values())[1] - min(totals.values()) > 3_000
    assert best == {"raise the threshold for the category", "review by hand"}
