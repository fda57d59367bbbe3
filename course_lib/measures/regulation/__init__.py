"""Regulation as data: an AI Act classifier, ceilings of fines, incident clocks. Not legal advice."""

from course_lib.measures.regulation.classify import classify
from course_lib.measures.regulation.facts import ProductFacts
from course_lib.measures.regulation.fine_tables import LISTED_IN_99_4
from course_lib.measures.regulation.fines import FineCeiling, fine_ceiling
from course_lib.measures.regulation.incident import Clock, Incident, IncidentClocks
from course_lib.measures.regulation.incidents import incident_clocks
from course_lib.measures.regulation.model import (
    CATEGORIES,
    MODEL_STATUSES,
    NOTICE,
    Application,
    Classification,
    Duty,
    ModelStatus,
)
from course_lib.measures.regulation.questions import Question, questions
from course_lib.measures.regulation.reading import from_mapping

__all__ = [
    "CATEGORIES",
    "LISTED_IN_99_4",
    "MODEL_STATUSES",
    "NOTICE",
    "Application",
    "Classification",
    "Clock",
    "Duty",
    "FineCeiling",
    "Incident",
    "IncidentClocks",
    "ModelStatus",
    "ProductFacts",
    "Question",
    "classify",
    "fine_ceiling",
    "from_mapping",
    "incident_clocks",
    "questions",
]
