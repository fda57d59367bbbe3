"""Who was hit by the incident, as counts and as rows: failed decisions, a sample of accounts, statements shown.

Counts come from the standard library and are exact; numpy only spreads them over rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from course_lib.core.case import Streams

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

SAMPLED, QUIET_MINUTES = 20_000, 120


@dataclass(frozen=True)
class Traffic:
    """Limit decisions a minute, flat, and the failed ones: those made on a stale or wrong feature.

    `failed` falls between the start of the impact and the mitigation, `failed_otherwise` outside. Probes never fail.
    """

    decisions_a_minute: int
    probes_a_minute: int
    failed: int
    failed_otherwise: int


@dataclass(frozen=True)
class Sample:
    """A random sample of accounts, replayed with the right features.

    Of the customers' accounts, `met` were decided by the model during the impact and `cut` of these wrongly lost a
    part of their limit. Test accounts all met it. `copies` of wrongly cut accounts are in the table a second time.
    """

    met: int
    cut: int
    test_accounts: int
    test_cut: int
    copies: int


@dataclass(frozen=True)
class Views:
    """Views of statements during the impact: by the owner, by other customers, and by the nightly crawler."""

    own: int
    strange: int
    owners: int
    viewers: int
    crawled_owners: int


def draw_traffic(streams: Streams, minutes: int) -> Traffic:
    """Draw the traffic, and the failures of an impact of some minutes."""
    rng = streams.rng("traffic")
    decisions, share = rng.randint(100, 200), rng.randint(12, 40) / 1000
    failed = round(share * decisions * minutes)
    return Traffic(decisions, rng.randint(12, 30), failed, rng.randint(20, 40))


def draw_sample(streams: Streams) -> Sample:
    """Draw what the sample of accounts holds."""
    rng = streams.rng("accounts")
    met = SAMPLED * rng.randint(20, 50) // 100
    cut = round(met * rng.randint(60, 200) / 10_000)
    test = rng.randint(80, 160)
    test_cut, copies = round(test * rng.randint(45, 70) / 100), max(4, round(cut * rng.randint(10, 25) / 100))
    return Sample(met, cut, test, test_cut, copies)


def draw_views(streams: Streams) -> Views:
    """Draw who saw whose statement."""
    rng = streams.rng("statements")
    owners = rng.randint(120, 900)
    strange = round(owners * rng.randint(120, 180) / 100)
    viewers = round(owners * rng.randint(50, 90) / 100)
    return Views(rng.randint(3000, 5000), strange, owners, viewers, rng.randint(30, 90))


def decisions_frame(
    traffic: Traffic, started: datetime, mitigated: datetime, restored: datetime, row_seed: int
) -> "pd.DataFrame":
    """Return decisions and failures by minute and source, from two hours before the impact until the restoration."""
    import numpy as np
    import pandas as pd

    first = started - timedelta(minutes=QUIET_MINUTES)
    minutes = pd.date_range(first, restored, freq="min", inclusive="left")
    inside = np.asarray((minutes >= started) & (minutes < mitigated))
    rng = np.random.default_rng(row_seed)
    failed = np.zeros(len(minutes), dtype=int)
    failed[inside] = _spread(traffic.failed, int(inside.sum()), rng)
    failed[~inside] = _spread(traffic.failed_otherwise, int((~inside).sum()), rng)
    customers = {"source": "customer", "decisions": traffic.decisions_a_minute, "failed": failed}
    probes = {"source": "probe", "decisions": traffic.probes_a_minute, "failed": 0}
    both = [pd.DataFrame({"minute": minutes, **one}) for one in (customers, probes)]
    return pd.concat(both).sort_values(["minute", "source"], kind="stable").reset_index(drop=True)


def _spread(total: int, places: int, rng: "np.random.Generator") -> "np.ndarray":
    """Return `total` spread over places, as evenly as whole numbers allow, in random order."""
    import numpy as np

    counts = np.full(places, total // places)
    counts[: total % places] += 1
    return rng.permutation(counts)


def accounts_frame(sample: Sample, row_seed: int) -> "pd.DataFrame":
    """Return the sample of accounts with its test accounts and second copies, in random order."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(row_seed)
    right = sample.met - sample.cut
    blocks = (
        ("customer", True, "wrongly cut", sample.cut),
        ("customer", True, "right", right),
        ("customer", False, "not decided", SAMPLED - sample.met),
        ("test", True, "wrongly cut", sample.test_cut),
        ("test", True, "right", sample.test_accounts - sample.test_cut),
    )
    rows = pd.DataFrame([block[:3] for block in blocks], columns=["kind", "met_the_model", "replay"])
    table = rows.loc[np.repeat(rows.index, [block[3] for block in blocks])].reset_index(drop=True)
    table.insert(0, "account_id", 100_000 + rng.permutation(len(table)))
    second = table.iloc[rng.choice(sample.cut, size=sample.copies, replace=False)]
    both = pd.concat([table, second], ignore_index=True)
    return both.iloc[rng.permutation(len(both))].reset_index(drop=True)


def views_frame(views: Views, row_seed: int) -> "pd.DataFrame":
    """Return every view of a statement during the impact, in random order."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(row_seed)
    people = 500_000 + rng.permutation(200_000)
    owners, viewers, crawled, rest = np.split(people, np.cumsum([views.owners, views.viewers, views.crawled_owners]))
    own = rng.choice(rest, size=views.own)
    looked, shown = _each_once(viewers, views.strange, rng), _each_once(owners, views.strange, rng)
    parts = [
        {"viewer_id": own, "owner_id": own, "viewer": "customer"},
        {"viewer_id": looked, "owner_id": shown, "viewer": "customer"},
        {"viewer_id": 1, "owner_id": _each_once(crawled, 2 * len(crawled), rng), "viewer": "crawler"},
    ]
    table = pd.concat([pd.DataFrame(part) for part in parts], ignore_index=True)
    table = table.iloc[rng.permutation(len(table))].reset_index(drop=True)
    table.insert(0, "view_id", range(1, len(table) + 1))
    return table


def _each_once(names: Sequence[int], size: int, rng: "np.random.Generator") -> "np.ndarray":
    """Return `size` names in random order, every one of them at least once."""
    import numpy as np

    more = rng.choice(names, size=size - len(names))
    return rng.permutation(np.concatenate([names, more]))
