"""The resume screen's answers by other routes: worked values by hand, statsmodels, SciPy, simulation, the frames."""

import importlib
import itertools
import re

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

from course_lib.cases.job_search import STAGES, Bullet, Stage
from course_lib.cases.scan_audit import QUARTERS, Cell
from course_lib.core.case import Case, Streams
from course_lib.core.grading import grade
from course_lib.units import draw_for, load_unit

RESUME = importlib.import_module("course_lib.cases.01_resume_screen")
FULL = ("2.1", "1.0", "a check")


@pytest.fixture(scope="module")
def unit():
    return load_unit("01_resume_screen")


def scenario(false, audited=4_000, scans=40_000):
    """A case with one site and round figures; the funnel passes 30, 60, 50, 40 and 50 of a hundred."""
    reached = (1_000, 300, 180, 90, 36, 18)
    funnel = zip(STAGES, reached, reached[1:], strict=False)
    bullets = [("risk", FULL)] * 5 + [("product", FULL)] * 2 + [("risk", ("n/a", "1.0", "a check"))]
    bullets += [("risk", ("2.1", "", "a check"))] * 2 + [("risk", ("2.1", "1.0", ""))] * 2
    return RESUME.Scenario(
        cells=tuple(
            Cell(quarter, "Ashford", audited, found, 40, 400, 80, 30, scans)
            for quarter, found in zip(QUARTERS, false, strict=True)
        ),
        stages=tuple(Stage("AI product manager", name, up, came - up, 0, 0) for name, came, up in funnel),
        bullets=tuple(Bullet("", kind, *parts) for kind, parts in bullets),
        target_probability=0.8,
        women_invited=100_000,
        draft_baseline=0.039,
        draft_result=0.007,
        row_seed=1,
    )


@pytest.fixture(scope="module")
def worked():
    return Case("01_resume_screen", "worked", 0, Streams("worked"), scenario((128, 70, 76, 36)))


@pytest.fixture(scope="module")
def drawn(unit):
    return [draw_for(unit, f"route {i}") for i in range(40)]


def counts(case, quarter):
    return case.count("false_diagnoses", quarter=quarter), case.count("audited", quarter=quarter)


# ------------------------------------------------------------------------------------------------ worked values


@pytest.mark.parametrize(
    ("name", "value", "within"),
    [
        ("rate_first_quarter", 0.032, 1e-12),
        ("rate_last_quarter", 0.009, 1e-12),
        ("relative_reduction", 71.88, 0.005),
        ("absolute_reduction", 2.30, 1e-9),
        ("scans_spared", 920.0, 1e-9),
        ("reduction_z", 7.26, 0.005),
        ("quarterly_reduction", 34.48, 0.005),
        ("number_needed_to_treat", 44, 0),
        ("offer_probability", 0.0180, 1e-12),
        ("applications_needed", 89, 0),
        ("bullet_coverage", 5 / 12, 1e-12),
    ],
)
def test_worked_values(unit, worked, name, value, within):
    assert unit.question(name).answer(worked) == pytest.approx(value, abs=within)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("rate_first_quarter", (168 / 4_000, 296 / 4_168, 158 / 4_080)),
        ("rate_last_quarter", (0.009, 36 / 4_400, 76 / 4_000, 66 / 4_080)),
        ("relative_reduction", (2.30, 255.56, 28.125, 100 * 0.032 / 0.039)),
        ("absolute_reduction", (71.875, 3.2)),
        ("scans_spared", (28_750, 92_000, 92, 920)),
        ("quarterly_reduction", (23.958, 27.180, 0.7667)),
        ("reduction_z", (10.27, 14.52, 22.95)),
        ("number_needed_to_treat", (43, 2, 112)),
        ("offer_probability", (0.46, 0.30, 0.018, 0.018)),
        ("applications_needed", (88, 56, 45, 89)),
        ("bullet_coverage", (5 / 7, 6 / 12, 7 / 12, 9 / 12)),
    ],
)
def test_worked_mistakes(unit, worked, name, values):
    """With one site, one role and nothing withdrawn some mistakes equal the answer: a drawn case never has that."""
    found = [mistake.answer(worked) for mistake in unit.question(name).mistakes]
    assert found == pytest.approx(list(values), rel=5e-4)


def test_the_intervals_of_the_ledger_are_reproduced(unit):
    """32 against 9 of 1,000: 1.08 to 3.65 percentage points."""
    case = Case("01_resume_screen", "worked", 0, Streams("worked"), scenario((32, 20, 21, 9), audited=1_000))
    assert unit.question("reduction_lower").answer(case) == pytest.approx(1.077, abs=0.001)
    assert unit.question("reduction_lower").mistakes[0].answer(case) == pytest.approx(3.651, abs=0.001)


# ------------------------------------------------------------------------------------------------ other routes


def test_rates_by_another_path_through_the_frame(unit, drawn):
    for case in drawn[:5]:
        reads = case.frames["audited_scans"].query("sample == 'random' and site in @case.programme_sites")
        by_scan = reads.pivot(index="scan_id", columns="read", values="verdict").join(
            reads.drop_duplicates("scan_id").set_index("scan_id")["quarter"]
        )
        final = by_scan[2].fillna(by_scan[1])
        known = final[final != "waiting"]
        rate = (known == "false").groupby(by_scan["quarter"].loc[known.index]).mean()
        timeline = unit.question("risk_timeline").answer(case)
        assert [timeline[quarter.lower()] for quarter in QUARTERS] == pytest.approx(list(rate[list(QUARTERS)]))
        assert unit.question("rate_first_quarter").answer(case) == pytest.approx(rate["Q1"])
        assert unit.question("rate_last_quarter").answer(case) == pytest.approx(rate["Q4"])


def test_noise_agrees_with_statsmodels_and_chi_square(unit, drawn):
    for case in drawn:
        (first, n_first), (last, n_last) = counts(case, "Q1"), counts(case, "Q4")
        z = unit.question("reduction_z").answer(case)
        assert z == pytest.approx(proportions_ztest([first, last], [n_first, n_last])[0], rel=1e-12)
        table = [[first, n_first - first], [last, n_last - last]]
        assert z**2 == pytest.approx(stats.chi2_contingency(table, correction=False).statistic, rel=1e-9)
        low, high = confint_proportions_2indep(first, n_first, last, n_last, compare="diff", method="newcomb")
        question = unit.question("reduction_lower")
        assert question.answer(case) == pytest.approx(100 * low, rel=1e-9)
        assert question.mistakes[0].answer(case) == pytest.approx(100 * high, rel=1e-9)
        near = proportion_confint(first, n_first, method="wilson")[0]
        near -= proportion_confint(last, n_last, method="wilson")[1]
        assert question.mistakes[2].answer(case) == pytest.approx(100 * near, rel=1e-9)


def test_the_steps_beyond_noise_agree_with_statsmodels(unit, drawn):
    for case in drawn:
        beyond = set()
        for start, end in itertools.pairwise(QUARTERS):
            (found, n), (other, m) = counts(case, start), counts(case, end)
            if proportions_ztest([found, other], [n, m])[1] < 0.05:
                beyond.add(f"{start} to {end}")
        assert unit.question("risk_timeline").answer(case)["beyond_noise"] == beyond
        assert len(beyond) == 2


def test_the_interval_covers_the_reduction_as_often_as_it_says(worked):
    rng = np.random.default_rng(20261124)
    first, last = rng.binomial(4_000, 0.032, 4_000), rng.binomial(4_000, 0.009, 4_000)
    ends = [
        confint_proportions_2indep(a, 4_000, b, 4_000, compare="diff", method="newcomb")
        for a, b in zip(first, last, strict=True)
    ]
    covered = np.mean([low <= 0.023 <= high for low, high in ends])
    assert covered == pytest.approx(0.95, abs=0.012)


def test_reductions_undo_themselves(unit, drawn):
    for case in drawn:
        answer = {question.name: question.answer(case) for question in unit.questions}
        left = case.rate("Q1")
        for _ in range(3):
            left -= left * answer["quarterly_reduction"] / 100
        assert left == pytest.approx(case.rate("Q4"), rel=1e-12)
        assert case.rate("Q1") * (1 - answer["relative_reduction"] / 100) == pytest.approx(case.rate("Q4"))
        assert 100 * case.rate("Q1") - answer["absolute_reduction"] == pytest.approx(100 * case.rate("Q4"))


def test_spared_scans_are_the_volume_counted_at_both_rates(unit, drawn):
    for case in drawn:
        table = case.frames["scan_volumes"]
        volume = table[table["site"].isin(case.programme_sites) & (table["quarter"] == "Q4")]["scans"].sum()
        (first, n_first), (last, n_last) = counts(case, "Q1"), counts(case, "Q4")
        spared = volume * first / n_first - volume * last / n_last
        assert unit.question("scans_spared").answer(case) == pytest.approx(spared, rel=1e-12)


def test_number_needed_is_the_least_that_spares_one(unit, drawn):
    for case in drawn:
        (first, n_first), (last, n_last) = counts(case, "Q1"), counts(case, "Q4")
        needed = unit.question("number_needed_to_treat").answer(case)

        def spared(scans, a=first * n_last - last * n_first, b=n_first * n_last):
            return scans * a >= b  # in whole numbers: no rounding

        assert spared(needed)
        assert not spared(needed - 1)


def test_the_trial_agrees_with_statsmodels_and_holds_zero(unit, drawn):
    question = unit.question("trial_deaths_avoided_lower")
    low, high = confint_proportions_2indep(505, 44_910, 500, 44_925, compare="diff", method="newcomb")
    assert low < 0 < high
    for case in drawn:
        assert question.answer(case) == pytest.approx(case.women_invited * low, rel=1e-9)
        assert question.mistakes[0].answer(case) == pytest.approx(case.women_invited * high, rel=1e-9)
        assert question.mistakes[1].answer(case) == pytest.approx(case.women_invited * (505 / 44_910 - 500 / 44_925))


def test_offer_probability_by_simulated_applications(unit, worked):
    rng = np.random.default_rng(2)
    alive = np.ones(1_000_000, dtype=bool)
    for rate in (0.3, 0.6, 0.5, 0.4, 0.5):
        alive &= rng.random(len(alive)) < rate
    assert alive.mean() == pytest.approx(unit.question("offer_probability").answer(worked), abs=0.0005)


def test_offer_probability_from_the_frame(unit, drawn):
    for case in drawn[:5]:
        table = case.frames["applications"].query("role == 'AI product manager'")
        product, came = 1.0, table
        for stage in STAGES:
            passed = came[came[stage].notna()]
            stopped = came[came[stage].isna()]
            product *= len(passed) / (len(passed) + (stopped["outcome"] == "rejected").sum())
            came = passed
        assert unit.question("offer_probability").answer(case) == pytest.approx(product, rel=1e-12)


def test_applications_needed_by_the_geometric_distribution(unit, worked, drawn):
    question = unit.question("applications_needed")
    assert stats.geom.cdf(89, 0.018) == pytest.approx(0.8014, abs=5e-5)
    assert stats.geom.cdf(88, 0.018) == pytest.approx(0.7978, abs=5e-5)
    for case in [worked, *drawn]:
        chance = unit.question("offer_probability").answer(case)
        assert question.answer(case) == stats.geom.ppf(case.target_probability, chance)
        wait = question.mistakes[1].answer(case)
        assert stats.geom.cdf(wait, chance) < 0.66  # "more than a third of candidates still have none"


def test_coverage_from_the_table(unit, drawn):
    for case in drawn:
        table = case.frames["bullets"].replace({"n/a": None, "tbd": None})
        complete = table.dropna().query("metric_kind == 'risk'")
        assert unit.question("bullet_coverage").answer(case) == pytest.approx(len(complete) / len(table))


# ------------------------------------------------------------------------------------------------ the artefacts


def test_the_claim_takes_the_learners_own_figures(unit, drawn):
    claim = unit.question("risk_claim")
    case, own = drawn[0], {"rate_first_quarter": 0.05, "absolute_reduction": 4.1, "scans_spared": 1_000}
    told = {**claim.answer(case), "baseline": 0.05, "reduction": 4.1, "spared": 1_000}
    assert grade(claim, told, case, own).kind == "right"
    assert grade(claim, told, case).credit == pytest.approx(9 / 12)


def test_a_claim_of_another_unit_or_of_a_cause_loses_its_part(unit, drawn):
    claim = unit.question("risk_claim")
    for case in drawn:
        told = claim.answer(case)
        in_per_cent = {**told, "reduction_unit": "per cent of the baseline"}
        assert grade(claim, in_per_cent, case).credit == pytest.approx(11 / 12)
        certain = {**told, "not_shown": "that the fall is more than noise"}
        assert "cause" in grade(claim, certain, case).sentence


def test_the_portfolio_is_made_of_questions_that_exist(unit):
    names = {question.name for question in unit.questions} | {"figures", "case_code"}
    fields = {f"{q.name}.{slot.name}" for q in unit.questions if q.form for slot in q.form.slots}
    for artefact in unit.portfolio:
        used = set(re.findall(r"\{([a-z_0-9.]+)\}", artefact.text))
        assert used <= names | fields
        assert len(used) > 5
