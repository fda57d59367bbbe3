"""The group's data: what the frames hold, that they say what the keys are computed from, and what is planted."""

import hashlib
from collections import Counter
from datetime import date, timedelta

import pandas as pd
import pytest

from course_lib.cases import act_extract, incident_cards, product_pool
from course_lib.cases.compliance_effort import NONE, WHOLE
from course_lib.cases.mortgage_slices import failing_slices
from course_lib.facts.ledger import fact
from course_lib.measures.fairness import extra_selections_to_reach_ratio
from course_lib.measures.regulation import LISTED_IN_99_4, ProductFacts, questions
from course_lib.measures.regulation.fine_tables import RULES
from course_lib.units import draw_for, load_unit


@pytest.fixture(scope="module")
def unit():
    return load_unit("07_regulatory_impact")


@pytest.fixture(scope="module", params=["ada", "ben", "self-study"])
def case(unit, request):
    return draw_for(unit, request.param)


@pytest.fixture(scope="module")
def many(unit):
    return [draw_for(unit, f"many {i}") for i in range(200)]


# ------------------------------------------------------------------------------------------------ the law as tables


def ledger_ids(frame):
    return {one for ids in frame["ledger"] for one in ids.split(", ")}


def test_every_row_of_law_cites_a_verified_entry(case):
    cited = set()
    for name in ("act_rules", "act_dates", "act_duties", "act_ceilings", "act_reports"):
        cited |= ledger_ids(case.frames[name])
    assert len(cited) > 20
    assert {fact(one).status for one in cited} == {"verified"}


def test_ceilings_of_the_extract_are_the_ledger_s_and_the_measure_s(case):
    table = case.frames["act_ceilings"].set_index("provision")
    for provision, row in table.iterrows():
        value = fact(row["ledger"].split(", ")[0]).value
        assert (row["eur_million"] * 1e6, row["percent_of_turnover"]) == (value["eur"], value["turnover_pct"])
        rule = RULES[provision]
        assert (rule.fixed, rule.percent) == (value["eur"], value["turnover_pct"])
        smaller = dict(rule.lower_for)
        assert [row[size] == "lower" for size in ("large", "small mid-cap", "SME")] == [
            size in smaller for size in ("large", "small mid-cap", "SME")
        ]


def test_what_the_extract_calls_listed_is_the_closed_list(case):
    covers = case.frames["act_ceilings"].set_index("provision").loc["AI Act 99(4)", "covers"]
    named = covers.partition(";")[0].removeprefix("Arts. ").split(", ")
    whole = {article.partition("(")[0] for _, article in LISTED_IN_99_4}
    assert set(named) <= whole
    assert not {"4", "27", "72", "73"} & {*named, *whole}


def test_dates_of_the_extract_are_the_ledger_s(case):
    table = case.frames["act_dates"]
    force = table[table["text"] == "in force as amended"]
    for what, entry in (("high-risk rules, Annex III", "EUAI-044"), ("high-risk rules, Annex I", "EUAI-045")):
        assert force.loc[force["what"] == what, "applies_from"].item() == pd.Timestamp(fact(entry).value)
        old = table[(table["what"] == what) & table["text"].str.contains("superseded")]["applies_from"].item()
        assert f"{old.day} {old:%B %Y}" in fact(entry).statement
    marking = force[force["what"].str.startswith("marking")].set_index("systems")["applies_from"]
    value = fact("EUAI-046").value
    assert marking["on the market before 2026-08-02"] == pd.Timestamp(value["art50_2_legacy"])
    assert marking["on the market from 2026-08-02"] == pd.Timestamp(value["general"])


def test_reports_of_the_extract_are_the_ledger_s(case):
    table = case.frames["act_reports"]
    for entry in ("EUAI-023", "EUAI-024", "EUAI-025"):
        (latest,) = table[table["ledger"].str.contains(entry)]["latest"]
        assert latest == f"{fact(entry).value} days after awareness"


def test_the_rules_use_the_classifier_s_own_words(case):
    known = questions(ProductFacts)
    for table in (case.frames["act_rules"], case.frames["answers"]):
        for question, answer in zip(table["question"], table["answer"], strict=True):
            allowed = {*known[question].allowed, "not known"} if known[question].allowed else {"yes", "no", "not known"}
            assert answer in allowed, (question, answer)


# ------------------------------------------------------------------------------------------------ the inventory


def test_eight_products_one_of_each_kind_and_every_pool_is_drawn(many):
    seen = Counter()
    for case in many:
        assert [one.product_id for one in case.products] == [f"p{i}" for i in range(1, 9)]
        assert len({one.kind for one in case.products}) == 8
        seen.update(one.name for one in case.products)
    pools = [*product_pool.PROHIBITED, *product_pool.LISTED, *product_pool.PRODUCTS, *product_pool.TRANSPARENT]
    pools += [*product_pool.LOOK_ALIKES, *product_pool.UNSETTLED, product_pool.CREDIT_SCORE, product_pool.MARKETING]
    assert {pool.name for pool in pools} == set(seen)


def test_answers_hold_a_corrected_one_and_one_open_one(many):
    for case in many:
        table = case.frames["answers"]
        twice = table[table.duplicated(["product_id", "question"], keep=False)]
        assert len(twice) >= 2
        for _, pair in twice.groupby(["product_id", "question"]):
            assert pair["answer"].nunique() == pair["answered_on"].nunique() == 2
        latest = table.sort_values("answered_on").drop_duplicates(["product_id", "question"], keep="last")
        given = latest.groupby("product_id")[["question", "answer"]].apply(lambda part: dict(part.to_numpy().tolist()))
        assert {one.product_id: one.answers for one in case.products} == given.to_dict()
        assert (latest["answer"] == "not known").sum() == 1


def test_images_lie_on_both_sides_of_the_marking_and_roles_of_all_kinds_occur(many):
    sides = Counter(case.product("marketing images").on_market < date(2026, 8, 2) for case in many)
    assert min(sides.values()) > 50
    credit = Counter((case.product("credit score").role, case.product("credit score").change) for case in many)
    assert set(credit) == {("deployer", "none"), ("deployer", "rebranded"), ("provider and deployer", "none")}
    assert min(credit.values()) > 30


# ------------------------------------------------------------------------------------------------ turnovers and risks


def test_turnovers_lie_on_both_sides_of_the_crossovers_with_margin(many):
    totals = [case.turnovers.group(case.turnovers.closed_year) for case in many]
    for crossover in (500, 750):
        assert min(abs(total - crossover) for total in totals) >= 20
    bands = Counter((total > 500) + (total > 750) for total in totals)
    assert set(bands) == {0, 1, 2}
    assert min(bands.values()) > 30


def test_sizes_keep_their_bounds(many):
    for case in many:
        assert all(amount < 50 for name, _, amount, _ in case.turnovers.partners if name == "model vendor")
        assert all(50 < amount < 160 for name, _, amount, _ in case.turnovers.partners if name == "reseller")


def test_accounts_hold_a_forecast_a_company_that_is_not_controlled_and_sales_inside(case):
    table = case.frames["accounts"]
    assert set(table["status"]) == {"audited", "forecast"}
    assert table.loc[table["status"] == "forecast", "year"].unique().tolist() == [case.today.year]
    assert table.loc[table["held_by_parent"] < 0.5, "company"].unique().tolist() == ["broker"]
    assert (table["sales"] == "to group companies").any()
    assert not table.duplicated().any()


def test_risks_hold_two_older_assessments_two_without_a_ceiling_and_all_three_firms(many):
    articles = Counter()
    for case in many:
        table = case.frames["risks"]
        assert (len(table), table["risk_id"].nunique()) == (10, 8)
        assert table["assessed_on"].is_monotonic_increasing
        assert set(table["firm"]) == {"the group", "reseller", "model vendor"}
        unlisted = {one.risk_id for one in case.risks if one.article in ("Art. 27", "Art. 72", "Art. 73")}
        assert len(unlisted) == 2
        articles.update((one.firm, one.article) for one in case.risks)
    for firm in ("reseller", "model vendor"):
        assert {"Art. 5", "Art. 99(5)"} <= {article for who, article in articles if who == firm}
    assert {who for who, article in articles if article.startswith("GDPR")} == {"the group", "model vendor"}


# ------------------------------------------------------------------------------------------------ plan and clocks


def test_the_plan_holds_estimates_twice_and_a_dropped_audit(many):
    for case in many:
        table = case.frames["tasks"]
        newest = table.sort_values("revision").drop_duplicates("task", keep="last").set_index("task")
        assert newest.loc["X", "scope"] == "dropped"
        assert (newest["scope"] == "in").sum() == 8
        assert newest["working_days"].to_dict() == {one.task: one.days for one in case.tasks}
        assert (table["task"].value_counts() == 2).sum() == 3  # two estimates and the audit
        longest = sum(one.days for one in case.tasks if one.task != "X") + case.buffer_days
        assert case.today + timedelta(days=longest * 7 / 5) < date(2027, 12, 1)


def test_the_log_delivers_quiet_days_twice(many):
    for case in many[:50]:
        table = case.frames["scoring_log"]
        copies = table[table.duplicated(keep="first")]
        assert len(copies) == 5
        assert copies["system"].unique().tolist() == ["credit score"]
        assert (copies["day"].dt.day_of_week >= 5).all()
        assert table.drop_duplicates().groupby("system")["day"].nunique().tolist() == [28, 28]


def test_cards_are_one_of_each_kind_and_any_counted_limit_may_come_first(many):
    seen, first = Counter(), Counter()
    for case in many:
        assert {one.kind for one in case.cards} == set(incident_cards.KINDS)
        days = {"two": 2, "ten": 10, "fifteen": 15}
        ends = {kind: case.card(kind).aware + timedelta(days=number) for kind, number in days.items()}
        ordered = sorted(ends.values())
        assert ordered[1] - ordered[0] >= timedelta(hours=14)
        first[min(ends, key=ends.get)] += 1
        seen.update(one.what for one in case.cards)
        assert all(one.happened < one.aware for one in case.cards)
        assert min(one.aware for one in case.cards).date() > date.fromisoformat(fact("EUAI-045").value)
    assert min(first.values()) > 40
    assert set(seen) == {what for kinds in incident_cards.KINDS.values() for what, *_ in kinds}


def test_stamps_say_in_utc_what_was_drawn(case):
    table = case.frames["incidents"].set_index("card")
    for column in ("happened_at", "aware_at"):
        moments = pd.to_datetime(table[column], utc=True)
        for one in case.cards:
            assert moments[one.card] == getattr(one, column.removesuffix("_at"))


def test_offsets_are_those_of_the_places():
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    zones = {"Berlin": "Europe/Berlin", "New York": "America/New_York", "Singapore": "Asia/Singapore"}
    for day in range(45):  # from the first stamp to the last one that may be drawn
        moment = datetime(2028, 9, 8, tzinfo=UTC) + timedelta(days=day)
        for place, ahead in incident_cards.PLACES.items():
            assert moment.astimezone(ZoneInfo(zones[place])).utcoffset() == timedelta(hours=ahead)


# ------------------------------------------------------------------------------------------------ screen and effort


def test_slices_fail_the_screen_clearly_and_a_plain_formula_finds_the_same_number():
    assert len(failing_slices()) > 30
    for one in failing_slices():
        (black, all_black), (white, all_white) = one.tally("Black"), one.tally("white")
        ratio = (black / all_black) / (white / all_white)
        assert 0.4 < ratio < 0.78
        exact = extra_selections_to_reach_ratio(black, all_black, reference_selected=white, reference_total=all_white)
        assert exact == int(-(-(0.8 * white / all_white * all_black - black) // 1)) >= 2


def test_the_register_of_firm_years_has_copies_and_a_control_that_helps(many):
    for case in many:
        table = case.frames["firm_years"]
        once = table.drop_duplicates(["firm", "year"])
        assert len(once) == len(table.drop_duplicates())  # a copy is the whole row again
        assert 5 <= len(table) - len(once) <= 12
        chance = once.groupby("control")["event"].mean()
        assert chance[NONE] > 2 * chance[WHOLE] > 0


def test_withdrawn_requests_are_short_whatever_the_way(case):
    table = case.frames["access_requests"]
    assert table["request_id"].is_unique
    assert table.loc[table["status"] == "withdrawn", "hours"].unique().tolist() == [0.25]
    assert table.groupby("way")["year"].nunique().tolist() == [1, 1]


# ------------------------------------------------------------------------------------------------ pinned


@pytest.mark.parametrize(
    ("learner", "digest"),
    [("ada", "218b2de6048d2549"), ("ben", "b9bb0a1d99598457"), ("self-study", "ed13e120800f7945")],
)
def test_cases_do_not_move(unit, learner, digest):
    """A change here moves every learner's numbers: only ever between cohorts, and on purpose."""
    case = draw_for(unit, learner)
    rows = (case.products, case.turnovers, case.risks, case.tasks, case.log, case.cards, case.slice, case.effort)
    figures = repr((case.code, case.brief(), *rows))
    assert hashlib.sha256(figures.encode()).hexdigest()[:16] == digest


def test_the_classes_are_those_of_the_rules():
    assert set(act_extract.rules_frame()["class"]) < set(act_extract.CLASSES)
