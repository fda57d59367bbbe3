"""The answers of the regulatory impact by other routes: worked values, frames, a longest path, a simulation."""

import importlib
from dataclasses import replace
from datetime import UTC, date, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from course_lib.cases.compliance_effort import Request, RequestLog
from course_lib.cases.compliance_plan import ADVISED, Task, TaskPlan
from course_lib.cases.product_inventory import ARCHETYPES
from course_lib.cases.turnover_table import Turnover, TurnoverTable
from course_lib.core.answers import to_plain
from course_lib.core.case import Case, Streams
from course_lib.core.grading import grade
from course_lib.keys.product_classes import class_of
from course_lib.measures.planning import critical_path
from course_lib.units import draw_for, load_unit

IMPACT = importlib.import_module("course_lib.cases.07_regulatory_impact")


@pytest.fixture(scope="module")
def unit():
    return load_unit("07_regulatory_impact")


@pytest.fixture(scope="module")
def cases(unit):
    return [draw_for(unit, f"route {i}") for i in range(60)]


@pytest.fixture(scope="module")
def worked(cases):
    """The curriculum's parameters on a hand-built case."""
    turnovers = [
        Turnover(size, size, "consolidated", 2027, "group, worldwide", "audited", amount)
        for size, amount in (("large", 800.0), ("SME", 40.0), ("small mid-cap", 100.0))
    ]
    requests = [Request(i, date(2026, 1, 1), "access", "by hand", 3.5) for i in range(10)]
    requests += [Request(10 + i, date(2026, 7, 1), "access", "automated", 0.5) for i in range(10)]
    days = {"A": 15, "B": 20, "C": 10, "D": 25, "E": 8}
    waits = {"A": (), "B": ("A",), "C": ("A",), "D": ("B", "C"), "E": ("D",)}
    rows = [Task(task, waits[task], 1, days[task], "in plan") for task in days]
    scenario = replace(
        cases[0].scenario,
        decision_year=2028,
        fine_probability=0.03,
        ceiling_share=0.1,
        requests_a_year=1400,
        hourly_cost=65,
        programme_cost=180_000,
        probability_before=0.08,
        probability_after=0.03,
        impact_low=500_000,
        impact_mode=2_000_000,
        impact_high=6_000_000,
        turnovers=TurnoverTable(tuple(turnovers)),
        plan=TaskPlan((*rows, Task(ADVISED, ("D",), 1, 30, "dropped"))),
        log=RequestLog(tuple(requests), ()),
    )
    return Case("07_regulatory_impact", "worked", 0, Streams("worked"), scenario)


@pytest.mark.parametrize(
    ("name", "value", "within"),
    [
        ("ceiling_large", 24, 1e-9),
        ("planning_exposure", 72, 1e-9),
        ("plan_days", 68, 0),
        ("effort_saved", 273_000, 1e-6),
        ("impact_bad_case", 4_520_000, 5_000),
        ("loss_avoided", 0.05 * 8_500_000 / 3, 1e-6),  # curriculum: mean 2.83 million, times the fall of the chance
        ("payback", 12 * 180 / (273 + 0.05 * 8_500 / 3), 1e-9),
    ],
)
def test_worked_values(unit, worked, name, value, within):
    assert unit.question(name).answer(worked) == pytest.approx(value, abs=within)


@pytest.mark.parametrize(
    ("name", "words", "value"),
    [
        ("ceiling_large", "lower of the two", 15),
        ("ceiling_large", "prohibited practice", 56),
        ("planning_exposure", "ceiling itself", 24_000),
        ("plan_days", "added up", 78),
        ("effort_saved", "whole effort", 318_500),
        ("impact_bad_case", "share of the most", 5_400_000),
        ("impact_bad_case", "uniform", 5_450_000),
        ("payback", "work saved alone", 7.912),
    ],
)
def test_worked_mistakes(unit, worked, name, words, value):
    (mistake,) = (one for one in unit.question(name).mistakes if words in one.sentence)
    assert mistake.answer(worked) == pytest.approx(value, rel=2e-4)


def test_ceilings_turn_round_by_size_and_paragraph(unit, worked):
    assert unit.question("ceilings_small").answer(worked) == pytest.approx(
        {"sme_listed": 1.2, "mid_cap_listed": 3.0, "mid_cap_banned": 35.0}
    )


@pytest.mark.parametrize("turnover", [100.0, 499.0, 500.0, 501.0, 1500.0])
def test_the_ceiling_of_a_large_group_on_both_sides_of_the_crossover(unit, worked, turnover):
    rows = tuple(
        replace(row, eur_million=turnover) if row.size == "large" else row for row in worked.scenario.turnovers.rows
    )
    case = replace(worked, scenario=replace(worked.scenario, turnovers=TurnoverTable(rows)))
    assert unit.question("ceiling_large").answer(case) == pytest.approx(max(15, turnover * 0.03))


def test_every_kind_of_product_has_its_class():
    expected = {
        "practice": "prohibited",
        "listed": "high-risk, Annex III",
        "listed and profiling": "high-risk, Annex III",
        "product": "high-risk, Annex I",
        "function": "transparency",
        "look-alike": "none of these",
        "product unchecked": "none of these",
        "exempt": "none of these",
    }
    assert {kind: {class_of(form) for form in pool} for kind, pool in ARCHETYPES.items()} == {
        kind: {found} for kind, found in expected.items()
    }


def classes_by_join(case):
    """Classify by merging the forms with the extract, one column at a time."""
    latest = case.frames["forms"].sort_values("form_no").groupby("product_id").last()
    extract = case.frames["act_extract"]
    for column in ("practice", "use", "function"):
        words = extract[extract["column"] == column].set_index("word")["provision"]
        latest[f"{column}_in"] = latest[column].map(words).fillna("not listed")
    out = pd.Series("none of these", index=latest.index)
    out[latest["function_in"] != "not listed"] = "transparency"
    stays = ~latest["preparatory_task"] | latest["profiles_people"]
    out[(latest["use_in"] != "not listed") & stays] = "high-risk, Annex III"
    out[latest["third_party_check"] & (latest["product_law"] != "none")] = "high-risk, Annex I"
    out[latest["practice_in"] != "not listed"] = "prohibited"
    return out


def test_classes_from_the_frames(unit, cases):
    for case in cases:
        found = classes_by_join(case)
        inventory = case.frames["inventory"].set_index("product_id")
        reviewed = inventory[inventory["code"] != ""]
        expected = unit.question("product_classes").answer(case)
        assert {code: found[number] for number, code in reviewed["code"].items()} == expected
        scope = inventory[(inventory["status"] != "withdrawn") & inventory["output_in_union"]].index
        share = found[scope].isin(["high-risk, Annex III", "high-risk, Annex I"]).mean()
        assert unit.question("high_risk_share").answer(case) == pytest.approx(share)


def test_reports_from_the_log(unit, cases):
    for case in cases:
        log = case.frames["incidents"].set_index("incident")
        row = log.loc[case.incident_in_focus]
        hours = int(row["utc_offset"][:3])
        aware = row["aware_local"].to_pydatetime().replace(tzinfo=UTC) - timedelta(hours=hours)
        assert unit.question("report_by").answer(case) == aware + timedelta(days=10)
        rights = log["event"].str.contains("rights")
        silent = log["route"].eq("not high-risk") | (log["other_reporting_law"].ne("none") & ~rights)
        assert unit.question("not_reported").answer(case) == set(log[silent].index)
        assert silent.sum() == 3


def test_the_plan_by_relaxation_and_the_start_by_numpys_calendar(unit, cases):
    for case in cases:
        tasks = case.frames["tasks"].query("state == 'in plan'").sort_values("revision")
        latest = tasks.groupby("task").last()
        ends = dict.fromkeys(latest.index, 0)
        for _ in range(len(latest)):  # as often as there are tasks: then nothing moves any more
            for task, row in latest.iterrows():
                before = [ends[name] for name in row["waits_for"].split("; ") if name]
                ends[task] = max(before, default=0) + row["working_days"]
        days = unit.question("plan_days").answer(case)
        assert days == max(ends.values())
        start = unit.question("latest_start").answer(case)
        assert np.busday_count(start, "2027-12-02") == days
        assert start.weekday() < 5


def test_the_worth_of_the_effort_from_the_log(unit, cases):
    for case in cases:
        log = case.frames["requests"].drop_duplicates().query("kind == 'access'")
        hours = log.pivot_table(columns="handled", values="hours").loc["hours"]
        saved = case.requests_a_year * case.hourly_cost * (hours["by hand"] - hours["automated"])
        assert unit.question("effort_saved").answer(case) == pytest.approx(saved)
        spread = case.impact_high - case.impact_low
        triangle = stats.triang((case.impact_mode - case.impact_low) / spread, case.impact_low, spread)
        avoided = (case.probability_before - case.probability_after) * triangle.mean()
        assert unit.question("loss_avoided").answer(case) == pytest.approx(avoided)
        assert unit.question("impact_bad_case").answer(case) == pytest.approx(triangle.ppf(0.9))
        months = case.programme_cost / (saved + avoided) * 12
        assert unit.question("payback").answer(case) == pytest.approx(months)
        assert 2 < months < 30


def test_the_bad_case_by_simulation(unit, worked):
    draws = np.random.default_rng(7).triangular(500_000, 2_000_000, 6_000_000, 200_000)
    assert unit.question("impact_bad_case").answer(worked) == pytest.approx(np.quantile(draws, 0.9), rel=0.005)
    avoided = unit.question("loss_avoided").answer(worked)
    assert avoided == pytest.approx(0.05 * draws.mean(), rel=0.005)


def test_a_wrong_earlier_answer_is_not_punished_twice(unit, cases):
    case, question = cases[0], unit.question("risk_register")
    mine = question.answer(case) | {"start_by": date(2027, 1, 4), "ceiling": 7.0}
    earlier = {"latest_start": to_plain(date(2027, 1, 4)), "ceiling_large": 7.0}
    assert grade(question, mine, case, earlier).kind == "right"
    assert grade(question, mine, case).credit == pytest.approx(0.8)


def test_the_plan_measure_agrees_on_the_hand_built_plan(worked):
    chain = critical_path(worked.scenario.plan.days(), worked.scenario.plan.waits())
    assert chain.tasks == ("A", "B", "D", "E")
