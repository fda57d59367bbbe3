"""The incident's answers by other routes: worked values by hand, pandas calendars, simulation, and the ledger."""

import importlib
import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from pandas.tseries.holiday import USFederalHolidayCalendar
from pandas.tseries.offsets import BDay, CustomBusinessDay

from course_lib.cases import incident_harm, incident_log, response_roles, response_rules
from course_lib.cases.playbook_statements import SOURCES, STATEMENTS
from course_lib.core.case import Case, Streams
from course_lib.core.grading import grade
from course_lib.facts import fact
from course_lib.facts.citations import check_prose
from course_lib.keys import escalation, incident_clocks, incident_deadlines, playbook_frames
from course_lib.keys.playbook_sources import SAID_BY
from course_lib.measures.regulation.incident import Incident
from course_lib.measures.regulation.incidents import incident_clocks as clocks_of
from course_lib.units import draw_for, load_unit

PLAYBOOK = importlib.import_module("course_lib.cases.08_incident_playbook")
DEADLINES = (
    "GDPR notice",
    "post-mortem meeting",
    "end of the watch period",
    "business-day notice",
    "AI Act report",
)
START = datetime(2028, 3, 3, 9, 0, tzinfo=UTC)  # a Friday


@pytest.fixture(scope="module")
def unit():
    return load_unit("08_incident_playbook")


@pytest.fixture(scope="module")
def many(unit):
    return [draw_for(unit, f"many {i}") for i in range(120)]


def after(minutes):
    return START + timedelta(minutes=minutes)


def made(**changes):
    """A case with round figures, whose answers can be followed by hand."""
    moments = incident_log.Moments(
        deployed=after(-10),
        started=START,
        unrelated=after(40),
        detected=after(190),
        reported=after(196),
        acknowledged=after(212),
        declared=after(220),
        confirmed=after(200),
        contained=after(270),
        classified=after(230),
        rated=after(300),
        rollback_requested=after(287),
        mitigated=after(297),
        restored=after(632),
        investigated=after(1600),
        infringement=datetime(2028, 3, 3, 23, 20, tzinfo=UTC),
        material=datetime(2028, 3, 8, 20, 0, tzinfo=UTC),  # a Wednesday
    )
    own = [*response_roles.SHARED_ROLES[:9], *response_roles.OWN_ROLES[:5]]
    scenario = PLAYBOOK.Scenario(
        moments=moments,
        traffic=incident_harm.Traffic(150, 20, failed=891, failed_otherwise=30),
        sample=incident_harm.Sample(met=7000, cut=84, test_accounts=100, test_cut=60, copies=12),
        views=incident_harm.Views(4000, strange=450, owners=300, viewers=200, crawled_owners=50),
        users=180_000,
        objective=0.999,
        window_days=30,
        loss_per_hour=14_000,
        found_anyway_hours=26,
        payment_institution=False,
        listed=True,
        contract_days=5,
        watch_days=9,
        risk_to_people="high",
        matrix=(
            response_rules.Severity("SEV-1", (600.0, 400.0, 0.3), 15),
            response_rules.Severity("SEV-2", (300.0, 100.0, 0.05), 30),
            response_rules.Severity("SEV-3", (50.0, 20.0, 0.01), 60),
        ),
        steps=(),
        actions=(),
        roles=response_roles.Roles(
            tuple(response_roles.Person(role, left=False) for role in own),
            (*response_roles.SHARED_ROLES[:9], *response_roles.REFERENCE_ROLES[:6]),
        ),
        tasks=(),
        phases=(),
        statements=(),
        row_seed=1,
    )
    return Case("08_incident_playbook", "worked", 0, Streams("worked"), replace(scenario, **changes))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("minutes_to_detect", 190),
        ("minutes_to_mitigate", 297),
        ("minutes_to_restore", 442),
        ("people_harmed", pytest.approx(756)),
        ("budget_burn_rate", pytest.approx(20)),
        ("budget_share", pytest.approx(0.1375)),
        ("loss_avoided", pytest.approx(319_666.67, abs=0.01)),
        ("people_exposed", 300),
        ("severity", {"level": "SEV-1", "metric": "people harmed"}),
        ("gdpr_notice_by", datetime(2028, 3, 6, 12, 20, tzinfo=UTC)),
        ("ai_act_report_by", date(2028, 3, 18)),
        ("business_day_notice_by", date(2028, 3, 14)),
        ("post_mortem_by", date(2028, 3, 6)),
        ("deadline_order", DEADLINES),
        ("containment_margin", 10),
        ("response_overrun", 7),
        ("role_overlap", pytest.approx(0.45)),
    ],
)
def test_worked_values(unit, name, value):
    assert unit.question(name).answer(made()) == value


def test_worked_mistakes(unit):
    detect, mitigate, _ = (unit.question(f"minutes_to_{what}") for what in ("detect", "mitigate", "restore"))
    assert [mistake.answer(made()) for mistake in detect.mistakes] == [212, 40, 200]
    assert mitigate.mistakes[0].answer(made()) == 107
    assert unit.question("ai_act_report_by").mistakes[0].answer(made()) == date(2028, 3, 24)
    assert unit.question("business_day_notice_by").mistakes[0].answer(made()) == date(2028, 3, 12)
    assert unit.question("loss_avoided").mistakes[0].answer(made()) == 364_000


def test_the_post_mortem_of_a_thursday():
    april = replace(made().moments, restored=datetime(2028, 4, 13, 18, 0, tzinfo=UTC))
    case = made(moments=april)
    assert incident_deadlines._meeting(case, "SEV-1") == date(2028, 4, 16)
    assert incident_deadlines._meeting(case, "SEV-2") == date(2028, 4, 20)
    assert incident_deadlines._meeting(case, "SEV-1", business=True) == date(2028, 4, 18)


def test_business_days_agree_with_another_calendar(unit, many):
    us = CustomBusinessDay(calendar=USFederalHolidayCalendar())
    for case in many:
        finding = pd.Timestamp(case.moments.material.date())
        days = 4 if case.listed else case.contract_days
        answer = unit.question("business_day_notice_by").answer(case)
        assert answer == (finding + days * us).date() == (finding + days * BDay()).date()


def test_a_federal_holiday_would_move_the_filing(unit):
    thanksgiving = replace(made().moments, material=datetime(2028, 11, 22, 20, 0, tzinfo=UTC))
    assert unit.question("business_day_notice_by").answer(made(moments=thanksgiving)) == date(2028, 11, 29)


def test_post_mortem_by_walking_through_the_days(unit, many):
    for case in many:
        level = unit.question("severity").answer(case)["level"]
        left, day = (3 if level == "SEV-1" else 5), case.moments.restored.date()
        while left:
            day += timedelta(days=1)
            left -= level == "SEV-1" or day.weekday() < 5
        assert unit.question("post_mortem_by").answer(case) == day


def test_the_clocks_bind_in_the_year_of_the_case_and_the_first_is_known(many):
    for case in many:
        facts = Incident(
            events=(incident_clocks.law.RIGHTS, incident_clocks.law.DATA_BREACH),
            ai_act_roles=("provider", "deployer"),
            system_route="Annex III",
            reporting_carve_out="none",
            ai_office_competent=False,
            provider_reachable=True,
            data_role="controller",
            risk_to_individuals="high risk" if incident_clocks.at_high_risk(case) else "risk",
            individuals_excused=False,
        )
        aware = case.moments.confirmed
        found = clocks_of(facts, on=aware.date(), aware_at=aware)
        assert all(clock.binding for clock in found.clocks)
        assert not found.open_questions
        assert found.first_deadline == incident_clocks.gdpr_notice_by.answer(case)
        told = {clock.whom for clock in found.clocks}
        people = "the individuals concerned" in told
        assert people == (incident_clocks.PEOPLE in incident_clocks.notices_owed.answer(case))


def test_before_the_high_risk_rules_apply_there_is_no_report_to_make(unit):
    early = replace(made().moments, infringement=datetime(2026, 3, 6, 12, 20, tzinfo=UTC))
    with pytest.raises(StopIteration):
        unit.question("ai_act_report_by").answer(made(moments=early))


def test_a_carve_out_for_equivalent_reporting_would_change_nothing(many):
    """A breach of fundamental rights is reported under the AI Act even where other Union law asks for reports too."""
    for case in many[:20]:
        facts = Incident(
            events=(incident_clocks.law.RIGHTS,),
            ai_act_roles=("provider",),
            system_route="Annex III",
            reporting_carve_out="equivalent Union reporting duties",
            ai_office_competent=False,
        )
        aware = case.moments.infringement
        (clock,) = clocks_of(facts, on=aware.date(), aware_at=aware).clocks
        assert clock.last_day == incident_clocks.ai_act_report_by.answer(case)


def test_dora_s_first_notice_comes_before_every_other_deadline(many):
    for case in many:
        seen = case.moments
        dora = min(
            seen.classified + timedelta(hours=incident_clocks.DORA_HOURS),
            seen.detected + timedelta(hours=incident_clocks.DORA_HOURS_FROM_AWARENESS),
        )
        assert dora < min(incident_deadlines.latest_moments(case).values())


def test_people_harmed_by_simulated_samples(unit):
    rng = np.random.default_rng(20261124)
    expected = unit.question("people_harmed").answer(made())
    met = rng.random((60, 20_000)) < 0.35
    cut = met & (rng.random((60, 20_000)) < 0.012)
    estimates = 180_000 * cut.mean(axis=1)
    assert estimates.mean() == pytest.approx(expected, rel=0.03)


def test_the_budget_by_counting_minutes(unit, many):
    for case in many[:30]:
        decisions = case.frames["decisions"]
        customers = decisions[decisions["source"] == "customer"].set_index("minute")
        impact = customers.loc[case.moments.started : case.moments.mitigated - timedelta(minutes=1)]
        allowed = (1 - case.objective) * customers["decisions"].iloc[0] * 60 * 24 * case.window_days
        assert unit.question("budget_share").answer(case) == pytest.approx(impact["failed"].sum() / allowed)
        share = impact["failed"].sum() / impact["decisions"].sum()
        assert unit.question("budget_burn_rate").answer(case) == pytest.approx(share / (1 - case.objective))


def test_the_loss_by_adding_up_minutes(unit):
    saved = sum(14_000 / 60 for minute in range(26 * 60) if minute >= 190)
    assert unit.question("loss_avoided").answer(made()) == pytest.approx(saved)


def test_role_overlap_by_another_library(unit, many):
    from sklearn.metrics import jaccard_score

    for case in many[:30]:
        every = sorted(case.roles.own | set(case.roles.reference))
        own, reference = ([role in one for role in every] for one in (case.roles.own, case.roles.reference))
        assert unit.question("role_overlap").answer(case) == pytest.approx(jaccard_score(own, reference))


def test_the_path_is_a_longest_way_through_its_graph(unit, many):
    from course_lib.measures.planning import critical_path

    for case in many:
        level = unit.question("severity").answer(case)["level"]
        steps = {one.step: one for one in case.steps if one.level == level}
        answer = unit.question("escalation_path").answer(case)
        for step, field in escalation.FIELD_OF.items():
            chain, names = {}, step
            while names != "declaration":
                chain[names] = steps[names].after
                names = chain[names]
            before = {name: [after for after in (chain[name],) if after != "declaration"] for name in chain}
            assert critical_path({name: steps[name].minutes for name in chain}, before).length == answer[field]
        order = unit.question("escalation_order").answer(case)
        minutes = [answer[escalation.FIELD_OF[step]] for step in order[1:-1]]
        assert minutes == sorted(minutes)
        assert (order[0], order[-1]) == ("on-call ML engineer", "regulator")


def test_first_authority_is_whose_deadline_is_first(unit, many):
    for case in many:
        deadlines = {"data-protection authority": unit.question("gdpr_notice_by").answer(case)}
        if case.payment_institution:
            deadlines["financial supervisor"] = case.moments.classified + timedelta(hours=4)
        first = unit.question("escalation_path").answer(case)["first_authority"]
        assert first == min(deadlines, key=deadlines.get)


def test_a_statement_s_figures_stand_in_its_entry_of_the_ledger():
    assert set(SAID_BY) == set(STATEMENTS)
    for number, text in STATEMENTS.items():
        playbook, entry = SAID_BY[number]
        assert not check_prose(f"{text.rstrip('.')} [{entry}]."), text
        firms = {"Alphabet": "Google", "Amazon": "Amazon"}
        stated = fact(entry)
        assert firms.get(playbook, playbook) in f"{stated.statement} {stated.citation}", (number, entry)
        assert stated.status == "verified"


def test_sources_name_the_entries_that_the_key_uses():
    for playbook, _, ledger in SOURCES:
        first, last = (int(one[3:]) for one in (ledger.split(" to ") * 2)[:2])
        used = {int(entry[3:]) for who, entry in SAID_BY.values() if who == playbook}
        assert used <= set(range(first, last + 1)), playbook
    assert sum(who in ("Alphabet", "Microsoft", "Amazon") for who, _ in SAID_BY.values()) > 20


def test_the_responsibility_matrix_is_the_ledger_s():
    assert fact("IR-019").value == "product managers"
    assert fact("IR-018").value == {
        "external_accountable": playbook_frames.LEGAL,
        "offline_accountable": playbook_frames.COMMANDER,
    }
    assert set(fact("IR-017").value) == set(playbook_frames.FUNCTIONS)
    assert fact("IR-007").value["containment"] == f"{playbook_frames.CONTAIN_MINUTES} minutes"
    assert fact("IR-011").value["p1"] == f"{playbook_frames.P1_MINUTES} minutes"
    assert set(playbook_frames._WHO_IS) == set(response_roles.TASKS)


def test_what_the_law_and_the_rule_count_is_the_ledger_s():
    assert fact("IR-023").value == {"sev_1": "3 calendar days", "sev_2": "5 business days"}
    assert fact("IR-026").value == {
        "after_awareness": f"{incident_clocks.DORA_HOURS_FROM_AWARENESS} hours",
        "after_classification": f"{incident_clocks.DORA_HOURS} hours",
    }
    assert fact("US-014").value == incident_deadlines.BUSINESS_DAYS_8K


def test_notices_vary_with_licence_owners_and_rating_and_never_wait_for_a_provider(many):
    seen = {incident_clocks.notices_owed.answer(case) for case in many}
    assert len(seen) == 8
    for owed in seen:
        assert {incident_clocks.PRIVACY, incident_clocks.MARKET} <= owed
        assert incident_clocks.PROVIDER not in owed
        assert len(owed & {incident_clocks.SEC, incident_clocks.BANK}) == 1


def test_deadlines_come_in_more_than_one_order(many):
    assert len({incident_deadlines.deadline_order.answer(case) for case in many}) >= 6
    for case in many:
        moments = incident_deadlines.latest_moments(case)
        order = incident_deadlines.deadline_order.answer(case)
        assert all(moments[first] < moments[then] for first, then in itertools.pairwise(order))


def test_legal_first_caps_the_path(unit, many):
    question = unit.question("escalation_order")
    for case in many[:20]:
        result = grade(question, list(question.mistakes[0].answer(case)), case)
        assert (result.kind, result.credit) == ("mistake", 0.4)
        first_two_swapped = [*reversed(question.answer(case)[:2]), *question.answer(case)[2:]]
        assert grade(question, first_two_swapped, case).credit == pytest.approx(20 / 21)


def test_a_notice_takes_the_learner_s_own_figures(unit):
    question, case = unit.question("first_notice"), made()
    answer = {**question.answer(case), "harmed": 999.0, "exposed": 450, "since": case.moments.started.isoformat()}
    earlier = {"people_harmed": 999.0, "people_exposed": 450}
    assert grade(question, answer, case, earlier).kind == "right"
    assert grade(question, answer, case).credit == pytest.approx(4 / 6)
