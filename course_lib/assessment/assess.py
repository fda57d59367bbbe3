"""From the answers of a file to what follows: the class and its duties, ceilings of fines, clocks, open questions."""

from dataclasses import asdict, dataclass
from datetime import date

from course_lib.assessment.answers import AWARE_AT, FILE_FIELDS, INCIDENT, INCIDENT_FIELDS, Answers
from course_lib.assessment.ceilings import Ceiling, ceilings
from course_lib.assessment.limits import Limit, about_incident, limits
from course_lib.measures.regulation.classify import classify
from course_lib.measures.regulation.facts import ProductFacts
from course_lib.measures.regulation.incident import IncidentClocks
from course_lib.measures.regulation.incidents import incident_clocks
from course_lib.measures.regulation.logic import merge
from course_lib.measures.regulation.model import NOT_ENOUGH_FACTS, NOTICE, Classification, Duty, plain
from course_lib.measures.regulation.questions import Question, questions


@dataclass(frozen=True)
class Assessment:
    """What follows from the answers of one file.

    Parameters
    ----------
    name : str or None
        What the product is called.
    classification : Classification
        Class, locators, duties, application date, and what would settle an open class.
    ceilings : tuple of Ceiling
        The most that may be fined, by the provision that says so.
    limits : tuple of Limit
        Latest reports if a serious incident should happen.
    incident : IncidentClocks or None
        The clocks of the incident in the file, if there is one.
    refining : tuple of str
        Fields that would change duties, dates, ceilings or clocks, but not the class.
    """

    name: str | None
    classification: Classification
    ceilings: tuple[Ceiling, ...]
    limits: tuple[Limit, ...]
    incident: IncidentClocks | None
    refining: tuple[str, ...]

    @property
    def settled(self) -> bool:
        """Whether the answers settle the class."""
        return self.classification.category != NOT_ENOUGH_FACTS

    @property
    def duties(self) -> tuple[Duty, ...]:
        """Duties of the firm in its roles, or of everybody if its roles are not known."""
        found = self.classification
        return (*(found.own_duties if found.roles is not None else found.duties), *found.gpai.duties)

    def to_dict(self) -> dict[str, object]:
        """Return plain data that ``json.dumps`` accepts; dates become ISO strings."""
        found = self.classification
        return plain(
            {
                "notice": NOTICE,
                "name": self.name,
                "asked_on": found.on,
                "class": found.category,
                "locators": found.locators,
                "also": found.also,
                "roles": found.roles,
                "application": found.application and asdict(found.application),
                "duties": [asdict(duty) for duty in self.duties],
                "fine_ceilings": [asdict(ceiling) for ceiling in self.ceilings],
                "clocks": [asdict(clock) for clock in self.incident.clocks] if self.incident else [],
                "no_clock": self.incident.not_owed if self.incident else (),
                "limits_if_it_happens": [asdict(limit) for limit in self.limits],
                "open_questions": [_asked(field) for field in found.open_questions],
                "candidates": found.candidates,
                "refining_questions": [_asked(field) for field in self.refining],
                "model": asdict(found.gpai),
                "reasons": found.reasons,
                "ledger": found.ledger,
            }
        )


def assess(answers: Answers, *, today: date) -> Assessment:
    """Assess one product.

    Parameters
    ----------
    answers : Answers
        The facts of a file.
    today : datetime.date
        The day asked about, if the file names none.

    Returns
    -------
    Assessment
        Class, duties, dates, ceilings and clocks, or what has to be asked first. Not legal advice.
    """
    found = classify(answers.facts, on=answers.asked_on or today)
    amounts, amounts_open = ceilings(answers, found)
    clocks, clocks_open = _clocks(answers, found)
    model = merge(found.gpai.open_questions, found.gpai.further_questions)
    unsettled = merge(found.further_questions, model, amounts_open, clocks_open)
    refining = tuple(field for field in unsettled if field not in found.open_questions)
    return Assessment(answers.name, found, amounts, limits(found), clocks, refining)


def _clocks(answers: Answers, found: Classification) -> tuple[IncidentClocks | None, tuple[str, ...]]:
    if answers.incident is None:
        return None, ()
    if answers.aware_at is None:
        return None, (f"{INCIDENT}.{AWARE_AT}",)
    event = about_incident(answers, found)
    clocks = incident_clocks(event, on=answers.aware_at.date(), aware_at=answers.aware_at)
    return clocks, tuple(f"{INCIDENT}.{field}" for field in clocks.open_questions)


def question_of(field: str) -> Question:
    """Return the question behind a field of the file, ``incident.`` before the fields of an incident."""
    known = {f"{INCIDENT}.{name}": asked for name, asked in INCIDENT_FIELDS.items()}
    return ({**FILE_FIELDS, **questions(ProductFacts)} | known)[field]


def _asked(field: str) -> dict[str, object]:
    return {"field": field, **asdict(question_of(field))}
