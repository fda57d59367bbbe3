from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.measures.regulation import LISTED_IN_99_4, NOTICE, fine_ceiling

ON = date(2028, 9, 1)
M = 1_000_000


def ceiling(article, turnover=None, size=None, on=ON, **more):
    return fine_ceiling(article, on=on, worldwide_turnover=turnover, size=size, **more)


@pytest.mark.parametrize(
    ("article", "turnover", "size", "amount"),
    [
        ("99(3)", 499 * M, "large", 35 * M),
        ("99(3)", 500 * M, "large", 35 * M),
        ("99(3)", 501 * M, "large", 35.07 * M),
        ("99(3)", 499 * M, "SME", 34.93 * M),
        ("99(3)", 501 * M, "SME", 35 * M),
        ("99(3)", 499 * M, "small mid-cap", 35 * M),
        ("99(3)", 501 * M, "small mid-cap", 35.07 * M),
        ("99(4)", 499 * M, "large", 15 * M),
        ("99(4)", 800 * M, "large", 24 * M),
        ("99(4)", 40 * M, "SME", 1.2 * M),
        ("99(4)", 40 * M, "start-up", 1.2 * M),
        ("99(4)", 501 * M, "start-up", 15 * M),
        ("99(4)", 499 * M, "small mid-cap", 14.97 * M),
        ("99(4)", 501 * M, "small mid-cap", 15 * M),
        ("99(5)", 749 * M, "large", 7.5 * M),
        ("99(5)", 751 * M, "large", 7.51 * M),
        ("99(5)", 749 * M, "small mid-cap", 7.49 * M),
        ("99(5)", 751 * M, "SME", 7.5 * M),
        ("101", 499 * M, "SME", 15 * M),
        ("101", 501 * M, "SME", 15.03 * M),
        ("101", 501 * M, "small mid-cap", 15.03 * M),
        ("83(4)", 499 * M, "SME", 10 * M),
        ("83(4)", 501 * M, "SME", 10.02 * M),
        ("83(5)", 900 * M, "large", 36 * M),
        ("83(5)", 100 * M, "start-up", 20 * M),
    ],
)
def test_worked_ceilings_on_both_sides_of_the_crossover(article, turnover, size, amount):
    assert ceiling(article, turnover, size).amount == pytest.approx(amount, abs=0.01)


@pytest.mark.parametrize(
    ("article", "crossover"),
    [
        ("99(3)", 500 * M),
        ("99(4)", 500 * M),
        ("99(5)", 750 * M),
        ("101", 500 * M),
        ("83(4)", 500 * M),
        ("83(5)", 500 * M),
    ],
)
def test_the_crossover_is_where_both_figures_meet(article, crossover):
    higher, lower = ceiling(article, crossover, "large"), ceiling(article, crossover, "SME")
    assert higher.crossover_turnover == crossover
    assert higher.amount == lower.amount == higher.fixed


@given(
    article=st.sampled_from(["99(3)", "99(4)", "99(5)", "101", "83(4)", "83(5)"]),
    small=st.integers(0, 10**12),
    large=st.integers(0, 10**12),
    size=st.sampled_from(["large", "small mid-cap", "SME", "start-up"]),
)
def test_a_ceiling_grows_with_turnover_and_never_shrinks_with_size(article, small, large, size):
    small, large = sorted((small, large))
    assert ceiling(article, small, size).amount <= ceiling(article, large, size).amount
    assert ceiling(article, large, size).amount <= ceiling(article, large, "large").amount


def test_the_small_mid_cap_rule_is_as_old_as_the_amendment_and_skips_prohibited_practices():
    assert ceiling("99(4)", 100 * M, "small mid-cap", on=date(2026, 7, 26)).operation == "higher of"
    assert ceiling("99(4)", 100 * M, "small mid-cap", on=date(2026, 7, 27)).operation == "lower of"
    assert ceiling("99(3)", 100 * M, "small mid-cap").operation == "higher of"
    assert ceiling("99(3)", 100 * M, "SME").operation == "lower of"


@pytest.mark.parametrize(
    ("article", "provision"),
    [
        ("5", "AI Act 99(3)"),
        ("Art. 5(1)(f)", "AI Act 99(3)"),
        ("Article 5(1)(bb)", "AI Act 99(3)"),
        ("AI Act 9", "AI Act 99(4)"),
        ("10(2)", "AI Act 99(4)"),
        ("49(1)", "AI Act 99(4)"),
        ("49(3)", "AI Act 99(4)"),
        ("26(5)", "AI Act 99(4)"),
        ("33(1)", "AI Act 99(4)"),
        ("50(2)", "AI Act 99(4)"),
        ("53(1)(a)", "AI Act 101"),
        ("55", "AI Act 101"),
        ("101(1)", "AI Act 101"),
        ("GDPR 5", "GDPR 83(5)"),
        ("GDPR Art. 33(1)", "GDPR 83(4)"),
        ("GDPR 35", "GDPR 83(4)"),
        ("GDPR 22", "GDPR 83(5)"),
        ("GDPR 46(1)", "GDPR 83(5)"),
    ],
)
def test_an_infringed_article_leads_to_its_penalty_provision(article, provision):
    assert ceiling(article, 600 * M, "large").provision == provision


@pytest.mark.parametrize(("point", "article"), LISTED_IN_99_4)
def test_the_closed_list_is_covered_point_by_point(point, article):
    found = ceiling(article, 600 * M, "large")
    assert (found.provision, found.note) == ("AI Act 99(4)", f"Art. 99(4){point}")


@pytest.mark.parametrize("article", ["4", "6(4)", "22(1)", "27", "27(1)", "49(2)", "72", "73", "73(2)", "86"])
def test_what_the_closed_list_omits_has_no_ceiling_in_the_act(article):
    found = ceiling(article, 600 * M, "large")
    assert (found.provision, found.amount, found.operation) == (None, None, None)
    assert "Member States" in found.note
    assert found.ledger == ("EUAI-037",)
    assert found.notice == NOTICE


def test_the_ai_office_may_fine_what_the_list_omits():
    found = ceiling("73", 600 * M, "large", supervised_by_ai_office=True)
    assert (found.provision, found.amount) == ("AI Act 99(4)", 18 * M)
    assert "75c" in found.note


@pytest.mark.parametrize(
    ("article", "starts"),
    [
        ("99(3)", date(2025, 8, 2)),
        ("5(1)(a)", date(2025, 8, 2)),
        ("5(1)(ba)", date(2026, 12, 2)),
        ("16", date(2027, 12, 2)),
        ("26(5)", date(2027, 12, 2)),
        ("31", date(2025, 8, 2)),
        ("50(1)", date(2026, 8, 2)),
        ("101", date(2026, 8, 2)),
        ("53", date(2026, 8, 2)),
        ("83(4)", date(2018, 5, 25)),
    ],
)
def test_a_fine_is_impossible_before_its_day(article, starts):
    eve = date.fromordinal(starts.toordinal() - 1)
    assert ceiling(article, 600 * M, "large", on=starts).starts == starts
    assert ceiling(article, 600 * M, "large", on=starts).enforceable
    assert not ceiling(article, 600 * M, "large", on=eve).enforceable


def test_public_bodies_and_persons():
    assert ceiling("5", offender="Union body").amount == 1_500_000
    assert ceiling("26", offender="Union body").amount == 750_000
    assert ceiling("27", offender="Union body").amount == 750_000
    assert ceiling("100(2)", offender="Union body").provision == "AI Act 100(2)"
    assert ceiling("100(3)").amount == 750_000
    for article in ("26", "GDPR 33"):
        found = ceiling(article, offender="public authority")
        assert found.amount is None
        assert "Member State" in found.note
    assert ceiling("GDPR 33", offender="Union body").amount is None
    found = ceiling("5", offender="other person")
    assert (found.amount, found.operation) == (35 * M, "fixed")


@pytest.mark.parametrize(
    ("tier", "minimum", "maximum", "discretion"),
    [
        (1, 145, 73_011, 36_505),
        (2, 1_461, 73_011, 73_011),
        (3, 14_602, 73_011, 73_011),
        (4, 73_011, 2_190_294, 2_190_294),
    ],
)
def test_hipaa_tiers_for_one_violation(tier, minimum, maximum, discretion):
    found = ceiling(f"HIPAA tier {tier}", on=date(2026, 11, 24))
    assert (found.minimum, found.amount, found.discretion_amount) == (minimum, maximum, discretion)
    assert (found.annual_cap, found.currency) == (2_190_294, "USD")


def test_hipaa_identical_violations_stop_at_the_yearly_cap():
    assert ceiling("HIPAA tier 2", violations=10).amount == 730_110
    assert ceiling("HIPAA tier 2", violations=100).amount == 2_190_294
    assert ceiling("HIPAA tier 2", violations=100).discretion_amount == 146_053


@pytest.mark.parametrize(
    "article",
    [
        "999",
        "99(9)",
        "99",
        "25",
        "33",
        "83(2)",
        "GDPR 10",
        "tier 2",
        "HIPAA tier 5",
        "Annex III",
        "",
        None,
        5,
    ],
)
def test_an_unknown_article_is_refused(article):
    with pytest.raises(ValueError, match=r"^(No ceiling is on file|The article is)"):
        ceiling(article, 600 * M, "large")


@pytest.mark.parametrize("turnover", [-1, float("nan"), float("inf"), "600", None, True])
def test_a_turnover_that_is_no_amount_is_refused(turnover):
    with pytest.raises(ValueError, match="worldwide_turnover"):
        ceiling("99(3)", turnover, "large")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"size": "medium"}, "size is"),
        ({"size": None}, "size is"),
        ({"size": "large", "on": "2026-11-24"}, "on is"),
        ({"size": "large", "offender": "city"}, "offender is"),
    ],
)
def test_other_bad_input_is_refused(more, message):
    with pytest.raises(ValueError, match=message):
        ceiling("99(4)", 600 * M, **more)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"violations": 0}, "violations"),
        ({"violations": 1.5}, "violations"),
        ({"on": date(2026, 1, 27)}, "2026-01-28"),
    ],
)
def test_bad_hipaa_input_is_refused(more, message):
    with pytest.raises(ValueError, match=message):
        ceiling("HIPAA tier 1", **more)
