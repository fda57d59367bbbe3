"""The incident's answers by other routes: worked values by hand, pandas calendars, simulation, and the ledger."""

import importlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from pandas.tseries.holiday import USFederalHolidayCalendar
from pandas.tseries.offsets import BDay, CustomBusinessDay

from course_lib.cases import incident_harm, incident_log, response_roles, response_rules
from course_lib.cases.playbook_statements import SOURCES, STATEMENTS
from course_lib.core.answers import to_plain
from course_lib.core.case import Case, Streams
from course_lib.core.grading import grade
from course_lib.facts import fact
from course_lib.facts.citations import check_prose
from course_lib.keys import escalation, incident_clocks, incident_deadlines, incident_severity, playbook_frames
from course_lib.keys.playbook_sources import SAID_BY
from course_lib.measures.regulation.incident import Incident
from course_lib.measures.regulation.incidents import incident_clocks as clocks_of
from course_lib.units import draw_for, load_unit

PLAYBOOK = importlib.import_module("course_lib.cases.08_incident_playbook")
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
        traffic=incident_harm.Traffic(150, 20, failed=891, failed_late=240, failed_otherwise=30),
        sample=incident_harm.Sample(met=7000, cut=84, test_accounts=100, test_cut=60, copies=12),
        views=incident_harm.Views(4000, own_people=2500, strange=450, owners=300, viewers=200, crawled_owners=50),
        users=180_000,
        objective=0.999,
        window_days=30,
        loss_per_hour=14_000,
        found_anyway_hours=26,
        payment_institution=False,
        listed=True,
        contract_days=5,
        risk_to_people="high",
        matrix=(
            response_rules.Severity("SEV-1", (600.0, 400.0, 0.3), 15),
            response_rules.Severity("SEV-2", (300.0, 100.0, 0.05), 30),
            response_rules.Severity("SEV-3", (50.0, 20.0, 0.01), 60),
        ),
        steps=(),
        actions=(),
        roles=response_roles.Roles(
            tuple(response_roles.Person(role, f" {role}", left=False) for role in own),
            (*response_roles.SHARED_ROLES[:9], *response_roles.REFERENCE_ROLES[:6]),
            tuple(one.upper() for one in (*response_roles.SHARED_ROLES[:9], *response_roles.REFERENCE_ROLES[:6])),
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
        ("durations", {"detect": 190, "mitigate": 297, "restore": 442}),
        ("people_harmed", pytest.approx(756)),
        ("budget_burn_rate", pytest.approx(20)),
        ("budget_share", pytest.approx(0.1375)),
        ("loss_avoided", pytest.approx(319_666.67, abs=0.01)),
        ("people_exposed", 300),
        ("severity", {"level": "SEV-1", "metric": "number of people harmed", "review_by": date(2028, 3, 6)}),
        ("gdpr_notice_by", datetime(2028, 3, 6, 12, 20, tzinfo=UTC)),
        ("ai_act_report_by", date(2028, 3, 18)),
        ("business_day_notice_by", date(2028, 3, 14)),
        ("first_clock", {"authority": "data-protection authority", "by": datetime(2028, 3, 6, 12, 20, tzinfo=UTC)}),
        ("response_margins", {"microsoft_to_spare": 10, "amazon_overrun": 7}),
        ("role_overlap", pytest.approx(0.45)),
    ],
)
def test_worked_values(unit, name, value):
    assert unit.question(name).answer(made()) == value


def answers(question, case):
    """Return what the known mistakes give on a case, by the first words of their sentences."""
    return {mistake.sentence: mistake.answer(case) for mistake in question.mistakes}


def starting(question, case, words):
    (found,) = [answer for sentence, answer in answers(question, case).items() if sentence.startswith(words)]
    return found


@pytest.mark.parametrize(
    ("name", "words", "wrong"),
    [
        ("durations", "`detect` runs to", {"detect": 212}),
        ("durations", "`detect` ends at the loud", {"detect": 40}),
        ("durations", "`detect` starts at the deployment", {"detect": 200}),
        ("durations", "`mitigate` starts at the alert", {"mitigate": 107}),
        ("durations", "`mitigate` starts at the declaration", {"mitigate": 77}),
        ("durations", "`restore` starts at the mitigation", {"restore": 335}),
        ("durations", "These are hours", {"detect": 190 / 60, "mitigate": 4.95, "restore": 442 / 60}),
        ("people_harmed", "Nothing was cleaned", pytest.approx(180_000 * 156 / 20_112)),
        ("people_exposed", "The owners' own views", 2800),
        ("budget_burn_rate", "You started at the alert", pytest.approx(240 / (150 * 107) / 0.001)),
        ("budget_share", "You multiplied by minutes", pytest.approx(20 * 297 / 720)),
        ("budget_share", "You multiplied by hours", pytest.approx(20 * 4.95 / 30)),
        ("budget_share", "You left the burn rate out", pytest.approx(4.95 / 720)),
        ("loss_avoided", "You count all hours", 364_000),
        ("loss_avoided", "You took minutes off hours", 14_000 * (26 - 190)),
        ("loss_avoided", "You multiplied minutes", pytest.approx(14_000 * (26 * 60 - 190))),
        ("loss_avoided", "You multiplied days", pytest.approx(14_000 * (26 - 190 / 60) / 24)),
        ("ai_act_report_by", "You counted working days", date(2028, 3, 24)),
        ("business_day_notice_by", "You counted calendar days", date(2028, 3, 12)),
        ("severity", "`review_by` mixes", {"review_by": date(2028, 3, 8)}),
        ("severity", "`review_by` follows", {"review_by": date(2028, 3, 10)}),
        ("role_overlap", "You cleaned your own list", 0),
    ],
)
def test_worked_mistakes(unit, name, words, wrong):
    assert starting(unit.question(name), made(), words) == wrong


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("detected", "alert, of the incident about limits"),
        ("acknowledged", "acknowledgement, of the incident about limits"),
        ("declared", "declaration, of the incident about limits"),
        ("classified", "classification, an assessment made later"),
        ("rated", "privacy office's rating, an assessment made later"),
    ],
)
def test_counting_from_another_row_of_the_log_is_a_known_mistake(unit, many, row, words):
    question = unit.question("gdpr_notice_by")
    for case in many[:20]:
        result = grade(question, getattr(case.moments, row) + timedelta(hours=72), case)
        assert (result.kind, words in result.sentence) == ("mistake", True)
        assert result.score <= 2.4 + 1e-9


def test_the_review_of_a_thursday():
    april = replace(made().moments, restored=datetime(2028, 4, 13, 18, 0, tzinfo=UTC))
    case = made(moments=april)
    assert incident_severity.meeting(case, "SEV-1") == date(2028, 4, 16)
    assert incident_severity.meeting(case, "SEV-2") == date(2028, 4, 20)
    assert incident_severity.meeting(case, "SEV-1", business=True) == date(2028, 4, 18)


def test_the_review_by_walking_through_the_days(unit, many):
    for case in many:
        answer = unit.question("severity").answer(case)
        sev_1, day = answer["level"] == "SEV-1", case.moments.restored.date()
        left = 3 if sev_1 else 5
        while left:
            day += timedelta(days=1)
            left -= sev_1 or day.weekday() < 5
        assert answer["review_by"] == day


def test_days_of_either_rule_in_the_other_unit_read_the_same(unit, many):
    """Three business days and five calendar days often end on one day, so one sentence speaks of both."""
    question = unit.question("severity")
    for case in many[:30]:
        right, resolved = question.answer(case), case.moments.restored.date()
        five_days = resolved + timedelta(days=5)
        if five_days == (pd.Timestamp(resolved) + 3 * BDay()).date():
            result = grade(question, {**right, "review_by": five_days}, case)
            assert result.sentence.startswith("`review_by` mixes the two rules")


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


def test_role_overlap_from_the_frames_cleaned_or_not(unit, many):
    question = unit.question("role_overlap")
    for case in many[:30]:
        directory = case.frames["directory"]
        raw = directory.loc[directory["status"] == "active", "role"]
        listed = case.frames["reference_roles"]["role"]
        clean = raw.str.strip().str.lower()

        def overlap(one, other):
            return len(set(one) & set(other)) / len(set(one) | set(other))

        assert question.answer(case) == pytest.approx(overlap(clean, listed.str.lower()))
        assert starting(question, case, "You cleaned your own list") == pytest.approx(overlap(clean, listed))
        assert starting(question, case, "You compared the lists as") == pytest.approx(overlap(raw, listed))
        spaced = overlap(raw.str.lower(), listed.str.lower())
        assert starting(question, case, "You left the outer spaces") == pytest.approx(spaced)
        told = {name: set(question.told[name](case, None).split(", ")) for name in ("missing", "extra")}
        assert {one.lower() for one in told["missing"]} == set(listed.str.lower()) - set(clean)
        assert {one.lower() for one in told["extra"]} == set(clean) - set(listed.str.lower())


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


def test_the_first_clock_is_the_earliest_deadline_that_binds(unit, many):
    question = unit.question("first_clock")
    binding = set()
    for case in many:
        at = moments_in_utc(case)
        limits = (
            at["classified as a major ICT-related incident"] + pd.Timedelta(hours=4),
            at["alert: limit cuts above threshold"] + pd.Timedelta(hours=24),
        )
        others = unit.question("gdpr_notice_by").answer(case)
        expected = {"authority": "data-protection authority", "by": others}
        if case.payment_institution:
            expected = {"authority": "financial supervisor", "by": min(limits)}
            binding.add(limits.index(min(limits)))
        assert max(limits) < others
        assert question.answer(case) == expected
    assert binding == {0, 1}


def moments_in_utc(case):
    table = case.frames["incident_log"].drop_duplicates("log_id")
    at = pd.to_datetime(table["stamp"] + table["utc_offset"], utc=True)
    return at.groupby(table["event"]).min()


def test_notices_are_told_by_their_deadline(unit, many):
    dora, data, people, market, sec, bank = (
        incident_clocks.FINANCE,
        incident_clocks.PRIVACY,
        incident_clocks.PEOPLE,
        incident_clocks.MARKET,
        incident_clocks.SEC,
        incident_clocks.BANK,
    )
    question = unit.question("notices_owed")
    for case in many:
        owed = question.answer(case)
        told = [line.strip().removeprefix("- ") for line in question.told["by_deadline"](case, owed).splitlines()]
        assert set(told) == owed
        business, model = (unit.question(one).answer(case) for one in ("business_day_notice_by", "ai_act_report_by"))
        last = (market, sec, bank) if model <= business else (sec, bank, market)
        assert told == [one for one in (dora, data, people, *last) if one in owed]


def test_missing_and_surplus_notices_have_their_sentence(unit, many):
    question = unit.question("notices_owed")
    for case in many[:30]:
        owed = question.answer(case)
        for answer, words in (
            (owed | {incident_clocks.PROVIDER}, "You are the provider: there is nobody"),
            (owed - {incident_clocks.MARKET}, "A likely breach of non-discrimination law"),
            (owed ^ {incident_clocks.FINANCE}, "DORA binds a closed list"),
        ):
            result = grade(question, sorted(answer), case)
            assert (result.kind, result.credit, result.sentence.startswith(words)) == ("mistake", 0.5, True)


def test_the_estimate_is_told_with_the_interval_of_the_sample(unit):
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(84, 20_000, method="wilson")
    told = unit.question("people_harmed").told["interval"](made(), 756.0)
    assert told == f"{float(f'{180_000 * low:.2g}'):.0f} to {float(f'{180_000 * high:.2g}'):.0f}" == "610 to 940"


def test_the_notice_speaks_of_local_time_and_of_about(unit, many):
    from zoneinfo import ZoneInfo

    question = unit.question("first_notice")
    assert question.told["about"](made(), {"harmed": 343.4}) == "340 people"
    for case in many[:30]:
        told = question.told["local_time"](case, question.answer(case))
        there = case.moments.started.astimezone(ZoneInfo("Europe/Paris"))
        assert told.startswith(f"{there:%H:%M} on {there:%A}, {there.day} {there:%B} 2028")
        assert told.endswith(f"({case.moments.started:%H:%M} UTC)")


def test_the_comparison_prints_statements_sources_and_phases(unit, many):
    for case in many[:10]:
        sources, phases = unit.question("statement_sources"), unit.question("phase_functions")
        rows = [row.strip("| ").split(" | ") for row in sources.told["table"](case, None).splitlines()]
        texts = list(case.frames["playbook_statements"]["text"])
        assert [row[0] for row in rows] == texts
        assert [row[1] for row in rows] == list(sources.answer(case).values())
        assert all(fact(row[2]).status == "verified" for row in rows)
        names = case.frames["own_phases"].drop_duplicates("phase").set_index("phase")["name"]
        told = dict(part.split(": ") for part in phases.told["by_name"](case, None).split("; "))
        assert {names[slot]: one for slot, one in phases.answer(case).items()} == {
            name: frozenset(one.split(", ")) for name, one in told.items()
        }


def test_the_path_file_holds_lists_and_numbers(unit, many):
    import yaml

    from course_lib.portfolio.pages import portfolio_page
    from course_lib.portfolio.takeaway import own_figures

    (artefact,) = [one for one in unit.portfolio if one.file == "escalation_path.yaml"]
    for case in many[:10]:
        right = {question.name: to_plain(question.answer(case)) for question in unit.questions}
        figures = own_figures(unit.questions, right, case)
        page = yaml.safe_load(portfolio_page(artefact.text, unit.questions, figures, [], case.code))
        path = unit.question("escalation_path").answer(case)
        assert page["order"] == list(unit.question("escalation_order").answer(case))
        latest = page["latest_minutes_after_the_declaration"]
        assert latest == {step: path[field] for step, field in escalation.FIELD_OF.items()}
        assert list(latest.values()) == sorted(latest.values())
        assert set(page["notices"]["owed"]) == unit.question("notices_owed").answer(case)
        assert set(page["may_go_ahead_before_the_report"]) == unit.question("safe_before_report").answer(case)


def test_minutes_of_the_rows_alone_earn_half_of_the_order(unit, many):
    question = unit.question("escalation_order")
    for case in many[:30]:
        steps = case.frames["escalation_steps"]
        level = unit.question("severity").answer(case)["level"]
        rows = steps[steps["level"] == level].sort_values("within_minutes")
        result = grade(question, [*rows["step"], "regulator"], case)
        assert (result.kind, result.credit) == ("mistake", 0.5)
        assert result.sentence.startswith("You sorted by the minutes of the rows alone")


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
        "after_awareness": f"{incident_deadlines.DORA_HOURS_FROM_AWARENESS} hours",
        "after_classification": f"{incident_deadlines.DORA_HOURS} hours",
    }
    assert fact("US-014").value == incident_deadlines.BUSINESS_DAYS_8K


def test_notices_vary_with_licence_owners_and_rating_and_never_wait_for_a_provider(many):
    seen = {incident_clocks.notices_owed.answer(case) for case in many}
    assert len(seen) == 8
    for owed in seen:
        assert {incident_clocks.PRIVACY, incident_clocks.MARKET} <= owed
        assert incident_clocks.PROVIDER not in owed
        assert len(owed & {incident_clocks.SEC, incident_clocks.BANK}) == 1


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
