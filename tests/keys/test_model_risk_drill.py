"""The drill's answers by other routes: worked values by hand, statsmodels, simulation, and the frames themselves."""

import importlib

import numpy as np
import pytest
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportions_ztest,
)

from course_lib.cases.perception import Cell
from course_lib.core.case import Case, Streams
from course_lib.units import draw_for, load_unit

DRILL = importlib.import_module("course_lib.cases.10_model_risk_drill")


@pytest.fixture(scope="module")
def unit():
    return load_unit("10_model_risk_drill")


@pytest.fixture(scope="module")
def worked():
    """A case with round figures, whose answers can be followed by hand."""

    def cell(period, firmware, negatives, false_positives):
        return Cell(period, firmware, "day", "50 to 90 km/h", negatives, false_positives, 10_000, 9_600, 0, 0)

    scenario = DRILL.Scenario(
        cells=(
            cell("before", "old", 100_000, 1_400),
            cell("after", "old", 60_000, 840),
            cell("after", "new", 40_000, 1_960),
        ),
        share_updated=0.4,
        prevalence=0.005,
        cars=50_000,
        clear_frames_a_day=120,
        brake_share=0.02,
        budget_used=0.5,
        reference_counts=(20, 20, 20, 20, 20),
        current_counts=(12, 16, 20, 24, 28),
        sightings=DRILL.Sightings(28, 171, 9, 20, 20, 5),
        label_days=(("flagged", 1),) * 90 + (("flagged", 60),) * 10 + (("missed", 1),) * 30 + (("missed", 60),) * 70,
        options=(),
        cost_per_event=20,
        most_credit_history=6,
        bands=DRILL.DEBT_RATIO_BANDS,
        row_seed=1,
    )
    return Case("10_model_risk_drill", "worked", 0, Streams("worked"), scenario)


@pytest.mark.parametrize(
    ("name", "value", "within"),
    [
        ("fpr_ratio", 2.0, 1e-12),
        ("fpr_difference_half_width", 0.001255, 5e-7),
        ("fpr_updated_cars", 0.049, 1e-12),
        ("precision_before", 0.2563, 5e-5),
        ("precision_after", 0.1470, 5e-5),
        ("extra_phantom_brakes", 1680, 1e-9),
        ("psi_reflectivity", 0.0840, 5e-5),
        ("recall_reported", 0.95, 1e-12),
        ("recall_mature", 0.8636, 5e-5),
        ("error_budget_days_left", 8.0, 1e-9),
    ],
)
def test_worked_values(unit, worked, name, value, within):
    assert unit.question(name).answer(worked) == pytest.approx(value, abs=within)


def test_mortgage_answers_agree_with_statsmodels(unit):
    for i in range(40):
        case = draw_for(unit, f"mortgage {i}")
        (black, all_black), (white, all_white) = (
            (
                sum(r.applications for r in case.applications if r.race == race and r.decision == "approved"),
                sum(r.applications for r in case.applications if r.race == race),
            )
            for race in ("Black", "white")
        )
        answer = {question.name: question.answer(case) for question in unit.questions}
        counts = {"count1": black, "nobs1": all_black, "count2": white, "nobs2": all_white}
        _, upper = confint_proportions_2indep(**counts, compare="ratio", method="log")
        assert answer["approval_ratio_upper"] == pytest.approx(upper, rel=1e-9)
        low, _ = confint_proportions_2indep(white, all_white, black, all_black, compare="diff", method="newcomb")
        assert answer["approval_gap_lower"] == pytest.approx(low, rel=1e-9)
        z, _ = proportions_ztest([white, black], [all_white, all_black])
        assert answer["approval_gap_z"] == pytest.approx(z, rel=1e-12)
        assert answer["approval_ratio"] == pytest.approx(black / all_black / (white / all_white), rel=1e-12)


def test_extra_approvals_is_the_least_number_that_reaches_four_fifths(unit):
    gap = importlib.import_module("course_lib.keys.mortgage_gap")
    for i in range(40):
        case = draw_for(unit, f"screen {i}")
        ratio = {
            band: gap.approval_rate(case, "Black", band) / gap.approval_rate(case, "white", band) for band in case.bands
        }
        worst = min(ratio, key=ratio.get)
        approved, everybody = gap.tally(case, "Black", worst)
        line = 0.8 * gap.approval_rate(case, "white", worst)
        least = next(k for k in range(everybody) if (approved + k) / everybody >= line - 1e-12)
        assert unit.question("extra_approvals").answer(case) == least


def test_half_width_covers_the_difference_as_often_as_it_says(worked, unit):
    rng = np.random.default_rng(20261124)
    before, after = rng.binomial(100_000, 0.014, 20_000) / 1e5, rng.binomial(100_000, 0.028, 20_000) / 1e5
    covered = np.abs(after - before - 0.014) <= unit.question("fpr_difference_half_width").answer(worked)
    assert covered.mean() == pytest.approx(0.95, abs=0.006)


def test_precision_by_simulated_frames(worked, unit):
    rng = np.random.default_rng(1)
    obstacle = rng.random(4_000_000) < worked.prevalence
    alarm = rng.random(4_000_000) < np.where(obstacle, 0.96, 0.014)
    assert obstacle[alarm].mean() == pytest.approx(unit.question("precision_before").answer(worked), abs=0.005)


def test_maturity_correction_recovers_the_recall_that_was_put_in(worked, unit):
    rng = np.random.default_rng(2)
    flagged = rng.random(2_000_000) < 0.8636
    arrived = rng.random(2_000_000) < np.where(flagged, 0.9, 0.3)
    assert flagged[arrived].mean() == pytest.approx(unit.question("recall_reported").answer(worked), abs=0.002)


def test_error_budget_runs_out_on_the_day(worked, unit):
    budget, spent, day = 0.016 * 28, 0.5 * 0.016 * 28, 0.0
    while spent < budget:
        spent += 0.028 / 1000
        day += 1 / 1000
    assert day == pytest.approx(unit.question("error_budget_days_left").answer(worked), abs=0.01)


def test_option_order_is_the_order_of_the_priced_table(unit):
    for i in range(20):
        case = draw_for(unit, f"options {i}")
        frames = case.frames["camera_frames"].drop_duplicates("frame_id").query("period == 'after' and not obstacle")
        new, old = (frames[frames["firmware"] == firmware] for firmware in ("new", "old"))
        sunny_new, sunny_old = (one[one["light"] == "low sun"] for one in (new, old))
        part = len(sunny_new) * (sunny_new["alarm"].mean() - sunny_old["alarm"].mean())
        part /= len(new) * (new["alarm"].mean() - old["alarm"].mean())
        options = case.frames["options"].set_index("option")
        removed = options["share_of_events_removed"].fillna(part)
        events = unit.question("extra_phantom_brakes").answer(case)
        total = (options["usd_a_day"] + (1 - removed) * events * case.cost_per_event).sort_values()
        assert unit.question("option_order").answer(case) == tuple(total.index)
        assert total.diff().dropna().min() > 0.02 * total.max()
