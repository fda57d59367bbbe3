"""The claim audit's data: what is on a desk, which faults are planted, and that a seed's case does not move."""

import hashlib

import pandas as pd
import pytest

from course_lib.cases.claim_desk import ON_THE_DESK, TO_QUOTE
from course_lib.cases.claim_pool import ARTICLE, OPEN, WORDS
from course_lib.cases.claim_sums import SUMS
from course_lib.cases.fine_stories import DUTIES, TODAY
from course_lib.cases.law_statements import LAW
from course_lib.cases.pay_lines import ALL_READINGS, LITERAL
from course_lib.data.compas_scores import AGES, compas_scores
from course_lib.data.resume_callbacks import resume_callbacks
from course_lib.facts import fact
from course_lib.measures.classification import ConfusionCounts, false_negative_rate, false_positive_rate
from course_lib.units import draw_for, load_unit

POOLS = (LAW, OPEN, WORDS, SUMS)


@pytest.fixture(scope="module")
def unit():
    return load_unit("15_claim_audit")


@pytest.fixture(scope="module")
def cases(unit):
    return [draw_for(unit, f"desk {i}") for i in range(200)]


def test_a_desk_has_ten_different_statements_and_four_others_to_quote(cases):
    for case in cases:
        texts = [*case.frames["claims"]["text"], *case.frames["to_quote"]["text"]]
        assert len(texts) == len(set(texts)) == ON_THE_DESK + TO_QUOTE
        assert not any("{" in text for text in texts)
        laws, opens, words, sums = (sum(one.name in pool for one in case.statements) for pool in POOLS)
        assert laws == 4
        assert 2 <= opens <= 3
        assert 1 <= words <= 2
        assert 2 <= sums <= 3
        assert all(one.name in OPEN for one in case.to_quote)


def test_every_statement_comes_up_and_the_article_s_figures_do_too(cases):
    rows = [one for case in cases for one in (*case.statements, *case.to_quote)]
    assert {one.name for one in rows} == {*LAW, *OPEN, *WORDS, *SUMS}
    assert {(one.name, one.version) for one in rows if one.name in LAW} == {(n, v) for n in LAW for v in (0, 1)}
    for one in rows:
        if one.heard_from == ARTICLE:
            assert one.figures == {**OPEN, **WORDS}[one.name][1]
    assert sum(one.heard_from == ARTICLE for one in rows) > len(cases)


def test_entries_named_beside_a_statement_are_in_the_ledger_and_verified():
    for _, ids in LAW.values():
        assert {fact(one).status for one in ids.split(", ")} == {"verified"}


def test_no_two_learners_have_the_same_desk(cases):
    assert len({tuple(case.frames["claims"]["text"]) for case in cases}) == len(cases)


def test_pay_lines_are_clear_and_two_of_them_are_copies(cases):
    for case in cases:
        table = case.frames["pay_lines"].set_index("line")
        copies = table[table["copied_from"].notna()]
        assert len(table) == 9
        assert len(copies) == 2
        for _, copy in copies.iterrows():
            original = table.loc[copy["copied_from"]]
            assert (copy[["base", "bonus_pct", "equity_pct", "stated_total"]] == original.iloc[3:]).all()
            assert copy["page"] != original["page"]
        for one in case.pay_lines:
            away = [abs(one.total(reading) / one.stated - 1) for reading in ALL_READINGS]
            assert all(distance < 0.006 or distance > 0.016 for distance in away)
            assert 150_000 <= one.base <= 220_000
            assert one.stated % 1_000 == 0
        own = [one for one in case.pay_lines if not one.copied_from]
        assert 2 <= sum(one.fits(LITERAL) for one in own) <= 3
        assert 1 <= sum(not any(one.fits(reading) for reading in ALL_READINGS) for one in own) <= 2
        assert case.asked_line in {one.line for one in own}


def test_stories_plant_an_old_law_a_late_paper_and_a_breach_on_the_very_day(cases):
    for case in cases:
        stories = case.frames["stories"].merge(case.frames["duties"], on="duty")
        early = stories["breach_until"] < stories["fined_from"]
        assert 3 <= early.sum() <= 5
        assert (early & (stories["breach_until"] >= stories["fined_from_2024_text"])).any()
        assert (early & (stories["published"] >= stories["fined_from"])).any()
        assert (stories["breach_until"] == stories["fined_from"]).sum() == 1
        assert (stories["published"] > stories["breach_until"]).all()
        assert (stories["published"] < pd.Timestamp(TODAY)).all()


def test_fines_are_clearly_above_or_below_the_ceiling(cases):
    for case in cases:
        stories = case.frames["stories"].merge(case.frames["duties"], on="duty")
        amounts = pd.DataFrame(
            {"fixed": stories["fixed_eur"], "share": stories["turnover_share"] * stories["turnover_eur"]}
        )
        lower = (stories["firm_size"] == "SME") & (stories["article"] != "53")
        over = stories["fine_eur"] / amounts.max(axis=1).mask(lower, amounts.min(axis=1))
        assert 2 <= (over > 1).sum() <= 4
        assert not over.between(0.93, 1.1).any()
        assert ((stories["firm_size"] == "SME") & (stories["article"] == "53") & (over < 1)).any()
        assert ((over < 1) & (stories["fine_eur"] > stories["fixed_eur"])).any()


def test_duties_carry_the_ledger_s_dates():
    days = {one.duty: (one.fined_from, one.fined_from_2024) for one in DUTIES}
    assert f"{days['high-risk duty of a provider'][0]}" == fact("EUAI-044").value
    assert "2 August 2026" in fact("EUAI-044").statement
    assert f"{days['high-risk duty of a deployer'][1]}" == "2026-08-02"
    assert f"{days['telling people that it is AI'][0]}" == fact("EUAI-046").value["general"]
    assert f"{days['duty of a general-purpose model'][0]}" == fact("EUAI-048").value["fines"]


def test_reports_lead_to_a_primary_source_that_fewer_repeat(cases):
    larger = 0
    for case in cases:
        reports = case.frames["reports"].set_index("report")
        assert reports["people_harmed"].nunique() == 2
        repeated = reports["people_harmed"] == case.repeated_figure
        assert repeated.sum() >= 2 * (~repeated).sum()
        assert reports["withdrawn"].sum() == 1
        assert repeated[reports["withdrawn"]].all()
        second_hand = reports[reports["rests_on"] != "own records"]
        before = reports.loc[second_hand["rests_on"]]
        assert (before["published"].to_numpy() < second_hand["published"].to_numpy()).all()
        assert (before["people_harmed"].to_numpy() == second_hand["people_harmed"].to_numpy()).all()
        larger += case.repeated_figure == reports["people_harmed"].max()
    assert 0.5 * len(cases) < larger < 0.8 * len(cases)


def test_batches_have_copies_a_test_site_and_a_sign_that_often_turns(cases):
    turned = 0
    for case in cases:
        table = case.frames["error_batches"]
        batches = table.drop_duplicates("batch_id")
        assert 3 <= len(table) - len(batches) <= 4
        assert batches.shape == table.drop_duplicates().shape
        assert set(batches["site"]) == {*case.error_log.sites, "sandbox"}
        real = batches[batches["site"] != "sandbox"].groupby(["model", "site"])[["errors", "cases"]].sum()
        rate = (real["errors"] / real["cases"]).unstack("model")
        in_all = real.groupby("model").sum()
        in_all = in_all["errors"] / in_all["cases"]
        assert in_all["new"] < in_all["old"] - 0.01
        assert (real["errors"] >= 5).all()
        assert (real["errors"] < real["cases"]).all()
        turned += (rate["new"] > rate["old"]).sum() >= 3
    assert 0.5 * len(cases) < turned < 0.85 * len(cases)


def test_compas_counts_reproduce_the_published_rates():
    people = {}
    for row in compas_scores():
        key = row.race, row.decile_score >= 5, row.two_year_recid
        people[key] = people.get(key, 0) + row.people
    published = {"African-American": (44.85, 27.99), "Caucasian": (23.45, 47.72)}  # ProPublica 2016
    for race, rates in published.items():
        counts = ConfusionCounts(
            people[race, True, 1], people[race, True, 0], people[race, False, 0], people[race, False, 1]
        )
        assert (round(100 * false_positive_rate(counts), 2), round(100 * false_negative_rate(counts), 2)) == rates
    assert sum(people.values()) == 7_214
    assert {row.age_cat for row in compas_scores()} == set(AGES)


def test_resume_counts_reproduce_the_published_rates():
    def rate(name, city=None):
        rows = [row for row in resume_callbacks() if row.name == name and city in (None, row.city)]
        return sum(row.callbacks for row in rows) / sum(row.resumes for row in rows)

    assert sum(row.resumes for row in resume_callbacks()) == 4_870
    assert (round(100 * rate("white"), 2), round(100 * rate("Black"), 2)) == (9.65, 6.45)  # table 1 of the paper
    assert round(rate("white") / rate("Black"), 2) == 1.50
    assert [round(100 * rate("white", city), 2) for city in ("boston", "chicago")] == [11.63, 8.06]
    assert [round(100 * rate("Black", city), 2) for city in ("boston", "chicago")] == [7.76, 5.40]


def test_questions_on_real_tables_are_spread(cases):
    assert len({(case.first_group, case.second_group, case.threshold, case.rate) for case in cases}) > 80
    assert len({case.split_by for case in cases}) == 3
    assert len({case.ratio_in for case in cases}) >= 4


@pytest.mark.parametrize(
    ("learner", "digest"),
    [("ada", "2d1085a66c1f82f5"), ("ben", "99b2b1c09f1eaaa4"), ("self-study", "be2845f53ce32256")],
)
def test_cases_do_not_move(unit, learner, digest):
    """A change here moves every learner's numbers: only ever between cohorts, and on purpose."""
    case = draw_for(unit, learner)
    rows = (case.statements, case.to_quote, case.pay_lines, case.stories, case.reports, case.error_log.batches)
    figures = repr((case.code, case.brief(), *rows))
    assert hashlib.sha256(figures.encode()).hexdigest()[:16] == digest
