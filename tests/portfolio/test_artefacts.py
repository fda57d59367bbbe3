"""Every unit's artefacts and model answers: names known, nothing open once all is right, real YAML, short enough."""

import re

import pytest
import yaml

from course_lib.core.answers import to_plain
from course_lib.portfolio.pages import portfolio_page
from course_lib.portfolio.takeaway import card_figures, own_figures
from course_lib.units import UNITS, draw_for, load_unit
from course_lib.wording.figures import fill

NAME = re.compile(r"\{([a-z_0-9]+(?:\.[a-z_0-9]+)?)\}")


@pytest.fixture(scope="module", params=UNITS)
def unit(request):
    return load_unit(request.param)


def all_right(unit, learner):
    case = draw_for(unit, learner)
    right = {question.name: to_plain(question.answer(case)) for question in unit.questions}
    return card_figures(case.brief()) | own_figures(unit.questions, right, case)


def written(artefact, unit, figures):
    calendar = artefact.is_calendar
    return portfolio_page(artefact.text, unit.questions, figures, ["A talk."], "CASE", calendar=calendar)


def test_artefacts_are_whole_once_all_is_right(unit):
    assert unit.portfolio
    for i in range(20):
        figures = all_right(unit, f"learner {i}")
        for artefact in unit.portfolio:
            page = written(artefact, unit, figures)
            assert "[open]" not in page, (artefact.file, page)
            if artefact.file.endswith(".yaml"):
                assert isinstance(yaml.safe_load(page), dict | list)


def test_artefacts_with_nothing_right_are_open_and_still_files(unit):
    card = card_figures(draw_for(unit, "ada").brief())
    for artefact in unit.portfolio:
        assert artefact.file.endswith((".md", ".yaml", ".ics"))
        page = written(artefact, unit, card)
        assert "open" in page
        if artefact.file.endswith(".yaml"):
            assert isinstance(yaml.safe_load(page), dict | list)


def test_names_in_braces_are_questions_or_their_fields(unit):
    known = {*all_right(unit, "ada"), "figures", "talks", "case_code"}
    for text in (*(one.text for one in unit.portfolio), *(one.strong_answer for one in unit.exercises.values())):
        assert set(NAME.findall(text)) <= known


def test_model_answers_are_short_and_use_the_learner_s_figures(unit):
    for exercise in unit.exercises.values():
        for i in range(5):
            text = fill(exercise.strong_answer, all_right(unit, f"learner {i}"), missing="[open]")
            assert "[open]" not in text
            assert len(text.split()) <= 120, (len(text.split()), text)
        assert set(NAME.findall(exercise.strong_answer)) & {one.name for one in exercise.questions}
        assert exercise.follow_up.endswith("?")
