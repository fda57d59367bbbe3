"""Questions on the checklist's first line: a risk metric for each product metric, and one pair priced both ways."""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.exercise import Exercise
from course_lib.measures.incident import blast_radius
from course_lib.measures.risk import absolute_risk_reduction, relative_risk_reduction

LATENCY, AUDIT, ARMS = ("latency_days",), ("harm_audit",), ("launch_arms",)
# product metric: its risk metric, others that are as right, then tempting ones (a product metric last)
PAIRS = {
    "conversion": (("wrong-recommendation rate", "p95 latency"), ("label delay", "sales per visit")),
    "monthly_active_users": (("exposed users x harm rate",), ("abstention rate", "data completeness", "downloads")),
    "click_through": (("harmful-impression rate",), ("calibration error", "time to contain", "watch time")),
    "retention": (
        ("model-induced churn",),
        ("population stability index", "jailbreak success rate", "daily active users"),
    ),
    "time_on_site": (("complaint-tagged session rate",), ("label delay", "explanation error", "sessions per user")),
    "automation_rate": (("error rate above threshold",), ("personal-data leak rate", "p95 latency", "cost per ticket")),
    "approval_rate": (("impact ratio", "default rate"), ("groundedness", "loan volume")),
    "cost_per_ticket": (("escalated-harm rate",), ("data completeness", "impact ratio", "tickets per agent")),
    "release_frequency": (("regression rate", "error-budget burn"), ("harmful-impression rate", "story points")),
    "net_promoter_score": (("upheld-appeal rate",), ("p95 latency", "default rate", "star rating")),
}


def _slot(name: str) -> Slot:
    right, tempting = PAIRS[name]
    return Slot(name, choices=tuple(sorted((*right, *tempting))), also=right[1:])


@question(
    points=10,
    unit="fields",
    kind="fields",
    frames=("product_metrics", "risk_catalogue"),
    form=Fields(tuple(_slot(name) for name in PAIRS)),
    hint="Read what can go wrong while the product metric rises; then find the definition that counts just that.",
    working="Join what_can_go_wrong with the definition that measures it; product metrics are not in the catalogue.",
)
def metric_map(case: Case) -> dict[str, object]:
    """Give each product metric the risk metric that can veto it: it measures what can go wrong while the other rises.

    What can go wrong is in `product_metrics`, the definitions are in `risk_catalogue`. Three of them have two things
    that can go wrong, and so two right answers; one is enough. Note that latency is a measure of quality: it turns into
    a risk metric only with a harm attached, here that people leave.
    """
    return {name: right[0] for name, (right, _) in PAIRS.items()}


@metric_map.mistake("That is another product metric. A risk metric says who is harmed, and how often.")
def _(case: Case) -> dict[str, object]:
    return {"click_through": "watch time"}


@metric_map.mistake("More users are the exposure. The risk is exposure times the share that is harmed.")
def _(case: Case) -> dict[str, object]:
    return {"monthly_active_users": "downloads"}


@metric_map.mistake("A handful of cases per hour says nothing of those closed wrongly without a person.")
def _(case: Case) -> dict[str, object]:
    return {"automation_rate": "cost per ticket"}


@metric_map.mistake(
    "Stars come from those who answer; those who were wronged appeal: count the appeals that were right."
)
def _(case: Case) -> dict[str, object]:
    return {"net_promoter_score": "star rating"}


def _latency_cut(case: Case) -> float:
    return 1 - case.shop.latency("new") / case.shop.latency("old")


@question(
    points=2,
    unit="share",
    tolerance=0.002,
    frames=LATENCY,
    hint="Normal days only; the median of the daily p95 for each release.",
    working="One less the median p95 of the new release over that of the old one.",
)
def latency_cut(case: Case) -> float:
    """By what share did p95 latency fall from the old release to the new one?

    Latency of a release: the median of `p95_ms` over its days with `normal` traffic. Share of the old value.
    """
    return _latency_cut(case)


@latency_cut.mistake("You divided by the new latency; the old one is the baseline.")
def _(case: Case) -> float:
    return case.shop.latency("old") / case.shop.latency("new") - 1


@latency_cut.mistake("The day of the bots is in your mean, and a mean follows it; the median of normal days does not.")
def _(case: Case) -> float:
    return 1 - case.shop.mean_latency("new") / case.shop.mean_latency("old")


@question(
    points=4,
    unit="share",
    tolerance=0.00005,
    frames=LATENCY,
    hint="How many tenths of the latency were removed? Each lifts conversion by the card's share of itself.",
    working="Old conversion x (1 + lift per tenth x cut / 0.1).",
)
def conversion_expected(case: Case) -> float:
    """Conversion to expect from the faster page alone, by the card's rule, from the conversion of the old release.

    Each tenth (ten per cent) of latency removed lifts conversion by the card's share of its old value; linear, not
    compounded. Old conversion: conversions over sessions, days with `normal` traffic.
    """
    return _lifted(case, _latency_cut(case) / 0.1)


def _lifted(case: Case, steps: float) -> float:
    return case.shop.conversion("old") * (1 + case.launch.lift_per_tenth * steps)


@conversion_expected.mistake("You took the slope per hundredth of latency; the card gives it per tenth.")
def _(case: Case) -> float:
    return _lifted(case, _latency_cut(case) / 0.01)


@conversion_expected.mistake("You added the lift to the rate as points; the card gives a share of the old conversion.")
def _(case: Case) -> float:
    return case.shop.conversion("old") + case.launch.lift_per_tenth * _latency_cut(case) / 0.1


@question(
    points=3,
    unit="users",
    tolerance=0.005,
    relative=True,
    frames=AUDIT,
    hint="Who meets the model? Of those, which share is harmed, by a sample that was drawn at random?",
    working="Monthly users x exposed share x harm rate of the random sample, version before.",
)
def harmed_users(case: Case) -> float:
    """Users harmed in a month before the change: users x share who meet the model x harm rate.

    Users and share are on the card. Harm rate: harmed over audited, version `before`, the sample that stands for all
    exposures.
    """
    launch = case.launch
    return blast_radius(launch.users, exposed_share=launch.exposed_share, harm_rate=case.shop.harm_rate("before"))


@harmed_users.mistake("All users are in your count; only those who meet the model can be harmed by it.")
def _(case: Case) -> float:
    return case.launch.users * case.shop.harm_rate("before")


@harmed_users.mistake("Audits after a complaint find harm more often; they do not stand for all exposures.")
def _(case: Case) -> float:
    launch = case.launch
    return launch.users * launch.exposed_share * case.shop.harm_rate("before", every_sample=True)


@question(
    points=3,
    unit="share",
    tolerance=0.003,
    frames=AUDIT,
    hint="The drop over where it started, both from the random sample.",
    working="One less the harm rate after over the harm rate before, random samples.",
)
def harm_reduction(case: Case) -> float:
    """Relative reduction of the harm rate, version `after` against `before`, by the sample that stands for all."""
    return relative_risk_reduction(case.shop.harm_rate("before"), case.shop.harm_rate("after"))


@harm_reduction.mistake("That is the drop in points; relative means divided by the baseline.")
def _(case: Case) -> float:
    return absolute_risk_reduction(case.shop.harm_rate("before"), case.shop.harm_rate("after"))


@harm_reduction.mistake("Audits after a complaint are in both rates; they find harm at any rate, and hide the change.")
def _(case: Case) -> float:
    before, after = (case.shop.harm_rate(version, every_sample=True) for version in ("before", "after"))
    return 1 - after / before


def _lift_value(case: Case) -> float:
    lift = case.shop.arm_rate("launch", "conversions", "sessions") - case.shop.arm_rate(
        "control", "conversions", "sessions"
    )
    return lift / 0.001 * case.launch.value_of_a_tenth


def _false_positive_cost(case: Case, *, less_control: bool = True) -> float:
    rate = case.shop.arm_rate("launch", "false_positives", "negatives")
    if less_control:
        rate -= case.shop.arm_rate("control", "false_positives", "negatives")
    return case.launch.negatives * rate * case.launch.false_positive_cost


@question(
    points=5,
    unit="USD",
    tolerance=300,
    frames=ARMS,
    hint="Two differences between the arms, without the ramp-up week: conversion, and false positives.",
    working="Lift in tenths of a point x worth of one - negatives x extra false-positive rate x cost of one.",
)
def launch_value(case: Case) -> float:
    """Net value of the launch a month, in US dollars: what the conversion lift is worth, less what it costs in flags.

    Both from `launch_arms`, launch less control, weeks 1 to 4. Lift in tenths of a percentage point, each worth the
    card's sum. False positives: negatives a month (card) x extra false-positive rate x cost of one.
    """
    return _lift_value(case) - _false_positive_cost(case)


@launch_value.mistake("The risk metric has a price too: the extra false positives are missing.")
def _(case: Case) -> float:
    return _lift_value(case)


@launch_value.mistake("All false positives are in your cost; the launch causes only those on top of the control.")
def _(case: Case) -> float:
    return _lift_value(case) - _false_positive_cost(case, less_control=False)


EXERCISE = Exercise(
    questions=(metric_map, latency_cut, conversion_expected, harmed_users, harm_reduction, launch_value),
    strong_answer=(
        "A product metric says how much; its risk metric says who pays. Conversion goes with the wrong-recommendation "
        "rate, users with exposure times harm. Our page is {latency_cut} faster, which alone would give conversion of "
        "{conversion_expected}; speed is quality, not risk. Before the change {harmed_users} a month were harmed; the "
        "rate fell by {harm_reduction}. The launch is worth {launch_value} a month once its false positives are paid "
        "for. I read random audits only: complaints tell you where to look, not how often. What this cannot show is "
        "harm that nobody audits."
    ),
    follow_up="At which cost of a false positive would you not launch?",
)
