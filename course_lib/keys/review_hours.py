"""The question on scarce review hours: which queues get them, when each further block finds less."""

from collections.abc import Callable, Sequence
from typing import Protocol

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Allocation

QUEUES = ("just below the line", "large amounts", "repeat claims", "new sellers", "random sample")
SAMPLE = "random sample"
BLOCK_HOURS = 10


class Block(Protocol):
    """What a block of review hours is in the case."""

    queue: str
    block: int
    errors_found: int
    value: int


def _worth(case: Case, hours: object) -> float | None:
    """Return the money that the blocks save; None where hours are not whole blocks, too many, or no sample is left."""
    if any(amount % BLOCK_HOURS for amount in hours.values()):
        return None
    if sum(hours.values()) > case.review_hours or hours[SAMPLE] < case.least_sample_hours:
        return None
    if max(hours.values()) > BLOCK_HOURS * max(block.block for block in case.blocks):
        return None
    return sum(block.value for block in case.blocks if block.block * BLOCK_HOURS <= hours[block.queue])


@question(
    points=6,
    unit="hours",
    kind="allocation",
    form=Allocation(QUEUES, worth=_worth),
    frames=("review_blocks",),
    hint="Give the random sample its least hours. Then hand out block after block to the queue whose next one is worth "
    "most.",
    working="Value of a block: errors found x cost of one. Least hours to the random sample, the rest by the value of "
    "the next block, highest first.",
)
def review_hours(case: Case) -> dict[str, float]:
    """Divide the week's review hours over the queues so that they save most.

    A block saves `errors_found` x `usd_per_error`; block 2 of a queue comes after its block 1. Whole blocks of ten
    hours, at most six a queue. Hours of the week, and the least that the random sample must get, are on your card:
    without the sample nobody knows next month's accuracy.
    """
    return _split(case, lambda block: block.value)


def _split(case: Case, by: Callable[[Block], float], least: int | None = None) -> dict[str, float]:
    """Return hours by queue when blocks are taken by a measure, highest first, after the sample's least hours."""
    kept = (case.least_sample_hours if least is None else least) // BLOCK_HOURS
    sampled = [block for block in case.blocks if block.queue == SAMPLE and block.block <= kept]
    others = sorted((block for block in case.blocks if block not in sampled), key=by, reverse=True)
    return _hours([*sampled, *others[: case.review_hours // BLOCK_HOURS - kept]])


def _hours(blocks: Sequence[Block]) -> dict[str, float]:
    return {queue: float(BLOCK_HOURS * sum(block.queue == queue for block in blocks)) for queue in QUEUES}


@review_hours.mistake(
    "By value alone the random sample gets nothing, and then nobody knows next month's accuracy. Its least hours come "
    "first."
)
def _(case: Case) -> dict[str, float]:
    return _split(case, lambda block: block.value, least=0)


@review_hours.mistake("You went by the number of errors; they do not cost the same in every queue.", credit=0.4)
def _(case: Case) -> dict[str, float]:
    return _split(case, lambda block: block.errors_found)


@review_hours.mistake(
    "You filled the best queue to the last block before the next one. Its later blocks find less than others' first.",
    credit=0.4,
)
def _(case: Case) -> dict[str, float]:
    first = {block.queue: block.value for block in case.blocks if block.block == 1}
    return _split(case, lambda block: (first[block.queue], -block.block))


def clear(case: Case) -> bool:
    """Say whether the last block taken is worth clearly more than the first one left, and the sample gets its least."""
    hours = review_hours.answer(case)
    taken = [b.value for b in case.blocks if b.block * BLOCK_HOURS <= hours[b.queue] and b.queue != SAMPLE]
    left = [b.value for b in case.blocks if b.block * BLOCK_HOURS > hours[b.queue]]
    return min(taken) > 1.03 * max(left) and hours[SAMPLE] == case.least_sample_hours
