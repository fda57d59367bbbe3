"""The three-valued rules, the calendar, and the tables against the ledger."""

import re
import subprocess
import sys
from dataclasses import make_dataclass
from datetime import date, timedelta
from itertools import product

import pandas as pd
import pytest
from pandas.tseries.holiday import USFederalHolidayCalendar

from course_lib.facts import fact
from course_lib.facts.ledger import ids
from course_lib.measures.regulation import dates, fine_tables, general_purpose, incident_tables
from course_lib.measures.regulation.annex_iii import USE_CASES
from course_lib.measures.regulation.business_days import add_business_days, federal_holidays
from course_lib.measures.regulation.logic import Above, AllOf, AnyOf, Ask, Gate, Not, Verdict, judge
from course_lib.measures.regulation.obligations import HIGH_RISK
from course_lib.measures.regulation.practices import PROHIBITED

Answers = make_dataclass("Answers", ["first", "second"])
TRUTHS = (True, False, None)


@pytest.mark.parametrize(("first", "second"), list(product(TRUTHS, TRUTHS)))
def test_rules_agree_with_every_way_of_filling_the_gaps(first, second):
    rules = {
        AllOf(Ask("first"), Ask("second")): all,
        AnyOf(Ask("first"), Ask("second")): any,
        Gate(Ask("first"), Ask("second")): all,
    }
    options = [(True, False) if value is None else (value,) for value in (first, second)]
    for rule, combine in rules.items():
        possible = {combine(filled) for filled in product(*options)}
        verdict = judge(rule, Answers(first, second))
        assert verdict.holds == (possible.pop() if len(possible) == 1 else None)
        assert bool(verdict.open) is (verdict.holds is None)
        assert judge(Not(rule), Answers(first, second)).holds == {True: False, False: True, None: None}[verdict.holds]


def test_a_gate_asks_its_second_question_only_once_the_first_is_settled():
    gate = Gate(Ask("first"), Ask("second"))
    assert judge(gate, Answers(None, None)) == Verdict(None, ("first",))
    assert judge(gate, Answers(True, None)) == Verdict(None, ("second",))
    assert judge(AllOf(Ask("first"), Ask("second")), Answers(None, None)).open == ("first", "second")


def test_words_and_thresholds():
    assert judge(Ask("first", "a", "b"), Answers("b", None)) == Verdict(True)
    assert judge(Ask("first", "a"), Answers(("b", "a"), None)) == Verdict(True)
    assert judge(Ask("first", "a"), Answers((), None)) == Verdict(False)
    assert judge(Above("first", 3), Answers(3, None)) == Verdict(False)
    assert judge(Above("first", 3), Answers(None, None)) == Verdict(None, ("first",))


def test_federal_holidays_agree_with_pandas():
    calendar = USFederalHolidayCalendar().holidays("2021-12-01", "2040-12-31")
    ours = sorted(day for year in range(2022, 2042) for day in federal_holidays(year))
    expected = [day.date() for day in calendar if day.date() >= min(ours)]
    assert [day for day in ours if day <= date(2040, 12, 31)] == expected


def test_business_days_agree_with_pandas():
    offset = pd.offsets.CustomBusinessDay(calendar=USFederalHolidayCalendar())
    for shift in range(0, 1500, 7):
        day = date(2024, 1, 1) + timedelta(days=shift)
        assert add_business_days(day, 4) == (pd.Timestamp(day) + 4 * offset).date()


def ledger_ids():
    for group in (
        PROHIBITED,
        USE_CASES,
        HIGH_RISK,
        fine_tables.RULES.values(),
        fine_tables.HIPAA_TIERS.values(),
    ):
        yield from (id for item in group for id in item.ledger)
    for module in (dates, incident_tables):
        for value in vars(module).values():
            yield from getattr(value, "ledger", ())


def test_every_ledger_id_exists():
    cited = set(ledger_ids())
    assert len(cited) > 30
    assert cited <= set(ids())


@pytest.mark.parametrize(
    ("provision", "id"),
    [
        ("AI Act 99(3)", "EUAI-032"),
        ("AI Act 99(4)", "EUAI-033"),
        ("AI Act 99(5)", "EUAI-034"),
        ("AI Act 101", "EUAI-036"),
        ("GDPR 83(4)", "GDPR-001"),
        ("GDPR 83(5)", "GDPR-002"),
    ],
)
def test_ceilings_equal_the_ledger(provision, id):
    rule, value = fine_tables.RULES[provision], fact(id).value
    assert (rule.fixed, rule.percent) == (value["eur"], value["turnover_pct"])
    assert value["rule"] == "max"
    assert id in rule.ledger


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_hipaa_tiers_equal_the_ledger(number):
    tier, value = fine_tables.HIPAA_TIERS[number], fact(f"HIPAA-00{number}").value
    assert (tier.minimum, tier.maximum, tier.annual_cap, tier.discretion_annual_cap) == (
        value["min_usd"],
        value["max_usd"],
        value["annual_cap_usd"],
        value["discretion_annual_cap_usd"],
    )


@pytest.mark.parametrize(
    ("milestone", "id", "key"),
    [
        (dates.AMENDMENT, "EUAI-043", None),
        (dates.NEW_PROHIBITIONS, "EUAI-004", None),
        (dates.LITERACY, "EUAI-047", None),
        (dates.ANNEX_III, "EUAI-044", None),
        (dates.ANNEX_I, "EUAI-045", None),
        (dates.PUBLIC_AUTHORITY_LEGACY, "EUAI-049", None),
        (dates.TRANSPARENCY, "EUAI-046", "general"),
        (dates.MARKING_LEGACY, "EUAI-046", "art50_2_legacy"),
        (dates.GENERAL_PURPOSE, "EUAI-048", "new"),
        (dates.GENERAL_PURPOSE_LEGACY, "EUAI-048", "legacy"),
        (dates.GENERAL_PURPOSE_FINES, "EUAI-048", "fines"),
    ],
)
def test_dates_equal_the_ledger(milestone, id, key):
    value = fact(id).value
    assert milestone.day.isoformat() == str(value[key] if key else value)
    assert id in milestone.ledger


def test_other_figures_equal_the_ledger():
    limits = {limit.ledger[-1]: limit.days for limit in incident_tables.SERIOUS_INCIDENTS.values()}
    assert limits == {id: fact(id).value for id in ("EUAI-023", "EUAI-024", "EUAI-025")}
    assert incident_tables.AUTHORITY_72_HOURS.hours == fact("GDPR-003").value
    assert incident_tables.HEALTH_INDIVIDUALS.hours == 24 * fact("HIPAA-006").value
    assert fact("US-014").value == incident_tables.BUSINESS_DAYS_8K
    assert fact("EUAI-039").value == general_purpose.SYSTEMIC_COMPUTE_FLOP


def test_the_closed_list_is_the_one_the_ledger_reads():
    named = set(re.findall(r"\b(?:16|22|23|24|25|26|50|27|72|73)\b", fact("EUAI-033").statement))
    listed = {re.match(r"\d+", article)[0] for _, article in fine_tables.LISTED_IN_99_4}
    assert named == listed - {"31", "33", "34"}  # the rules for notified bodies


def test_importing_the_package_stays_light():
    code = (
        "import sys, course_lib.measures.regulation;"
        "print([name for name in ('yaml', 'numpy', 'pandas', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
