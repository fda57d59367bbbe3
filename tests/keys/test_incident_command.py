"""Incident command's answers by other routes: worked values by hand, simulation, libraries, natural frequencies."""

import importlib
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from scipy import stats

from course_lib.cases import action_list, agreements, command_timeline, paging_log, repeat_register, spike_log
from course_lib.core.case import Case, Streams
from course_lib.core.grading import grade
from course_lib.facts import fact
from course_lib.forms import mistaken
from course_lib.keys import decision_entry, role_matrix
from course_lib.units import draw_for, load_unit

COMMAND = importlib.import_module("course_lib.cases.09_incident_command")
DECLARED = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def unit():
    return load_unit("09_incident_command")


@pytest.fixture(scope="module")
def many(unit):
    return [draw_for(unit, f"many {i}") for i in range(60)]


def made(**changes):
    """A case with the round figures of a worked example."""
    answered = [paging_log.Page(i, False, "legal counsel", seconds) for i, seconds in enumerate((60, 180, 840))]
    silent = [paging_log.Page(9, False, "data owner", None), paging_log.Page(9, True, "data owner", 30)]
    patterns = {name: patterns[0] for name, patterns in agreements._PATTERNS.items()}
    scenario = COMMAND.Scenario(
        spikes=spike_log.Spikes(30, 27, 1, 50, 5, 2, 20, 5, 8, 2, 3, 70),
        pages=(*answered, *silent),
        timeline=command_timeline.Timeline(DECLARED, -40, 25, 150, 170, 310, (2, 31, 60, 152, 185, 313), (100, 250), 2),
        actions=action_list.Actions(date(2027, 6, 1), 12, 3, 2, 1, 1, 2, 2, 3, 1, 2),
        register=repeat_register.Register(
            date(2027, 7, 1), (9, 9), (4, 5, 3, 8), 2, 1, 2, 3, 3, 2, 10, (50, 50, 50, 50, 50, 50, 30)
        ),
        agreements=tuple(
            agreements.Agreement(name, role, letter, "")
            for name, pattern in patterns.items()
            for role, letter in zip(agreements.ROLES, pattern, strict=True)
            if letter
        ),
        minutes_to_spike=20,
        prior=0.3,
        harm_per_hour=40_000,
        hours_left=4,
        rollback_cost=60_000,
        diagnosis_minutes=30,
        responders=4,
        quorum=3,
        update_minutes=30,
        row_seed=1,
    )
    return Case("09_incident_command", "worked", 0, Streams("worked"), replace(scenario, **changes))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("timing_likelihoods", {"if_release": pytest.approx(0.9), "if_other": pytest.approx(0.1)}),
        ("cause_posterior", pytest.approx(0.7941, abs=5e-5)),
        ("acting_threshold", pytest.approx(0.375)),
        ("gain_of_acting", pytest.approx(67_058.82, abs=0.01)),
        ("gain_over_waiting", pytest.approx(0.794118 * 20_000 - 0.205882 * 60_000, abs=1)),
        ("mean_answer_minutes", pytest.approx(6)),
        ("all_joined_minutes", pytest.approx(12.5)),
        ("quorum_minutes", pytest.approx(6 * (1 / 4 + 1 / 3 + 1 / 2))),
        ("roles_to_back_up", {"data owner"}),
        ("update_cadence", {"due": 12, "sent": 6, "longest_silence": 128}),
        ("closed_on_time", pytest.approx(14 / 20)),
        ("repeats", {"before": 5, "after": 2}),
        ("luck_probability", pytest.approx(0.1247, abs=5e-5)),
        ("luck_at_equal_exposure", pytest.approx(stats.poisson.cdf(2, 3))),
    ],
)
def test_worked_values(unit, name, value):
    assert unit.question(name).answer(made()) == value


@pytest.mark.parametrize(
    ("name", "words", "wrong"),
    [
        ("cause_posterior", "That is the likelihood", 0.9),
        ("cause_posterior", "Prior times likelihood", 0.27),
        ("acting_threshold", "More likely than not", 0.5),
        ("acting_threshold", "You counted one hour", 1.5),
        ("gain_of_acting", "That is the gain if", 100_000),
        ("gain_over_waiting", "You left out what waiting saves", pytest.approx(15_882.35, abs=0.01)),
        ("update_cadence", "`due` has only the intervals", {"due": 10}),
        ("update_cadence", "`due` ends at the first", {"due": 6}),
        ("update_cadence", "`due` starts at the alert", {"due": 13}),
        ("update_cadence", "`longest_silence` ends at internal", {"longest_silence": 65}),
        ("all_joined_minutes", "The mean is one", 6),
        ("all_joined_minutes", "You added the means", 24),
        ("mean_answer_minutes", "Drills are in it", pytest.approx((60 + 180 + 840 + 30) / 240)),
        ("mean_answer_minutes", "You counted from the last", pytest.approx((60 + 180 + 240) / 180)),
        ("mean_answer_minutes", "Each page counts as often", pytest.approx((60 + 180 + 3 * 840) / 300)),
        ("mean_answer_minutes", "You gave silent pages", pytest.approx((60 + 180 + 840 + 1800) / 240)),
        ("closed_on_time", "You took the first closing", pytest.approx(16 / 20)),
        ("closed_on_time", "You divided by all items", pytest.approx(14 / 24)),
        ("repeats", "Drills are in it", {"before": 5.5, "after": 5}),
        ("repeats", "`before` is the last quarter", {"before": 8}),
        ("luck_probability", "That is by how much", pytest.approx(0.6)),
        ("luck_probability", "You asked for exactly", pytest.approx(stats.poisson.pmf(2, 5))),
        ("luck_at_equal_exposure", "You scaled the wrong way", pytest.approx(stats.poisson.cdf(2, 5 * 50 / 30))),
    ],
)
def test_worked_mistakes(unit, name, words, wrong):
    (found,) = [one for one in unit.question(name).mistakes if one.sentence.startswith(words)]
    assert found.answer(made()) == wrong


def test_the_posterior_is_the_share_among_many_such_spikes(unit, many):
    rng = random.Random(9)
    for case in many[:4]:
        shares = unit.question("timing_likelihoods").answer(case)
        early = {True: 0, False: 0}
        for _ in range(200_000):
            release = rng.random() < case.prior
            early[release] += rng.random() < shares["if_release" if release else "if_other"]
        assert early[True] / sum(early.values()) == pytest.approx(
            unit.question("cause_posterior").answer(case), abs=0.01
        )


def test_gains_are_differences_of_expected_costs_over_both_worlds(unit, many):
    for case in many:
        belief = unit.question("cause_posterior").answer(case)
        worlds = ((belief, case.harm_per_hour), (1 - belief, 0))
        now = sum(p * case.rollback_cost for p, _ in worlds)
        leave = sum(p * harm * case.hours_left for p, harm in worlds)
        wait = sum(p * (harm * case.diagnosis_minutes / 60 + case.rollback_cost * (harm > 0)) for p, harm in worlds)
        assert unit.question("gain_of_acting").answer(case) == pytest.approx(leave - now)
        assert unit.question("gain_over_waiting").answer(case) == pytest.approx(wait - now)
        best = min((now, decision_entry.NOW), (wait, decision_entry.WAIT), (leave, decision_entry.LEAVE))[1]
        assert unit.question("decision_entry").answer(case)["decision"] == best


def test_at_the_threshold_acting_and_leaving_cost_the_same(unit, many):
    for case in many:
        threshold = unit.question("acting_threshold").answer(case)
        assert threshold * case.harm_per_hour * case.hours_left == pytest.approx(case.rollback_cost)


def test_assembly_and_quorum_by_simulation(unit, many):
    rng = np.random.default_rng(9)
    for case in many[:6]:
        mean = unit.question("mean_answer_minutes").answer(case)
        joined = np.sort(rng.exponential(mean, size=(200_000, case.responders)), axis=1)
        assert joined[:, -1].mean() == pytest.approx(unit.question("all_joined_minutes").answer(case), rel=0.01)
        enough = joined[:, case.quorum - 1].mean()
        assert enough == pytest.approx(unit.question("quorum_minutes").answer(case), rel=0.01)


def test_updates_due_by_counting_slots(unit, many):
    for case in many:
        line = case.timeline
        slots = [minute for minute in range(line.resolved) if minute % case.update_minutes == 0]
        assert unit.question("update_cadence").answer(case)["due"] == len(slots) + 1


def test_luck_by_the_library_and_by_the_exposure(unit, many):
    for case in many:
        seen = case.register
        luck = unit.question("luck_probability").answer(case)
        assert luck == pytest.approx(stats.poisson.cdf(seen.after, sum(seen.before) / 4))
        per_rollout = sum(seen.before) / sum(seen.rollouts[2:6])
        equal = unit.question("luck_at_equal_exposure").answer(case)
        assert equal == pytest.approx(stats.poisson.cdf(seen.after, per_rollout * seen.rollouts[6]))
        assert 0.06 < luck < 0.35
        assert equal > luck + 0.02


def test_a_row_without_a_single_a_earns_nothing_and_says_so(unit):
    question, case = unit.question("role_matrix"), made()
    right = question.answer(case)
    everybody = grade(question, dict.fromkeys(role_matrix.CELLS, "A"), case)
    assert everybody.credit == 0
    assert everybody.sentence.startswith("Everybody is accountable")
    none = grade(question, dict.fromkeys(role_matrix.CELLS, "R"), case)
    assert none.credit == 0
    assert none.sentence.count("exactly one role of it is accountable") == 5
    two = grade(question, right | {"evidence_legal": "A"}, case)
    assert two.credit == pytest.approx(16 / 20)
    assert "The row evidence earns nothing" in two.sentence
    wrong_letter = grade(question, right | {"evidence_product": "C"}, case)
    assert wrong_letter.credit == pytest.approx(19 / 20)
    half = grade(question, {name: letter for name, letter in right.items() if name.startswith("log")}, case)
    assert half.credit == pytest.approx(4 / 20)
    assert "earns nothing" not in half.sentence


def test_the_accountable_moved_to_another_role_is_a_wrong_cell_not_a_lost_row(unit):
    question, case = unit.question("role_matrix"), made()
    right = question.answer(case)
    moved = grade(question, right | {"evidence_commander": "I", "evidence_product": "A"}, case)
    assert moved.credit == pytest.approx(18 / 20)


def test_an_entry_is_marked_on_the_learner_s_own_figures(unit, many):
    question, case = unit.question("decision_entry"), many[0]
    entry = question.answer(case) | {"posterior": 0.5, "threshold": 0.4, "gain": 1234}
    own = {"cause_posterior": 0.5, "acting_threshold": 0.4, "gain_over_waiting": 1234}
    assert grade(question, entry, case, own).kind == "right"
    assert grade(question, entry, case).credit < 1


def test_the_time_of_the_decision_is_in_utc_and_after_the_declaration(unit):
    assert unit.question("decision_entry").answer(made())["decided_at"] == DECLARED + timedelta(minutes=25)


def test_the_verdict_and_the_sign_go_together(unit, many):
    question = unit.question("gain_over_waiting")
    for case in many:
        told = question.told["verdict"](case, question.answer(case))
        assert told.startswith("rolling back now" if question.answer(case) > 0 else "waiting")
        assert "-" not in told


def test_the_longest_silence_is_told_where_it_fell(unit):
    question = unit.question("update_cadence")
    case = made()
    assert question.told["when_silent"](case, question.answer(case)) == "where a promised update was missed"
    later = replace(case.timeline, public=(2, 31, 60, 90, 120, 152, 200, 230, 313))
    over = made(timeline=replace(later, resolved=250, public=(2, 31, 60, 90, 120, 152, 200, 230, 252)))
    assert question.told["when_silent"](over, question.answer(over)) == "while we thought it was over"


def test_silent_roles_by_attempts_and_with_drills_are_other_lists(unit, many):
    question = unit.question("roles_to_back_up")
    for case in many:
        right = question.answer(case)
        by_attempts, with_drills = (mistaken(question, i, case) for i in range(2))
        assert right < by_attempts
        assert with_drills < right


@pytest.mark.parametrize("ledger_id", ["IR-001", "IR-003", "IR-018", "IR-021"])
def test_what_is_cited_is_verified(ledger_id):
    assert fact(ledger_id).status == "verified"
