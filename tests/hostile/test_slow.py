"""Stopping, slowing, flooding; odd files and folders; the reader's browser: each case is as it should be."""

import pytest

pytestmark = pytest.mark.slow
CLASS = "slow"


def test_it_is_as_it_should_be(judged, walls: str, case: str):
    assert judged(CLASS, walls).problems[case] == []
