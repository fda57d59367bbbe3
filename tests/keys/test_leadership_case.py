"""The leadership case's answers by other routes: worked values by hand, brute force, simulation, SciPy, the frames."""

import importlib
import itertools
import re
from array import array
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from course_lib import open_case
from course_lib.cases.boardroom import Market, Person
from course_lib.cases.control_offers import Control
from course_lib.cases.loss_register import LossEvent
from course_lib.cases.loss_years import SimulatedLosses
from course_lib.core.case import Case, Streams
from course_lib.core.grading import grade
from course_lib.forms import Fields
from course_lib.keys.exercise import Artefact
from course_lib.measures.investment import best_control_set, expected_gain_of_acting
from course_lib.measures.loss import summarise_losses
from course_lib.units import draw_for, load_unit

LEADERSHIP = importlib.import_module("course_lib.cases.13_leadership_case")
KEYS = importlib.import_module("course_lib.keys.13_leadership_case")
RISKS = ("drift", "wrong advice", "biased decisions", "data leak")
NAME = re.compile(r"\{([a-z_]+(?:\.[a-z_]+)?)\}")


@pytest.fixture(scope="module")
def unit():
    return load_unit("13_leadership_case")


@pytest.fixture(scope="module")
def drawn(unit):
    return [draw_for(unit, f"route {i}") for i in range(30)]


def settled(risk, loss, number):
    day = date(2020, 1, 1)
    return [LossEvent(f"E-{risk}-{i}", risk, day, "settled", loss, 0, loss, ("risk",)) for i in range(number)]


def scenario():
    """Ten years of round figures: 2.0, 0.8 and 0.3 events a year of 0.4, 1.5 and 2.5 million; a pool for the leak."""
    base = draw_for(load_unit("13_leadership_case"), "worked").scenario
    events = settled("drift", 400_000, 20) + settled("wrong advice", 1_500_000, 8)
    events += settled("biased decisions", 2_500_000, 3)
    offers = [
        ("grounding check", "wrong advice", 0.6, 300_000),
        ("drift monitor", "drift", 0.5, 250_000),
        ("log redaction", "data leak", 0.4, 350_000),
        ("bias audit", "biased decisions", 0.3, 300_000),
    ]
    return replace(
        base,
        events=tuple(events),
        first_year=2016,
        asked_risk="data leak",
        pool_frequency=0.1,
        pool_loss=12_000_000,
        controls=tuple(Control(name, risk, "on offer", effect, cost, 0) for name, risk, effect, cost in offers),
        budget=900_000,
        discount_rate=0.1,
        markets=(Market("France", 180_000, True, 0.0), Market("Brazil", 90_000, False, 0.0)),
        delay_weeks=10,
        fine_planned=12_000_000,
        people=tuple(
            Person(f"P{i}", role, "L6", pay)
            for i, (role, pay) in enumerate([("AI PM", 240_000)] * 3 + [("PM", 170_000)] * 2)
        ),
        load=1.25,
    )


@pytest.fixture(scope="module")
def worked():
    return Case("13_leadership_case", "worked", 0, Streams("worked"), scenario())


def answer(unit, name, case):
    return unit.question(name).answer(case)


# ------------------------------------------------------------------------------------------------ worked values


@pytest.mark.parametrize(
    ("name", "value", "within"),
    [
        ("annual_loss", 3_950_000, 1e-6),
        ("loss_avoided_all", 1_825_000, 1e-6),
        ("return_on_all_controls", 0.5208, 5e-5),
        ("plan_net_present_value", 3_078_963, 1),
        ("break_even_fine_probability", 0.15, 1e-12),
        ("premium_break_even", 262_500, 1e-6),
        ("any_event", 0.0952, 5e-5),
    ],
)
def test_worked_values(unit, worked, name, value, within):
    assert answer(unit, name, worked) == pytest.approx(value, abs=within)


def test_worked_set_of_controls(unit, worked):
    question = unit.question("best_controls")
    assert question.answer(worked) == {"grounding check", "drift monitor", "log redaction"}
    assert question.form.worth(worked, question.answer(worked)) == pytest.approx(1_600_000)
    everything = frozenset(control.control for control in worked.controls)
    assert question.form.worth(worked, everything) is None


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("annual_loss", 16_400_000),  # severities added up
        ("loss_avoided_all", 1_777_500),  # mean effect times total
        ("return_on_all_controls", 1.5208),  # benefit over cost
        ("plan_net_present_value", 3_900_000),  # undiscounted
        ("plan_net_present_value", 1_740_796),  # cost every year
        ("break_even_fine_probability", 6.6667),  # upside down
        ("premium_break_even", 210_000),  # unloaded
        ("any_event", 0.1),  # the frequency
    ],
)
def test_worked_traps(unit, worked, name, wrong):
    given = [mistake.answer(worked) for mistake in unit.question(name).mistakes]
    assert any(value == pytest.approx(wrong, rel=1e-4) for value in given)


def test_worked_cheapest_first(unit, worked):
    question = unit.question("best_controls")
    assert question.form.worth(worked, question.mistakes[0].answer(worked)) == pytest.approx(1_345_000)


# ------------------------------------------------------------------------------------------------ the loss


def registers(case):
    """Return frequency and mean net loss by risk from the frame, row by row."""
    seen, count, known = set(), dict.fromkeys(RISKS, 0), {risk: [] for risk in RISKS}
    for row in case.frames["loss_events"].to_dict("records"):
        if row["event_id"] in seen or not case.first_year <= row["occurred"].year <= case.last_year:
            continue
        seen.add(row["event_id"])
        if row["status"] == "near miss":
            continue
        count[row["risk"]] += 1
        if row["status"] == "settled":
            scale = 1_000 if row["unit"] == "USD thousand" else 1
            known[row["risk"]].append(scale * (row["loss"] - row["recovered"]))
    years = case.last_year - case.first_year + 1
    frequency = {risk: count[risk] / years for risk in RISKS} | {"data leak": case.pool_frequency}
    severity = {risk: np.mean(known[risk]) if known[risk] else case.pool_loss for risk in RISKS}
    return frequency, severity


def test_losses_agree_with_the_frame(unit, drawn):
    for case in drawn:
        frequency, severity = registers(case)
        assert answer(unit, "events_a_year", case) == pytest.approx(frequency[case.asked_risk])
        assert answer(unit, "net_loss_per_event", case) == pytest.approx(severity[case.asked_risk])
        by_risk = {risk: frequency[risk] * severity[risk] for risk in RISKS}
        assert answer(unit, "annual_loss", case) == pytest.approx(sum(by_risk.values()))
        register = answer(unit, "risk_register", case)
        for risk in RISKS:
            assert register[f"{risk.replace(' ', '_')}_a_year"] == pytest.approx(by_risk[risk])


def test_mean_year_and_chance_of_any_by_simulation(unit, drawn):
    rng = np.random.default_rng(20261124)
    for case in drawn[:3]:
        frequency, severity = registers(case)
        counts = {risk: rng.poisson(frequency[risk], 400_000) for risk in RISKS}
        mean = sum(counts[risk].mean() * severity[risk] for risk in RISKS)
        assert answer(unit, "annual_loss", case) == pytest.approx(mean, rel=0.01)
        any_event = (counts[case.asked_risk] > 0).mean()
        assert answer(unit, "any_event", case) == pytest.approx(any_event, abs=0.003)


def test_open_claims_are_valued_at_the_mean_of_the_settled_ones(unit, drawn):
    for case in drawn[:10]:
        frame = case.frames["loss_events"].drop_duplicates("event_id")
        frame = frame[frame["occurred"].dt.year.between(case.first_year, case.last_year)]
        frame = frame[frame["status"] != "near miss"]
        net = (frame["loss"] - frame["recovered"]) * frame["unit"].map({"USD": 1, "USD thousand": 1_000})
        filled = net.fillna(net.groupby(frame["risk"]).transform("mean"))
        total = filled.sum() / case.years + case.pool_frequency * case.pool_loss
        assert answer(unit, "annual_loss", case) == pytest.approx(total)


def test_rate_not_excluded_is_the_exact_poisson_bound(unit, drawn):
    for case in drawn:
        rate = answer(unit, "rate_not_excluded", case)
        assert stats.poisson.pmf(0, rate * case.years) == pytest.approx(1 - case.confidence)
        assert rate == pytest.approx(stats.chi2.ppf(case.confidence, 2) / 2 / case.years)


def yearly(case, risk=None):
    """Return the loss of every simulated year, silent ones too, by plain adding up."""
    years = np.zeros(case.simulated_years)
    for row in case.frames["simulated_losses"].itertuples():
        if risk in (None, row.risk):
            years[row.year - 1] += row.loss
    return years


def test_a_bad_year_is_exceeded_in_at_most_one_year_in_n(unit, drawn):
    for case in drawn[:8]:
        allowed = case.simulated_years / case.one_year_in
        register = answer(unit, "risk_register", case)
        bad = {None: answer(unit, "bad_year", case)}
        bad |= {risk: register[f"{risk.replace(' ', '_')}_bad_year"] for risk in RISKS}
        for risk, value in bad.items():
            years = yearly(case, risk)
            assert value in years
            assert (years > value).sum() <= allowed < (years >= value).sum()
            assert value == np.quantile(years, 1 - 1 / case.one_year_in - 1e-9, method="inverted_cdf")


def test_a_bad_year_is_close_to_the_library_quantile(unit, drawn):
    for case in drawn[:8]:
        probability = 1 - 1 / case.one_year_in
        summary = summarise_losses(yearly(case), probabilities=[probability])
        assert answer(unit, "bad_year", case) == pytest.approx(summary.quantiles[probability], rel=0.03)
        mean = next(m for m in unit.question("bad_year").mistakes if "mean year" in m.sentence)
        assert mean.answer(case) == pytest.approx(summary.mean)


def test_equal_means_have_different_tails(unit, drawn):
    for case in drawn:
        register = answer(unit, "risk_register", case)
        assert yearly(case, "data leak").mean() == pytest.approx(yearly(case, "wrong advice").mean(), rel=0.002)
        assert register["data_leak_bad_year"] > 1.5 * register["wrong_advice_bad_year"]


def test_bad_years_by_hand(unit, worked):
    """Twenty years: 19 with one million, one with two and the leak on top."""
    losses = (
        SimulatedLosses("drift", array("H", [*range(1, 21), 20]), array("L", [1_000_000] * 19 + [1_500_000, 500_000])),
        SimulatedLosses("data leak", array("H", [20]), array("L", [9_000_000])),
    )
    changed = replace(worked.scenario, simulated=losses, simulated_years=20, one_year_in=10)
    case = replace(worked, scenario=changed)
    assert answer(unit, "bad_year", case) == 1_000_000
    register = answer(unit, "risk_register", case)
    assert (register["drift_bad_year"], register["data_leak_bad_year"]) == (1_000_000, 0)
    assert answer(unit, "bad_year", replace(case, scenario=replace(changed, one_year_in=20))) == 1_000_000


# ------------------------------------------------------------------------------------------------ the controls


def offers_of(case):
    controls = case.frames["controls"]
    return controls[controls["status"] == "on offer"].reset_index(drop=True)


def avoided(case, offers, bought):
    """Return the yearly loss avoided: each control in turn takes its share of what reaches it."""
    frequency, severity = registers(case)
    left = {risk: frequency[risk] * severity[risk] for risk in RISKS}
    before = sum(left.values())
    for row, take in zip(offers.itertuples(), bought, strict=True):
        left[row.risk] -= take * row.effect * left[row.risk]
    return before - sum(left.values())


def test_controls_agree_with_the_frame(unit, drawn):
    for case in drawn:
        offers = offers_of(case)
        all_of_them = avoided(case, offers, np.ones(len(offers)))
        cost = (offers["cost_now"] + offers["cost_a_year"]).sum()
        assert answer(unit, "loss_avoided_all", case) == pytest.approx(all_of_them)
        assert answer(unit, "return_on_all_controls", case) == pytest.approx((all_of_them - cost) / cost)


def test_two_controls_on_one_risk_multiply_when_each_stops_events_by_itself():
    rng = np.random.default_rng(1)
    passes = (rng.random(1_000_000) > 0.6) & (rng.random(1_000_000) > 0.5)
    control_value = importlib.import_module("course_lib.keys.control_value")
    both = [Control(name, "drift", "on offer", effect, 0, 0) for name, effect in (("a", 0.6), ("b", 0.5))]
    assert control_value.loss_avoided({"drift": 1.0}, both) == pytest.approx(1 - passes.mean(), abs=0.002)


def best_by_brute_force(case):
    offers = offers_of(case)
    cost = (offers["cost_now"] + offers["cost_a_year"]).to_numpy()
    affordable = (np.array(s) for s in itertools.product((0, 1), repeat=len(offers)) if cost @ s <= case.budget)
    bought = max(affordable, key=lambda chosen: avoided(case, offers, chosen))
    return offers, bought.astype(bool)


def test_the_best_set_by_trying_all(unit, drawn):
    for case in drawn:
        offers, bought = best_by_brute_force(case)
        assert answer(unit, "best_controls", case) == set(offers["control"][bought])
        gain = avoided(case, offers, bought) - offers["cost_a_year"][bought].sum()
        value = gain * sum((1 + case.discount_rate) ** -year for year in (1, 2, 3)) - offers["cost_now"][bought].sum()
        assert answer(unit, "plan_net_present_value", case) == pytest.approx(value)


def test_the_best_set_of_one_control_a_risk_is_the_knapsack_of_the_measures(unit, worked):
    frequency, severity = registers(worked)
    costs = {control.control: control.cost_now for control in worked.controls}
    gains = {c.control: frequency[c.risk] * severity[c.risk] * c.effect for c in worked.controls}
    best = best_control_set(costs, gains, budget=worked.budget)
    assert set(best.names) == answer(unit, "best_controls", worked)


def test_the_net_present_value_follows_the_discount_rate(unit, worked):
    def value(rate):
        case = replace(worked, scenario=replace(worked.scenario, discount_rate=rate))
        return answer(unit, "plan_net_present_value", case)

    assert value(0.0) == pytest.approx(3 * 1_600_000 - 900_000)
    assert value(1.0) == pytest.approx(1_600_000 * (0.5 + 0.25 + 0.125) - 900_000)


def test_greedy_orders_are_affordable_and_clearly_worse(unit, drawn):
    question = unit.question("best_controls")
    for case in drawn:
        best = question.form.worth(case, question.answer(case))
        cheapest, by_ratio, everything, with_running = (mistake.answer(case) for mistake in question.mistakes)
        for choice in (cheapest, by_ratio):
            assert question.form.worth(case, choice) < 0.99 * best
        assert cheapest != by_ratio
        for choice in (everything, with_running):
            assert question.form.worth(case, choice) is None
        assert "access limits" in with_running


def test_part_of_the_best_earns_its_part(unit, drawn):
    question = unit.question("best_controls")
    case = drawn[0]
    named = {mistake.answer(case) for mistake in question.mistakes}
    for one in sorted(question.answer(case)):
        chosen = frozenset({one})
        if chosen not in named:
            result = grade(question, list(chosen), case)
            share = question.form.worth(case, chosen) / question.form.worth(case, question.answer(case))
            assert (result.kind, result.credit) == ("partly", pytest.approx(share))


def test_audit_hours_by_trying_all(unit, drawn):
    question = unit.question("audit_hours_by_risk")
    for case in drawn:
        targets = case.frames["audit_targets"].set_index("risk")
        blocks = case.audit_hours // case.block_hours
        best = max(
            (np.array(s) for s in itertools.product(range(blocks + 1), repeat=4) if sum(s) == blocks),
            key=lambda s: (targets["unnoticed_loss"] * (1 - (1 - targets["found_per_block"]) ** s)).sum(),
        )
        expected = dict(zip(targets.index, (best * case.block_hours).tolist(), strict=True))
        assert question.answer(case) == pytest.approx(expected)


def test_audit_hours_must_be_whole_blocks_and_no_more_than_there_are(unit, drawn):
    question, case = unit.question("audit_hours_by_risk"), drawn[0]
    right = question.answer(case)
    assert grade(question, {risk: hours for risk, hours in right.items() if hours}, case).kind == "right"
    assert grade(question, right | {"drift": right["drift"] + case.block_hours}, case).kind == "not yet"
    assert grade(question, {"drift": case.block_hours / 2}, case).kind == "not yet"
    assert 0 < grade(question, {"drift": case.block_hours}, case).credit < 1
    assert grade(question, {"drift": -case.block_hours}, case).kind == "malformed"


# ------------------------------------------------------------------------------------------------ the break-even


def test_acting_gains_nothing_at_the_break_even(unit, drawn):
    for case in drawn:
        markets = case.frames["markets"].query("delayed")
        cost = case.delay_weeks * (markets["weekly_margin"] * (1 - markets["caught_up"])).sum()
        even = answer(unit, "break_even_fine_probability", case)
        gain = [
            expected_gain_of_acting(probability, loss_if_event=case.fine_planned, cost_of_acting=cost)
            for probability in (0.9 * even, even, 1.1 * even)
        ]
        assert gain[0] < 0 < gain[2]
        assert gain[1] == pytest.approx(0, abs=1e-3)


def test_the_premium_agrees_with_the_frame(unit, drawn):
    for case in drawn:
        total = 0.0
        people = case.frames["people"].dropna(subset="total_pay")
        for one in people[people["role"] == "AI PM"].itertuples():
            peers = people[(people["role"] == "PM") & (people["level"] == one.level)]
            total += one.total_pay - peers["total_pay"].mean()
        assert answer(unit, "premium_break_even", case) == pytest.approx(case.load * total)


def test_the_page_decides_for_the_cheaper_side(unit, drawn):
    for case in drawn:
        markets = case.frames["markets"].query("delayed")
        delay = case.delay_weeks * (markets["weekly_margin"] * (1 - markets["caught_up"])).sum()
        fine = case.fine_probability * case.fine_planned
        page = answer(unit, "board_claim", case)
        assert page["launch"] == ("delay the launch" if fine > delay else "launch on the day")
        assert page["turns"] == ("falls below" if fine > delay else "rises above")
        assert abs(fine - delay) > 0.2 * delay


def test_the_page_names_owner_and_date_of_the_frames(unit, drawn):
    for case in drawn:
        page = answer(unit, "board_claim", case)
        mandates = case.frames["mandates"].set_index("role").loc[page["owner"]]
        assert mandates["may_stop_launch"]
        assert not mandates["audits"]
        assert mandates["may_spend"] >= case.budget
        due = case.frames["loss_events"].query("status == 'pending'")["ruling_due"].max()
        meetings = case.frames["meetings"]
        board = meetings[(meetings["body"] == "board") & (meetings["day"] > due)]
        assert pd.Timestamp(page["review"]) == board["day"].min()


def test_a_wrong_figure_above_is_not_punished_again_on_the_page(unit, drawn):
    question, case = unit.question("board_claim"), drawn[0]
    right = question.answer(case)
    own = {"annual_loss": 2 * right["annual_loss"], "worth": 0.5 * right["worth"]}
    earlier = {"annual_loss": own["annual_loss"], "plan_net_present_value": own["worth"]}
    assert grade(question, right | own, case, earlier).kind == "right"
    assert grade(question, right | own, case).credit == pytest.approx(9 / 11)


# ------------------------------------------------------------------------------------------------ what is taken away


def known_names(unit):
    slots = {f"{q.name}.{slot.name}" for q in unit.questions if isinstance(q.form, Fields) for slot in q.form.slots}
    return slots | {question.name for question in unit.questions}


def test_every_name_in_texts_exists(unit):
    texts = [exercise.strong_answer for exercise in KEYS.EXERCISES.values()]
    texts += [artefact.text for artefact in KEYS.PORTFOLIO]
    assert all(isinstance(artefact, Artefact) for artefact in KEYS.PORTFOLIO)
    for text in texts:
        names = set(NAME.findall(text))
        assert names
        assert names <= known_names(unit) | {"case_code", "figures", "talks"}


def as_typed(value):
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, dict):
        return {name: as_typed(one) for name, one in value.items()}
    return value.isoformat() if isinstance(value, date) else value


@pytest.fixture
def solved():
    case = open_case("13_leadership_case", learner="solver")
    for question in case.unit.questions:
        assert case.check(**{question.name: as_typed(question.answer(case.case))}).kind == "right"
    return case


def test_the_portfolio_holds_the_learners_figures(solved, home):
    solved.write_portfolio()
    folder = home / "portfolio" / "13_leadership_case"
    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert set(pages) == {"board_one_pager.md", "risk_register.md"}
    for text in pages.values():
        assert "[open]" not in text
        assert not NAME.search(text)
    worth = solved.unit.question("plan_net_present_value").answer(solved.case)
    assert f"| Worth over the plan | USD {worth:,.0f} |" in pages["board_one_pager.md"]
    loss = solved.unit.question("annual_loss").answer(solved.case)
    assert f"| all together | USD {loss:,.0f} |" in pages["risk_register.md"]


def test_an_unanswered_portfolio_says_what_is_open(home):
    open_case("13_leadership_case", learner="nobody").write_portfolio()
    folder = home / "portfolio" / "13_leadership_case"
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        assert text.count("[open]") > 8
        assert "USD" not in text


def test_model_answers_are_at_most_120_words(solved):
    for exercise in KEYS.EXERCISES:
        spoken = solved.strong_answer(exercise).paragraphs[0]
        assert len(spoken.split()) <= 120, (exercise, len(spoken.split()))
        assert "[" not in spoken
