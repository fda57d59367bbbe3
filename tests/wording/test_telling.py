from dataclasses import replace

from course_lib.wording.telling import tells
from tests.core.toys import toy_case, toy_question


def test_ways_to_tell_an_answer_are_kept_by_name_and_not_shared():
    asked, other = replace(toy_question(), told={}), replace(toy_question(), told={})

    @tells(asked)
    def doubled(case, answer):
        return f"{2 * answer} of {case.right}"

    assert replace(asked, points=1).told["doubled"](toy_case(4.0), 3) == "6 of 4.0"
    assert other.told == {}
