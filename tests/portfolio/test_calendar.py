"""The calendar files, read by a library that shares no code with the one that writes them: vobject."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject

from course_lib import open_case
from course_lib.core.answers import to_plain
from course_lib.portfolio.calendar import calendar_text
from course_lib.portfolio.pages import portfolio_page
from course_lib.portfolio.takeaway import card_figures, own_figures
from course_lib.units import draw_for, load_unit

UNIT = "12_delivery_calendar"
ZONES = ("Europe/Berlin", "Europe/Dublin", "America/New_York")
HEAD = 'name = "Year"\nzone = "Europe/Berlin"\nwritten = "2026-12-07"\n'


@pytest.fixture(scope="module")
def unit():
    return load_unit(UNIT)


@pytest.fixture(scope="module")
def cases(unit):
    return [draw_for(unit, f"calendar {i}") for i in range(25)]


def answers(unit, case):
    return {question.name: question.answer(case) for question in unit.questions}


def texts(unit, case, without=()):
    """Return the two calendars of somebody who has all right but some questions."""
    right = {name: to_plain(value) for name, value in answers(unit, case).items() if name not in without}
    figures = card_figures(case.brief()) | own_figures(unit.questions, right, case)
    return [
        portfolio_page(one.text, unit.questions, figures, [], case.code, calendar=True)
        for one in unit.portfolio
        if one.is_calendar
    ]


def read(text):
    calendar = vobject.readOne(text)
    assert calendar.validate(raiseException=True)
    return calendar


def events(text):
    return {(event.summary.value, event.dtstart.value): event for event in read(text).vevent_list}


def titled(text, title):
    return [event for (summary, _), event in events(text).items() if summary == title]


def days_of(event):
    """Return the days of an event as vobject expands its rule, exceptions taken out."""
    rules = event.getrruleset()
    return [one.date() for one in (rules if rules else [event.dtstart.value])]


def test_the_three_sites_are_all_there(cases):
    assert {case.zone for case in cases} == set(ZONES)


def test_lines_end_and_fold_as_the_standard_wants(unit, cases):
    for case in cases:
        for text in texts(unit, case):
            data = text.encode()
            assert data.endswith(b"END:VCALENDAR\r\n")
            assert b"\n" not in data.replace(b"\r\n", b"")
            assert max(len(line) for line in data.split(b"\r\n")) <= 75
            assert any(line.startswith(b" ") for line in data.split(b"\r\n"))  # a long line is in it


def test_properties_of_the_calendar_come_before_its_parts(unit, cases):
    lines = texts(unit, cases[0])[0].split("\r\n")
    first = lines.index("BEGIN:VTIMEZONE")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "VERSION:2.0" in lines[1:first]
    assert any(line.startswith("PRODID:") for line in lines[1:first])
    assert not any(line.startswith("METHOD") for line in lines)


def test_every_entry_has_what_the_standard_wants(unit, cases):
    for case in cases:
        for text in texts(unit, case):
            found = read(text).vevent_list
            assert len({event.uid.value for event in found}) == len(found) == 11
            for event in found:
                assert {"uid", "dtstamp", "dtstart", "summary", "sequence"} <= set(event.contents)
                assert event.dtstamp.value.utcoffset() == timedelta(0)
                start = event.dtstart.value
                assert type(start) is date or start.utcoffset() is not None


@pytest.mark.parametrize("zone", ZONES)
def test_the_zone_s_clock_is_right_at_every_hour(zone):
    entry = '[[event]]\nid = "a"\ntitle = "A"\nday = "2027-01-04"\ntime = "09:00"\nminutes = 30\n'
    calendar = read(calendar_text(HEAD.replace("Europe/Berlin", zone) + entry, {}, owner="x"))
    assert calendar.vtimezone.tzid.value == zone
    theirs, ours = calendar.vtimezone.tzinfo, ZoneInfo(zone)
    hour = datetime(2026, 12, 1, tzinfo=UTC)
    while hour < datetime(2029, 1, 1, tzinfo=UTC):
        local = hour.astimezone(ours).replace(tzinfo=None)
        if local.replace(tzinfo=ours).astimezone(UTC) == hour:  # the hour that comes twice is not asked
            assert theirs.utcoffset(local) == local.replace(tzinfo=ours).utcoffset(), (zone, local)
        hour += timedelta(hours=1)


def test_a_zone_is_one_yearly_rule_each_way(unit, cases):
    """Outlook reads nothing else: no list of days, no second rule."""
    zone = read(texts(unit, cases[0])[0]).vtimezone
    for clock in (zone.standard, zone.daylight):
        assert "rdate" not in clock.contents
        assert len(clock.contents["rrule"]) == 1
        assert clock.rrule.value.startswith("FREQ=YEARLY")


def test_an_entry_keeps_its_hour_across_the_change_of_clocks(unit, cases):
    for case in cases:
        (chart,) = titled(texts(unit, case)[0], "Read the control chart of the bias audit")
        zone = ZoneInfo(case.zone)
        offsets = set()
        for start in chart.getrruleset():
            assert (start.hour, start.minute) == (9, 0)
            offsets.add(start.replace(tzinfo=zone).utcoffset())
            assert start.utcoffset() in (None, start.replace(tzinfo=zone).utcoffset())
        assert len(offsets) == 2  # winter and summer


def test_the_chart_is_read_weekly_but_not_on_closed_days(unit, cases):
    left_out = 0
    for case in cases:
        (chart,) = titled(texts(unit, case)[0], "Read the control chart of the bias audit")
        weeks = range((case.chart_until - case.chart_from).days // 7 + 1)
        every = [case.chart_from + timedelta(weeks=week) for week in weeks]
        assert days_of(chart) == [day for day in every if day not in case.closed]
        left_out += sum(day in case.closed for day in every)
    assert left_out


def test_the_series_expand_to_the_learner_s_days(unit, cases):
    for case in cases:
        right, (text, _) = answers(unit, case), texts(unit, case)
        (runs,) = titled(text, "Retraining of the model in use")
        days = days_of(runs)
        series = right["retraining_series"]
        assert (len(days), days[0], days[-1]) == (series["runs"], case.first_run, series["last"])
        assert series["left_out"] not in days
        assert {b - a for a, b in itertools.pairwise(days)} <= {
            timedelta(weeks=case.run_weeks),
            2 * timedelta(weeks=case.run_weeks),
        }
        (audits,) = titled(text, "Bias audit")
        (moved,) = titled(text, "Bias audit, moved behind the freeze")
        asked = [right["audit_series"][name] for name in ("first", "second", "third", "fourth")]
        assert sorted([*days_of(audits), *days_of(moved)]) == asked
        assert audits.dtstart.value.hour == moved.dtstart.value.hour == case.audit_hour


def test_the_auditor_s_clock_follows_from_the_file(unit, cases):
    for case in cases:
        right = answers(unit, case)["audit_series"]
        (audits,) = titled(texts(unit, case)[0], "Bias audit")
        first, second = list(audits.getrruleset())[:2]
        auditor = ZoneInfo(case.auditor_zone)
        hours = [one.replace(tzinfo=audits.dtstart.value.tzinfo).astimezone(auditor).hour for one in (first, second)]
        assert hours == [right["auditor_hour_first"], right["auditor_hour_second"]]


def test_six_checks_of_the_year(unit, cases):
    """Valid, on a zone's clock, one UID each, all gates there, none in the freeze, drills far apart."""
    for case in cases:
        for text in texts(unit, case):
            audits = [day for title in ("Bias audit", "Bias audit, moved behind the freeze") for day in
                      days_of(titled(text, title)[0])]  # fmt: skip
            drills = sorted(day for event in titled(text, "Incident drill") for day in days_of(event))
            (law,) = titled(text, "High-risk duties of the EU AI Act apply")
            assert len(audits) + len(drills) + 1 == 7
            assert law.dtstart.value == date(2027, 12, 2)
            (freeze,) = titled(text, "Release freeze")
            closed = range(freeze.dtstart.value.toordinal(), freeze.dtend.value.toordinal())
            assert len(closed) == (case.freeze_last - case.freeze_first).days + 1
            (plan,) = titled(text, "Plan ends: release review done")
            runs = days_of(titled(text, "Retraining of the model in use")[0])
            assert not [day for day in (*audits, *drills, *runs, plan.dtstart.value) if day.toordinal() in closed]
            assert (drills[1] - drills[0]).days >= case.squad.gap_days >= 120


def test_the_same_answers_give_the_same_bytes(unit, cases):
    assert texts(unit, cases[0]) == texts(unit, draw_for(unit, "calendar 0"))


def test_a_new_plan_moves_two_entries_and_keeps_their_uids(unit, cases):
    for case in cases:
        planned, replanned = ({e.uid.value: e for e in read(text).vevent_list} for text in texts(unit, case))
        assert set(planned) == set(replanned)
        moved = {uid for uid in planned if planned[uid].dtstart.value != replanned[uid].dtstart.value}
        assert {planned[uid].summary.value for uid in moved} == {
            "Labelled data complete",
            "Plan ends: release review done",
        }
        for uid in planned:
            assert planned[uid].sequence.value == "0"
            assert replanned[uid].sequence.value == ("1" if uid in moved else "0")
            stamps = planned[uid].dtstamp.value, replanned[uid].dtstamp.value
            assert stamps[0].date() == case.planned_on
            assert stamps[1].date() == (case.supply.status_day if uid in moved else case.planned_on)
            assert uid in moved or planned[uid].serialize() == replanned[uid].serialize()


def test_two_learners_share_no_uid(unit, cases):
    first, second = ({e.uid.value for e in read(texts(unit, case)[0]).vevent_list} for case in cases[:2])
    assert not first & second


def test_what_is_open_is_left_out_and_named(unit, cases):
    planned, replanned = texts(unit, cases[0], without=("finish_day", "audit_series", "replan"))
    calendar = read(planned)
    assert len(calendar.vevent_list) == 8
    assert calendar.contents["x-wr-caldesc"][0].value == (
        "Still open: Bias audit; Bias audit, moved behind the freeze; Plan ends: release review done."
    )
    assert "Labelled data complete" in read(replanned).contents["x-wr-caldesc"][0].value
    assert "x-wr-caldesc" not in read(texts(unit, cases[0])[0]).contents


def test_a_figure_may_hold_what_the_text_s_format_uses(unit):
    entry = '[[event]]\nid = "a"\ntitle = "{said}"\nday = "2027-01-04"\n'
    said = 'A "quote", a \\ and a line\nmore; ' + "ä" * 60
    text = calendar_text(HEAD + entry, {"said": said}, owner="x")
    assert read(text).vevent.summary.value == said
    assert max(len(line) for line in text.encode().split(b"\r\n")) <= 75


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD.replace("Berlin", "Bonn") + '[[event]]\nid = "a"\ntitle = "A"\nday = "2027-01-04"\n', "no zone"),
        (HEAD + 2 * '[[event]]\nid = "a"\ntitle = "A"\nday = "2027-01-04"\n', "one id"),
        (HEAD + '[[event]]\nid = "a"\ntitle = "A"\nday = "4 January"\n', "isoformat"),
    ],
)
def test_what_cannot_be_read_is_refused(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        calendar_text(text, {}, owner="x")


def test_the_files_in_the_portfolio_are_calendars_and_are_written_again_in_place(tmp_path, monkeypatch, unit):
    monkeypatch.setenv("CLOSED_LOOP_HOME", str(tmp_path))
    case = open_case(UNIT, learner="ada")
    folder = tmp_path / "portfolio" / UNIT
    case.write_portfolio()
    begun = read((folder / "delivery_calendar.ics").read_bytes().decode())
    assert {event.summary.value for event in begun.vevent_list} == {
        "Release freeze",
        "High-risk duties of the EU AI Act apply",
        "Labelled data complete",
    } - {"Labelled data complete"}  # its note needs the slack
    for question in unit.questions:
        assert case.check(**{question.name: to_plain(question.answer(case.case))}).kind == "right"
    case.write_portfolio()
    done = read((folder / "delivery_calendar.ics").read_bytes().decode())
    assert len(done.vevent_list) == 11
    kept = {event.uid.value for event in begun.vevent_list}
    assert kept < {event.uid.value for event in done.vevent_list}
    assert sorted(one.name for one in folder.iterdir()) == [
        "delivery_calendar.ics",
        "delivery_plan.md",
        "replanned_calendar.ics",
    ]
