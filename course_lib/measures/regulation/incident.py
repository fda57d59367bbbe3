"""What is known about an incident, and the notices that follow from it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Annotated

from course_lib.measures.regulation import incident_tables as table
from course_lib.measures.regulation.facts import Day, Number, Word, Words, YesNo
from course_lib.measures.regulation.model import NOTICE, plain
from course_lib.measures.regulation.questions import any_of, check_answers, day, number, one_of, yes_no


@dataclass(frozen=True, kw_only=True)
class Incident:
    """Plain answers about an incident; ``None`` means not known.

    Raises
    ------
    ValueError
        If an answer has the wrong type or is not among the allowed words.
    """

    events: Annotated[Words, any_of("What has happened?", table.EVENTS)] = None
    ai_act_roles: Annotated[Words, any_of("In which role do you act for the AI system?", table.AI_ACT_ROLES)] = None
    system_route: Annotated[Word, one_of("By which route is the system high-risk?", table.SYSTEM_ROUTES)] = None
    reporting_carve_out: Annotated[
        Word, one_of("Does other Union law govern its incident reports?", table.CARVE_OUTS)
    ] = None
    ai_office_competent: Annotated[YesNo, yes_no("Does the AI Office supervise it, Art. 75(1)?")] = None
    provider_reachable: Annotated[YesNo, yes_no("Can the provider be reached?")] = None
    data_role: Annotated[Word, one_of("In which role do you process the personal data?", table.DATA_ROLES)] = None
    risk_to_individuals: Annotated[Word, one_of("How likely is a risk to individuals?", table.RISKS)] = None
    individuals_excused: Annotated[YesNo, yes_no("Does an exception of Art. 34(3) apply?")] = None
    affected_people: Annotated[Number, number("How many people's health information is affected?")] = None
    affected_in_one_state: Annotated[Number, number("How many of them live in the state with most of them?")] = None
    materiality_determined_on: Annotated[Day, day("On which day was the incident found to be material?")] = None

    def __post_init__(self) -> None:
        """Check every answer and store it in canonical form."""
        check_answers(self)


@dataclass(frozen=True)
class Clock:
    """One notice that is due.

    Parameters
    ----------
    law, locator : str
        Where it is laid down.
    who, whom : str
        Who tells whom.
    limit : str
        The limit in words.
    deadline : datetime.datetime or None
        Latest moment in UTC; ``None`` if the law counts no hours or days.
    owed : bool or None
        ``None`` if an answer that decides it is missing.
    binding : bool
        Whether the duty binds on the day asked about.
    binding_from : datetime.date or None
        First day on which it binds.
    ledger : tuple of str
        Identifiers of ledger entries.
    note : str
        What to keep in mind.
    """

    law: str
    locator: str
    who: str
    whom: str
    limit: str
    deadline: datetime | None
    owed: bool | None
    binding: bool
    binding_from: date | None
    ledger: tuple[str, ...]
    note: str = ""

    @property
    def last_day(self) -> date | None:
        """Calendar day of the deadline, in UTC."""
        return self.deadline.date() if self.deadline else None


@dataclass(frozen=True)
class IncidentClocks:
    """Every notice that an incident starts, and what is still open.

    Parameters
    ----------
    clocks : tuple of Clock
        Notices without a counted limit first, then by deadline.
    not_owed : tuple of str
        Duties that one might expect and that do not arise, with the reason.
    open_questions : tuple of str
        Fields that could add, remove or move a clock.
    notice : str
        That this is not legal advice.
    """

    clocks: tuple[Clock, ...]
    not_owed: tuple[str, ...]
    open_questions: tuple[str, ...]
    notice: str = NOTICE

    @property
    def first_deadline(self) -> datetime | None:
        """Earliest deadline among the clocks that are owed and bind on the day asked about."""
        return min(
            (clock.deadline for clock in self.clocks if clock.owed and clock.binding and clock.deadline),
            default=None,
        )

    def to_dict(self) -> dict[str, object]:
        """Return plain data that ``json.dumps`` accepts; dates become ISO strings."""
        return plain(asdict(self))
