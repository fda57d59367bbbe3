"""Forging, secrets, odd answers and honest mistakes, on every run: each case is as it should be."""

import pytest

pytestmark = pytest.mark.cohort
CLASS = "fast"


def test_it_is_as_it_should_be(judged, walls: str, case: str):
    assert judged(CLASS, walls).problems[case] == []
