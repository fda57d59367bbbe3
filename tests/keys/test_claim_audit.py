"""The claim audit's answers by other routes: the article's figures by hand, graphs, regressions, shuffled names."""

import importlib
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from course_lib.cases.claim_desk import Statement
from course_lib.cases.law_statements import LAW
from course_lib.cases.pay_lines import ALL_READINGS, PayLine
from course_lib.core.case import Case, Streams
from course_lib.core.grading import grade
from course_lib.facts import fact
from course_lib.keys.claim_grounds import BORNE_OUT, NEEDS, SUM_OF, class_of, why
from course_lib.keys.report_origins import kind_of
from course_lib.units import draw_for, load_unit

AUDIT = importlib.import_module("course_lib.cases.15_claim_audit")
ARTICLE_LINE = PayLine("p1", "the article", "", 1, 190_000, 20, 30, 240_000)  # SEED-001


@pytest.fixture(scope="module")
def unit():
    return load_unit("15_claim_audit")


@pytest.fixture(scope="module")
def cases(unit):
    return [draw_for(unit, f"route {i}") for i in range(60)]


def answer(unit, name, case):
    return unit.question(name).answer(case)


def with_scenario(case, **changes):
    return Case(case.unit, case.learner, case.attempt, Streams("worked"), replace(case.scenario, **changes))


def said(name, *figures, version=0):
    return Statement(name, "a test", version, figures)


@pytest.mark.parametrize(
    ("name", "figures", "expected"),
    [
        ("offer", (190_000, 20, 30, 240_000), "wrong"),  # the article's line, read literally [SEED-001]
        ("offer", (190_000, 20, 30, 285_000), "fact"),
        ("band", (210, 260, 190), "wrong"),  # SEED-003
        ("band", (210, 260, 240), "fact"),
        ("premium", (240, 170, 41), "fact"),  # SEED-004
        ("premium", (240, 170, 29), "wrong"),
        ("rise", (1.4, 2.8, 100), "fact"),  # SEED-014
        ("rise", (1.4, 2.8, 1.4), "wrong"),
        ("one in", (3.2, 0.9, 44), "fact"),  # SEED-015
        ("one in", (3.2, 0.9, 32), "wrong"),
        ("monitor", (2, 5 - 1, 40_000), "fact"),
        ("monitor", (2, 4, 1_000_000), "wrong"),
        ("alarm", (100, 80, 5, 14), "fact"),
        ("alarm", (100, 80, 5, 80), "wrong"),
        ("churn cut", (20, 12, 17.6), "fact"),
        ("churn cut", (20, 12, 8), "wrong"),
    ],
)
def test_sums_by_hand(name, figures, expected):
    assert class_of(said(name, *figures)) == expected


def test_both_versions_of_every_sum_are_told_apart(cases):
    seen = {(one.name, class_of(one)) for case in cases for one in case.statements if one.name in SUM_OF}
    names = {name for name, _ in seen}
    assert len(names) == 8
    assert {kind for _, kind in seen} == {"fact", "wrong"}
    assert len(seen) >= 14


def test_one_case_in_so_many_by_counting_cases():
    for before, after in ((3.2, 0.9), (4.0, 1.2), (2.6, 1.6)):
        spared = Fraction(str(before)) - Fraction(str(after))
        cases = next(n for n in range(1, 1_000) if n * spared >= 100)
        assert class_of(said("one in", before, after, cases)) == "fact"


@pytest.mark.parametrize(
    ("name", "in_entry"),
    [
        ("tiers", "no numbered tiers"),
        ("certificate", "internal control"),
        ("annex date", "2 December 2027"),
        ("transparency", "since 2 August 2026"),
        ("small firms", "LOWER"),
        ("late report", "does not hold"),
        ("death", "10 days"),
        ("bank guidance", "no longer in force"),
        ("generative", "out of scope"),
        ("colorado", "never took effect"),
        ("four fifths", "rule of thumb, not a pass mark"),
        ("management standard", "nobody can be certified"),
        ("apple card", "no violation"),
        ("sepsis", "0.63"),
        ("tools", "2.0.0 (April 2023)"),
    ],
)
def test_the_version_borne_out_is_in_the_ledger(name, in_entry):
    versions, ids = LAW[name]
    assert any(in_entry in fact(one).statement for one in ids.split(", "))
    kinds = [class_of(said(name, version=version)) for version in (0, 1)]
    assert sorted(kinds) == ["fact", "wrong"]
    assert versions[BORNE_OUT[name]] in why(said(name, version=1 - BORNE_OUT[name]))


def test_every_open_claim_has_evidence_and_each_kind_is_wanted(unit, cases):
    wanted = {value for case in cases for value in answer(unit, "evidence_needed", case).values()}
    assert wanted == set(NEEDS.values())
    for case in cases:
        assert len(set(answer(unit, "evidence_needed", case).values())) == 4


def test_the_article_s_line_under_every_reading(unit, cases):
    case = with_scenario(cases[0], pay_lines=(ARTICLE_LINE,), asked_line="p1")
    totals = {one.name: ARTICLE_LINE.total(one) for one in ALL_READINGS}
    by_hand = {
        "both of base": 285_000,
        "both of total": 380_000,
        "bonus of base, equity of total": 190_000 * 1.2 / 0.7,
        "bonus of total, equity of base": 190_000 * 1.3 / 0.8,
        "equity of base, granted for three years": 247_000,
        "equity of base, granted for four years": 242_250,
        "equity of base, granted for five years": 239_400,
        "equity of total, granted for four years": 190_000 * 1.2 / 0.925,
        "equity left out": 228_000,
        "bonus left out": 247_000,
    }
    assert totals == pytest.approx(by_hand)
    assert answer(unit, "lines_that_add_up", case) == frozenset()
    assert answer(unit, "lines_no_reading_saves", case) == frozenset()  # four or five years save it [SEED-002]
    assert answer(unit, "claims_register", case)["pay_line"] == "claim"


def test_totals_by_iterating_what_a_share_of_the_total_is(cases):
    for case in cases[:20]:
        line = next(one for one in case.pay_lines if one.line == case.asked_line)
        totals = []
        for reading in ALL_READINGS:
            total = line.base
            for _ in range(400):  # a share of the total feeds back into the total
                of = {"base": line.base, "total": total, "nothing": 0}
                equity = line.equity / 100 / reading.equity_years
                total = line.base + line.bonus / 100 * of[reading.bonus_of] + equity * of[reading.equity_of]
            totals.append(total)
        assert [line.total(reading) for reading in ALL_READINGS] == pytest.approx(totals, abs=0.01)


def test_origins_by_merging_reports_until_nothing_changes(unit, cases):
    for case in cases:
        reports = case.frames["reports"].set_index("report")
        group = {name: {name} for name in reports.index}
        for name, on in reports["rests_on"].items():
            if on != "own records":
                joined = group[name] | group[on]
                group |= dict.fromkeys(joined, joined)
        repeated = set(reports.index[reports["people_harmed"] == case.repeated_figure])
        chains = {frozenset(members) for name, members in group.items() if name in repeated}
        alive = [members for members in chains if not reports.loc[list(members), "withdrawn"].any()]
        right = answer(unit, "repeated_figure_check", case)
        assert right == {"reports": len(repeated), "standing": sum(map(len, alive)), "origins": len(alive)}
        use = answer(unit, "account_to_use", case)
        largest = max(alive, key=len)
        assert use["other_origin"] in largest
        assert reports.loc[use["other_origin"], "rests_on"] == "own records"
        assert reports.loc[use["origin"], "people_harmed"] == use["people_harmed"] != case.repeated_figure
        assert sorted(map(len, alive))[-1] > sum(sorted(map(len, alive))[:-1])  # no tie for the main origin


def test_kinds_of_sources(cases):
    kinds = {kind_of(one) for case in cases for one in case.reports if one.rests_on == "own records"}
    assert kinds == {"primary", "secondary", "vendor", "anonymous"}
    assert {kind_of(one) for case in cases for one in case.reports if one.rests_on != "own records"} == {"secondary"}


def test_like_for_like_by_handing_both_models_the_same_cases(unit, cases):
    """Expected errors if each model met every real case of both: per hundred cases, new less old."""
    for case in cases:
        real = case.frames["error_batches"].drop_duplicates("batch_id").query("site != 'sandbox'")
        rate = {key: rows["errors"].sum() / rows["cases"].sum() for key, rows in real.groupby(["site", "model"])}
        expected = {
            model: sum(n * rate[site, model] for site, n in zip(real["site"], real["cases"], strict=True))
            for model in ("old", "new")
        }
        difference = (expected["new"] - expected["old"]) / real["cases"].sum()
        assert answer(unit, "standardised_difference", case) == pytest.approx(100 * difference, abs=1e-9)
        people = real.loc[real.index.repeat(real["cases"])]
        in_all = people.assign(wrong=people["errors"] / people["cases"]).groupby("model")["wrong"].mean()
        assert answer(unit, "pooled_difference", case) == pytest.approx(100 * (in_all["new"] - in_all["old"]), abs=1e-9)


def test_the_model_headline_is_sometimes_right_and_sometimes_wrong(unit, cases):
    kinds = [answer(unit, "claims_register", case)["model_headline"] for case in cases]
    assert 0.4 * len(cases) < kinds.count("wrong") < 0.9 * len(cases)
    lines = {answer(unit, "claims_register", case)["pay_line"] for case in cases}
    assert lines == {"fact", "claim", "wrong"}


def test_score_rates_from_single_people_by_sklearn(unit, cases):
    from sklearn.metrics import confusion_matrix

    scores = cases[0].frames["scores"]
    people = scores.loc[scores.index.repeat(scores["people"])]
    for case in cases[:15]:
        rates = []
        for group in (case.first_group, case.second_group):
            rows = people[people[case.group_column] == group]
            tn, fp, fn, tp = confusion_matrix(rows["two_year_recid"], rows["decile_score"] >= case.threshold).ravel()
            rates.append(np.array([fp / (fp + tn), fn / (fn + tp), fp / (fp + tp), fn / (fn + tn)]))
        gaps = dict(zip(AUDIT.RATES, 100 * (rates[0] - rates[1]), strict=True))
        assert answer(unit, "score_gap", case) == pytest.approx(gaps[case.rate], abs=1e-9)
        higher = ["first group" if gap > 0 else "second group" for gap in gaps.values()]
        assert list(answer(unit, "worse_off", case).values()) == higher


def test_score_gap_of_the_published_table(unit, cases):
    asked = {"group_column": "race", "first_group": "African-American", "second_group": "Caucasian", "threshold": 5}
    case = with_scenario(cases[0], **asked, rate="false-positive rate")
    assert answer(unit, "score_gap", case) == pytest.approx(44.85 - 23.45, abs=0.01)  # INC-006
    assert answer(unit, "worse_off", case) == {
        "false_positive_rate": "first group",
        "false_negative_rate": "second group",
        "false_discovery_rate": "second group",  # precision is higher for Black defendants [INC-007]
        "false_omission_rate": "first group",
    }


def test_slices_by_the_library(unit, cases):
    for case in cases:
        resumes = case.frames["resumes"]
        open_slices = set()
        for values, rows in resumes.groupby(list(case.split_by)):
            k, n = (rows.groupby("name")[column].sum() for column in ("callbacks", "resumes"))
            low, high = confint_proportions_2indep(k["white"], n["white"], k["Black"], n["Black"], method="newcomb")
            assert abs(low) > 1e-4
            if low <= 0 <= high:
                open_slices.add("/".join(values))
        assert answer(unit, "slices_not_settled", case) == open_slices
        assert 0 < len(open_slices) < 4


def test_names_shuffled_by_lot_hardly_ever_give_the_ratio(unit, cases):
    """The whole experiment's ratio is no accident: names dealt out again hardly ever reach it."""
    resumes = cases[0].frames["resumes"]
    sent, called = (resumes.groupby("name")[column].sum() for column in ("resumes", "callbacks"))
    black = np.random.default_rng(15).hypergeometric(called.sum(), sent.sum() - called.sum(), sent["Black"], 20_000)
    ratios = black / sent["Black"] / ((called.sum() - black) / sent["white"])
    assert (ratios <= called["Black"] / sent["Black"] / (called["white"] / sent["white"])).mean() < 0.001


@pytest.mark.parametrize(
    ("text", "share", "said"),
    [
        (None, 0, "is empty"),
        ("I would ask for the source of it", 0, "no statement"),
        ("Q02", 0.5, "not what you would check it with"),
        ("q02: ask the vendor for the counts behind both rates", 1, ""),
    ],
)
def test_the_next_check_is_a_sentence_on_an_open_claim(unit, cases, text, share, said):
    question = unit.question("claims_register")
    result = grade(question, {"fields": question.answer(cases[0]) | {"check_next": text}}, cases[0])
    assert result.credit == pytest.approx(0.75 + share / 4)
    assert said in result.sentence


def test_a_settled_statement_needs_no_next_check(unit, cases):
    question, case = unit.question("claims_register"), cases[0]
    classes = answer(unit, "claim_classes", case)
    for slot, kind in classes.items():
        text = f"{slot}: ask whoever published it for the records"
        result = grade(question, {"fields": question.answer(case) | {"check_next": text}}, case)
        assert (result.credit == 1) == (kind == "claim"), slot


def test_one_wrong_class_gets_its_own_reason(unit, cases):
    question, seen = unit.question("claim_classes"), 0
    for case in cases[:20]:
        right = question.answer(case)
        facts = [slot for slot, kind in right.items() if kind == "claim"]
        result = grade(question, {"fields": right | {facts[0]: "fact"}}, case)
        assert "Plausible is not verified" in result.sentence
        assert result.sentence.startswith(f"{facts[0]}: ") == (len(facts) > 1)
        seen += len(facts) > 1
    assert seen


def test_the_sign_of_a_gap_has_two_meanings(unit, cases):
    question = unit.question("score_gap")
    result = grade(question, -question.answer(cases[0]), cases[0])
    assert (result.kind, result.credit) == ("mistake", 0.5)
    assert "complement" in result.sentence


def test_grounds_are_told_in_sense(cases):
    assert why(said("band", 210, 260, 195)) == "a base of USD 195K lies below a band that begins at USD 210K"
    assert why(said("band", 210, 260, 240)) == "a base of USD 240K lies between USD 210K and USD 260K"
    assert why(said("churn cut", 29, 8, 26.68)) == "its own figures make 26.68 %"
    assert why(said("churn cut", 29, 8, 21)) == "its own figures make 26.68 %"


def test_tables_for_people_have_a_row_a_statement(unit, cases):
    told = unit.question("claim_classes").told
    for case in cases[:10]:
        rows = told["table"](case, None).splitlines()
        assert len(rows) == 10
        assert all(row.count("|") == 6 for row in rows)
        counted = told["count"](case, None)
        assert sum(int(word) for word in counted.replace(",", "").split() if word.isdigit()) == 10
        classes = pd.Series(answer(unit, "claim_classes", case)).value_counts()
        assert f"{classes['wrong']} wrong" in counted
