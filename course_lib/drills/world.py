"""The hidden side of an incident, drawn from a seed: what is behind it, what the exhibits will say, who calls when."""

import hashlib
from dataclasses import dataclass

from course_lib.core.case import Streams
from course_lib.drills.injects import INJECTS, Inject
from course_lib.drills.stages import CAUSES, EXHIBITS, GLITCH, STAGES, Exhibit, Stage

HORIZON = 240  # minutes; what runs at the end of a run goes on until then
INNOCENT = 0.20  # the share of worlds in which the measurement is wrong and nobody is harmed
_INJECTS_A_RUN = 7
ROLES = ("incident commander", "engineer", "legal", "communications", "sponsor")


@dataclass(frozen=True)
class World:
    """One incident. Money is thousands of dollars, times are minutes from the alert, shares are fractions.

    `priors` and `losses` (an hour, with everybody exposed) go with `stage.causes`. `speaks` says for each exhibit
    whether it will speak, `acknowledges` after how many minutes a paged role joins. `severities` are the users exposed
    from which an incident is of severity 1 and 2.
    """

    seed: str
    stage: Stage
    cause: str
    priors: tuple[float, ...]
    losses: tuple[int, ...]
    likelihoods: dict[str, tuple[float, ...]]
    speaks: dict[str, bool]
    acknowledges: dict[str, int]
    injects: tuple[tuple[int, Inject], ...]
    users: int
    exposed: float
    growth: float
    severities: tuple[int, int]
    limit_factor: float
    limit_cost: int
    fallback_factor: float
    fallback_cost: int
    off_cost: int
    rollback_cost: int

    @property
    def severity(self) -> str:
        """The severity that the users exposed at the alert call for."""
        exposed = self.users * self.exposed
        return "1" if exposed >= self.severities[0] else "2" if exposed >= self.severities[1] else "3"

    @property
    def trigger(self) -> tuple[int, Inject] | None:
        """When something arrives that starts a legal clock, and what it is."""
        return next(((minute, one) for minute, one in self.injects if one.trigger), None)


def streams_of(seed: str) -> Streams:
    """Return the random streams of a seed, the same in every process."""
    return Streams(hashlib.sha256(f"closed-loop drills/{seed}".encode()).hexdigest())


def draw_world(seed: str) -> World:
    """Draw the incident of a seed."""
    streams = streams_of(seed)
    stage = streams.rng("stage").choice(STAGES)
    priors = _priors(streams, stage)
    cause = streams.rng("cause").choices(stage.causes, weights=priors)[0]
    scale = streams.rng("loss").randint(9, 13) / 10
    size = streams.rng("size")
    users, exposed = 1_000 * size.randint(20, 90), size.randint(7, 9) / 20
    means = streams.rng("means")
    losses = tuple(round(CAUSES[name].loss_an_hour * scale) for name in stage.causes)
    an_hour = sum(share * loss for share, loss in zip(priors, losses, strict=True))  # what everybody exposed costs
    return World(
        seed=seed,
        stage=stage,
        cause=cause,
        priors=priors,
        losses=losses,
        likelihoods={name: _likelihood(EXHIBITS[name], stage) for name in stage.exhibits},
        speaks={name: _speaks(streams, EXHIBITS[name], cause) for name in stage.exhibits},
        acknowledges={role: streams.rng(f"acknowledge {role}").randint(1, 6) for role in ROLES},
        injects=_draw_injects(streams, stage),
        users=users,
        exposed=exposed,
        growth=size.randint(10, 12) / 40,
        severities=(1_000 * size.choice((8, 12, 16)), 1_000 * size.choice((2, 4))),
        limit_factor=means.randint(35, 45) / 100,
        limit_cost=means.randint(2, 4),
        fallback_factor=means.randint(5, 9) / 100,
        fallback_cost=means.randint(4, 6),
        off_cost=round(an_hour * means.randint(66, 74) / 100),
        rollback_cost=round(an_hour * means.randint(150, 156) / 100),
    )


def _priors(streams: Streams, stage: Stage) -> tuple[float, ...]:
    rng = streams.rng("priors")
    first, second = rng.choice(((0.35, 0.25), (0.30, 0.30), (0.40, 0.20), (0.25, 0.35)))
    shares = [first, second, round(1 - INNOCENT - first - second, 2)]
    rng.shuffle(shares)
    return tuple(INNOCENT if name == GLITCH else shares.pop() for name in stage.causes)


def _likelihood(exhibit: Exhibit, stage: Stage) -> tuple[float, ...]:
    return tuple(exhibit.likely.get(name, exhibit.otherwise) for name in stage.causes)


def _speaks(streams: Streams, exhibit: Exhibit, cause: str) -> bool:
    return streams.rng(f"exhibit {exhibit.name}").random() < exhibit.likely.get(cause, exhibit.otherwise)


def _draw_injects(streams: Streams, stage: Stage) -> tuple[tuple[int, Inject], ...]:
    """Return the injects of a run in the order in which they come; the stage's own are always among them."""
    rng = streams.rng("injects")
    own = [one for one in INJECTS if stage.name in one.stages]
    common = rng.sample([one for one in INJECTS if not one.stages], _INJECTS_A_RUN - len(own))
    return tuple(sorted(((rng.randint(one.earliest, one.latest), one) for one in [*own, *common]), key=lambda p: p[0]))
