"""Points that sum to 100, and the questions of a unit whose answers lie too close on a case."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from course_lib.units import DRAWS, Unit, collisions, draw_for, draw_line, scale_to_100
from tests.core.toys import LIGHTS, toy_case, toy_question

points_of_units = st.lists(st.floats(0.01, 1000), min_size=1, max_size=100)


def with_points(points):
    return [replace(toy_question(), name=f"q{i}", points=one) for i, one in enumerate(points)]


def test_only_the_colliding_questions_are_named():
    fine, bad = toy_question(name="fine"), toy_question(name="bad")
    bad.mistake("The same.")(lambda case: case.right)
    assert collisions([fine, bad, fine], toy_case(0.3)) == ["bad"]


@given(points_of_units)
@example([0.01] * 99 + [1000])
@example([0.1] * 50 + [900, 900.5])
@example([1 / 3] * 3)
@example([29, 57, 14])
def test_points_sum_to_100_and_keep_their_order(points):
    scaled = scale_to_100(with_points(points))
    assert [one.name for one in scaled] == [f"q{i}" for i in range(len(points))]
    given_out = [one.points for one in scaled]
    assert sum(given_out) == 100
    assert all(isinstance(one, int) and one >= 1 for one in given_out)
    ranked = sorted(zip(points, given_out, strict=True))
    assert all(low[1] <= high[1] for low, high in itertools.pairwise(ranked) if low[0] < high[0])


@given(st.lists(st.integers(50, 99), min_size=1, max_size=40))
def test_points_are_off_their_share_by_less_than_one(points):
    scaled = scale_to_100(with_points(points))
    assert all(abs(one.points - p * 100 / sum(points)) < 1 for one, p in zip(scaled, points, strict=True))


@given(st.permutations([2, 5, 8, 5, 4, 8, 6, 62]))
def test_points_that_sum_to_100_stay(points):
    assert [one.points for one in scale_to_100(with_points(points))] == points


def test_everything_else_of_a_question_stays():
    (scaled,) = scale_to_100([toy_question("order")])
    assert (scaled.points, scaled.choices, scaled.kind) == (100, LIGHTS, "order")


def test_more_than_100_questions_cannot_share_100_points():
    with pytest.raises(ValueError, match="a question is worth more than 0"):
        scale_to_100(with_points([1] * 101))


# -------------------------------------------------------------------------------- a draw that the environment names


@pytest.fixture
def without_keys(drill: Unit) -> Unit:
    return replace(drill, sealed=True, fair=lambda case: True)


def test_a_build_without_keys_draws_what_it_is_told(without_keys: Unit, drill: Unit, monkeypatch):
    learners = [f"learner {i}" for i in range(40)]
    cases = {learner: draw_for(drill, learner) for learner in learners}
    apart = [learner for learner in learners if draw_for(without_keys, learner).code != cases[learner].code]
    assert apart, "without the keys some cases are drawn that no learner with keys would get"
    monkeypatch.setenv(DRAWS, "\n".join(draw_line(case) for case in cases.values()))
    assert [draw_for(without_keys, learner).code for learner in learners] == [case.code for case in cases.values()]


def test_where_the_keys_are_the_environment_changes_no_draw(drill: Unit, monkeypatch):
    case = draw_for(drill, "ada")
    monkeypatch.setenv(DRAWS, f"{drill.id}/ada/0/{case.redraws + 3}")
    assert draw_for(drill, "ada") == case
    assert draw_for(drill, "ada", sealed=True) == draw_for(drill, "ada", sealed=True)


@pytest.mark.parametrize(
    "line",
    ["", "x", "{unit}/ada/0/", "{unit}/ada/0/-1", "{unit}/ada/0/200", "{unit}/ada/0/1/2", "{unit}/ada/1/5",
     "{unit}/eve/0/5", "other/ada/0/5", "{unit}/ada/0/five", " {unit}/ada/0/5", "{unit}/ada/0/5 "],
)  # fmt: skip
def test_a_line_about_something_else_is_passed_over(without_keys: Unit, monkeypatch, line: str):
    usual = draw_for(without_keys, "ada")
    monkeypatch.setenv(DRAWS, line.format(unit=without_keys.id))
    assert draw_for(without_keys, "ada") == usual


def test_a_learner_with_a_slash_in_the_name_has_a_line_too(without_keys: Unit, monkeypatch):
    monkeypatch.setenv(DRAWS, f"{without_keys.id}/a/b/0/4")
    assert draw_for(without_keys, "a/b").redraws == 4
    assert draw_line(draw_for(without_keys, "a/b")) == f"{without_keys.id}/a/b/0/4"
