"""The draft of a risk register: breaches that the group, a reseller and a model vendor could commit."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from course_lib.cases.group_accounts import GROUP, MID_CAP, VENDOR
from course_lib.core.case import Streams

if TYPE_CHECKING:
    import pandas as pd

RISKS = tuple(f"R{i}" for i in range(1, 9))
_BAN = ("Art. 5", "goes on with a practice that is prohibited")
_INFORMATION = ("Art. 99(5)", "gives an authority misleading answers")
_LISTED = (
    ("Art. 26(5)", "does not monitor a high-risk system that it uses"),
    ("Art. 50(1)", "does not tell customers that they chat with a machine"),
    ("Art. 10", "trains a high-risk system on ungoverned data"),
)
_MONITORING = (("Art. 72", "has no plan to monitor after sale"), ("Art. 73", "reports a serious incident too late"))
_DATA = (
    ("GDPR Art. 15", "answers requests for access too late"),
    ("GDPR Art. 9", "trains on health data without a ground"),
    ("GDPR Art. 33", "notifies a data breach too late"),
    ("GDPR Art. 35", "skips a data protection impact assessment"),
)


@dataclass(frozen=True)
class Risk:
    """A breach that may happen: whose, of which article, how likely a fine is in a year, for what share of the ceiling.

    `kind` says what the risk stands for. `first_probability` is an earlier assessment, None if there was only one.
    """

    risk_id: str
    kind: str
    firm: str
    what: str
    article: str
    probability: float
    share: float
    first_probability: float | None
    assessed: date


def draw_risks(streams: Streams, today: date) -> tuple[Risk, ...]:
    """Draw eight risks, in an order of their own: two without a ceiling in the Act, two assessed twice."""
    rng = streams.rng("risks")
    resold = rng.choice((_BAN, ("Art. 24", "resells a system without its marking"), _INFORMATION))
    sold = rng.choice((_BAN, ("Art. 16", "breaches a duty of a provider"), _INFORMATION))
    chosen = [
        ("prohibited", GROUP, *_BAN),
        ("listed", GROUP, *rng.choice(_LISTED)),
        ("information", GROUP, *_INFORMATION),
        ("rights", GROUP, "Art. 27", "uses a credit score without the impact assessment on fundamental rights"),
        ("monitoring", GROUP, *rng.choice(_MONITORING)),
        ("mid_cap", MID_CAP, *resold),
        ("vendor", VENDOR, *sold),
        ("data", rng.choice((GROUP, VENDOR)), *rng.choice(_DATA)),
    ]
    rng.shuffle(chosen)
    twice = rng.sample(("prohibited", "listed", "information"), 2)
    return tuple(
        Risk(
            risk_id,
            kind,
            firm,
            what,
            article,
            (now := rng.randint(2, 12) / 200),
            rng.randint(5, 20) / 100,
            now + rng.choice((0.02, 0.03)) if kind in twice else None,
            today - timedelta(days=rng.randint(10, 40)),
        )
        for risk_id, (kind, firm, article, what) in zip(RISKS, chosen, strict=True)
    )


def risks_frame(risks: tuple[Risk, ...]) -> "pd.DataFrame":
    """Build the register: one row an assessment; of two assessments of a risk the later one counts."""
    import pandas as pd

    rows = []
    for one in risks:
        words = (one.risk_id, one.firm, one.what, one.article)
        if one.first_probability is not None:
            rows.append((*words, one.first_probability, one.share, one.assessed - timedelta(days=180)))
        rows.append((*words, one.probability, one.share, one.assessed))
    columns = ["risk_id", "firm", "what", "article", "probability_a_year", "share_of_ceiling", "assessed_on"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(assessed_on=pd.to_datetime(frame["assessed_on"])).sort_values(
        ["assessed_on", "risk_id"], ignore_index=True
    )
