"""Regulatory impact by other routes: worked values by hand, the ledger, brute force, SciPy, statsmodels, the frames."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportions_ztest

from course_lib.cases.breach_register import Risk
from course_lib.cases.compliance_effort import Effort, FirmYears, Requests
from course_lib.cases.conformity_tasks import Log, Task
from course_lib.cases.group_accounts import Sales, Turnovers
from course_lib.cases.product_pool import LISTED, LOOK_ALIKES, PRODUCTS, PROHIBITED, TRANSPARENT, UNSETTLED
from course_lib.core.case import Case, Streams
from course_lib.core.grading import grade
from course_lib.facts.ledger import fact
from course_lib.keys.product_classes import classified
from course_lib.keys.report_clocks import deadline
from course_lib.keys.system_duties import own_duties
from course_lib.measures.fairness import extra_selections_to_reach_ratio, selection_rate_ratio
from course_lib.measures.significance import two_proportion_z_test
from course_lib.units import draw_for, load_unit

TODAY = date(2027, 3, 1)


@pytest.fixture(scope="module")
def unit():
    return load_unit("07_regulatory_impact")


@pytest.fixture(scope="module")
def drawn(unit):
    return [draw_for(unit, f"route {i}") for i in range(40)]


def risk(risk_id, kind, firm, article, probability=0.03, share=0.1):
    return Risk(risk_id, kind, firm, "does it", article, probability, share, None, TODAY)


def scenario(group=800, vendor=40, reseller=100):
    """The worked case in round figures: turnovers, risks, five tasks that count, a log, requests, firm years."""
    base = draw_for(load_unit("07_regulatory_impact"), "worked").scenario
    sales = tuple(
        Sales(company, "-", union, held, year, amount, 10, "audited" if year < 2027 else "forecast")
        for year in (2025, 2026, 2027)
        for company, union, held, amount in (
            ("bank (the parent)", True, 1.0, group - 300),
            ("lender", False, 1.0, 300),
            ("broker", True, 0.25, 77),
        )
    )
    partners = tuple(
        (name, year, amount + year - 2026, "audited")
        for name, amount in (("model vendor", vendor), ("reseller", reseller))
        for year in (2025, 2026, 2027)
    )
    days = {"A": 15, "B": 20, "C": 10, "D": 25, "E": 8, "F": 0, "G": 0, "H": 0, "X": 99}
    after = {"A": "", "B": "A", "C": "A", "D": "B, C", "E": "D", "F": "A", "G": "", "H": "E, F", "X": "D"}
    four_weeks = tuple(date(2027, 2, 1) + timedelta(days=i) for i in range(28))
    return replace(
        base,
        today=TODAY,
        turnovers=Turnovers(sales, partners, 2026),
        risks=(
            risk("R1", "prohibited", "the group", "Art. 5"),
            risk("R2", "listed", "the group", "Art. 26(5)"),
            risk("R3", "information", "the group", "Art. 99(5)"),
            risk("R4", "rights", "the group", "Art. 27"),
            risk("R5", "monitoring", "the group", "Art. 72"),
            risk("R6", "mid_cap", "reseller", "Art. 24"),
            risk("R7", "vendor", "model vendor", "Art. 16"),
            risk("R8", "data", "the group", "GDPR Art. 15"),
        ),
        tasks=tuple(Task(task, "-", after[task], length, None) for task, length in days.items()),
        log=Log(four_weeks, ((2_000_000,) * 28, (500_000,) * 28), (0, 1)),
        kilobytes=1.5,
        effort=Effort(
            (
                FirmYears("none", 200, 16, 3, 1),
                FirmYears("introduced in that year", 30, 6, 0, 0),
                FirmYears("whole year", 200, 6, 0, 2),
            ),
            (
                Requests("by hand", 2025, ((14, 300),), 5),
                Requests("automated", 2026, ((2, 1400),), 100),
            ),
            65,
            180_000,
            1_000_000,
            2_000_000,
            3_000_000,
        ),
    )


def as_case(made):
    return Case("07_regulatory_impact", "worked", 0, Streams("worked"), made)


@pytest.fixture(scope="module")
def worked():
    return as_case(scenario())


def answer(unit, name, case):
    return unit.question(name).answer(case)


def mistakes(unit, name, case):
    return [mistake.answer(case) for mistake in unit.question(name).mistakes]


# ------------------------------------------------------------------------------------------------ worked values


@pytest.mark.parametrize(
    ("name", "value", "within"),
    [
        ("fine_turnover", 800, 1e-9),
        ("critical_days", 68, 1e-9),
        ("log_storage", 549.0, 1e-9),
        ("loss_avoided", 100_000, 1e-6),
        ("hours_saved", 273_000, 1e-6),
    ],
)
def test_worked_values(unit, worked, name, value, within):
    assert answer(unit, name, worked) == pytest.approx(value, abs=within)


def test_worked_ceilings(unit, worked):
    found = answer(unit, "ceilings", worked)
    assert found["group_listed"] == pytest.approx(24.0)  # the higher of 15 and 3 % of 800
    assert found["group_prohibited"] == pytest.approx(56.0)
    assert found["vendor"] == pytest.approx(1.2)  # the lower, for an SME of 40
    assert found["reseller"] == pytest.approx(3.0)  # the lower, for a small mid-cap of 100
    assert found["data"] == pytest.approx(32.0)
    assert answer(unit, "ceilings", as_case(scenario(group=900)))["data"] == pytest.approx(36.0)


def test_worked_exposure_of_one_risk(unit, worked):
    alone = as_case(replace(worked.scenario, risks=(worked.scenario.risks[1],)))
    assert answer(unit, "planning_exposure", alone) == pytest.approx(72_000)
    ceilings_alone = unit.question("planning_exposure").mistakes[0].answer(alone)
    assert ceilings_alone == pytest.approx(24_000_000)


def test_worked_claim(unit, worked):
    claim = answer(unit, "compliance_claim", worked)
    assert claim["payback"] == pytest.approx(5.79, abs=0.005)
    triangle = replace(worked.scenario.effort, low=500_000, mode=2_000_000, high=6_000_000)
    tail = answer(unit, "compliance_claim", as_case(replace(worked.scenario, effort=triangle)))
    assert tail["bad_event"] == pytest.approx(4_517_000, abs=2_000)
    wrong = [
        one.get("bad_event")
        for one in mistakes(unit, "compliance_claim", as_case(replace(worked.scenario, effort=triangle)))
    ]
    assert {5_400_000, 5_450_000} <= {round(one) for one in wrong if one}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("critical_days", 78),  # the sum of all
        ("log_storage", 90.0),  # a month
        ("hours_saved", 318_500),  # the effort before
        ("loss_avoided", 2_000_000),  # the whole impact
        ("loss_avoided", 1_250_000),  # the relative drop
        ("fine_turnover", 500),  # the Union only
    ],
)
def test_worked_traps(unit, worked, name, wrong):
    assert any(value == pytest.approx(wrong, rel=1e-9) for value in mistakes(unit, name, worked))


def test_worked_traps_of_the_ceilings(unit, worked):
    wrong = mistakes(unit, "ceilings", worked)
    assert {"group_prohibited": 35.0, "group_listed": 15.0} in wrong
    assert {"vendor": 15.0} in wrong
    assert {"reseller": 15.0} in wrong
    assert {"data": pytest.approx(16.0)} in wrong  # the lower tier, for the rights of people
    payback = [one["payback"] for one in mistakes(unit, "compliance_claim", worked) if "payback" in one]
    assert any(value == pytest.approx(7.91, abs=0.005) for value in payback)  # on hard savings only


def test_worked_selection_of_the_curriculum():
    """Rates of 0.31 in 400 and 0.50 in 600: the course screens real decisions by the same functions."""
    a, b = (124, 400), (300, 600)
    assert selection_rate_ratio(*a, reference_selected=b[0], reference_total=b[1]) == pytest.approx(0.62)
    assert extra_selections_to_reach_ratio(*a, reference_selected=b[0], reference_total=b[1]) == 36
    assert two_proportion_z_test(*b, *a).z == pytest.approx(5.96, abs=0.005)


# ------------------------------------------------------------------------------------------------ the inventory


def test_each_pool_is_in_its_class():
    product = draw_for(load_unit("07_regulatory_impact"), "pools").products[0]

    def category(pool, said=None):
        made = replace(product, role="provider", change="none", answers=pool.answers, at_first=pool.at_first or {})
        return classified(made, said)

    for pools, wanted in (
        (PROHIBITED, {"prohibited"}),
        (LISTED, {"high-risk"}),
        (PRODUCTS, {"high-risk"}),
        (TRANSPARENT, {"transparency"}),
        (LOOK_ALIKES, {"no category-specific duty"}),
        (UNSETTLED, {"not enough facts"}),
    ):
        assert {category(pool).category for pool in pools} == wanted
    assert all(category(pool, pool.at_first).category != "no category-specific duty" for pool in LOOK_ALIKES)
    for pool in UNSETTLED:
        (field,) = category(pool).open_questions
        assert pool.answers[field] == "not known"
        settled = {category(pool, {field: said}).category for said in ("yes", "no")}
        assert settled == {"high-risk", "no category-specific duty"}


def first_rule(case, product):
    """Return class and provision of the first rule of the extract that holds, condition by condition."""
    for (_, rule, found), conditions in sorted(case.frames["act_rules"].groupby(["step", "rule", "class"])):
        given = [product.answers.get(question, "no") for question in conditions["question"]]
        if given == conditions["answer"].tolist():
            return found, rule.partition(",")[0]
    return "none of these", ""


def test_classes_and_provisions_from_the_extract_alone(unit, drawn):
    seen = set()
    for case in drawn:
        classes = answer(unit, "product_classes", case)
        for one in case.products:
            if one.kind != "unsettled":
                found, provision = first_rule(case, one)
                assert classes[one.product_id] == found
                seen.add(found)
                if found != "none of these":
                    assert provision in classified(one).locators
            else:
                assert classes[one.product_id] == "not enough facts"
    assert len(seen) == 5


def test_the_date_of_the_marking_by_the_product_s_own_day(unit, drawn):
    value = fact("EUAI-046").value
    seen = set()
    for case in drawn:
        dates = answer(unit, "binding_dates", case)
        old = case.product("marketing images").on_market < date.fromisoformat(value["general"])
        assert dates["images"].isoformat() == value["art50_2_legacy" if old else "general"]
        assert dates["credit_score"].isoformat() == fact("EUAI-044").value
        assert dates["device"].isoformat() == fact("EUAI-045").value
        seen.add(old)
    assert seen == {True, False}


def test_duties_follow_the_role(unit, drawn):
    by_role = {}
    for case in drawn:
        product = case.product("credit score")
        by_role[product.role, product.change] = own_duties.answer(case)
    assert by_role["deployer", "rebranded"] == by_role["provider and deployer", "none"]
    assert by_role["deployer", "none"] < by_role["deployer", "rebranded"]
    assert {len(duties) for duties in by_role.values()} == {3, 7}
    assert all("Art. 27" in " ".join(duties) for duties in by_role.values())


# ------------------------------------------------------------------------------------------------ ceilings


def test_turnover_by_hand_and_from_the_frame(unit, drawn):
    for case in drawn:
        table = case.frames["accounts"].query("status == 'audited' and held_by_parent > 0.5")
        newest = table[table["year"] == table["year"].max()]
        outside = newest.loc[newest["sales"] == "outside the group", "eur_million"].sum()
        assert answer(unit, "fine_turnover", case) == outside


def test_ceilings_by_the_ledger(unit, drawn):
    entry = {"Art. 5": "EUAI-032", "Art. 99(5)": "EUAI-034", "GDPR Art. 33": "GDPR-001", "GDPR Art. 35": "GDPR-001"}
    entry |= dict.fromkeys(("GDPR Art. 9", "GDPR Art. 15"), "GDPR-002")
    sides = set()
    for case in drawn:
        found = answer(unit, "ceilings", case)
        kinds = {"group_prohibited": "prohibited", "group_listed": "listed", "reseller": "mid_cap", "data": "data"}
        for slot, kind in (kinds | {"vendor": "vendor"}).items():
            one = case.risk(kind)
            value = fact(entry.get(one.article, "EUAI-033")).value
            part = case.turnovers.of(one.firm, 2026) * value["turnover_pct"] / 100
            amounts = (value["eur"] / 1e6, part)
            small = one.firm == "model vendor" or (one.firm == "reseller" and one.article != "Art. 5")
            lower = small and not one.article.startswith("GDPR")
            assert found[slot] == pytest.approx(min(amounts) if lower else max(amounts)), (slot, one)
            sides.add((one.firm, lower, part > amounts[0]))
    assert {("the group", False, True), ("the group", False, False)} <= sides
    assert {("reseller", True, False), ("reseller", False, False)} <= sides


def test_no_ceiling_is_what_the_ledger_calls_unlisted(unit, drawn):
    unlisted = fact("EUAI-037").statement
    for case in drawn:
        for one in case.risks:
            named = one.article in ("Art. 27", "Art. 72", "Art. 73")
            assert (one.risk_id in answer(unit, "no_ceiling", case)) == named
            assert not named or one.article in unlisted


def test_exposure_and_entry_from_the_frames(unit, drawn):
    for case in drawn:
        ceilings = answer(unit, "ceilings", case)
        register = case.frames["risks"].drop_duplicates("risk_id", keep="last").set_index("risk_id")
        turnover = answer(unit, "fine_turnover", case)
        most = {"Art. 5": ceilings["group_prohibited"], "Art. 99(5)": max(7.5, turnover / 100)}
        most |= dict.fromkeys(("Art. 10", "Art. 26(5)", "Art. 50(1)"), ceilings["group_listed"])
        most |= {article: ceilings["data"] for article in register["article"] if article.startswith("GDPR")}
        ours = register[(register["firm"] == "the group") & register["article"].isin(most)]
        worth = ours["probability_a_year"] * ours["share_of_ceiling"] * ours["article"].map(most) * 1e6
        assert answer(unit, "planning_exposure", case) == pytest.approx(worth.sum())
        entry = answer(unit, "register_entry", case)
        assert (entry["risk"], entry["exposure"]) == (worth.idxmax(), pytest.approx(worth.max()))
        assert entry["ceiling"] == pytest.approx(most[ours.loc[worth.idxmax(), "article"]])


# ------------------------------------------------------------------------------------------------ plan and clocks


def chains(tasks):
    """Yield every chain of tasks, each waiting for the one before."""
    waits = {one.task: one.before for one in tasks if one.task != "X"}

    def back(task):
        if not waits[task]:
            yield (task,)
        for before in waits[task]:
            yield from ((*chain, task) for chain in back(before))

    return itertools.chain.from_iterable(back(task) for task in waits)


def test_critical_path_is_the_longest_of_all_chains(unit, drawn):
    for case in drawn:
        days = {one.task: one.days for one in case.tasks}
        assert answer(unit, "critical_days", case) == max(
            sum(days[task] for task in chain) for chain in chains(case.tasks)
        )


def test_latest_start_leaves_exactly_the_days_that_are_needed(unit, drawn):
    for case in drawn:
        start = answer(unit, "latest_start", case)
        applies = answer(unit, "binding_dates", case)["credit_score"]
        needed = answer(unit, "critical_days", case) + case.buffer_days
        assert start.weekday() < 5
        assert np.busday_count(start, applies) == needed  # the start is counted, the day of application is not
        assert start > case.today


def test_limits_by_hand(unit, drawn):
    rights = "fundamental right"
    for case in drawn:
        found = answer(unit, "incident_limits", case)
        for one in case.cards:
            if one.role.startswith("deployer"):
                wanted = "at once, the provider first"
            elif one.role == "provider of the model":
                wanted = "without undue delay, the AI Office"
            elif one.other_law != "none" and rights not in one.what:
                wanted = "nothing under the AI Act"
            elif "widespread" in one.what or "for good" in one.what:
                wanted = f"{fact('EUAI-024').value} days"
            else:
                wanted = f"{fact('EUAI-025' if ' dies' in one.what else 'EUAI-023').value} days"
            assert found[one.card] == wanted, one


def test_first_report_from_the_stamps(unit, drawn):
    for case in drawn:
        limits = pd.Series(answer(unit, "incident_limits", case))
        counted = limits[limits.str.endswith(" days")].str.removesuffix(" days").astype(int)
        stamps = case.frames["incidents"].set_index("card")["aware_at"]
        due = [datetime.fromisoformat(stamps[card]) + timedelta(days=days) for card, days in counted.items()]
        assert len(due) == 3
        assert answer(unit, "first_report_by", case) == min(due).astimezone(UTC)


def test_carve_outs_leave_fundamental_rights(drawn):
    kept = [one for case in drawn for one in case.cards if one.other_law != "none" and one.kind == "fifteen"]
    carved = [one for case in drawn for one in case.cards if one.kind == "carved"]
    assert kept
    assert all(deadline(one) == one.aware + timedelta(days=15) for one in kept)
    assert all(deadline(one) is None for one in carved)


# ------------------------------------------------------------------------------------------------ screen and effort


def test_screen_by_statsmodels_and_by_counting_up(unit, drawn):
    for case in drawn:
        found = answer(unit, "bias_screen", case)
        (black, all_black), (white, all_white) = case.slice.tally("Black"), case.slice.tally("white")
        z, _ = proportions_ztest([white, black], [all_white, all_black])
        assert found["z"] == pytest.approx(z)
        assert found["ratio"] == pytest.approx((black / all_black) / (white / all_white))
        reached = [(black + more) * all_white * 5 >= 4 * white * all_black for more in range(found["extra"] + 1)]
        assert reached == [False] * found["extra"] + [True]


def test_triangle_by_scipy_and_by_simulation(unit, drawn):
    rng = np.random.default_rng(7)
    for case in drawn[:10]:
        work = case.effort
        triangle = stats.triang((work.mode - work.low) / (work.high - work.low), work.low, work.high - work.low)
        claim = answer(unit, "compliance_claim", case)
        assert claim["bad_event"] == pytest.approx(triangle.ppf(0.9))
        drawn_impacts = rng.triangular(work.low, work.mode, work.high, size=200_000)
        assert np.mean(drawn_impacts > claim["bad_event"]) == pytest.approx(0.1, abs=0.004)
        once = case.frames["firm_years"].drop_duplicates()
        chance = once.groupby("control")["event"].mean()
        drop = chance["none"] - chance["whole year"]
        assert answer(unit, "loss_avoided", case) == pytest.approx(drop * triangle.mean())


def test_saved_hours_from_the_frame(unit, drawn):
    for case in drawn:
        table = case.frames["access_requests"].query("status == 'answered'")
        mean = table.groupby("way")["hours"].mean()
        number = (table["way"] == "automated").sum()
        saved = number * (mean["by hand"] - mean["automated"]) * case.effort.wage
        assert answer(unit, "hours_saved", case) == pytest.approx(saved)


def test_payback_pays_back(unit, drawn):
    for case in drawn:
        claim = answer(unit, "compliance_claim", case)
        earned = (claim["avoided"] + claim["saved"]) * claim["payback"] / 12
        assert earned == pytest.approx(case.effort.cost)


# ------------------------------------------------------------------------------------------------ marking


def test_a_claim_on_wrong_earlier_answers_is_not_punished_twice(unit, drawn):
    case = drawn[0]
    question = unit.question("compliance_claim")
    claim = dict(answer(unit, "compliance_claim", case), avoided=1.0)
    assert grade(question, claim, case).credit < 1
    assert grade(question, claim, case, {"loss_avoided": 1.0}).credit == 1


def test_one_wrong_class_costs_one_eighth(unit, drawn):
    case = drawn[0]
    question = unit.question("product_classes")
    classes = dict(answer(unit, "product_classes", case))
    open_one = next(name for name, found in classes.items() if found == "not enough facts")
    result = grade(question, classes | {open_one: "high-risk by Annex III"}, case)
    assert (result.kind, result.credit) == ("mistake", 7 / 8)
    assert "You guessed high-risk" in result.sentence


def test_tiers_are_no_class(unit, drawn):
    result = grade(unit.question("product_classes"), {"p1": "tier 2"}, drawn[0])
    assert result.kind == "malformed"
