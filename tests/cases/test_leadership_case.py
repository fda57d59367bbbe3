"""The leadership case's data: what the frames hold, what is planted in them, and what holds in every case."""

import hashlib
import importlib
import itertools
from dataclasses import replace
from datetime import date

import pytest

from course_lib.cases.loss_register import LAST_YEAR, RISKS
from course_lib.core.case import Streams
from course_lib.units import draw_for, load_unit

LEADERSHIP = importlib.import_module("course_lib.cases.13_leadership_case")
REGISTERED = RISKS[:3]


@pytest.fixture(scope="module")
def unit():
    return load_unit("13_leadership_case")


@pytest.fixture(scope="module", params=["ada", "ben", "self-study"])
def case(unit, request):
    return draw_for(unit, request.param)


@pytest.fixture(scope="module")
def cases(unit):
    return [draw_for(unit, f"seed {i}") for i in range(200)]


def in_window(case, risk, *statuses):
    return [
        event
        for event in case.events
        if event.risk == risk and event.status in statuses and case.first_year <= event.occurred.year <= LAST_YEAR
    ]


# ------------------------------------------------------------------------------------------------ the registers


def test_the_table_says_what_the_events_say(case):
    frame = case.frames["loss_events"]
    assert len(frame) == sum(len(event.registers) for event in case.events)
    for event in case.events:
        rows = frame[frame["event_id"] == event.event_id]
        assert tuple(rows["register"]) == event.registers
        dollars = rows["unit"].map({"USD": 1, "USD thousand": 1_000})
        assert set(rows["risk"]) == {event.risk}
        assert set(rows["occurred"].dt.date) == {event.occurred}
        if event.loss is None:
            assert rows[["loss", "recovered"]].isna().all(axis=None)
            assert set(rows["ruling_due"].dt.date) == {event.ruling_due}
        else:
            assert set(rows["loss"] * dollars) == {event.loss}
            assert set(rows["recovered"] * dollars) == {event.recovered}
            assert rows["ruling_due"].isna().all()


def test_the_legal_register_is_in_thousands_and_the_other_in_dollars(case):
    frame = case.frames["loss_events"]
    assert set(frame.groupby("register")["unit"].unique().map(tuple).items()) == {
        ("risk", ("USD",)),
        ("legal", ("USD thousand",)),
    }


def test_copies_say_the_same_and_are_there_for_every_risk_with_events(cases):
    for case in cases[:60]:
        for risk in REGISTERED:
            assert any(len(event.registers) == 2 for event in in_window(case, risk, "settled"))
            assert any(event.registers == ("legal",) for event in in_window(case, risk, "settled"))


def test_a_near_miss_cost_nothing_however_bad_it_looked(cases):
    for case in cases[:60]:
        near = [event for event in case.events if event.status == "near miss"]
        assert len(near) >= 8
        assert {(event.loss, event.recovered) for event in near} == {(0, 0)}
        for risk in REGISTERED:
            worst = max(event.worst_case for event in near if event.risk == risk)
            settled = in_window(case, risk, "settled")
            assert worst > sum(event.loss for event in settled) / len(settled)


def test_each_risk_with_events_has_one_open_claim_in_the_window(cases):
    for case in cases[:60]:
        claims = [event for event in case.events if event.status == "pending"]
        assert sorted(event.risk for event in claims) == sorted(REGISTERED)
        assert all(event.loss is None and event.ruling_due.year == LAST_YEAR + 2 for event in claims)
        assert all(case.first_year <= event.occurred.year <= LAST_YEAR for event in claims)


def test_no_leak_ever_happened_and_the_years_at_both_ends_are_not_whole(cases):
    for case in cases:
        assert {event.status for event in case.events if event.risk == "data leak"} == {"near miss"}
        for event in case.events:
            assert date(case.first_year - 1, 10, 1) <= event.occurred < date(LAST_YEAR + 1, 10, 1)
        for risk in REGISTERED:
            settled = [event for event in case.events if event.risk == risk and event.status == "settled"]
            assert len(settled) > len(in_window(case, risk, "settled"))


def test_counts_differ_so_that_each_mistake_has_its_own_rate(cases):
    for case in cases:
        copies = sum(len(event.registers) - 1 for event in in_window(case, case.asked_risk, "settled"))
        near = len(in_window(case, case.asked_risk, "near miss"))
        everywhere = [e for e in case.events if e.risk == case.asked_risk and e.status in ("settled", "pending")]
        outside = len(everywhere) - len(in_window(case, case.asked_risk, "settled", "pending"))
        assert len({copies, near, outside}) == 3
        assert near > 1


# ------------------------------------------------------------------------------------------------ simulated years


def test_simulated_rows_are_losses_alone_and_equal_means_are_equal(cases):
    for case in cases[:40]:
        frame = case.frames["simulated_losses"]
        assert (frame["loss"] > 0).all()
        assert frame["year"].between(1, case.simulated_years).all()
        assert frame["year"].is_monotonic_increasing
        by_risk = frame.groupby("risk")["loss"].sum() / case.simulated_years
        assert by_risk["wrong advice"] == pytest.approx(by_risk["data leak"], rel=0.002)
        silent = case.simulated_years - frame[frame["risk"] == "data leak"]["year"].nunique()
        assert silent > 0.8 * case.simulated_years


def test_simulated_frequencies_are_those_put_in(unit):
    asked = leaks = 0.0
    for i in range(60):
        scenario = unit.draw(Streams(f"frequency {i}"))
        leaks += sum(len(one.losses) for one in scenario.simulated if one.risk == "data leak")
        asked += scenario.pool_frequency * scenario.simulated_years
    assert leaks == pytest.approx(asked, rel=0.05)


# ------------------------------------------------------------------------------------------------ controls and audit


def test_one_control_is_running_and_two_risks_have_two_on_offer(cases):
    for case in cases[:60]:
        offers = [control for control in case.controls if control.status == "on offer"]
        assert [control.control for control in case.controls if control.status == "running"] == ["access limits"]
        per_risk = sorted(sum(control.risk == risk for control in offers) for risk in RISKS)
        assert per_risk == [1, 1, 2, 2]
        assert all(control.first_year_cost == control.cost_now + control.cost_a_year for control in offers)
        assert all(control.cost_now > 0 and control.cost_a_year > 0 for control in offers)
        assert sum(control.first_year_cost for control in offers) > 1.2 * case.budget


def test_the_controls_are_those_of_the_choices(unit, cases):
    choices = set(unit.question("best_controls").form.choices)
    assert {control.control for case in cases for control in case.controls} == choices


def test_audit_hours_are_whole_blocks_and_the_largest_loss_is_hard_to_find(cases):
    for case in cases[:60]:
        assert case.audit_hours % case.block_hours == 0
        assert {target.risk for target in case.audit_targets} == set(RISKS)
        largest = max(case.audit_targets, key=lambda target: target.unnoticed_loss)
        assert largest.found_per_block == min(target.found_per_block for target in case.audit_targets)


# ------------------------------------------------------------------------------------------------ the board's table


def test_exactly_one_role_may_own_the_programme(unit, cases):
    owners = []
    for case in cases:
        may = [m.role for m in case.mandates if m.may_stop_launch and not m.audits and m.may_spend >= case.budget]
        assert len(may) == 1
        owners += may
        assert {m.role for m in case.mandates} == set(_choices(unit, "owner"))
    assert len(set(owners)) == 3


def _choices(unit, name):
    return next(slot.choices for slot in unit.question("board_claim").form.slots if slot.name == name)


def test_the_audit_committee_meets_between_the_last_ruling_and_the_board(cases):
    for case in cases:
        rulings = [event.ruling_due for event in case.events if event.ruling_due]
        after = sorted((meeting.day, meeting.body) for meeting in case.meetings if meeting.day > max(rulings))
        assert after[0][1] == "audit committee"
        assert "board" in {body for _, body in after}
        assert any(min(rulings) < m.day < max(rulings) for m in case.meetings if m.body == "board")


def test_one_post_is_open_and_ai_product_managers_sit_higher(cases):
    for case in cases[:60]:
        people = case.frames["people"]
        filled = people.dropna(subset="total_pay")
        assert len(people) - len(filled) == 1
        assert (filled.groupby(["role", "level"]).size() >= 1).all()
        senior = (filled["level"] == "L6").groupby(filled["role"]).mean()
        assert senior["AI PM"] > senior["PM"]
        pay = filled.groupby(["role", "level"])["total_pay"].mean().unstack()
        assert (pay.loc["AI PM"] > 1.1 * pay.loc["PM"]).all()


def test_markets_that_launch_on_the_day_lose_nothing(cases):
    for case in cases[:60]:
        assert sorted(market.delayed for market in case.markets) == [False, False, True, True, True]
        assert {market.caught_up for market in case.markets if not market.delayed} == {0.0}


# ------------------------------------------------------------------------------------------------ every case


def test_parameters_stay_in_their_ranges(cases):
    for case in cases:
        assert case.years in (4, 5, 6)
        assert case.asked_risk in ("drift", "wrong advice")
        assert 0.09 <= case.pool_frequency <= 0.14
        assert 9_000_000 <= case.pool_loss <= 14_000_000
        assert case.confidence in (0.90, 0.95)
        assert case.one_year_in in (20, 25, 40)
        assert 0.07 <= case.discount_rate <= 0.12
        assert 7 <= case.delay_weeks <= 12
        assert 9_000_000 <= case.fine_planned <= 17_000_000
        assert 1.9 * case.fine_planned < case.fine_ceiling < 4.1 * case.fine_planned
        assert 0.03 <= case.fine_probability <= 0.40
        assert 1.2 <= case.load <= 1.4
        assert case.budget % 50_000 == 0
        for event in case.events:
            assert event.worst_case % 5_000 == 0
            assert event.loss is None or (event.loss % 5_000 == 0 and 0 <= event.recovered <= 0.65 * event.loss)


def test_both_decisions_and_both_risks_are_drawn(unit, cases):
    launches = [unit.question("board_claim").answer(case)["launch"] for case in cases]
    for outcomes in (launches, [case.asked_risk for case in cases]):
        shares = [outcomes.count(one) / len(outcomes) for one in set(outcomes)]
        assert len(shares) == 2
        assert min(shares) > 0.25


def test_plausible_refuses_what_the_data_cannot_answer(cases):
    scenario = cases[0].scenario
    assert LEADERSHIP.plausible(scenario)
    assert not LEADERSHIP.plausible(replace(scenario, fine_probability=0.5))
    assert not LEADERSHIP.plausible(replace(scenario, delay_weeks=1))
    no_leaks = tuple(one for one in scenario.simulated if one.risk != "data leak")
    assert not LEADERSHIP.plausible(replace(scenario, simulated=no_leaks))


def test_event_numbers_are_unique_and_in_order(cases):
    for case in cases[:60]:
        numbers = [int(event.event_id.removeprefix("E-")) for event in case.events]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        assert all(a.occurred <= b.occurred for a, b in itertools.pairwise(case.events))


@pytest.mark.parametrize(
    ("learner", "digest"),
    [("ada", "b418a1b203b51fe4"), ("ben", "7ceeed9f2faa02ac"), ("self-study", "4e5463dbedf4fe81")],
)
def test_cases_do_not_move(unit, learner, digest):
    """A change here moves every learner's numbers: only ever between cohorts, and on purpose."""
    case = draw_for(unit, learner)
    figures = repr((case.code, case.scenario, case.events, case.simulated))
    assert hashlib.sha256(figures.encode()).hexdigest()[:16] == digest
