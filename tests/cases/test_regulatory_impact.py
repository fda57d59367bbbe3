"""The data of the regulatory impact: what the frames hold, what is planted, and that a seed's case does not move."""

import hashlib

import pandas as pd
import pytest

from course_lib.cases.incident_drill import DEATH, NO_CARVE_OUT
from course_lib.cases.product_inventory import ARCHETYPES, CODES
from course_lib.units import draw_for, load_unit


@pytest.fixture(scope="module")
def unit():
    return load_unit("07_regulatory_impact")


@pytest.fixture(scope="module")
def cases(unit):
    return [draw_for(unit, f"impact {i}") for i in range(120)]


def test_the_eight_under_review_are_one_of_each_kind(cases):
    orders = set()
    for case in cases:
        names = [case.products.reviewed[code].facts.name for code in CODES]
        kinds = [
            next(kind for kind, pool in ARCHETYPES.items() if name in [one.name for one in pool]) for name in names
        ]
        assert sorted(kinds) == sorted(ARCHETYPES)
        assert all(case.products.reviewed[code].status == "live" for code in CODES)
        orders.add(tuple(kinds))
    assert len(orders) > 100


def test_forms_name_every_product_and_only_the_latest_is_complete(cases):
    for case in cases:
        inventory, forms = case.frames["inventory"], case.frames["forms"]
        assert set(forms["product_id"]) == set(inventory["product_id"])
        assert forms["product_id"].duplicated().sum() >= 5
        assert not forms.duplicated(["product_id", "form_no"]).any()
        first = forms[forms.duplicated("product_id") | (forms["form_no"] == 1)].query("form_no == 1")
        asked_again = first[first["product_id"].isin(forms.query("form_no == 2")["product_id"])]
        assert (asked_again["use"] == "none").all()
        assert not inventory.loc[inventory["union_market"], "output_in_union"].eq(False).any()


def test_every_word_of_a_form_is_in_the_extract(cases):
    extract = cases[0].frames["act_extract"]
    for case in cases:
        forms = case.frames["forms"]
        for column in ("practice", "use", "function"):
            assert set(forms[column]) - {"none"} <= set(extract.loc[extract["column"] == column, "word"])


def test_turnover_has_drafts_parts_and_both_sides_of_the_crossover(cases):
    above = 0
    for case in cases:
        table = case.frames["turnover"]
        assert not table.duplicated(["entity", "group", "financial_year", "scope", "state"]).any()
        assert set(table.loc[table["financial_year"] == case.decision_year, "state"]) == {"draft"}
        last = table[(table["financial_year"] == case.decision_year - 1) & (table["state"] == "audited")]
        figures = last.pivot_table(index="size", columns="scope", values="eur_million", aggfunc="sum")
        assert (figures["group, Union"] < 0.7 * figures["group, worldwide"]).all()
        assert (figures["entity, worldwide"] > 1.01 * figures["group, worldwide"]).all()  # sales inside the group
        assert figures.loc["SME", "group, worldwide"] < 50
        assert 60 < figures.loc["small mid-cap", "group, worldwide"] < 150
        large = figures.loc["large", "group, worldwide"]
        assert abs(large - 500) > 40
        above += large > 500
    assert 0.2 * len(cases) < above < 0.8 * len(cases)


def test_the_drill_has_one_death_and_is_played_after_the_rules_bind(cases):
    for case in cases:
        log = case.frames["incidents"]
        death = log[log["event"] == DEATH]
        assert list(death["incident"]) == [case.incident_in_focus]
        assert death["utc_offset"].item() != "+00:00"
        assert death["other_reporting_law"].item() == NO_CARVE_OUT
        assert (log["first_signal_local"] < log["aware_local"]).all()
        assert log["aware_local"].min() > pd.Timestamp("2028-08-03")
        assert log.query("other_reporting_law != 'none' and event == 'fundamental rights infringement'").shape[0] == 1


def test_four_tasks_were_estimated_again_and_one_was_dropped(cases):
    for case in cases:
        tasks = case.frames["tasks"]
        assert tasks["task"].duplicated().sum() == 4
        assert (tasks["state"] == "dropped").sum() == 1
        dropped = tasks.loc[tasks["state"] == "dropped", "task"].item()
        assert not tasks["waits_for"].str.contains(dropped).any()
        revised = tasks[tasks["task"].duplicated(keep=False)].sort_values("revision").groupby("task")["working_days"]
        assert (revised.last() > revised.first()).all()


def test_copies_are_the_long_requests_by_hand(cases):
    for case in cases:
        log = case.frames["requests"]
        copies = log[log.duplicated()]
        once = log.drop_duplicates()
        assert once["request_id"].is_unique
        assert set(copies["handled"]) == {"by hand"}
        by_hand = once[once["handled"] == "by hand"]
        assert copies["hours"].mean() > 1.2 * by_hand["hours"].mean()
        assert set(once.loc[once["received"] >= "2026-07-01", "handled"]) == {"automated"}


def test_cases_differ_and_are_plausible(unit, cases):
    assert all(unit.plausible(case.scenario) for case in cases)
    assert len({repr(case.brief()) for case in cases}) == len(cases)


@pytest.mark.parametrize(
    ("learner", "digest"),
    [("ada", "b0cac6af48a8a919"), ("ben", "47b88d2f91b1d31d"), ("self-study", "30b6b5172c138227")],
)
def test_cases_do_not_move(unit, learner, digest):
    """A change here moves every learner's numbers: only ever between cohorts, and on purpose."""
    case = draw_for(unit, learner)
    rows = (case.products, case.turnovers, case.drill, case.plan, case.log)
    figures = repr((case.code, case.brief(), *rows))
    assert hashlib.sha256(figures.encode()).hexdigest()[:16] == digest
