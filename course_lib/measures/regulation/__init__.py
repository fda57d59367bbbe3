"""Regulation as data: an AI Act classifier, ceilings of fines, incident clocks. Not legal advice."""

from .classify import classify
from .facts import ProductFacts
from .fine_tables import LISTED_IN_99_4
from .fines import FineCeiling, fine_ceiling
from .incident import Clock, Incident, IncidentClocks
from .incidents import incident_clocks
from .model import CATEGORIES, MODEL_STATUSES, NOTICE, Application, Classification, Duty, ModelStatus
from .questions import Question, questions
from .reading import from_mapping

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
