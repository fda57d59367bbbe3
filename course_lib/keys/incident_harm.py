"""Questions on the harm: people wrongly cut, people whose statements were shown, and the error budget that it used."""

from course_lib.cases.incident_harm import QUIET_MINUTES, SAMPLED
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.measures.incident import blast_radius
from course_lib.measures.reliability import budget_share_used, burn_rate


@question(
    points=4,
    unit="people",
    tolerance=0.005,
    relative=True,
    frames=("account_sample",),
    hint="Clean first: no test accounts, each account once. Then three factors: accounts, share exposed, share harmed.",
    working="Accounts on the card x share of the sample that met the model x share of these that was wrongly cut.",
)
def people_harmed(case: Case) -> float:
    """People harmed, estimated: customers' accounts x share exposed x harm rate.

    Accounts: the card's. Exposed: met the model during the impact, over all customers' accounts in the sample. Harm
    rate: wrongly cut over those exposed. Test accounts are no customers; a second copy of a row is no second person.
    """
    sample = case.sample
    return blast_radius(case.users, exposed_share=sample.met / SAMPLED, harm_rate=sample.cut / sample.met)


@people_harmed.mistake("You applied the harm rate to all accounts: only those that the model decided on were exposed.")
def _(case: Case) -> float:
    return case.users * case.sample.cut / case.sample.met


@people_harmed.mistake("That is the number exposed: exposure is not harm.")
def _(case: Case) -> float:
    return case.users * case.sample.met / SAMPLED


@people_harmed.mistake("Test accounts are in it: they all met the model, and no customer stands behind them.")
def _(case: Case) -> float:
    sample = case.sample
    return case.users * (sample.cut + sample.test_cut) / (SAMPLED + sample.test_accounts)


@people_harmed.mistake("Second copies are in it: only wrongly cut accounts were sent twice, so they weigh too much.")
def _(case: Case) -> float:
    sample = case.sample
    return case.users * (sample.cut + sample.copies) / (SAMPLED + sample.copies)


@question(
    points=3,
    unit="ratio",
    tolerance=0.005,
    relative=True,
    frames=("decisions", "incident_log"),
    hint="Error rate of the customers' decisions during the impact, over the error rate that the objective allows.",
    working="(Failed / decisions, customers, from start of impact to mitigation) / (1 - objective).",
)
def budget_burn_rate(case: Case) -> float:
    """Burn rate of the error budget while the impact lasted.

    Error rate over the rate that the objective allows (1 - objective). Error rate: failed over all decisions of source
    `customer`, minutes from the start of the impact (included) to the mitigation (not included).
    """
    return burn_rate(_error_rate(case), objective=case.objective)


def _error_rate(case: Case, *, probes: bool = False) -> float:
    traffic = case.traffic
    a_minute = traffic.decisions_a_minute + (traffic.probes_a_minute if probes else 0)
    return traffic.failed / (a_minute * case.minutes("started", "mitigated"))


@budget_burn_rate.mistake("That is the error rate: divide by the rate that the objective allows.")
def _(case: Case) -> float:
    return _error_rate(case)


@budget_burn_rate.mistake(
    "Probes are in the denominator: no customer sends them, and as they never fail they flatter you."
)
def _(case: Case) -> float:
    return burn_rate(_error_rate(case, probes=True), objective=case.objective)


@budget_burn_rate.mistake("You averaged over the whole table: quiet hours before and after dilute what burned.")
def _(case: Case) -> float:
    traffic = case.traffic
    minutes = QUIET_MINUTES + case.minutes("started", "restored")
    rate = (traffic.failed + traffic.failed_otherwise) / (traffic.decisions_a_minute * minutes)
    return burn_rate(rate, objective=case.objective)


@question(
    points=6,
    unit="share",
    tolerance=0.005,
    relative=True,
    frames=("decisions", "incident_log"),
    hint="A burn rate of one uses the whole budget in the whole window. How many hours did this one last?",
    working="Burn rate x hours from start of impact to mitigation / hours in the window.",
)
def budget_share(case: Case) -> float:
    """Share of the window's error budget that the impact used.

    Burn rate as above x hours from the start of the impact to the mitigation, over the hours of the window (card).
    Traffic is flat.
    """
    return _used(case, _error_rate(case), "started", "mitigated")


def _used(case: Case, rate: float, since: str, until: str) -> float:
    window = {"hours": case.minutes(since, until) / 60, "window_hours": 24 * case.window_days}
    return budget_share_used(rate, objective=case.objective, **window)


@budget_share.mistake("You treated it as a full outage: only a share of the decisions failed.")
def _(case: Case) -> float:
    return _used(case, 1.0, "started", "mitigated")


@budget_share.mistake("You burned until the restoration: the errors stopped at the mitigation.")
def _(case: Case) -> float:
    return _used(case, _error_rate(case), "started", "restored")


@budget_share.mistake("You started at the alert: the budget burns from the first failed decision.")
def _(case: Case) -> float:
    return _used(case, _error_rate(case), "detected", "mitigated")


@budget_share.mistake("Probes are in the error rate: leave them out, as above.")
def _(case: Case) -> float:
    return _used(case, _error_rate(case, probes=True), "started", "mitigated")


@question(
    points=3,
    unit="people",
    kind="integer",
    frames=("statement_views",),
    hint="Whose statement was shown to somebody else? Count the owners, each once.",
    working="Distinct owners in rows where a customer looked at a statement that is not their own.",
)
def people_exposed(case: Case) -> int:
    """People whose statement was shown to another customer.

    Count each owner once. The crawler of the web shop is a machine that keeps nothing: what only it fetched was shown
    to nobody.
    """
    return case.views.owners


@people_exposed.mistake("You counted views: one statement was opened several times, and the person is still one.")
def _(case: Case) -> int:
    return case.views.strange


@people_exposed.mistake("You counted those who looked; the breach is of those who were looked at.")
def _(case: Case) -> int:
    return case.views.viewers


@people_exposed.mistake("The crawler's fetches are in it: no person saw them. Say so in the notice, with the evidence.")
def _(case: Case) -> int:
    return case.views.owners + case.views.crawled_owners
