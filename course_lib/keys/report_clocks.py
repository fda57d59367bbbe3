"""Questions on six incidents: which limit holds for each, and which counted deadline comes first."""

from datetime import datetime, timedelta

from course_lib.cases.incident_cards import CARDS, PLACES, Card
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.measures.regulation import Incident, IncidentClocks, incident_clocks
from course_lib.wording.telling import tells

FRAMES = ("incidents", "act_reports")
TWO, TEN, FIFTEEN = "2 days", "10 days", "15 days"
PROVIDER_FIRST, NO_DAYS, NOTHING, HOURS = (
    "at once, the provider first",
    "without undue delay, the AI Office",
    "nothing under the AI Act",
    "72 hours",
)
LIMITS = (TWO, TEN, FIFTEEN, PROVIDER_FIRST, NO_DAYS, NOTHING, HOURS)
_WRITTEN = {2: TWO, 10: TEN, 15: FIFTEEN}
_COUNTED = ("two", "ten", "fifteen")


def clocks(card: Card) -> IncidentClocks:
    """Return the notices of an incident, asked for on the day on which it became known."""
    kinds = {"deployer": ("deployer",), "model": ("model provider",)}
    facts = Incident(
        events=(card.event,),
        ai_act_roles=kinds.get(card.kind, ("provider",)),
        system_route=card.route,
        reporting_carve_out=card.other_law,
        ai_office_competent=False,
        provider_reachable=True,
    )
    return incident_clocks(facts, on=card.aware.date(), aware_at=card.aware)


def deadline(card: Card) -> datetime | None:
    """Return the latest moment of the report, None where nothing is owed or no days are counted."""
    return next((clock.deadline for clock in clocks(card).clocks if clock.owed), None)


def limit(card: Card) -> str:
    """Return the limit of an incident as one of the choices."""
    owed = clocks(card).clocks
    if not owed:
        return NOTHING
    if owed[0].deadline is None:
        return PROVIDER_FIRST if owed[0].who == "deployer" else NO_DAYS
    return _WRITTEN[(owed[0].deadline - card.aware).days]


@question(
    points=6,
    unit="fields",
    kind="fields",
    frames=FRAMES,
    form=Fields(
        tuple(Slot(card, choices=LIMITS) for card in CARDS),
        template="; ".join(f"{card}: {{{card}}}" for card in CARDS) + ".",
    ),
    hint="Ask three things of each card: which role, which other law, what happened. In this order.",
    working="Deployer and model provider have no counted days; other law leaves fundamental rights; then the event.",
)
def incident_limits(case: Case) -> dict[str, object]:
    """Which limit for the report under the AI Act holds for each incident, i1 to i6?

    The outer limit from awareness, by your role, by what happened, and by `other_reporting_law`: where it is not
    `none`, only infringements of fundamental rights are reported under the Act [EUAI-027]. The systems are high-risk,
    and the rules apply to them on these days. No personal data got out.
    """
    return {card.card: limit(card) for card in case.cards}


def _one(case: Case, kind: str, said: str) -> dict[str, object]:
    return {case.card(kind).card: said}


@incident_limits.mistake(
    "You gave a clock to an incident that other law covers: no fundamental right was infringed, so nothing is reported "
    "under this Act. The device's own law has its own clock."
)
def _(case: Case) -> dict[str, object]:
    return _one(case, "carved", FIFTEEN if case.card("carved").event != "death" else TEN)


@incident_limits.mistake(
    "That is the provider's clock. You deploy: tell the provider first, at once; no days are counted."
)
def _(case: Case) -> dict[str, object]:
    return _one(case, "deployer", FIFTEEN)


@incident_limits.mistake(
    "For a model with systemic risk the Act counts no days: without undue delay, to the AI Office."
)
def _(case: Case) -> dict[str, object]:
    return _one(case, "model", FIFTEEN)


@incident_limits.mistake("A death has a shorter limit than other serious incidents.")
def _(case: Case) -> dict[str, object]:
    return _one(case, "ten", FIFTEEN)


@incident_limits.mistake(
    "The shortest limit is for widespread infringements and critical infrastructure, not for a death."
)
def _(case: Case) -> dict[str, object]:
    return _one(case, "ten", TWO)


@incident_limits.mistake("Widespread infringements and critical infrastructure have the shortest limit of all.")
def _(case: Case) -> dict[str, object]:
    return _one(case, "two", FIFTEEN)


@incident_limits.mistake("Hours are the GDPR's unit, for a breach of personal data. No data got out here.")
def _(case: Case) -> dict[str, object]:
    return _one(case, "fifteen", HOURS)


@incident_limits.mistake("Nobody died there: it is one of the other serious incidents.")
def _(case: Case) -> dict[str, object]:
    return _one(case, "fifteen", TEN)


@incident_limits.mistake(
    "You let an incident go. A serious incident is reported, and fundamental rights are so even where other law covers "
    "the rest."
)
def _(case: Case) -> dict[str, object]:
    return _one(case, "fifteen", NOTHING)


@tells(incident_limits)
def table(case: Case, answer: dict[str, str]) -> str:
    """Return the incidents as rows of a Markdown table: card, what happened, role, limit, latest moment."""
    return "\n".join(
        f"| {card.card} | {card.what} | {card.role} | {answer[card.card]} | {_written(card)} |" for card in case.cards
    )


def _written(card: Card) -> str:
    latest = deadline(card)
    return f"{latest:%Y-%m-%d %H:%M} UTC" if latest else "-"


@question(
    points=3,
    unit="UTC",
    kind="datetime",
    frames=FRAMES,
    hint="Only three cards have counted days. Put their awareness into UTC, add each its own days, take the earliest.",
    working="Earliest of awareness in UTC plus the days of its limit, over the three cards with counted days.",
)
def first_report_by(case: Case) -> datetime:
    """Latest moment of the report that is due first, in UTC, among the incidents whose limit counts days.

    A plain count of calendar days from the minute of awareness (`aware_at`); weekends are not moved. `+02:00` in a
    stamp says how far its clock is ahead of UTC.
    """
    return min(_deadlines(case).values())


def _deadlines(case: Case) -> dict[str, datetime]:
    return {kind: deadline(case.card(kind)) for kind in _COUNTED}


def _first(case: Case) -> Card:
    return case.card(min(_deadlines(case), key=_deadlines(case).get))


def _days(card: Card) -> timedelta:
    return deadline(card) - card.aware


@first_report_by.mistake("You counted from when it happened: the clock starts when you become aware.")
def _(case: Case) -> datetime:
    return min(case.card(kind).happened + _days(case.card(kind)) for kind in _COUNTED)


@first_report_by.mistake("The stamp was read as UTC: take off its offset first.", credit=0.4)
def _(case: Case) -> datetime:
    return first_report_by.answer(case) + timedelta(hours=PLACES[_first(case).place])


@first_report_by.mistake("The offset was added; a clock ahead of UTC shows a later hour than UTC.", credit=0.4)
def _(case: Case) -> datetime:
    return first_report_by.answer(case) + timedelta(hours=2 * PLACES[_first(case).place])


@first_report_by.mistake("You counted an incident that nobody reports under this Act.", credit=0.3)
def _(case: Case) -> datetime:
    card = case.card("carved")
    return card.aware + timedelta(days=10 if card.event == "death" else 15)


@first_report_by.mistake("You counted the provider's days for an incident in which you only deploy.", credit=0.3)
def _(case: Case) -> datetime:
    return case.card("deployer").aware + timedelta(days=15)


@first_report_by.mistake("You counted days for the model: its provider has none.", credit=0.3)
def _(case: Case) -> datetime:
    return case.card("model").aware + timedelta(days=15)


@first_report_by.mistake(
    "That is another report, due later. Fewest days is not the earliest deadline: each clock has its own start."
)
def _(case: Case) -> datetime:
    return sorted(_deadlines(case).values())[1]


@first_report_by.mistake("That is the last of the three reports; the first one is asked.")
def _(case: Case) -> datetime:
    return max(_deadlines(case).values())


@first_report_by.mistake("A day was counted too many: a whole day after awareness is day one.", credit=0.4)
def _(case: Case) -> datetime:
    return first_report_by.answer(case) + timedelta(days=1)


@first_report_by.mistake("A day was counted too few: the day of awareness itself is not day one.", credit=0.4)
def _(case: Case) -> datetime:
    return first_report_by.answer(case) - timedelta(days=1)


@tells(first_report_by)
def card(case: Case, _: datetime) -> str:
    """Return the card whose report is due first."""
    return _first(case).card
