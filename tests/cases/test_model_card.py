"""The model card's data: real people and a recorded run made again, what was added to the file, the inherited card."""

import hashlib
import importlib
import time

import pandas as pd
import pytest
from fairlearn.metrics import MetricFrame, count, false_negative_rate, false_positive_rate, selection_rate
from sklearn.metrics import precision_score, roc_auc_score

from course_lib.cases.card_draft import BY_FORM, BY_MEANING, NO_FAULT, draw_faults
from course_lib.cases.card_register import REQUIRED
from course_lib.cases.scored_people import FIRST_TEST_ID, SLICES, bin_of, slice_name, tally
from course_lib.data.census_employment import SCALE, Person, census_employment
from course_lib.data.tfma_census import ALL, census_slice, tfma_census_slices
from course_lib.modelcards import audit
from course_lib.units import draw_for, load_unit

CARD = importlib.import_module("course_lib.cases.06_model_card")
FOUND_BY = {
    "no number of cases": "C6",
    "no interval": "C5",
    "no owner": "C9",
    "review date is past": "C10",
    "limits name nobody": "C11",
    "no alarm line": "C12",
    "claims certainty": "C13",
    "figure outside its interval": "C7",
    "a section without content": "C2",
}


@pytest.fixture(scope="module")
def unit():
    return load_unit("06_model_card")


@pytest.fixture(scope="module", params=["ada", "ben", "self-study"])
def case(unit, request):
    return draw_for(unit, request.param)


@pytest.fixture(scope="module")
def cases(unit):
    return [draw_for(unit, f"seed {i}") for i in range(200)]


@pytest.fixture(scope="module")
def people():
    frame = pd.DataFrame(census_employment(), columns=list(Person._fields))
    return frame.assign(called=(frame["score"] >= SCALE // 2).astype(int))


# --------------------------------------------------------------------------------------- the real people and the run


def test_the_source_is_ten_thousand_people_a_year(people):
    assert people.groupby("year").size().to_dict() == dict.fromkeys((2015, 2016, 2017, 2018), 10_000)
    assert set(people["race"]) == {"Asian", "Black", "White", "other"}
    assert people["score"].between(0, SCALE).all()
    assert people["age"].between(0, 95).all()


def test_the_recorded_run_is_made_again_with_fairlearn(people):
    measures = {
        "example_count": count,
        "fpr": false_positive_rate,
        "fnr": false_negative_rate,
        "predicted_positive_rate": selection_rate,
        "precision": precision_score,
    }
    for features in ("year", ["sex", "year"]):
        by_slice = MetricFrame(
            metrics=measures,
            y_true=people["employed"],
            y_pred=people["called"],
            sensitive_features=people[features],
        ).by_group
        for place, row in by_slice.iterrows():
            sex, year = place if isinstance(place, tuple) else (ALL, place)
            recorded = census_slice(sex, year)
            for name in measures:
                assert row[name] == pytest.approx(getattr(recorded, name), abs=2e-8), (place, name)


def test_the_recorded_run_is_made_again_with_pandas(people):
    assert len(tfma_census_slices()) == 1 + 4 + 8
    for one in tfma_census_slices():
        inside = people[
            (people["sex"].eq(one.sex) | (one.sex == ALL)) & (people["year"].eq(one.year) | (one.year == ALL))
        ]
        score = inside["score"] / SCALE
        assert len(inside) == one.example_count
        assert inside["employed"].mean() == pytest.approx(one.mean_label, abs=2e-8)
        assert score.mean() == pytest.approx(one.mean_prediction, abs=2e-8)
        assert score.mean() / inside["employed"].mean() == pytest.approx(one.calibration, abs=2e-6)
        assert roc_auc_score(inside["employed"], score) == pytest.approx(one.auc, abs=1e-5)


def test_what_everybody_hides():
    """The figure that the unit is about, on the whole source: nearly three times as many are missed at 18 to 64."""
    idle = [one for one in census_employment() if one.year == 2018 and not one.employed]
    of_age = [one for one in idle if 18 <= one.age <= 64]
    everybody, inside = (sum(one.score >= SCALE // 2 for one in group) / len(group) for group in (idle, of_age))
    assert everybody == pytest.approx(0.1938, abs=0.0001)
    assert inside == pytest.approx(0.548, abs=0.001)


# --------------------------------------------------------------------------------------------- the evaluation file


def test_the_file_is_the_people_with_copies_and_test_records(case):
    file = case.frames["scored_people"]
    source = pd.DataFrame(census_employment(), columns=list(Person._fields))
    source["score"] /= SCALE
    first = file[(file["batch"] == "first") & (file["person_id"] < FIRST_TEST_ID)].set_index("person_id").sort_index()
    wanted = source[source["year"] >= 2016]
    assert first.index.tolist() == [at + 1 for at in wanted.index]
    assert (first[list(Person._fields)].to_numpy() == wanted.to_numpy()).all()
    resent = file[file["batch"] == "resent"].set_index("person_id")
    assert resent.index.is_unique
    assert len(resent) == len(case.evaluation.copied)
    assert (first.loc[resent.index, list(Person._fields)] == resent[list(Person._fields)]).all(axis=None)
    tests = file[file["person_id"] >= FIRST_TEST_ID]
    assert len(tests) == len(case.evaluation.tests) >= 40
    assert (tests["batch"] == "first").all()


def test_resent_rows_are_mostly_missed_people(cases):
    for case in cases:
        sent = [census_employment()[at] for at in case.evaluation.copied]
        missed = sum(not one.employed and one.score >= case.evaluation.cut for one in sent)
        assert missed / len(sent) > 0.35
        assert all(one.year >= 2016 for one in sent)


def test_counts_are_those_of_the_frame(case):
    file = case.frames["scored_people"]
    low, high = case.evaluation.ages
    for copies, tests in ((False, False), (True, False), (False, True), (True, True)):
        kept = file[(file["batch"] == "first") | copies]
        kept = kept[(kept["person_id"] < FIRST_TEST_ID) | tests]
        kept = kept[kept["year"].isin(case.evaluation.years) & kept["age"].between(low, high) & (kept["employed"] == 0)]
        names = [slice_name(race, sex) for race, sex in zip(kept["race"], kept["sex"], strict=True)]
        counted = (kept["score"] >= case.evaluation.threshold).groupby(names).agg(["sum", "size"])
        for name in SLICES:
            assert tally(case.evaluation, [name], copies=copies, tests=tests) == tuple(counted.loc[name])


def test_bins_include_their_lower_edge():
    assert [bin_of(score) for score in (0, 19_999, 20_000, 79_999, 80_000, 100_000)] == [0, 0, 1, 3, 4, 4]


def test_the_run_lacks_four_rates_of_one_row(case):
    run = case.frames["recorded_run"]
    gaps = run.isna()
    assert gaps.to_numpy().sum() == 4
    row = run[gaps.any(axis=1)].iloc[0]
    assert (row["sex"], row["year"]) == (case.run.sex, str(case.run.year))


# -------------------------------------------------------------------------------------------- register and history


def test_the_register_has_two_versions_of_each_model_and_rows_are_missing(cases):
    for case in cases:
        register = case.frames["card_register"]
        assert set(register["model"]) == {row.model for row in case.register.rows}
        assert case.register.model in set(register["model"])
        required = register[register["required"] == "yes"]
        rows = required.groupby(["model", "version"])["field"].agg(["size", "nunique"])
        assert rows["size"].eq(rows["nunique"]).all()
        assert rows["size"].between(len(REQUIRED) - 2, len(REQUIRED) - 1).all()


def test_the_version_in_use_is_not_the_newest(cases):
    for case in cases:
        history = case.frames["history"].sort_values("day")
        assert history[history["event"] == "deployed"]["version"].iloc[-1] == "v2"
        assert history["version"].iloc[-1] == "v3"
        assert history["day"].max() < pd.Timestamp(case.register.today)


# ------------------------------------------------------------------------------------------------ the inherited card


def test_a_form_check_finds_the_faults_of_form_and_no_other(cases):
    for case in cases:
        report = audit(case.draft_card, on=case.register.today)
        planted = draw_faults(case.streams)
        assert {one.rule.code for one in report.level("error")} == {
            FOUND_BY[fault] for fault in planted if fault in FOUND_BY
        }, case.draft_card
        assert {one.rule.code for one in report.findings} - {"C8"} <= set(FOUND_BY.values())


def test_the_key_reads_in_the_text_what_was_planted(unit, cases):
    for case in cases:
        assert unit.question("card_findings").answer(case) == draw_faults(case.streams)


def test_every_card_has_faults_of_form_and_one_of_meaning(cases):
    seen = set()
    for case in cases:
        faults = draw_faults(case.streams)
        assert len(faults & set(BY_MEANING)) == 1
        assert 1 <= len(faults & set(BY_FORM)) <= 4
        assert not faults & set(NO_FAULT)
        assert "not reported" in case.draft_card
        seen |= faults
    assert seen == {*BY_FORM, *BY_MEANING}


def test_the_faults_of_meaning_are_in_the_text(cases):
    for case in cases:
        text, scope, faults = case.draft_card, case.evaluation, draw_faults(case.streams)
        aged = f"aged {scope.ages[0]} to {scope.ages[1]}"
        assert text.count(aged) == 2 - ("figures of people out of scope" in faults)
        assert (f"at least {scope.threshold:.2f}" in text) != ("figures at another threshold" in faults)


def test_the_case_does_not_hold_what_is_wrong(case):
    """A learner, and a sealed build, see the card and not its faults."""
    held = repr(case.scenario)
    assert not any(remark in held for remark in (*BY_FORM, *BY_MEANING, *NO_FAULT))


# ------------------------------------------------------------------------------------------------------ plausible


def test_the_intended_verdicts_hold(cases):
    for case in cases:
        inside, everybody = tally(case.evaluation), tally(case.evaluation, ages=(0, 120))
        assert inside.rate > 1.5 * everybody.rate
        sizes = [tally(case.evaluation, [name]).people for name in SLICES]
        assert 2 <= sum(size < case.rules.least_cases for size in sizes) <= 5
        assert 0.3 < inside.rate < 0.85


def test_many_worst_slices_and_scopes(cases):
    assert len({(case.evaluation.years, case.evaluation.ages, case.evaluation.threshold) for case in cases}) > 150


def test_the_file_is_quick_to_build(unit):
    case = draw_for(unit, "timed")
    started = time.perf_counter()
    assert 30_000 < len(case.frames["scored_people"]) < 32_000
    assert time.perf_counter() - started < 1


DIGESTS = {"ada": "10128e0ea3fc17f5", "ben": "3a0661c1cce73a89", "self-study": "9878030bf10af653"}


def test_the_same_learner_gets_the_same_data(unit):
    for learner, digest in DIGESTS.items():
        case = draw_for(unit, learner)
        text = "".join(case.frames[name].to_csv(index=False, float_format="%.6f") for name in sorted(case.frames))
        text += case.draft_card + repr(case.brief())
        assert hashlib.sha256(text.encode()).hexdigest()[:16] == digest, learner
