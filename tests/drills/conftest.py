import pytest

from course_lib.core.case import Case
from course_lib.drills.world import streams_of


@pytest.fixture
def drill_case() -> Case:
    return Case("09_incident_command", "ada", 0, streams_of("a case"), scenario=None)
