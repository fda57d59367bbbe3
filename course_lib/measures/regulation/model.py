"""What the classifier returns: frozen records that show who owes what, from when, and by which provision."""

from dataclasses import asdict, dataclass, field
from datetime import date

NOTICE = "Not legal advice."

PROHIBITED = "prohibited"
HIGH_RISK = "high-risk"
TRANSPARENCY = "transparency"
NO_CATEGORY = "no category-specific duty"
OUT_OF_SCOPE = "out of scope"
NOT_ENOUGH_FACTS = "not enough facts"
CATEGORIES = (PROHIBITED, HIGH_RISK, TRANSPARENCY, NO_CATEGORY, OUT_OF_SCOPE, NOT_ENOUGH_FACTS)

GPAI = "general-purpose model"
SYSTEMIC = "general-purpose model with systemic risk"
NO_MODEL = "none"
MODEL_STATUSES = (NO_MODEL, GPAI, SYSTEMIC, OUT_OF_SCOPE, NOT_ENOUGH_FACTS)


@dataclass(frozen=True)
class Application:
    """From when a set of duties binds, and whether it does on the day asked about.

    Parameters
    ----------
    starts : datetime.date or None
        First day; ``None`` if the duties never start, or if the day is not known (``note`` says which).
    applies : bool or None
        Whether they bind on the day asked about; ``None`` if the answers do not settle it.
    note : str
        The rule behind the date.
    ledger : tuple of str
        Identifiers of ledger entries.
    further_questions : tuple of str
        Fields that would settle the date.
    """

    starts: date | None
    applies: bool | None
    note: str = ""
    ledger: tuple[str, ...] = ()
    further_questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Duty:
    """One duty, with the party that owes it.

    Parameters
    ----------
    owner : str
        Who owes it, such as ``"provider"``.
    locator : str
        Article, such as ``"Art. 27"``.
    text : str
        What is owed, in short.
    application : Application
        From when.
    fine : str or None
        Provision that sets the ceiling of the fine for its breach; ``None`` if the Act fixes no ceiling.
    ledger : tuple of str
        Identifiers of ledger entries.
    """

    owner: str
    locator: str
    text: str
    application: Application
    fine: str | None = None
    ledger: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModelStatus:
    """The general-purpose model axis, which runs in parallel to the category of the system.

    Parameters
    ----------
    status : str
        One of ``MODEL_STATUSES``.
    locators : tuple of str
        Provisions behind it.
    duties : tuple of Duty
        Duties of the model provider.
    application : Application or None
        From when they bind.
    open_questions, further_questions : tuple of str
        Fields that could still change the status, or only the duties and dates.
    ledger : tuple of str
        Identifiers of ledger entries.
    """

    status: str
    locators: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    application: Application | None = None
    open_questions: tuple[str, ...] = ()
    further_questions: tuple[str, ...] = ()
    ledger: tuple[str, ...] = ()


@dataclass(frozen=True)
class Classification:
    """Category of a product under the Artificial Intelligence Act, and what follows from it.

    Parameters
    ----------
    category : str
        One of ``CATEGORIES``.
    on : datetime.date
        The day asked about.
    locators : tuple of str
        Provisions that put the product in its category.
    also : tuple of str
        Transparency duties owed in addition by a high-risk system.
    roles : tuple of str or None
        Roles after Art. 25; ``None`` if not known.
    duties : tuple of Duty
        Every duty that the category brings, each with its owner. ``own_duties`` narrows them to ``roles``.
    application : Application or None
        From when the category's own duties bind.
    gpai : ModelStatus
        The model axis.
    open_questions : tuple of str
        Fields that could still change the category; empty unless it is ``"not enough facts"``.
    candidates : tuple of str
        Categories still possible when it is ``"not enough facts"``.
    further_questions : tuple of str
        Fields that could change duties, locators or dates, but not the category.
    reasons : tuple of str
        The steps of the decision, in order.
    ledger : tuple of str
        Identifiers of ledger entries.
    notice : str
        That this is not legal advice.
    """

    category: str
    on: date
    locators: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    roles: tuple[str, ...] | None = None
    duties: tuple[Duty, ...] = ()
    application: Application | None = None
    gpai: ModelStatus = field(default_factory=lambda: ModelStatus(NOT_ENOUGH_FACTS))
    open_questions: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    further_questions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    ledger: tuple[str, ...] = ()
    notice: str = NOTICE

    @property
    def own_duties(self) -> tuple[Duty, ...]:
        """Duties owed in the roles given; empty if no role is known."""
        return tuple(duty for duty in self.duties if duty.owner in (self.roles or ()))

    def to_dict(self) -> dict[str, object]:
        """Return plain data that ``json.dumps`` accepts; dates become ISO strings."""
        return plain(asdict(self))


def plain(value: object) -> object:
    """Turn nested records into data that ``json.dumps`` accepts; dates become ISO strings."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
