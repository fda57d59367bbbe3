"""The offer's data: what the frames hold, which verdicts are planted, and that a seed's case does not move."""

import hashlib
from datetime import date
from statistics import fmean, median

import pandas as pd
import pytest

from course_lib.cases.alternatives import CURRENT
from course_lib.cases.pay_readings import READINGS, by_distance
from course_lib.cases.vesting import EVEN, FORECAST, GRANTED, LETTER, add_months
from course_lib.units import draw_for, load_unit

YEARS = pd.DateOffset(years=1)


@pytest.fixture(scope="module")
def unit():
    return load_unit("14_offer")


@pytest.fixture(scope="module")
def cases(unit):
    return [draw_for(unit, f"offer {i}") for i in range(200)]


def granted(case):
    return case.frames["vesting"].drop_duplicates("vest_id").query("status == @GRANTED")


def test_exactly_one_reading_fits_and_every_other_is_far(cases):
    seen = set()
    for case in cases:
        (fits, nearest), (_, second), *_ = by_distance(case.base, case.bonus_share, case.equity_share, case.headline)
        assert nearest < 0.005
        assert second > 0.02
        seen.add(fits.name)
    assert seen == {one.name for one in READINGS[2:]}


def test_the_survey_has_copies_blanks_and_values_that_only_move_the_mean(cases):
    for case in cases:
        survey = case.frames["survey"]
        people = survey.drop_duplicates("respondent_id")
        copies = survey[survey.duplicated("respondent_id")]
        assert 13 <= len(copies) <= 16
        assert survey.drop_duplicates().shape == people.shape  # a copy is the whole row again
        assert copies["stock_usd"].notna().all()
        peers = people[(people["role"] == "product manager") & (people["level"] == "senior")]
        assert peers["stock_usd"].isna().sum() >= 1
        totals = [one.total for one in case.survey.peers]
        without = sorted(totals)[:-2]
        assert max(totals) > 1.5 * median(totals)
        assert fmean(totals) - fmean(without) > 3_000
        assert median(totals) - median(without) < 2_500


def test_two_schedules_pay_out_one_grant_and_the_cliff_is_a_lump(cases):
    for case in cases:
        rows, start = granted(case), pd.Timestamp(case.start)
        sums = rows.groupby("schedule")["units"].sum()
        assert sums[LETTER] == sums[EVEN] == case.grant / case.unit_price
        assert rows["vest_date"].min() == start + YEARS
        first = rows[rows["vest_date"] <= start + YEARS]
        assert first.groupby("schedule").size().to_dict() == {LETTER: 1, EVEN: 1}
        by_quarter = rows.groupby("schedule").size()
        assert sorted(by_quarter) == [4, 13]


def test_drafts_forecasts_and_copies_are_in_the_table(cases):
    for case in cases:
        vesting = case.frames["vesting"]
        assert set(vesting["status"]) == {"granted", "cancelled", "forecast"}
        assert set(vesting.loc[vesting["status"] != GRANTED, "schedule"]) == {LETTER}
        assert not vesting[vesting.duplicated()].empty
        assert vesting.drop_duplicates().shape == vesting.drop_duplicates("vest_id").shape
        cliff = vesting.query("schedule == @LETTER and status == @GRANTED")["vest_date"].min()
        assert (vesting["vest_date"] == cliff).sum() >= 3  # the letter's twice, the draft's, perhaps the even one's
        assert vesting.loc[vesting["status"] == FORECAST, "vest_date"].min() > cliff


def test_months_are_added_as_a_calendar_does():
    for day in (date(2027, 3, 1), date(2027, 6, 1), date(2027, 11, 15)):
        for months in range(61):
            assert add_months(day, months) == (pd.Timestamp(day) + pd.DateOffset(months=months)).date()


def test_the_log_says_what_a_negotiation_can_be(cases):
    for case in cases:
        log = case.frames["offers"]
        signed = log.dropna(subset="final_usd")
        assert (signed["final_usd"] >= signed["initial_usd"]).all()
        assert (
            signed.loc[~signed["negotiated"], "final_usd"] == signed.loc[~signed["negotiated"], "initial_usd"]
        ).all()
        if "asked_usd" in log:
            asked = signed.dropna(subset="asked_usd")
            assert (asked["final_usd"] <= asked["asked_usd"]).all()
            assert log.loc[~log["negotiated"], "asked_usd"].isna().all()
        if "ended_by" in log:
            assert ((log["ended_by"] == "") == log["final_usd"].notna()).all()
        if "used_script" in log:
            assert not log.loc[~log["negotiated"], "used_script"].any()


def test_an_improved_offer_has_an_earlier_row_at_its_first_figure(cases):
    for case in cases:
        log = case.frames["offers"].sort_values("logged_on")
        twice = log[log.duplicated("offer_id", keep=False)]
        first, last = (twice.drop_duplicates("offer_id", keep=keep).set_index("offer_id") for keep in ("first", "last"))
        assert len(first) > 20
        last = last.loc[first.index]
        assert (first["logged_on"] < last["logged_on"]).all()
        assert (first["final_usd"] == first["initial_usd"]).all()
        assert (last["final_usd"] > first["final_usd"]).all()


def test_higher_levels_pay_more_and_negotiate_more(cases):
    for case in cases:
        by_level = case.frames["offers"].drop_duplicates("offer_id").groupby("level")
        share, pay = by_level["negotiated"].mean(), by_level["initial_usd"].mean()
        for lower, higher in (("senior", "staff"), ("staff", "principal")):
            assert share[lower] + 0.05 < share[higher]
            assert 1.15 * pay[lower] < pay[higher]


def test_what_is_not_in_writing_or_has_lapsed_would_be_better(cases):
    for case in cases:
        worth = {one.name: one.cash + (1 - case.haircut) * one.stock for one in case.alternatives}
        alive = [one for one in case.alternatives if one.lives_on(case.decide_on)]
        dead = [one for one in case.alternatives if not one.lives_on(case.decide_on)]
        assert (len(alive), len(dead)) == (3, 2)
        assert {one.state for one in dead} == {"verbal", "in writing"}
        best = max(alive, key=lambda one: worth[one.name])
        assert min(worth[one.name] for one in dead) > worth[best.name] + 3_000
        assert max(alive, key=lambda one: one.cash + one.stock) is not best  # until the haircut
        assert worth[CURRENT] == min(worth.values())
        assert best.answer_by is not None
        assert min(one.base for one in case.alternatives) > 80_000


def test_figures_stay_in_their_ranges(cases):
    above = 0
    for case in cases:
        assert 170_000 <= case.base <= 210_000
        assert 0.12 <= case.bonus_share <= 0.25
        assert 0.22 <= case.equity_share <= 0.40
        assert 195_000 <= case.grant <= 325_000
        assert 0.05 <= case.discount_rate <= 0.10
        assert 0.20 <= case.haircut <= 0.40
        assert 0.1 < case.headline / median(one.total for one in case.survey.peers) - 1 < 1.3
        assert case.decide_on < case.start
        assert {one.name for one in case.levers} == {"base", "sign-on", "grant"}
        above += case.maximum > case.headline
    assert 0 < above < len(cases)


@pytest.mark.parametrize(
    ("learner", "digest"),
    [("ada", "a6f7c6e03fe1d928"), ("ben", "ae5dd489b452a1e5"), ("self-study", "c583a39433909a13")],
)
def test_cases_do_not_move(unit, learner, digest):
    """A change here moves every learner's numbers: only ever between cohorts, and on purpose."""
    case = draw_for(unit, learner)
    rows = (case.survey, case.vesting.rows, case.offers.entries, case.offers.extra_columns)
    figures = repr((case.code, case.brief(), *rows, case.alternatives, case.levers))
    assert hashlib.sha256(figures.encode()).hexdigest()[:16] == digest
