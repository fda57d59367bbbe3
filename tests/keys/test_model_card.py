"""The model card's answers by other routes: worked values, pandas, statsmodels, fairlearn, and chance itself."""

import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
import yaml
from fairlearn.metrics import MetricFrame, count, false_positive_rate
from scipy.stats import binom
from statsmodels.stats.proportion import proportion_confint, samplesize_confint_proportion

from course_lib.cases.card_register import Event, RegisterRow
from course_lib.core.answers import to_plain
from course_lib.core.grading import grade
from course_lib.measures.calibration import calibration_error_of_bins
from course_lib.measures.intervals import wilson_interval
from course_lib.measures.sample_size import sample_size_for_half_width
from course_lib.modelcards import audit
from course_lib.portfolio.pages import portfolio_page
from course_lib.portfolio.takeaway import card_figures, own_figures
from course_lib.units import draw_for, load_unit


@pytest.fixture(scope="module")
def unit():
    return load_unit("06_model_card")


@pytest.fixture(scope="module")
def cases(unit):
    return [draw_for(unit, f"by hand {i}") for i in range(25)]


def answer(unit, case, name):
    return unit.question(name).answer(case)


def marked(unit, case, name, value):
    return grade(unit.question(name), value, case)


def counted(case):
    """Return the rows that count, from the frame."""
    file = case.frames["scored_people"]
    people = file.drop_duplicates("person_id")
    people = people[people["person_id"] <= 40_000]
    scope = case.evaluation
    people = people[people["year"].isin(scope.years) & people["age"].between(*scope.ages)]
    people = people.assign(called=(people["score"] >= scope.threshold).astype(int))
    return people.assign(slice=people["race"] + people["sex"].map({"female": " women", "male": " men"}))


# ---------------------------------------------------------------------------------------------------- worked values


def test_the_worked_values():
    interval = wilson_interval(18, 400)
    assert interval.high == pytest.approx(0.0700, abs=0.00005)
    assert pytest.approx(0.0219, abs=0.00005) == 18 / 400 - 120 / 5200
    assert sample_size_for_half_width(0.045, 0.03) == 184
    bins = [(0.1, 0.08, 3000), (0.3, 0.27, 2000), (0.5, 0.52, 1500), (0.7, 0.63, 1000), (0.9, 0.84, 500)]
    predicted, observed, people = zip(*bins, strict=True)
    assert calibration_error_of_bins(predicted, observed, people) == pytest.approx(0.03125, abs=1e-9)


def test_completeness_of_a_form_by_hand(unit, cases):
    fields = [f"field {i}" for i in range(12)]
    rows = [RegisterRow("form routing", 2, field, "yes", "checked") for field in fields[:10]]
    rows += [RegisterRow("form routing", 2, "field 10", "yes", " tbd"), RegisterRow("form routing", 2, "x", "no", "")]
    rows += [RegisterRow("form routing", 1, field, "yes", "n/a") for field in fields]
    register = replace(cases[0].register, rows=tuple(rows), model="form routing")
    case = replace(cases[0], scenario=replace(cases[0].scenario, register=register))
    assert answer(unit, case, "completeness") == pytest.approx(10 / 12)
    assert marked(unit, case, "completeness", 11 / 12).kind == "mistake"


def test_days_by_hand(unit, cases):
    today = date(2027, 3, 31)
    events = (
        Event(today - timedelta(140), "v1", "evaluated"),
        Event(today - timedelta(130), "v1", "deployed"),
        Event(today - timedelta(100), "v2", "trained"),
        Event(today - timedelta(75), "v2", "evaluated"),
        Event(today - timedelta(70), "v2", "deployed"),
        Event(today - timedelta(30), "v2", "card text edited"),
        Event(today - timedelta(5), "v3", "evaluated"),
    )
    register = replace(cases[0].register, events=events, today=today, review_days=90)
    case = replace(cases[0], scenario=replace(cases[0].scenario, register=register))
    assert answer(unit, case, "days_until_stale") == 15
    assert answer(unit, case, "model_card")["review"] == date(2027, 4, 15)
    for wrong in (75, 85, 60, 20, -10, 14):
        assert marked(unit, case, "days_until_stale", wrong).kind == "mistake", wrong


# -------------------------------------------------------------------------------------------------- from the frame


def test_missed_rates_with_fairlearn(unit, cases):
    for case in cases:
        people = counted(case)
        by_slice = MetricFrame(
            metrics={"rate": false_positive_rate, "people": count},
            y_true=people["employed"],
            y_pred=people["called"],
            sensitive_features=people["slice"],
        )
        assert answer(unit, case, "missed_rate") == pytest.approx(by_slice.overall["rate"], abs=1e-12)
        idle = people[people["employed"] == 0].groupby("slice").size()
        small = set(idle.index[idle < case.rules.least_cases])
        assert answer(unit, case, "held_back") == small
        shown = by_slice.by_group["rate"].drop(small)
        worst = shown.idxmax()
        assert answer(unit, case, "model_card")["worst_slice"] == worst
        missed = round(shown[worst] * idle[worst])
        assert answer(unit, case, "worst_slice_upper") == pytest.approx(
            proportion_confint(missed, idle[worst], method="wilson")[1], abs=1e-9
        )
        rest = people[people["slice"] != worst]
        assert answer(unit, case, "worst_gap") == pytest.approx(
            100 * (shown[worst] - false_positive_rate(rest["employed"], rest["called"])), abs=1e-9
        )
        needed = samplesize_confint_proportion(shown[worst], case.rules.half_width, alpha=0.05)
        assert answer(unit, case, "people_needed") == math.ceil(needed)


def test_calibration_error_from_the_frame(unit, cases):
    for case in cases:
        people = counted(case)
        place = np.minimum((people["score"] * 5).astype(int), 4)
        gaps = people["employed"].groupby(place).mean() - people["score"].groupby(place).mean()
        error = 100 * (gaps.abs() * people.groupby(place).size()).sum() / len(people)
        assert answer(unit, case, "calibration_error") == pytest.approx(error, abs=1e-9)


def test_the_lacking_rate_from_the_frame(unit, cases):
    for case in cases:
        file = case.frames["scored_people"]
        people = file[(file["batch"] == "first") & (file["person_id"] <= 40_000)]
        idle = people[(people["sex"] == case.run.sex) & (people["year"] == case.run.year) & (people["employed"] == 0)]
        assert answer(unit, case, "recorded_fpr") == pytest.approx((idle["score"] >= 0.5).mean(), abs=1e-8)


def test_the_drift_is_growth_on_labels_and_not_on_ranking(unit, cases):
    for case in cases:
        run = case.frames["recorded_run"]
        rows = run[run["sex"] == case.run.drift_sex].set_index("year")
        behind = rows["mean_label"] - rows["mean_prediction"]
        assert answer(unit, case, "gap_growth") == pytest.approx(100 * (behind["2018"] - behind["2015"]))
        assert answer(unit, case, "gap_growth") > 1.5
        assert rows.loc["2018", "auc"] > rows.loc["2015", "auc"]
        assert behind["2018"] > 2 * math.sqrt(0.25 / rows.loc["2018", "example_count"]), "more than chance"


def test_the_review_date_from_the_history(unit, cases):
    for case in cases:
        history = case.frames["history"].sort_values("day")
        in_use = history[history["event"] == "deployed"]["version"].iloc[-1]
        last = history[(history["version"] == in_use) & (history["event"] == "evaluated")]["day"].iloc[-1]
        due = last + pd.Timedelta(days=case.register.review_days)
        assert answer(unit, case, "model_card")["review"] == due.date()
        assert answer(unit, case, "days_until_stale") == (due - pd.Timestamp(case.register.today)).days > 0


def test_the_alarm_rings_as_rarely_as_it_should(unit, cases):
    for case in cases:
        rate, line = answer(unit, case, "missed_rate"), answer(unit, case, "alarm_line")
        size, alpha = case.rules.followed_a_month, case.rules.alpha
        exact = binom.sf(math.floor(line * size), size, rate)
        assert 0.4 * alpha < exact < 1.8 * alpha


# ---------------------------------------------------------------------------------------------- what learners type


def test_near_misses_have_a_name(unit, cases):
    for case in cases[:8]:
        file = case.frames["scored_people"]
        scope = case.evaluation
        right = counted(case)
        idle = right[right["employed"] == 0]
        raw = file[file["year"].isin(scope.years) & file["age"].between(*scope.ages)]
        raw_idle = raw[raw["employed"] == 0]
        wrong = {
            "as it comes": (raw_idle["score"] >= scope.threshold).mean(),
            "of all people": ((right["employed"] == 0) & (right["called"] == 1)).mean(),
            "of those called": 1 - right[right["called"] == 1]["employed"].mean(),
            "one half": (idle["score"] >= 0.5).mean(),
            "the other error": 1 - right[right["employed"] == 1]["called"].mean(),
        }
        for what, value in wrong.items():
            assert marked(unit, case, "missed_rate", float(value)).kind == "mistake", what
        assert marked(unit, case, "missed_rate", 100 * answer(unit, case, "missed_rate")).kind == "slip"


def test_a_card_repeats_the_learner_s_own_figures(unit, cases):
    case = cases[0]
    question = unit.question("model_card")
    fields = answer(unit, case, "model_card") | {"missed": 0.123}
    alone = grade(question, to_plain(fields), case)
    beside = grade(question, to_plain(fields), case, {"missed_rate": 0.123})
    assert alone.credit < beside.credit == 1


# ------------------------------------------------------------------------------------------------------ the artefact


def page(unit, case, right):
    figures = own_figures(unit.questions, right, case) | card_figures(case.brief())
    return portfolio_page(unit.portfolio[0].text, unit.questions, figures, [], case.code)


def test_the_signed_card_passes_the_audit(unit, cases):
    for case in cases:
        right = {question.name: to_plain(question.answer(case)) for question in unit.questions}
        report = audit(page(unit, case, right), on=case.register.today)
        assert [(one.rule.code, one.level) for one in report.findings] == [("C8", "warning")], (
            "old data, and it says so"
        )


def test_an_open_card_fails_the_audit(unit, cases):
    text = page(unit, cases[0], {})
    assert "[open]" in text
    report = audit(text, on=cases[0].register.today)
    assert {one.rule.code for one in report.level("error")} >= {"C4", "C9", "C10"}


def test_the_header_is_what_model_hubs_read(unit, cases):
    right = {question.name: to_plain(question.answer(cases[0])) for question in unit.questions}
    header = yaml.safe_load(page(unit, cases[0], right).split("---")[1])
    (result,) = header["model-index"][0]["results"]
    assert set(result) == {"task", "dataset", "metrics"}
    assert result["task"]["type"] == "tabular-classification"
    assert result["metrics"][0]["value"] == pytest.approx(answer(unit, cases[0], "missed_rate"), abs=0.0001)
    assert header["next_review"] == answer(unit, cases[0], "model_card")["review"]
