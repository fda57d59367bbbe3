"""The resume screen's data: what the frames hold, what is planted in them, and the trial's published figures."""

import hashlib
import importlib

import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from course_lib.cases.job_search import STAGES
from course_lib.cases.scan_audit import QUARTERS, SITES
from course_lib.data.mammogram_trial import mammogram_trial
from course_lib.units import draw_for, load_unit

RESUME = importlib.import_module("course_lib.cases.01_resume_screen")


@pytest.fixture(scope="module")
def unit():
    return load_unit("01_resume_screen")


@pytest.fixture(scope="module", params=["ada", "ben", "self-study"])
def case(unit, request):
    return draw_for(unit, request.param)


@pytest.fixture(scope="module")
def cases(unit):
    return [draw_for(unit, f"seed {i}") for i in range(300)]


# ------------------------------------------------------------------------------------------------ the audit


def test_reads_say_what_the_counts_say(case):
    reads = case.frames["audited_scans"]
    counted = reads.groupby(["quarter", "site", "sample", "read", "verdict"]).size()
    for cell in case.cells:
        place = (cell.quarter, cell.site)
        disputed = cell.false_diagnoses + cell.overturned
        assert counted.get((*place, "random", 1, "false"), 0) == disputed
        assert counted.get((*place, "random", 1, "right"), 0) == cell.audited - disputed
        assert counted.get((*place, "random", 1, "waiting"), 0) == cell.waiting
        assert counted.get((*place, "random", 2, "false"), 0) == cell.false_diagnoses
        assert counted.get((*place, "random", 2, "right"), 0) == cell.overturned
        assert counted.get((*place, "complaint", 2, "false"), 0) == cell.false_complaints
        in_complaints = sum(counted.get((*place, "complaint", 1, verdict), 0) for verdict in ("right", "false"))
        assert in_complaints == cell.complaints


def test_the_panel_reads_every_disputed_scan_once_and_no_other(case):
    reads = case.frames["audited_scans"]
    first, second = (reads[reads["read"] == number] for number in (1, 2))
    assert first["scan_id"].is_unique
    assert second["scan_id"].is_unique
    assert set(second["scan_id"]) == set(first.loc[first["verdict"] == "false", "scan_id"])
    same = ["scan_id", "quarter", "site", "model_version", "sample"]
    assert len(second.merge(first[same], on=same)) == len(second)


def test_one_site_joins_late_with_easier_scans(case):
    seen = {quarter: {cell.site for cell in case.cells if cell.quarter == quarter} for quarter in QUARTERS}
    assert seen["Q1"] == seen["Q2"] == set(case.programme_sites)
    assert seen["Q3"] == seen["Q4"] == set(SITES)
    (late,) = set(SITES) - case.programme_sites
    for cell in case.cells:
        if cell.site == late:
            assert cell.false_diagnoses / cell.audited < 0.4 * case.rate(cell.quarter)


def test_the_version_changes_at_every_site_in_the_same_quarter(case):
    reads = case.frames["audited_scans"]
    assert set(reads.loc[reads["quarter"].isin(["Q1", "Q2"]), "model_version"]) == {"v1"}
    assert set(reads.loc[reads["quarter"] == "Q4", "model_version"]) == {"v2"}
    share = (reads[reads["quarter"] == "Q3"]["model_version"] == "v2").groupby(reads["site"]).mean()
    assert share.between(0.35, 0.65).all()


def test_scans_wait_in_the_last_quarters_only(cases):
    for case in cases:
        waiting = [case.count("waiting", quarter=q) / case.count("audited", quarter=q) for q in QUARTERS]
        assert waiting[:2] == [0, 0]
        assert waiting[2] < 0.05 < 0.11 < waiting[3] < 0.17


def test_volumes_say_what_the_counts_say_and_exceed_the_audit(case):
    volumes = case.frames["scan_volumes"].set_index(["quarter", "site"])["scans"]
    assert len(volumes) == len(case.cells)
    for cell in case.cells:
        assert volumes[cell.quarter, cell.site] == cell.scans > cell.audited + cell.waiting + cell.complaints


def test_rates_are_presentable_and_in_their_ranges(cases):
    for case in cases:
        first, *_, last = rates = [case.rate(quarter) for quarter in QUARTERS]
        assert all(rate == pytest.approx(round(rate, 3), abs=1e-12) for rate in rates)
        assert 0.026 <= first <= 0.044
        assert 0.005 <= last <= 0.014
        for quarter in QUARTERS:
            assert 2_000 <= case.count("audited", quarter=quarter) <= 6_000
            assert 20_000 <= case.count("scans", quarter=quarter) <= 60_000


def test_exactly_one_step_is_a_rise_and_noise_and_it_moves_between_learners(cases):
    places = set()
    for case in cases:
        z = RESUME.step_z(case.scenario)
        noise = [i for i, one in enumerate(z) if abs(one) < 1.96]
        assert len(noise) == 1
        assert -1.4 < z[noise[0]] < 0
        assert min(one for i, one in enumerate(z) if i not in noise) > 2.5
        places.add(noise[0])
    assert places == {0, 1, 2}


def test_the_draft_flatters(cases):
    for case in cases:
        assert case.draft_baseline > case.rate("Q1")
        assert case.draft_result < case.rate("Q4")


def test_the_draft_is_what_the_dashboard_shows(case):
    scans = case.frames["audited_scans"].sort_values("read").drop_duplicates("scan_id", keep="last")
    shown = (scans["verdict"] == "false").groupby(scans["quarter"]).mean()
    assert shown["Q1"] == pytest.approx(case.draft_baseline, abs=0.0005)
    assert shown["Q4"] == pytest.approx(case.draft_result, abs=0.0005)


# ------------------------------------------------------------------------------------------------ the job search


def test_applications_say_what_the_funnel_says(case):
    table = case.frames["applications"]
    passed = table[list(STAGES)].notna()
    assert (passed.astype(int).diff(axis="columns").iloc[:, 1:] <= 0).all(axis=None)  # no stage is skipped
    at = passed.sum(axis="columns")
    counted = table.groupby(["role", at, "outcome"]).size()
    for stage in case.stages:
        place = STAGES.index(stage.name)
        for outcome, count in (("rejected", stage.failed), ("withdrawn", stage.withdrawn), ("waiting", stage.waiting)):
            assert counted.get((stage.role, place, outcome), 0) == count
    last = [stage for stage in case.stages if stage.name == STAGES[-1]]
    assert {stage.role: stage.passed for stage in last} == dict(counted.xs("offer", level=2).droplevel(1))


def test_dates_run_forward(case):
    dates = case.frames["applications"][["applied", *STAGES]].to_numpy("datetime64[D]")
    steps = np.diff(dates, axis=1)
    assert steps[~np.isnat(steps)].min() >= np.timedelta64(3, "D")
    assert np.isnat(steps).any()


def test_pass_rates_stay_in_their_ranges(cases):
    spans = dict(zip(STAGES, ((0.2, 0.4), (0.5, 0.7), (0.4, 0.6), (0.35, 0.5), (0.4, 0.6)), strict=True))
    for case in cases:
        for stage in case.stages[: len(STAGES)]:
            low, high = spans[stage.name]
            assert (
                low - 0.07 <= stage.passed / (stage.passed + stage.failed) <= high + 0.07
            )  # whole counts, late stages
        assert case.target_probability in (0.7, 0.75, 0.8, 0.85, 0.9)


def test_bullets_say_what_the_table_says(case):
    table = case.frames["bullets"]
    assert len(table) == len(case.bullets)
    for bullet, row in zip(case.bullets, table.itertuples(), strict=True):
        assert (row.baseline if isinstance(row.baseline, str) else "") == bullet.baseline
        assert row.bullet == bullet.text
    assert table["bullet"].is_unique


def test_a_bullet_shows_the_parts_that_it_holds_and_no_placeholder(cases):
    seen = set()
    for case in cases:
        for bullet in case.bullets:
            for part in (bullet.baseline, bullet.result, bullet.mechanism):
                assert part in ("n/a", "tbd") or part in bullet.text
            assert "n/a" not in bullet.text
            assert "tbd" not in bullet.text
            seen |= {bullet.metric_kind, bullet.baseline, bullet.mechanism}
    assert {"risk", "product", "n/a", "tbd", ""} <= seen


# ------------------------------------------------------------------------------------------------ the trial


def test_published_ratio_and_interval_of_the_trial_are_reproduced():
    """The paper prints a hazard ratio of 0.99, 95 % interval 0.88 to 1.12; for a rare event the risk ratio agrees."""
    control, mammogram = mammogram_trial()
    assert (control.treatment, control.women, control.deaths) == ("control", 44_910, 505)
    assert (mammogram.treatment, mammogram.women, mammogram.deaths) == ("mammogram", 44_925, 500)
    counts = (mammogram.deaths, mammogram.women, control.deaths, control.women)
    low, high = confint_proportions_2indep(*counts, compare="ratio", method="log")
    ratio = mammogram.deaths / mammogram.women / (control.deaths / control.women)
    assert (round(ratio, 2), round(low, 2), round(high, 2)) == (0.99, 0.88, 1.12)


def test_the_trial_frame_is_a_fresh_copy(case):
    case.frames["screening_trial"].loc[0, "deaths"] = 0
    assert case.trial[0].deaths == 505


# ------------------------------------------------------------------------------------------------ the draw


@pytest.mark.parametrize(
    ("learner", "digest"),
    [("ada", "fe6dc4bbedccbca8"), ("ben", "4d2ceddee0d54df9"), ("self-study", "cb6b67559bcfff51")],
)
def test_cases_do_not_move(unit, learner, digest):
    """A change here moves every learner's numbers: only ever between cohorts, and on purpose."""
    case = draw_for(unit, learner)
    figures = repr((case.code, case.cells, case.brief(), case.stages, case.bullets))
    assert hashlib.sha256(figures.encode()).hexdigest()[:16] == digest
