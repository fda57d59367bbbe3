from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.measures.regulation import NOTICE, Incident, from_mapping, incident_clocks

AWARE = datetime(2028, 9, 4, 10, 30, tzinfo=UTC)
SYSTEM = {
    "ai_act_roles": ("provider",),
    "system_route": "Annex III",
    "reporting_carve_out": "none",
    "ai_office_competent": False,
}


def started(aware_at=AWARE, on=None, **answers):
    return incident_clocks(Incident(**answers), on=on or aware_at.date(), aware_at=aware_at)


@pytest.mark.parametrize(
    ("event", "days", "locator"),
    [
        ("widespread infringement", 2, "Art. 73(3)"),
        ("serious and irreversible disruption of critical infrastructure", 2, "Art. 73(3)"),
        ("death", 10, "Art. 73(4)"),
        ("serious harm to health", 15, "Art. 73(2)"),
        ("fundamental rights infringement", 15, "Art. 73(2)"),
        ("serious harm to property or the environment", 15, "Art. 73(2)"),
    ],
)
def test_the_limit_of_each_serious_incident(event, days, locator):
    (clock,) = started(events=(event,), **SYSTEM).clocks
    assert (clock.deadline, clock.locator) == (AWARE + timedelta(days=days), locator)
    assert (clock.who, clock.whom) == (
        "provider",
        "market surveillance authority of the Member State of the incident",
    )
    assert clock.owed is True
    assert clock.binding


def test_the_shortest_limit_counts():
    (clock,) = started(events=("fundamental rights infringement", "death"), **SYSTEM).clocks
    assert clock.locator == "Art. 73(4)"
    (clock,) = started(events=("death", "widespread infringement"), **SYSTEM).clocks
    assert clock.locator == "Art. 73(3)"


@pytest.mark.parametrize(
    ("route", "first_day"), [("Annex III", date(2027, 12, 2)), ("Annex I Section A", date(2028, 8, 2))]
)
def test_the_clock_binds_with_the_high_risk_regime(route, first_day):
    answers = {**SYSTEM, "system_route": route}
    for on, binding in ((first_day, True), (first_day - timedelta(days=1), False)):
        (clock,) = started(events=("death",), on=on, **answers).clocks
        assert (clock.binding, clock.binding_from) == (binding, first_day)


def test_the_worked_case_of_march_2026_has_a_day_but_does_not_bind_yet():
    aware = datetime(2026, 3, 6, 12, 20, tzinfo=UTC)
    found = started(aware, events=("serious harm to health",), **SYSTEM)
    assert found.clocks[0].last_day == date(2026, 3, 21)
    assert "1182/71" in found.clocks[0].note  # a Saturday
    assert not found.clocks[0].binding
    assert found.first_deadline is None


@pytest.mark.parametrize("route", ["Annex I Section B", "not high-risk"])
def test_no_clock_outside_the_high_risk_regime(route):
    found = started(events=("death",), **{**SYSTEM, "system_route": route})
    assert found.clocks == ()
    assert len(found.not_owed) == 1
    assert found.open_questions == ()


def test_medical_devices_report_only_fundamental_rights_under_the_act():
    device = {**SYSTEM, "system_route": "Annex I Section A", "reporting_carve_out": "medical device"}
    found = started(events=("death",), **device)
    assert found.clocks == ()
    assert "73(9)-(10)" in found.not_owed[0]
    (clock,) = started(events=("death", "fundamental rights infringement"), **device).clocks
    assert clock.deadline == AWARE + timedelta(days=15)
    assert "devices" in clock.whom


def test_equivalent_duties_narrow_annex_iii_systems_only():
    carved = {**SYSTEM, "reporting_carve_out": "equivalent Union reporting duties"}
    assert started(events=("serious harm to health",), **carved).clocks == ()
    assert len(started(events=("fundamental rights infringement",), **carved).clocks) == 1
    product = {**carved, "system_route": "Annex I Section A"}
    assert len(started(events=("serious harm to health",), **product).clocks) == 1


def test_the_ai_office_receives_the_report_where_it_is_competent():
    (clock,) = started(events=("death",), **{**SYSTEM, "ai_office_competent": True}).clocks
    assert clock.whom == "AI Office"
    assert clock.deadline == AWARE + timedelta(days=10)
    assert "EUAI-028" in clock.ledger


def test_a_deployer_tells_the_provider_first_and_has_no_day_count():
    deployer = {**SYSTEM, "ai_act_roles": ("deployer",)}
    (clock,) = started(events=("death",), provider_reachable=True, **deployer).clocks
    assert (clock.locator, clock.limit, clock.deadline) == ("Art. 26(5)", "immediately", None)
    assert clock.whom.startswith("first the provider")
    assert clock.binding


def test_a_deployer_who_cannot_reach_the_provider_takes_its_clock():
    deployer = {**SYSTEM, "ai_act_roles": ("deployer",)}
    first, second = started(events=("death",), provider_reachable=False, **deployer).clocks
    assert first.deadline is None
    assert (second.who, second.deadline) == ("deployer", AWARE + timedelta(days=10))
    assert started(events=("death",), **deployer).open_questions == ("provider_reachable",)


def test_a_systemic_risk_model_reports_without_a_number_of_days():
    answers = {"events": ("systemic-risk model incident",), "ai_act_roles": ("model provider",)}
    (clock,) = started(datetime(2026, 11, 24, tzinfo=UTC), **answers).clocks
    assert (clock.locator, clock.deadline, clock.binding) == ("Art. 55(1)(c)", None, True)
    assert clock.whom.startswith("AI Office")
    assert started(events=("systemic-risk model incident",)).open_questions == ("ai_act_roles",)
    other = started(events=("systemic-risk model incident",), ai_act_roles=("provider",))
    assert (other.clocks, len(other.not_owed)) == ((), 1)


def test_a_party_without_a_reporting_role_owes_nothing():
    found = started(events=("death",), **{**SYSTEM, "ai_act_roles": ("model provider",)})
    assert (found.clocks, len(found.not_owed)) == ((), 1)


@pytest.mark.parametrize(
    ("gone", "questions", "clocks"),
    [
        ("ai_act_roles", ("ai_act_roles",), 0),
        ("system_route", ("system_route",), 0),
        ("reporting_carve_out", ("reporting_carve_out",), 1),
        ("ai_office_competent", ("ai_office_competent",), 1),
    ],
)
def test_a_missing_answer_is_named_and_never_guessed(gone, questions, clocks):
    found = started(events=("death",), **{**SYSTEM, gone: None})
    assert found.open_questions == questions
    assert len(found.clocks) == clocks
    if gone == "reporting_carve_out":
        assert found.clocks[0].owed is None
        assert found.first_deadline is None
    if gone == "ai_office_competent":
        assert "or the AI Office" in found.clocks[0].whom


def test_the_carve_out_does_not_matter_for_a_rights_incident():
    answers = {**SYSTEM, "reporting_carve_out": None}
    found = started(events=("fundamental rights infringement",), **answers)
    assert found.open_questions == ()
    assert found.clocks[0].owed is True


def test_a_breach_is_notified_within_72_hours_over_the_weekend():
    aware = datetime(2026, 3, 6, 12, 20, tzinfo=UTC)
    found = started(aware, events=("personal data breach",), data_role="controller", risk_to_individuals="risk")
    (clock,) = found.clocks
    assert clock.deadline == datetime(2026, 3, 9, 12, 20, tzinfo=UTC)
    assert (clock.who, clock.whom) == ("controller", "supervisory authority")
    assert "Art. 34(1)" in found.not_owed[0]
    assert found.first_deadline == clock.deadline


def test_individuals_are_told_only_at_a_high_risk_and_without_an_exception():
    breach = {
        "events": ("personal data breach",),
        "data_role": "controller",
        "risk_to_individuals": "high risk",
    }
    locators = [clock.locator for clock in started(individuals_excused=False, **breach).clocks]
    assert locators == ["Art. 34(1)", "Art. 33(1)"]
    assert [clock.locator for clock in started(individuals_excused=True, **breach).clocks] == ["Art. 33(1)"]
    unknown = started(**breach)
    assert unknown.open_questions == ("individuals_excused",)
    assert unknown.clocks[0].owed is None


def test_an_unlikely_risk_is_not_notified_and_a_processor_tells_its_controller():
    breach = {"events": ("personal data breach",)}
    found = started(data_role="controller", risk_to_individuals="unlikely", **breach)
    assert (found.clocks, len(found.not_owed)) == ((), 1)
    (clock,) = started(data_role="processor", **breach).clocks
    assert (clock.whom, clock.deadline) == ("controller", None)
    assert started(**breach).open_questions == ("data_role",)
    open_risk = started(data_role="controller", **breach)
    assert (open_risk.open_questions, open_risk.clocks[0].owed) == (("risk_to_individuals",), None)


def test_a_large_health_breach_goes_to_people_secretary_and_media_within_60_days():
    answers = {"events": ("breach of unsecured health information",), "affected_people": 500}
    found = started(affected_in_one_state=501, **answers)
    assert [clock.locator for clock in found.clocks] == [
        "45 CFR 164.404(b)",
        "45 CFR 164.408(b)",
        "45 CFR 164.406",
    ]
    assert {clock.deadline for clock in found.clocks} == {AWARE + timedelta(days=60)}
    assert len(started(affected_in_one_state=500, **answers).clocks) == 2
    assert started(**answers).open_questions == ("affected_in_one_state",)


@pytest.mark.parametrize(("year", "last_day"), [(2026, date(2027, 3, 1)), (2027, date(2028, 2, 29))])
def test_a_small_health_breach_goes_to_the_secretary_after_the_year(year, last_day):
    aware = datetime(year, 5, 4, tzinfo=UTC)
    found = started(aware, events=("breach of unsecured health information",), affected_people=499)
    people, secretary = found.clocks
    assert people.last_day == aware.date() + timedelta(days=60)
    assert (secretary.locator, secretary.last_day) == ("45 CFR 164.408(c)", last_day)


def test_an_unknown_number_of_people_leaves_both_routes_open():
    found = started(events=("breach of unsecured health information",))
    assert found.open_questions == ("affected_people",)
    assert [clock.owed for clock in found.clocks] == [True, None, None]


@pytest.mark.parametrize(
    ("determined", "last_day"),
    [
        (date(2026, 3, 11), date(2026, 3, 17)),
        (date(2026, 11, 24), date(2026, 12, 1)),  # Thanksgiving
        (date(2026, 7, 1), date(2026, 7, 8)),  # 4 July is observed on Friday the 3rd
        (date(2026, 3, 14), date(2026, 3, 19)),  # a Saturday
        (date(2027, 12, 29), date(2028, 1, 5)),  # New Year on a Saturday is observed on 31 December
    ],
)
def test_a_listed_company_files_four_business_days_after_the_determination(determined, last_day):
    found = started(events=("cybersecurity incident of a listed company",), materiality_determined_on=determined)
    assert found.clocks[0].last_day == last_day
    assert found.clocks[0].ledger == ("US-014",)


def test_the_filing_day_ends_at_half_past_five_eastern_time():
    def deadline(day):
        return (
            started(events=("cybersecurity incident of a listed company",), materiality_determined_on=day)
            .clocks[0]
            .deadline
        )

    assert deadline(date(2026, 1, 6)) == datetime(2026, 1, 12, 22, 30, tzinfo=UTC)
    assert deadline(date(2026, 3, 11)) == datetime(2026, 3, 17, 21, 30, tzinfo=UTC)


def test_no_filing_clock_runs_before_the_determination():
    found = started(events=("cybersecurity incident of a listed company",))
    assert found.open_questions == ("materiality_determined_on",)
    assert found.clocks[0].deadline is None


def test_one_incident_may_start_clocks_of_several_laws():
    found = started(
        events=("fundamental rights infringement", "personal data breach"),
        **SYSTEM,
        data_role="controller",
        risk_to_individuals="high risk",
        individuals_excused=False,
    )
    assert [clock.law for clock in found.clocks] == ["GDPR", "GDPR", "AI Act"]
    assert found.first_deadline == AWARE + timedelta(hours=72)
    assert found.notice == NOTICE
    assert found.to_dict()["clocks"][1]["deadline"] == "2028-09-07T10:30:00+00:00"


@given(
    aware=st.datetimes(datetime(2028, 8, 2), datetime(2035, 1, 1), timezones=st.just(UTC)),
    later=st.timedeltas(timedelta(0), timedelta(days=400)),
    events=st.sets(
        st.sampled_from(["death", "widespread infringement", "serious harm to health", "personal data breach"]),
        min_size=1,
    ),
)
def test_deadlines_move_with_awareness_and_never_lie_before_it(aware, later, events):
    def deadlines(moment):
        answers = {"data_role": "controller", "risk_to_individuals": "risk", **SYSTEM}
        return [clock.deadline for clock in started(moment, events=tuple(events), **answers).clocks]

    first, second = deadlines(aware), deadlines(aware + later)
    assert all(early <= late for early, late in zip(first, second, strict=True))
    assert all(deadline > aware for deadline in first)


@given(st.sets(st.sampled_from(["death", "widespread infringement", "serious harm to health"]), min_size=1))
def test_more_events_never_allow_more_time(events):
    (whole,) = started(events=tuple(events), **SYSTEM).clocks
    for event in events:
        (single,) = started(events=(event,), **SYSTEM).clocks
        assert whole.deadline <= single.deadline


def test_another_time_zone_is_turned_into_utc():
    tokyo = datetime(2028, 9, 4, 19, 30, tzinfo=timezone(timedelta(hours=9)))
    (clock,) = started(tokyo, events=("death",), **SYSTEM).clocks
    assert clock.deadline == datetime(2028, 9, 14, 10, 30, tzinfo=UTC)
    assert clock.deadline.tzinfo is UTC


@pytest.mark.parametrize("aware_at", [datetime(2028, 9, 4), date(2028, 9, 4), "2028-09-04", None])
def test_a_moment_without_a_time_zone_is_refused(aware_at):
    with pytest.raises(ValueError, match="time zone"):
        incident_clocks(Incident(events=("death",)), on=date(2028, 9, 4), aware_at=aware_at)


def test_other_bad_input_is_refused():
    with pytest.raises(ValueError, match="build an Incident"):
        incident_clocks("death", on=AWARE.date(), aware_at=AWARE)
    with pytest.raises(ValueError, match="on is"):
        incident_clocks(Incident(events=("death",)), on=AWARE, aware_at=AWARE)
    with pytest.raises(ValueError, match="events holds 'outage'"):
        Incident(events=("outage",))


def test_an_unknown_or_empty_event_starts_nothing():
    assert started().open_questions == ("events",)
    assert started(events=()).clocks == ()


def test_an_incident_is_read_from_plain_data():
    incident = from_mapping({"events": ["death"], "materiality_determined_on": "2026-03-11"}, Incident)
    assert incident == Incident(events=("death",), materiality_determined_on=date(2026, 3, 11))
