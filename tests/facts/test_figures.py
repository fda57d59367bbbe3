"""Figures in prose: found, told apart, and brought into one form."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.facts.figures import find_figures, is_scaled, plain
from course_lib.facts.provisions import covers


def values(text, kind):
    return [figure.value for figure in find_figures(text) if figure.kind == kind]


def kinds(text):
    return [figure.kind for figure in find_figures(text)]


@pytest.mark.parametrize(
    "text",
    [
        "EUR 15 million",
        "EUR 15,000,000",
        "€15m",
        "€ 15 million",
        "15 million euros",
        "15 million EUR",
        "EUR 15\u00a0000\u00a0000",
        "EUR\u202f15\u202fmillion",
        "a 15-million-euro fine",
    ],
)
def test_one_amount_in_many_forms(text):
    assert values(text, "money") == [("EUR", Decimal(15_000_000))]
    assert kinds(text) == ["money"]


@pytest.mark.parametrize(
    ("text", "currency", "amounts"),
    [
        ("USD 365,000", "USD", [365_000]),
        ("$240 K USD", "USD", [240_000]),
        ("$210\u2011260K USD", "USD", [210_000, 260_000]),
        ("USD 240-265 million", "USD", [240_000_000, 265_000_000]),
        ("USD 500 to 1,500", "USD", [500, 1500]),
        ("1.1 billion US dollars", "USD", [1_100_000_000]),
        ("CAD 650.88", "CAD", ["650.88"]),
        ("650.88 Canadian dollars", "CAD", ["650.88"]),
        ("A$721 million", "AUD", [721_000_000]),
        ("7.5 million pounds", "GBP", [7_500_000]),
        ("£7.5m", "GBP", [7_500_000]),
    ],
)
def test_money(text, currency, amounts):
    assert values(text, "money") == [(currency, Decimal(amount)) for amount in amounts]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("3 %", ["3"]),
        ("3%", ["3"]),
        (r"3\%", ["3"]),
        ("3 per cent", ["3"]),
        ("3 percent", ["3"]),
        ("1.4 percentage points", ["1.4"]),
        ("15–30%", ["15", "30"]),
        ("0.13 to 2.74 percentage points", ["0.13", "2.74"]),
        ("a 25-percent cut", ["25"]),
    ],
)
def test_percentages(text, amounts):
    assert values(text, "percent") == [Decimal(amount) for amount in amounts]
    assert set(kinds(text)) == {"percent"}


@pytest.mark.parametrize(
    "text",
    [
        *("2 December 2027", "2 Dec 2027", "2 Dec. 2027", "2nd of December 2027", "December 2, 2027"),
        *("Dec 2nd, 2027", "2027-12-02", "2.12.2027", "02/12/2027"),
    ],
)
def test_one_date_in_many_forms(text):
    assert values(f"It applies from {text}, not before.", "date") == [(2027, 12, 2)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("in December 2027", (2027, 12, None)),
        ("on 29 June", (None, 6, 29)),
        ("on August 2", (None, 8, 2)),
        ("by Sept. 2026", (2026, 9, None)),
    ],
)
def test_dates_may_leave_parts_out(text, value):
    assert values(text, "date") == [value]


@pytest.mark.parametrize("text", ["may 2 people", "version 1.99.2027", "in 2026", "12-month", "May 2 people agree?"])
def test_what_is_no_date(text):
    assert values(text, "date") == []


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("Art. 99", ["art 99"]),
        ("Article 99(4)(a)", ["art 99 4 a"]),
        ("Arts. 9-11", ["art 9", "art 10", "art 11"]),
        ("Articles 72 and 73", ["art 72", "art 73"]),
        (
            "Arts. 16, 22 and 50, and Art. 25(2) and (4)",
            ["art 16", "art 22", "art 50", "art 25 2", "art 25 4"],
        ),
        ("Art. 26(7), (11)", ["art 26 7", "art 26 11"]),
        ("Art. 53(1)(a)-(c), (2)", ["art 53 1 a", "art 53 1 b", "art 53 1 c", "art 53 2"]),
        ("Art. 6(1a)-(1c)", ["art 6 1a", "art 6 1b", "art 6 1c"]),
        ("Art. 5(1)(ba), (bb)", ["art 5 1 ba", "art 5 1 bb"]),
        ("Art. 4a", ["art 4a"]),
        ("Annex III", ["annex III"]),
        ("Annex III 5(b)", ["annex III 5 b"]),
        ("Annex III, point 5(b) or 5(c)", ["annex III 5 b", "annex III 5 c"]),
        ("Annex III, points 2-4", ["annex III 2", "annex III 3", "annex III 4"]),
        ("Annexes I and III", ["annex I", "annex III"]),
        ("Annex I Section B", ["annex I B"]),
        ("recital 18", ["recital 18"]),
        ("45 CFR 164.404(b)", ["cfr 45 164 404 b"]),
        ("29 CFR part 1607", ["cfr 29 1607"]),
    ],
)
def test_provisions(text, paths):
    assert values(text, "provision") == [tuple(path.split()) for path in paths]


def test_an_article_does_not_swallow_the_quantity_behind_it():
    text = "Under Arts. 72 and 73, 15 days, or Art. 99, 3 % and 15 million euros"
    assert kinds(text) == ["provision", "provision", "duration", "provision", "percent", "money"]


def test_a_text_may_cite_less_than_the_ledger_but_not_more():
    assert covers(("art", "99", "4"), ("art", "99"))
    assert covers(("art", "99", "4"), ("art", "99", "4"))
    assert not covers(("art", "99"), ("art", "99", "4"))
    assert not covers(("art", "99", "4"), ("art", "9"))


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("72 hours", [(72, "hour")]),
        ("72 h", [(72, "hour")]),
        ("a 15-day clock", [(15, "day")]),
        ("ten days", [(10, "day")]),
        ("two weeks", [(14, "day")]),
        ("4-8 weeks", [(28, "day"), (56, "day")]),
        ("10 business days", [(10, "working day")]),
        ("15 calendar days", [(15, "day")]),
        ("2 working days", [(2, "working day")]),
        ("6 months", [(6, "month")]),
        ("5.6 s", [("5.6", "second")]),
    ],
)
def test_durations(text, spans):
    assert values(text, "duration") == [(Decimal(amount), unit) for amount, unit in spans]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("397 million shares", [397_000_000]),
        ("10^25 operations", [Decimal(10) ** 25]),
        ("10²⁵ operations", [Decimal(10) ** 25]),
        ("GPT-4o", []),
        ("(1) resume screen", []),
        ("about (304 million)", [304_000_000]),
        ("version 2.21.0", ["2.21.0"]),
        ("Q3 and p95", []),
    ],
)
def test_plain_numbers(text, numbers):
    found = values(text, "number")
    assert found == [number if isinstance(number, str) else Decimal(number) for number in numbers]


def test_only_numbers_with_a_scale_word_are_scaled():
    assert [is_scaled(figure) for figure in find_figures("35 million, 35, USD 35 million, 35 machines")] == [
        True,
        False,
        False,
        False,
    ]


@given(st.integers(0, 10**12), st.sampled_from(["EUR", "USD", "GBP", "CAD", "AUD"]))
def test_money_is_read_back(amount, currency):
    for text in (f"{currency} {amount:,}", f"{currency} {amount}", f"{amount:,} {currency}"):
        assert values(text, "money") == [(currency, Decimal(amount))]


@given(st.decimals(0, 1000, places=2))
def test_percentages_are_read_back(share):
    assert values(f"It rose by {share} % in a year.", "percent") == [share]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_dates_are_read_back(day):
    for text in (
        day.isoformat(),
        f"{day.day} {day:%B %Y}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day:%d.%m.%Y}",
    ):
        assert values(text, "date") == [(day.year, day.month, day.day)]


@given(st.text(alphabet="0123456789.,-%$€ ()KMArt.nexIVday/^"))
def test_no_text_breaks_the_finder(text):
    for figure in find_figures(text):
        assert text[figure.start : figure.end] == figure.text
    assert len(plain(text)) == len(text)
