import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.cases.tables import Frames, allocate, solve_increasing

some_weights = st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=60)


@pytest.fixture
def built():
    return []


@pytest.fixture
def frames(built):
    def builder(name):
        return lambda: built.append(name) or pd.DataFrame({"name": [name]})

    return Frames({name: builder(name) for name in ("camera_frames", "options")})


@given(st.integers(0, 10**7), some_weights)
def test_counts_keep_their_total_and_their_proportion(total, weights):
    counts = allocate(total, weights)
    assert sum(counts) == total
    scale = total / math.fsum(weights)
    for count, weight in zip(counts, weights, strict=True):
        assert isinstance(count, int)
        assert count >= 0
        assert abs(count - weight * scale) < 1 + 1e-6


@given(some_weights, st.integers(1, 50))
def test_whole_shares_are_given_exactly(weights, times):
    counts = [max(1, round(weight)) for weight in weights]
    assert allocate(times * sum(counts), counts) == [times * count for count in counts]


def test_the_largest_remainders_get_the_rest():
    assert allocate(10, [1, 1, 1]) == [4, 3, 3]
    assert allocate(5, [0.9, 2.6, 1.5]) == [1, 3, 1]
    assert allocate(7, [0, 1, 0]) == [0, 7, 0]
    assert allocate(0, [1, 2]) == [0, 0]


@given(st.floats(-8, 8))
def test_the_root_of_an_increasing_function_is_found(wanted):
    def rate(x):
        return 1 / (1 + math.exp(-x))

    assert solve_increasing(rate, rate(wanted), low=-9, high=9) == pytest.approx(wanted, abs=1e-9)


@given(st.floats(0.1, 100), st.floats(-5, 5))
def test_any_straight_line_is_solved(slope, offset):
    root = solve_increasing(lambda x: slope * x + offset, 0.0, low=-100, high=100)
    assert root == pytest.approx(-offset / slope, abs=1e-9)


def test_a_target_out_of_reach_gives_the_nearer_end():
    assert solve_increasing(lambda x: x, 5.0, low=0, high=1) == pytest.approx(1)
    assert solve_increasing(lambda x: x, -5.0, low=0, high=1) == pytest.approx(0)


def test_a_frame_is_built_once_and_only_when_asked_for(frames, built):
    assert (list(frames), len(frames)) == (["camera_frames", "options"], 2)
    assert repr(frames) == "data frames: camera_frames, options"
    assert built == []
    assert frames["options"] is frames["options"]
    assert built == ["options"]


def test_an_unknown_frame_lists_those_that_exist(frames, built):
    with pytest.raises(KeyError, match="'camera' is not a data frame of this case; there are camera_frames, options"):
        _ = frames["camera"]
    assert frames.get("camera") is None
    assert built == []


def test_two_cases_do_not_share_frames():
    first, second = (Frames({"a": lambda: pd.DataFrame({"x": [1]})}) for _ in range(2))
    assert first["a"] is not second["a"]
