"""A question on hours: how to spread an audit over risks when each further block of hours finds less."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Allocation

RISKS = ("drift", "wrong advice", "biased decisions", "data leak")


class Target(Protocol):
    """What can be audited: unnoticed losses of a risk, dollars a year, and the share that a block of hours finds."""

    risk: str
    unnoticed_loss: int
    found_per_block: float


def found(case: Case, hours: Mapping[str, float]) -> float | None:
    """Return the loss that the hours find, dollars a year; None if they are too many or no whole blocks."""
    blocks = {risk: amount / case.block_hours for risk, amount in hours.items()}
    if sum(hours.values()) > case.audit_hours or any(number != int(number) for number in blocks.values()):
        return None
    return sum(
        one.unnoticed_loss * (1 - (1 - one.found_per_block) ** blocks.get(one.risk, 0)) for one in case.audit_targets
    )


def _next_block(target: Target, blocks: int) -> float:
    """Return what one more block finds after so many blocks."""
    return target.unnoticed_loss * target.found_per_block * (1 - target.found_per_block) ** blocks


def _as_hours(case: Case, blocks: Mapping[str, int]) -> dict[str, float]:
    return {risk: float(case.block_hours * blocks.get(risk, 0)) for risk in RISKS}


@question(
    points=5,
    unit="hours",
    kind="allocation",
    form=Allocation(RISKS, found),
    frames=("audit_targets",),
    hint="Give the next block to the risk where it finds most, again and again, until the hours are used.",
    working="Each next block to the largest unnoticed loss x share found x (1 - share found)^(blocks there already).",
)
def audit_hours_by_risk(case: Case) -> dict[str, float]:
    """Spread the audit hours over the four risks so that they find the largest loss: hours for each risk.

    Hours and the size of a block are on your card; give whole blocks. Each block finds the share `found_per_block` of
    what the blocks before it on the same risk have left of `unnoticed_loss`.
    """
    blocks = dict.fromkeys(RISKS, 0)
    for _ in range(case.audit_hours // case.block_hours):
        best = max(case.audit_targets, key=lambda one: _next_block(one, blocks[one.risk]))
        blocks[best.risk] += 1
    return _as_hours(case, blocks)


def _all_on(case: Case, target: Target) -> dict[str, float]:
    return _as_hours(case, {target.risk: case.audit_hours // case.block_hours})


@audit_hours_by_risk.mistake("All on the largest loss: what counts is what an hour finds there, and it finds little.")
def _(case: Case) -> dict[str, float]:
    return _all_on(case, max(case.audit_targets, key=lambda one: one.unnoticed_loss))


@audit_hours_by_risk.mistake("All where an hour finds the largest share: after a few blocks nothing is left to find.")
def _(case: Case) -> dict[str, float]:
    return _all_on(case, max(case.audit_targets, key=lambda one: one.found_per_block))


@audit_hours_by_risk.mistake(
    "The same for each is fair to departments, not to money: the next blocks differ.", credit=0.5
)
def _(case: Case) -> dict[str, float]:
    return _as_hours(case, dict.fromkeys(RISKS, case.audit_hours // case.block_hours // len(RISKS)))


@audit_hours_by_risk.mistake(
    "In proportion to the loss: that leaves out how much of it an hour finds, and that the next hour finds less.",
    credit=0.5,
)
def _(case: Case) -> dict[str, float]:
    shares = [case.audit_hours // case.block_hours * one.unnoticed_loss for one in case.audit_targets]
    return _as_hours(case, _whole(case.audit_targets, [share / _total(case) for share in shares]))


def _total(case: Case) -> int:
    return sum(one.unnoticed_loss for one in case.audit_targets)


def _whole(targets: Sequence[Target], exact: Sequence[float]) -> dict[str, int]:
    """Return whole blocks by largest remainder."""
    blocks = {one.risk: int(share) for one, share in zip(targets, exact, strict=True)}
    left = round(sum(exact)) - sum(blocks.values())
    rest = sorted(zip(targets, exact, strict=True), key=lambda pair: int(pair[1]) - pair[1])
    for one, _ in rest[:left]:
        blocks[one.risk] += 1
    return blocks
