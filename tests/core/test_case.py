import copy
import json
import pickle
import random
import re

import pytest

from course_lib.core.case import COURSE, MOST_REDRAWS, Case, Streams, draw_case
from course_lib.core.grading import grade
from course_lib.units import draw_for
from tests.core.toys import Toy, toy_case

REPLAY = """
import hashlib, json
from course_lib.core.grading import grade
from course_lib.units import draw_for, load_unit

unit = load_unit("10_model_risk_drill")
case = draw_for(unit, "ada", 3)
frame = case.frames["camera_frames"].head(5000).to_csv(index=False)
print(json.dumps({
    "code": case.code,
    "redraws": case.redraws,
    "card": case.brief(),
    "scenario": hashlib.sha256(repr(case.scenario).encode()).hexdigest(),
    "frame": hashlib.sha256(frame.encode()).hexdigest(),
    "scores": [grade(one, one.answer(case), case).score for one in unit.questions],
    "mistakes": [[grade(one, wrong.answer(case), case).score for wrong in one.mistakes] for one in unit.questions],
}))
"""


def accept_all(case: Case) -> bool:
    return True


def draw_one(name: str, *others: str):
    def draw(streams: Streams) -> Toy:
        for other in others:
            streams.rng(other).random()
        return Toy(streams.rng(name).random())

    return draw


def test_same_ask_gives_the_same_case():
    first, again = (draw_case("toy", draw_one("traffic"), accept_all, learner="ada", attempt=2) for _ in range(2))
    assert first == again
    assert first.code == again.code


def test_every_part_of_the_ask_counts():
    asks = [(unit, learner, attempt) for unit in ("a", "b") for learner in ("ada", "ben") for attempt in (0, 1, 11)]
    cases = [draw_case(u, draw_one("traffic"), accept_all, learner=who, attempt=i) for u, who, i in asks]
    assert len({case.right for case in cases}) == len(asks)
    assert len({case.code for case in cases}) == len(asks)


def test_codes_of_a_large_class_are_distinct_and_readable():
    cases = [draw_case("toy", draw_one("traffic"), accept_all, learner=f"learner {i}") for i in range(2000)]
    codes = {case.code for case in cases}
    assert len(codes) == 2000
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)


def test_a_new_stream_moves_no_other():
    alone = draw_case("toy", draw_one("traffic"), accept_all, learner="ada")
    among = draw_case("toy", draw_one("traffic", "weather", "speed"), accept_all, learner="ada")
    assert alone.right == among.right


def test_streams_start_afresh_and_differ_by_name_and_seed():
    streams = Streams("seed")
    assert streams.rng("a").random() == streams.rng("a").random()
    assert len({streams.number("a"), streams.number("b"), Streams("other").number("a")}) == 3
    assert 0 <= streams.number("a") < 2**128


def test_a_case_gives_the_streams_it_was_drawn_with():
    case = draw_case("toy", draw_one("traffic"), accept_all, learner="ada")
    assert case.rng("traffic").random() == case.right


def test_neighbouring_streams_are_unrelated():
    pairs = [(Streams(f"{i}").rng("a").random(), Streams(f"{i}").rng("b").random()) for i in range(2000)]
    together = sum((a - 0.5) * (b - 0.5) for a, b in pairs) / len(pairs)
    assert abs(together) < 4 / 12 / len(pairs) ** 0.5  # four standard errors; a uniform variable has variance 1/12


def test_drawing_leaves_the_global_generator_alone():
    random.seed(1)
    expected = random.random()
    random.seed(1)
    draw_case("toy", draw_one("traffic"), accept_all, learner="ada")
    assert random.random() == expected


def test_rejected_draws_are_counted():
    case = draw_case("toy", draw_one("traffic"), lambda case: case.redraws == 7, learner="ada")
    assert case.redraws == 7


def test_redraws_are_other_draws():
    seen = []
    draw_case("toy", draw_one("traffic"), lambda case: seen.append(case.right) or len(seen) == 20, learner="ada")
    assert len(set(seen)) == 20


def test_running_out_of_redraws_is_an_error_of_the_unit():
    asked = []
    with pytest.raises(RuntimeError, match=rf"toy: {MOST_REDRAWS} draws in a row were rejected; widen"):
        draw_case("toy", draw_one("traffic"), asked.append, learner="ada")
    assert len(asked) == MOST_REDRAWS


def test_figures_of_the_scenario_are_read_through_the_case():
    case = toy_case(0.25)
    assert case.right == 0.25
    with pytest.raises(AttributeError, match="wrong"):
        _ = case.wrong
    with pytest.raises(AttributeError):
        _ = case._repr_html_


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda case: pickle.loads(pickle.dumps(case))])
def test_a_case_can_be_copied(copied):
    case = toy_case(0.25, learner="ben", attempt=3)
    assert copied(case) == case


def test_a_case_cannot_be_changed():
    with pytest.raises(AttributeError):
        toy_case(0.25).learner = "ben"


def test_the_course_is_part_of_the_seed(monkeypatch):
    here = draw_case("toy", draw_one("traffic"), accept_all, learner="ada")
    monkeypatch.setattr("course_lib.core.case.COURSE", f"{COURSE} 2")
    assert draw_case("toy", draw_one("traffic"), accept_all, learner="ada").code != here.code


def test_another_process_replays_case_data_and_marks(drill, run_python):
    here = draw_for(drill, "ada", 3)
    first, second = (json.loads(run_python(REPLAY, PYTHONHASHSEED=seed)) for seed in ("1", "4242"))
    assert first == second
    assert first["code"] == here.code
    assert [tuple(row) for row in first["card"]] == here.brief()
    assert sum(first["scores"]) == 100
    assert first["mistakes"] == [
        [grade(one, wrong.answer(here), here).score for wrong in one.mistakes] for one in drill.questions
    ]
