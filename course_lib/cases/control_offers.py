"""What can be bought against a risk: controls with their effects and costs, and hours of audit."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

_STEP = 10_000  # dollars


@dataclass(frozen=True)
class Control:
    """A control: the share of a risk's yearly loss that it takes away, and what it costs in whole dollars."""

    control: str
    risk: str
    status: str
    effect: float
    cost_now: int
    cost_a_year: int

    @property
    def first_year_cost(self) -> int:
        """What the control costs until the end of its first year."""
        return self.cost_now + self.cost_a_year


@dataclass(frozen=True)
class AuditTarget:
    """Losses of a risk that nobody has noticed, dollars a year, and the share of them that a block of hours finds."""

    risk: str
    unnoticed_loss: int
    found_per_block: float


# Name, risk, effect in per cent (from, to), first-year cost in steps of ten thousand (from, to).
_OFFERS = (
    ("drift monitor", "drift", (45, 60), (18, 26)),
    ("canary release", "drift", (30, 45), (10, 16)),
    ("grounding check", "wrong advice", (60, 75), (24, 34)),
    ("refund limit", "wrong advice", (50, 65), (16, 24)),
    ("bias audit", "biased decisions", (25, 40), (14, 22)),
    ("log redaction", "data leak", (30, 45), (20, 30)),
)
_RUNNING = ("access limits", "data leak", (20, 30))

# Losses nobody noticed in steps of ten thousand (from, to), and the per cent that a block of hours finds (from, to).
_AUDITED = (((60, 80), (3, 7)), ((35, 50), (20, 32)), ((25, 40), (35, 50)), ((8, 15), (50, 65)))


def draw_controls(streams: Streams) -> tuple[Control, ...]:
    """Return the controls on offer, and one that has been running since before the first event in the registers."""
    rng = streams.rng("controls")
    offers = []
    for name, risk, effect, cost in _OFFERS:
        whole = rng.randint(*cost)
        yearly = max(2, round(whole * rng.uniform(0.2, 0.4)))
        now = _STEP * (whole - yearly)
        offers.append(Control(name, risk, "on offer", rng.randint(*effect) / 100, now, _STEP * yearly))
    name, risk, effect = _RUNNING
    running = Control(name, risk, "running", rng.randint(*effect) / 100, 0, _STEP * rng.randint(3, 5))
    rows = [*offers, running]
    rng.shuffle(rows)
    return tuple(rows)


def draw_audit(streams: Streams, risks: Sequence[str]) -> tuple[AuditTarget, ...]:
    """Return one target a risk: the largest is hard to audit, the smallest is easy and soon exhausted."""
    rng = streams.rng("audit")
    pairs = [(10_000 * rng.randint(*loss), rng.randint(*found) / 100) for loss, found in _AUDITED]
    rng.shuffle(pairs)
    return tuple(AuditTarget(risk, *pair) for risk, pair in zip(risks, pairs, strict=True))


def rows_frame(rows: Sequence[object]) -> "pd.DataFrame":
    """Return dataclass instances of one type as a table, a row each."""
    import pandas as pd

    return pd.DataFrame([asdict(row) for row in rows])
