"""How well the linter does on labelled bullets: those it was tuned on, held back, written later, written by another."""

from pathlib import Path
from statistics import mean

import pytest

from course_lib.bullets.figures import JUDGES, read_bullets, scores, table

BULLETS = read_bullets(Path(__file__).with_name("labelled_bullets.yaml"))
HALVES = ("tune", "held", "fresh", "outside", "newest")


def half(name):
    return [bullet for bullet in BULLETS if bullet["half"] == name]


@pytest.mark.parametrize("name", HALVES)
def test_the_linter_passes_the_bars(name):
    found = scores(half(name), JUDGES["linter"])
    print(table(half(name)))
    assert found["macro F1"] >= 0.85
    assert found["bad recall"] >= 0.90
    assert found["good precision"] >= 0.90


@pytest.mark.parametrize("name", HALVES)
def test_it_passes_them_on_the_hard_bullets_too(name):
    found = scores([bullet for bullet in half(name) if bullet["hard"]], JUDGES["linter"])
    assert found["macro F1"] >= 0.85
    assert found["bad recall"] >= 0.90


@pytest.mark.parametrize("name", HALVES)
def test_digits_and_length_do_not_give_the_label_away(name):
    assert scores(half(name), JUDGES["digit"])["macro F1"] < 0.5
    assert scores(half(name), JUDGES["15 words + digit"])["macro F1"] < 0.65


@pytest.mark.parametrize("name", HALVES)
def test_the_set_is_balanced(name):
    good, bad = ([bullet for bullet in half(name) if bullet["label"] == label] for label in ("good", "bad"))
    assert 0.85 < len(good) / len(bad) < 1.2
    assert mean(bullet["hard"] for bullet in (*good, *bad)) >= 0.4
    figures = [mean(sum(sign.isdigit() for sign in bullet["text"]) for bullet in side) for side in (good, bad)]
    assert 0.6 < figures[0] / figures[1] < 1.5


def test_no_bullet_stands_twice():
    assert (
        len({bullet["id"] for bullet in BULLETS}) == len({bullet["text"] for bullet in BULLETS}) == len(BULLETS) > 300
    )


def test_scores_are_those_of_a_small_table():
    rows = [("good", "a"), ("good", "a1"), ("bad", "b1"), ("bad", "b"), ("bad", "b2")]
    found = scores([{"label": label, "text": text} for label, text in rows], JUDGES["digit"])
    assert found["count"] == 5
    assert found["bad recall"] == pytest.approx(1 / 3)
    assert found["good precision"] == pytest.approx(1 / 3)
    assert found["good recall"] == pytest.approx(1 / 2)
    assert found["macro F1"] == pytest.approx((0.4 + 0.4) / 2)  # good: 1/3 and 1/2; bad: 1/2 and 1/3
