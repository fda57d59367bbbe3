"""What a player can do in an incident: a table. An action is written as text, its argument behind a colon."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from course_lib.drills.stages import CAUSES
from course_lib.drills.world import ROLES, World

UNKNOWN = "not known yet"


class NotNow(ValueError):
    """An action that is not possible now. Its text is one sentence for the player; no time is lost."""


def _none(world: World) -> tuple[str, ...]:
    return ("",)


def _causes(world: World) -> tuple[str, ...]:
    return world.stage.causes


@dataclass(frozen=True)
class Action:
    """One kind of action: its minutes, its cost in thousand dollars, who must have joined, what may follow the colon.

    `free` says of an argument that is not listed whether it will do.
    """

    name: str
    says: str
    minutes: int
    cost: int = 0
    needs: str = ""
    arguments: Callable[[World], tuple[str, ...]] = _none
    free: Callable[[str, World], bool] = lambda argument, world: False


def _is_share(text: str, world: World) -> bool:
    try:
        return math.isfinite(float(text)) and 0 <= float(text) <= 1
    except ValueError:
        return False


def _is_wait(text: str, world: World) -> bool:
    return text.isascii() and text.isdecimal() and 1 <= int(text[:4]) <= 60 and len(text) <= 2


def _is_citation(text: str, world: World) -> bool:
    named = text.split(",")
    return len(named) <= 3 and len({*named}) == len(named) and all(one in world.stage.exhibits for one in named)


def _is_reply(text: str, world: World) -> bool:
    name, _, reply = text.partition(":")
    return any(one.name == name and reply in one.replies for _, one in world.injects)


ACTIONS = {
    one.name: one
    for one in (
        Action("declare", "Declaring a severity", 2, arguments=lambda world: ("1", "2", "3")),
        Action("page", "Paging", 1, arguments=lambda world: ROLES),
        Action("look", "Looking at an exhibit", 0, needs="engineer", arguments=lambda world: world.stage.exhibits),
        Action("keep evidence", "Keeping the evidence", 5, needs="engineer"),
        Action(
            "contain",
            "Containment",
            3,
            needs="incident commander",
            arguments=lambda world: ("pause", "limit", "fallback", "switch off"),
        ),
        Action("lift", "Lifting the restrictions", 3, needs="incident commander"),
        Action("roll_back", "A roll-back", 15, needs="engineer"),
        Action("fix", "A fix", 30, cost=4, needs="engineer", arguments=_causes),
        Action("update", "A status update", 3),
        Action("notice", "The notice to customers", 8, needs="communications"),
        Action("start clock", "Starting a legal clock", 2, needs="legal"),
        Action("reply", "A reply", 2, free=_is_reply),
        Action("believe", "Stating a belief", 0, arguments=lambda w: _TENTHS, free=_is_share),
        Action("name", "Naming the cause", 0, arguments=lambda world: (*world.stage.causes, UNKNOWN)),
        Action("cite", "Citing exhibits", 0, arguments=lambda world: world.stage.exhibits, free=_is_citation),
        Action("wait", "Waiting", 0, arguments=lambda world: ("5", "15", "30"), free=_is_wait),
        Action("watch", "Watching the rate against a number", 20, needs="engineer"),
        Action("close", "Closing the incident", 2),
    )
}
_TENTHS = tuple(f"{i / 10:.1f}" for i in range(11))
FIXES = {name: cause.fix for name, cause in CAUSES.items()}


def parse(text: str, world: World) -> tuple[Action, str]:
    """Return the action and the argument that a text names.

    Raises
    ------
    NotNow
        If it names none; the sentence says what there is.
    """
    name, _, argument = text.partition(":") if isinstance(text, str) else ("", "", "")
    action = ACTIONS.get(name)
    if action is None:
        raise NotNow(f"{str(text)[:40]!r} is no action here; there are: {', '.join(ACTIONS)}.")
    listed = action.arguments(world) if name != "reply" else ()
    if argument in listed or action.free(argument, world):
        return action, argument
    wanted = ", ".join(one for one in listed if one) or "nothing behind a colon"
    raise NotNow(f"{text[:60]!r} is not possible: {name} takes {wanted}.")
