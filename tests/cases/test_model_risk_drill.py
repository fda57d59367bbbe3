"""The drill's data: what the frames hold, and that they say the same as the counts the keys are computed from."""

import hashlib
import time

import pytest

from course_lib.data.boston_mortgages import DEBT_RATIO_BANDS, boston_mortgages
from course_lib.units import draw_for, load_unit


@pytest.fixture(scope="module")
def unit():
    return load_unit("10_model_risk_drill")


@pytest.fixture(scope="module", params=["ada", "ben", "self-study"])
def case(unit, request):
    return draw_for(unit, request.param)


def test_frames_table_is_large_and_quick(unit):
    import numpy as np  # imported before the clock starts
    import pandas as pd

    assert np.__version__
    assert pd.__version__
    spent = []
    for i in range(5):
        case = draw_for(unit, f"timed {i}")
        started = time.perf_counter()
        rows = len(case.frames["camera_frames"])
        spent.append(time.perf_counter() - started)
        assert rows >= 200_000
    assert sorted(spent)[2] < 0.3


def test_frames_say_what_the_counts_say(case):
    frames = case.frames["camera_frames"]
    distinct = frames.drop_duplicates("frame_id")
    keys = ["period", "firmware", "light", "speed"]
    counted = distinct.groupby([*keys, "obstacle", "alarm"], observed=True).size()
    for cell in case.cells:
        place = (cell.period, cell.firmware, cell.light, cell.speed)
        assert counted.get((*place, False, True), 0) == cell.false_positives
        assert counted.get((*place, False, False), 0) == cell.negatives - cell.false_positives
        assert counted.get((*place, True, True), 0) == cell.true_positives
        assert counted.get((*place, True, False), 0) == cell.positives - cell.true_positives
    repeated = sum(cell.repeated_false_positives + cell.repeated_true_positives for cell in case.cells)
    assert len(frames) - len(distinct) == repeated > 0


def test_copies_are_whole_rows_and_only_of_alarms(case):
    frames = case.frames["camera_frames"]
    copies = frames[frames.duplicated("frame_id", keep=False)]
    assert copies["alarm"].all()
    assert copies.groupby("frame_id").nunique().le(1).all(axis=None)


def test_headline_rates_are_exact_and_presentable(case):
    for period in ("before", "after"):
        rate = case.false_positive_rate(period=period)
        assert rate == pytest.approx(round(rate * 5000) / 5000, abs=1e-12)


def test_staged_roll_out_with_a_concurrent_control(case):
    assert case.count("negatives", period="before", firmware="new") == 0
    ramp, after = (
        case.count("negatives", period=period, firmware="new") / case.count("negatives", period=period)
        for period in ("ramp", "after")
    )
    assert ramp < after == pytest.approx(case.share_updated)


def test_rain_confounds_before_and_after(unit):
    for i in range(100):
        case = draw_for(unit, f"rain {i}")
        rain = [
            case.count("negatives", period=p, light="rain") / case.count("negatives", period=p)
            for p in ("before", "after")
        ]
        assert rain[1] > rain[0] + 0.05
        old_before = case.false_positive_rate(period="before", firmware="old")
        old_after = case.false_positive_rate(period="after", firmware="old")
        assert old_before < old_after < case.false_positive_rate(period="after", firmware="new")


def test_low_sun_interacts_with_the_firmware_and_speed_does_not(unit):
    def risk_ratio(case, **where):
        new, old = (case.false_positive_rate(period="after", firmware=f, **where) for f in ("new", "old"))
        return new / old

    for i in range(100):
        case = draw_for(unit, f"low sun {i}")
        by_light = {light: risk_ratio(case, light=light) for light in ("day", "night", "rain", "low sun")}
        assert max(by_light, key=by_light.get) == "low sun"
        by_speed = [risk_ratio(case, speed=cell.speed) for cell in case.cells[:3]]
        assert max(by_speed) / min(by_speed) < 1.7


def test_sightings_and_label_ages_say_what_the_record_says(case):
    counted = case.frames["sightings"].groupby(["outcome", "label"]).size()
    assert counted["flagged", "confirmed"] == case.sightings.flagged_confirmed
    assert counted["missed", "pending"] == case.sightings.missed_pending
    ages = case.frames["label_ages"]
    assert len(ages) == 600
    in_time = (ages["days_to_label"] <= case.sightings.age_days).groupby(ages["outcome"]).mean()
    assert 0.85 <= in_time["flagged"] <= 0.95
    assert 0.2 <= in_time["missed"] <= 0.4


def test_parameters_stay_in_their_ranges(unit):
    for i in range(300):
        case = draw_for(unit, f"range {i}")
        assert 0.012 <= case.false_positive_rate(period="before") <= 0.016
        assert 0.024 <= case.false_positive_rate(period="after") <= 0.032
        assert 0.3 <= case.share_updated <= 0.6
        assert 0.003 <= case.prevalence <= 0.008
        assert 30_000 <= case.cars <= 80_000
        assert 80 <= case.clear_frames_a_day <= 160
        assert 0.01 <= case.brake_share <= 0.03
        recall = case.count("true_positives", period="before") / case.count("positives", period="before")
        assert 0.92 <= recall <= 0.985
        assert {option.name for option in case.options} == set(unit.question("option_order").choices)


def test_published_denial_rates_are_reproduced():
    denied = {"Black": 0, "white": 0}
    everybody = {"Black": 0, "white": 0}
    for row in boston_mortgages():
        everybody[row.race] += row.applications
        denied[row.race] += row.applications * (row.decision == "denied")
    assert everybody == {"Black": 339, "white": 2041}
    assert round(100 * denied["Black"] / everybody["Black"], 1) == 28.3
    assert round(100 * denied["white"] / everybody["white"], 1) == 9.3
    assert {row.debt_ratio for row in boston_mortgages()} == set(DEBT_RATIO_BANDS)
    assert {row.credit_history for row in boston_mortgages()} == set(range(1, 7))


def test_the_loader_hands_out_a_fresh_frame(case):
    case.frames["mortgages"].loc[0, "applications"] = -1
    assert boston_mortgages()[0].applications > 0


@pytest.mark.parametrize(
    ("learner", "digest"),
    [("ada", "c4412571467d7ec0"), ("ben", "a065ba9d2c4c09f4"), ("self-study", "2807eebe0d54b56b")],
)
def test_cases_do_not_move(unit, learner, digest):
    """A change here moves every learner's numbers: only ever between cohorts, and on purpose."""
    case = draw_for(unit, learner)
    figures = repr(
        (case.code, case.cells, case.brief(), case.current_counts, case.sightings, case.label_days, case.options)
    )
    assert hashlib.sha256(figures.encode()).hexdigest()[:16] == digest
