"""Questions on a real log: what a policy that never ran would have earned, and how many rows that rests on."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.data.open_bandit import ITEMS, Impression, open_bandit
from course_lib.keys.exercise import Exercise
from course_lib.measures.off_policy import effective_sample_size, inverse_propensity_value

FRAMES = ("recommendations",)
PER = 1000


class Shown(NamedTuple):
    """What the log of the learning policy holds of one item, and what it says about a policy that shows only that."""

    rows: int
    clicks: int
    value: float
    weight: float
    effective_rows: float


@cache  # a case is drawn by trial: ten thousand rows are summed once, and a shortlist is put together from its items
def _shown() -> dict[int, Shown]:
    log = [row for row in open_bandit() if row.policy == "thompson"]
    by_item = {item: [row for row in log if row.item == item] for item in ITEMS}
    return {item: _of_item(rows, len(log)) for item, rows in by_item.items()}


def _of_item(rows: Sequence[Impression], total: int) -> Shown:
    clicks, propensities = [row.click for row in rows], [row.propensity for row in rows]
    value = inverse_propensity_value(clicks, [1.0] * len(rows), propensities) * len(rows) / total
    weights = [1 / one for one in propensities]
    return Shown(len(rows), sum(clicks), value, sum(weights), effective_sample_size(weights))


class Estimate(NamedTuple):
    """What the log says about a policy that shows a shortlist evenly."""

    value: float
    effective_rows: float
    clicks: int
    rows: int
    total_weight: float
    total_rows: int


def _estimate(shortlist: Sequence[int]) -> Estimate:
    listed = [_shown()[item] for item in shortlist]
    total = sum(one.weight for one in listed)
    return Estimate(
        value=sum(one.value for one in listed) / len(listed),  # an even policy is the mean of its items' policies
        effective_rows=total**2 / sum(one.weight**2 / one.effective_rows for one in listed),
        clicks=sum(one.clicks for one in listed),
        rows=sum(one.rows for one in listed),
        total_weight=total / len(listed),
        total_rows=sum(one.rows for one in _shown().values()),
    )


@question(
    points=4,
    unit="clicks per thousand",
    tolerance=0.005,
    frames=FRAMES,
    hint="Give each row of the learning policy the weight that makes it speak for your policy: wanted over logged "
    "probability.",
    working="Weight: (1 over the items in the shortlist) / propensity for a listed item, else zero. Sum of weight x "
    "click, over all rows of the policy, times a thousand.",
)
def shortlist_click_rate(case: Case) -> float:
    """Clicks per thousand rows that showing your shortlist evenly would have had, by the log of policy `thompson`.

    Inverse propensity weighting: mean over all rows of that policy of weight x click, times 1,000. Weight: probability
    under your policy (one over the number of items in the shortlist on your card; zero for other items) / `propensity`.
    Position is left out.
    """
    return PER * _estimate(case.shortlist).value


@shortlist_click_rate.mistake(
    "That is the click rate of listed items as they were shown. Favourites were shown more often: weigh each row."
)
def _(case: Case) -> float:
    found = _estimate(case.shortlist)
    return PER * found.clicks / found.rows


@shortlist_click_rate.mistake("You divided by the listed rows; rows of other items have weight zero, but they count.")
def _(case: Case) -> float:
    found = _estimate(case.shortlist)
    return PER * found.value * found.total_rows / found.rows


@shortlist_click_rate.mistake("Your policy's own probability is missing from the weight: one over the items it shows.")
def _(case: Case) -> float:
    return PER * _estimate(case.shortlist).value * len(case.shortlist)


@shortlist_click_rate.mistake(
    "That is the self-normalised estimate, divided by the sum of the weights. It is steadier and a little biased; the "
    "question divides by the rows.",
    credit=0.5,
)
def _(case: Case) -> float:
    found = _estimate(case.shortlist)
    return PER * found.value * found.total_rows / found.total_weight


@question(
    points=3,
    unit="rows",
    tolerance=0.01,
    relative=True,
    frames=FRAMES,
    hint="The same weights: one row with a huge weight speaks louder than hundreds of others.",
    working="Square of the sum of the weights, over the sum of their squares.",
)
def effective_rows(case: Case) -> float:
    """Effective sample size of that estimate: how many rows of equal weight would be as noisy?

    (Sum of the weights)² / sum of the squared weights, over all rows of `thompson`, weights as above.
    """
    return _estimate(case.shortlist).effective_rows


@effective_rows.mistake("That is every row of the policy; rows of items that you would not show say nothing.")
def _(case: Case) -> float:
    return _estimate(case.shortlist).total_rows


@effective_rows.mistake("That counts the listed rows as equals; their weights are far apart.")
def _(case: Case) -> float:
    return _estimate(case.shortlist).rows


EXERCISE = Exercise(
    questions=(shortlist_click_rate, effective_rows),
    strong_answer=(
        "Before I expose anybody I ask the log. This one kept the probability of each choice, so a policy that "
        "never ran can be valued: {shortlist_click_rate}. Then I ask what that rests on: the whole log is worth "
        "{effective_rows}, because a policy that is sure of itself rarely shows what it does not prefer. So I treat it "
        "as a reason to open the first stage, not as a result. In the refund assistant I log the probability of each "
        "decision from the first day, and send a small share of cases to people at random: that is the price of being "
        "able to check."
    ),
    follow_up="Above the line the assistant always automates: its rule has no chance in it. What can its log not tell?",
)
