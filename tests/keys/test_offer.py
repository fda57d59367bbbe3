"""The offer's answers by other routes: worked values by hand, an account, a permutation, a product to maximise."""

import importlib
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from course_lib.cases.alternatives import Alternative, Lever
from course_lib.cases.negotiations import Entry, OfferLog
from course_lib.cases.pay_readings import READINGS
from course_lib.cases.pay_survey import Response, Survey
from course_lib.cases.vesting import Vest, VestingTable
from course_lib.core.case import Case, Streams
from course_lib.core.grading import grade
from course_lib.measures.compensation import total_compensation_readings
from course_lib.units import draw_for, load_unit

OFFER = importlib.import_module("course_lib.cases.14_offer")
DAY = date(2026, 3, 2)


def entries(level, negotiated, count, initial, final):
    details = (False, "", None, False)
    return [Entry(0, DAY, level, negotiated, initial, final, *details) for _ in range(count)]


def numbered(rows):
    return tuple(replace(row, offer_id=i) for i, row in enumerate(rows))


@pytest.fixture(scope="module")
def unit():
    return load_unit("14_offer")


@pytest.fixture(scope="module")
def cases(unit):
    return [draw_for(unit, f"route {i}") for i in range(60)]


@pytest.fixture(scope="module")
def worked():
    """The figures of the article, and data of round figures whose answers can be followed by hand."""
    log = [
        *entries("senior", False, 80, 200_000, 200_000),
        *entries("senior", True, 40, 200_000, 212_000),
        *entries("staff", False, 20, 260_000, 260_000),
        *entries("staff", True, 60, 260_000, 275_600),
    ]
    peers = [Response(i, "product manager", "senior", 100_000 + i * 1000, 20_000, 25_000) for i in range(20, 31)]
    shares = {"letter": (40, 30, 20, 10), "even": (25, 25, 25, 25)}
    vests = [(name, year, 40 * share) for name, four in shares.items() for year, share in enumerate(four, start=1)]
    scenario = OFFER.Scenario(
        base=190_000,
        bonus_share=0.2,
        equity_share=0.3,
        headline=240_000,
        sign_on=0,
        unit_price=60,
        discount_rate=0.08,
        haircut=0.3,
        maximum=290_000,
        decide_on=date(2027, 1, 20),
        survey=Survey(tuple(peers)),
        vesting=VestingTable(
            date(2027, 3, 1),
            tuple(Vest(i, name, "granted", 12 * year, units) for i, (name, year, units) in enumerate(vests)),
        ),
        offers=OfferLog(numbered(log), ("rival_offer",)),
        alternatives=(Alternative("a bank", 220_000, 30_000, 0, "in writing", date(2027, 1, 29)),),
        levers=(Lever("base", 5.0, 50_000), Lever("sign-on", 1.1, 200_000), Lever("grant", 0.5, 1_000)),
    )
    return Case("14_offer", "worked", 0, Streams("worked"), scenario)


@pytest.mark.parametrize(
    ("name", "value", "within"),
    [
        ("total_of_parts", 285_000, 1e-6),
        ("headline_gap", 45_000, 1e-6),
        ("variable_share_needed", 0.2632, 5e-5),
        ("headline_premium", 0.4118, 5e-5),
        ("year_one_total", 324_000, 1e-6),
        ("schedule_value_gap", 7_630, 5),
        ("year_one_after_haircut", 295_200, 1e-6),
        ("zone_midpoint", 270_000, 1e-6),
        ("naive_uplift", 0.18, 5e-5),
        ("adjusted_uplift", 0.06, 1e-12),
        ("walk_away", 250_000, 1e-6),
        ("offer_value", 270_000, 1e-6),
    ],
)
def test_worked_values(unit, worked, name, value, within):
    assert unit.question(name).answer(worked) == pytest.approx(value, abs=within)


@pytest.mark.parametrize(
    ("name", "words", "value"),
    [
        ("total_of_parts", "compounded", 296_400),
        ("total_of_parts", "headline itself", 240_000),
        ("headline_gap", "No gap", 0),
        ("variable_share_needed", "share of the total", 0.2083),
        ("headline_premium", "larger figure", 0.2917),
        ("year_one_total", "Straight line", 288_000),
        ("schedule_value_gap", "No difference", 0),
        ("schedule_value_gap", "start of each year", 8_245),
        ("year_one_after_haircut", "haircut is on everything", 226_800),
        ("zone_midpoint", "their maximum:", 290_000),
        ("naive_uplift", "adjusted", 0.06),
        ("adjusted_uplift", "naive", 0.18),
    ],
)
def test_worked_mistakes(unit, worked, name, words, value):
    (mistake,) = (one for one in unit.question(name).mistakes if words in one.sentence)
    assert mistake.answer(worked) == pytest.approx(value, rel=2e-4, abs=1e-9)


def test_the_article_adds_up_as_a_grant_over_four_years(unit, worked):
    assert unit.question("convention_that_fits").answer(worked) == {"equity of base, granted for four years"}
    totals = {one.name: one.total(190, 0.2, 0.3) for one in READINGS}
    assert totals["equity of base, granted for four years"] == pytest.approx(242.25)
    assert totals["both of total"] == pytest.approx(380)
    # Five years fit better still, and are unusual: so that reading is not offered.
    five = total_compensation_readings(190, bonus_share=0.2, equity_share=0.3)
    assert abs(five["equity of base as a grant over five years"] - 240) < 1


def test_readings_are_the_fixed_points_of_their_words(cases):
    for case in cases[:20]:
        found = []
        for row in case.frames["readings"].itertuples():
            total = case.base
            for _ in range(400):  # pay the parts out of the total until it no longer moves
                whole = {"base": case.base, "total": total, "nothing": 0}
                bonus = case.bonus_share * whole[row.bonus_of]
                total = case.base + bonus + case.equity_share * whole[row.equity_of] / row.equity_years
            if abs(total / case.headline - 1) <= 0.01:
                found.append(row.reading)
        assert frozenset(found) == unit_answer(case, "convention_that_fits")
        assert len(found) == 1


def unit_answer(case, name):
    return load_unit("14_offer").question(name).answer(case)


def test_the_premium_from_the_table(cases):
    for case in cases:
        kept = {}
        for row in case.frames["survey"].itertuples():
            if row.role == "product manager" and row.level == "senior" and not np.isnan(row.stock_usd):
                kept[row.respondent_id] = row.base_usd + row.bonus_usd + row.stock_usd
        assert unit_answer(case, "headline_premium") == pytest.approx(case.headline / np.median([*kept.values()]) - 1)


def test_the_first_year_by_the_calendar(cases):
    for case in cases:
        rows = {row.vest_id: row for row in case.frames["vesting"].itertuples()}.values()
        anniversary = pd.Timestamp(case.start.replace(year=case.start.year + 1))
        wanted = [r for r in rows if (r.schedule, r.status) == ("letter", "granted") and r.vest_date <= anniversary]
        stock = case.unit_price * sum(row.units for row in wanted)
        cash = case.base + case.bonus_share * case.base + case.sign_on
        assert unit_answer(case, "year_one_total") == pytest.approx(cash + stock)
        assert unit_answer(case, "year_one_after_haircut") == pytest.approx(cash + stock - case.haircut * stock)


def test_the_schedule_gap_is_what_an_account_needs_to_turn_one_into_the_other(cases):
    for case in cases:
        rows = {row.vest_id: row for row in case.vesting.rows if row.status == "granted"}.values()
        balance = unit_answer(case, "schedule_value_gap")
        for year in range(1, 5):
            paid = {"letter": 0, "even": 0}
            for row in rows:
                if 12 * (year - 1) < row.month <= 12 * year:
                    paid[row.schedule] += case.unit_price * row.units
            balance = balance * (1 + case.discount_rate) - (paid["letter"] - paid["even"])
        assert balance == pytest.approx(0, abs=1e-6)


def signed_offers(case):
    log = case.frames["offers"].sort_values("logged_on").groupby("offer_id").last()
    return log[log["final_usd"].notna()]


def test_uplifts_agree_with_a_saturated_regression(cases):
    for case in cases[:15]:
        signed = signed_offers(case)
        data = signed.assign(group=signed["level"] + signed["negotiated"].map({True: "/yes", False: "/no"}))
        mean = smf.ols("final_usd ~ 0 + group", data).fit().params
        ratio = {level: mean[f"group[{level}/yes]"] / mean[f"group[{level}/no]"] for level in data["level"].unique()}
        assert unit_answer(case, "adjusted_uplift") == pytest.approx(data["level"].map(ratio).mean() - 1)
        pooled = smf.ols("final_usd ~ negotiated", data).fit().params
        naive = pooled["negotiated[T.True]"] / pooled["Intercept"]
        assert unit_answer(case, "naive_uplift") == pytest.approx(naive)


def test_self_selection_alone_gives_a_naive_uplift_and_no_adjusted_one(cases):
    rng = np.random.default_rng(14)
    case = cases[0]
    signed = signed_offers(case).reset_index()
    naive, adjusted = [], []
    for _ in range(300):  # who negotiated is dealt out anew within each level: by then it cannot have an effect
        dealt = signed.groupby("level")["negotiated"].transform(lambda one: rng.permutation(one.to_numpy()))
        means = signed["final_usd"].groupby(dealt).mean()
        naive.append(means[True] / means[False] - 1)
        within = signed["final_usd"].groupby([signed["level"], dealt]).mean().unstack()
        adjusted.append(signed["level"].map(within[True] / within[False] - 1).mean())
    assert np.mean(adjusted) == pytest.approx(0, abs=0.002)
    assert np.mean(naive) > 0.05
    assert unit_answer(case, "adjusted_uplift") > np.quantile(adjusted, 0.99)


def test_what_the_log_cannot_show_follows_from_its_columns(cases):
    needs = {
        "rival_offer": "rival offers by group",
        "ended_by": "who ended the talks",
        "asked_usd": "final against the ask",
        "used_script": "script users against others",
    }
    answers = set()
    for case in cases:
        columns = case.frames["offers"].columns
        expected = {label for column, label in needs.items() if column not in columns}
        assert unit_answer(case, "not_in_the_log") == expected | {"the same person without asking"}
        answers.add(frozenset(expected))
    assert len(answers) > 8


def test_the_walk_away_is_the_best_that_can_be_signed(cases):
    for case in cases:
        table = case.frames["alternatives"]
        alive = table[(table["state"] == "in writing") & ~(table["answer_by"] < pd.Timestamp(case.decide_on))]
        worth = alive.eval("base_usd + bonus_usd") + (1 - case.haircut) * alive["stock_usd_a_year"]
        assert unit_answer(case, "walk_away") == pytest.approx(worth.max())
        deadline = alive.loc[worth.idxmax(), "answer_by"].date()
        assert unit_answer(case, "negotiation_sheet")["deadline"] == deadline >= case.decide_on


def test_the_middle_of_the_zone_is_where_both_gain_most_together(cases):
    for case in cases:
        low, high = unit_answer(case, "walk_away"), case.maximum
        grid = np.linspace(low, high, 20_001)
        split = grid[np.argmax((grid - low) * (high - grid))]  # Nash's product of the two gains
        assert unit_answer(case, "zone_midpoint") == pytest.approx(split, abs=5)


def test_each_package_alone_is_worth_the_target(unit, cases):
    value = unit.question("offer_value").answer
    for case in cases:
        sheet = unit_answer(case, "negotiation_sheet")
        changed = (
            {"base": sheet["base"]},
            {"sign_on": sheet["sign_on"]},
            {"unit_price": case.unit_price * sheet["grant"] / case.grant},
        )
        for change in changed:
            better = replace(case, scenario=replace(case.scenario, **change))
            assert value(better) == pytest.approx(sheet["target"], abs=1e-6)
        assert (sheet["anchor"] + sheet["offer"]) / 2 == pytest.approx(sheet["target"])
        assert sheet["offer"] < sheet["target"] < sheet["anchor"]


def test_the_lead_is_the_cheapest_package_that_fits_and_the_cheapest_of_all_does_not(cases):
    for case in cases:
        sheet, levers = unit_answer(case, "negotiation_sheet"), case.frames["levers"].set_index("lever")
        added = pd.Series(
            {
                "base": sheet["base"] - case.base,
                "sign-on": sheet["sign_on"] - case.sign_on,
                "grant": sheet["grant"] - case.grant,
            }
        )
        cost = (added * levers["cost_to_firm_per_usd"]).sort_values()
        assert added[cost.index[0]] > levers.loc[cost.index[0], "room_usd"]
        assert sheet["lead_with"] == cost.index[1]
        assert (added[cost.index[1:]] <= levers.loc[cost.index[1:], "room_usd"]).all()
        assert (cost.to_numpy()[1:] > 1.03 * cost.to_numpy()[:-1]).all()


def test_both_verdicts_on_the_walk_away_and_every_lead_are_drawn(unit):
    sheets = [unit_answer(draw_for(unit, f"verdict {i}"), "negotiation_sheet") for i in range(150)]
    assert {sheet["offer_is"] for sheet in sheets} == {"above", "below"}
    assert {sheet["lead_with"] for sheet in sheets} == {"base", "sign-on", "grant"}
    for sheet in sheets:
        assert (sheet["offer"] > sheet["walk_away"]) == (sheet["offer_is"] == "above")
        assert abs(sheet["offer"] - sheet["walk_away"]) > 2_500


def test_the_sheet_repeats_a_wrong_walk_away_without_losing_it_twice(unit, cases):
    case, question = cases[0], unit.question("negotiation_sheet")
    typed = {**question.answer(case), "deadline": unit_answer(case, "negotiation_sheet")["deadline"].isoformat()}
    wrong = typed | {"walk_away": 123_456.0}
    assert grade(question, wrong, case).credit < 1
    assert grade(question, wrong, case, {"walk_away": 123_456.0}).credit == 1
