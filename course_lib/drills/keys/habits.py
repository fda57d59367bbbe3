"""What scripted players share: what they see, and the small things that they do by habit."""

from collections.abc import Callable, Iterator

from course_lib.drills.actions import UNKNOWN
from course_lib.drills.injects import Inject
from course_lib.drills.stages import EXHIBITS
from course_lib.drills.state import State

Line = Iterator[str]
Now = Callable[[], State]
_SURE = 0.7


def likely_cause(state: State) -> str:
    """Return the cause that is most likely by now."""
    return max(zip(state.posterior, state.world.stage.causes, strict=True))[1]


def state_belief(state: State) -> str:
    """Return the statement of the belief that the evidence gives."""
    return f"believe:{state.harm_probability:.2f}"


def name_cause(state: State) -> str:
    """Return the naming of the likely cause, or of none where it is not likely enough."""
    return f"name:{likely_cause(state) if max(state.posterior) >= _SURE else UNKNOWN}"


def next_look(state: State) -> str | None:
    """Return the exhibit that tells most on average per minute: its expected gain in certainty."""
    seen = {one.partition("=")[0] for one in state.known}
    left = [name for name in state.world.stage.exhibits if name not in seen]
    return max(left, key=lambda name: _gain(state, name) / EXHIBITS[name].minutes, default=None)


def _gain(state: State, exhibit: str) -> float:
    likely = state.world.likelihoods[exhibit]
    yes = [prior * chance for prior, chance in zip(state.posterior, likely, strict=True)]
    no = [prior - one for prior, one in zip(state.posterior, yes, strict=True)]
    return max(yes) + max(no) - max(state.posterior)


def cite(state: State) -> str:
    """Return the citation of the exhibits that speak most for or against the cause that is named."""
    cause = state.world.stage.causes.index(likely_cause(state))

    def weight(known: str) -> float:
        name, _, said = known.partition("=")
        chances = [p if said == "yes" else 1 - p for p in state.world.likelihoods[name]]
        others = [p for i, p in enumerate(chances) if i != cause]
        return chances[cause] / (sum(others) / len(others))

    names = [known.partition("=")[0] for known in sorted(state.known, key=weight, reverse=True)]
    return f"cite:{','.join(names[:2])}" if names else ""


def reply_to_all(now: Now, which: Callable[[Inject], str]) -> Line:
    """Yield a reply to everything that waits."""
    injects = {one.name: one for _, one in now().world.injects}
    for name in now().open_injects():
        yield f"reply:{name}:{which(injects[name])}"


def right_reply(inject: Inject) -> str:
    """Return the reply of the evaluator's key."""
    return inject.right


def harmful_reply(inject: Inject) -> str:
    """Return the reply that does damage."""
    return inject.harms


def weak_reply(inject: Inject) -> str:
    """Return the reply that is neither."""
    return next(one for one in inject.replies if one not in (inject.right, inject.harms))


def tend(now: Now, last: list[int], *, talk: bool = True, which: Callable[[Inject], str] = right_reply) -> Line:
    """Yield what is due between two steps: replies, the clock if it was triggered, the status update."""
    yield from reply_to_all(now, which)
    if not talk:
        return
    trigger = now().world.trigger
    if trigger and trigger[0] <= now().minute and now().first("start clock") is None:
        yield "start clock"
    if now().minute - last[0] >= 22:
        last[0] = now().minute
        yield "update"


def wait_for(now: Now, role: str) -> Line:
    """Wait until a role that was paged is there."""
    for _ in range(12):
        if now().is_there(role):
            return
        yield "wait:1"
