"""Questions on a public benchmark: what a rule costs on it, what its codes mean, and what it may carry in a budget."""

from collections.abc import Callable

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.data.german_credit import Credits, german_credit

FRAMES = ("german_credit",)
FILE_COST_OF_BAD = 5  # MET-018
RULES, RATIO = "comparing two rules on this file", "showing how the cost ratio changes the choice"
LIVE, SEX, EXPLAIN = (
    "stating the share of bad risks to expect live",
    "claiming a gap between women and men",
    "explaining a refusal by the labels of the code table",
)
USES = (RULES, LIVE, RATIO, SEX, EXPLAIN)


def _clients(rows: list[Credits], chosen: Callable[[Credits], bool] = lambda row: True) -> int:
    return sum(row.clients for row in rows if chosen(row))


def _errors(case: Case, *, longest: bool = True) -> tuple[int, int, int]:
    """Return bad risks accepted, good ones refused, and all clients."""
    rows, refused = case.credits(longest=longest), case.benchmark.refused_accounts
    accepted_bad = _clients(rows, lambda row: row.risk == "bad" and row.account not in refused)
    refused_good = _clients(rows, lambda row: row.risk == "good" and row.account in refused)
    return accepted_bad, refused_good, _clients(rows)


def _cost(case: Case, *, longest: bool = True) -> float:
    bad, good, everybody = _errors(case, longest=longest)
    return (bad * case.benchmark.cost_of_bad + good * case.benchmark.cost_of_refusal) / everybody


@question(
    points=5,
    unit="cost units a client",
    tolerance=0.003,
    frames=FRAMES,
    hint="Two kinds of errors, each with its own price. Count them by adding up clients, never by counting rows.",
    working="(Bad risks accepted x their cost + good ones refused x theirs) / all clients up to the duration.",
)
def error_cost_a_client(case: Case) -> float:
    """What do the errors of the rule on the card cost per client, at your own desk's costs?

    The rule refuses the accounts on the card and accepts all others. A bad risk accepted and a good one refused cost
    what the card says; right decisions cost nothing. Clients: `clients` summed over the duration bands up to the one on
    the card, from the shortest on. Denominator: all these clients.
    """
    return _cost(case)


@error_cost_a_client.mistake("That is the error rate: a bad risk accepted costs several times a good one refused.")
def _(case: Case) -> float:
    bad, good, everybody = _errors(case)
    return (bad + good) / everybody


@error_cost_a_client.mistake("The two costs are swapped: the dear error is to accept a bad risk.")
def _(case: Case) -> float:
    bad, good, everybody = _errors(case)
    return (bad * case.benchmark.cost_of_refusal + good * case.benchmark.cost_of_bad) / everybody


@error_cost_a_client.mistake("That is the file's own cost matrix; your desk has other costs, and they are on the card.")
def _(case: Case) -> float:
    bad, good, everybody = _errors(case)
    return (bad * FILE_COST_OF_BAD + good) / everybody


@error_cost_a_client.mistake("You counted rows: a row stands for as many clients as its last column says.")
def _(case: Case) -> float:
    rows, bench = case.credits(), case.benchmark
    bad = sum(row.risk == "bad" and row.account not in bench.refused_accounts for row in rows)
    good = sum(row.risk == "good" and row.account in bench.refused_accounts for row in rows)
    return (bad * bench.cost_of_bad + good * bench.cost_of_refusal) / len(rows)


@error_cost_a_client.mistake("All durations are in it: the card says up to which band the file is read.")
def _(case: Case) -> float:
    return _cost(case, longest=False)


@error_cost_a_client.mistake("You divided by the clients that the rule accepts; the denominator is all of them.")
def _(case: Case) -> float:
    everybody = _errors(case)[2]
    accepted = _clients(case.credits(), lambda row: row.account not in case.benchmark.refused_accounts)
    return _cost(case) * everybody / accepted


def previous_bad_codes() -> frozenset[str]:
    """Return the codes of credit history that the other description counts as previous bad payers."""
    return frozenset({"A30", "A31"})


def _bad_share(case: Case, codes: frozenset[str], *, longest: bool = True) -> float:
    rows = [row for row in case.credits(longest=longest) if row.history in codes]
    return _clients(rows, lambda row: row.risk == "bad") / _clients(rows)


@question(
    points=6,
    unit="share",
    tolerance=0.003,
    frames=FRAMES,
    hint="Add up all clients by code of credit history. Which codes together give the count of the other description?",
    working="Bad risks over clients, of the codes whose clients add up to the other description's count.",
)
def previous_bad_payers(case: Case) -> float:
    """Which share of the previous bad payers was a bad risk again?

    Another description of the same clients counts the previous bad payers among all of them; the data note has its
    figure. Find the codes of `history` that together have exactly that count, over all durations. Then: `bad` over all
    clients of these codes, in the duration bands up to the one on the card. Count `clients`, not rows.
    """
    return _bad_share(case, previous_bad_codes())


@previous_bad_payers.mistake(
    "You followed the label: the code of delays has one client less than the other description counts. The counts "
    "decide, not the words."
)
def _(case: Case) -> float:
    return _bad_share(case, frozenset({"A33"}))


@previous_bad_payers.mistake(
    "You followed the label: the critical accounts are far more clients than the other description counts."
)
def _(case: Case) -> float:
    return _bad_share(case, frozenset({"A34"}))


@previous_bad_payers.mistake("You took both codes that sound bad; together they are many more clients than the count.")
def _(case: Case) -> float:
    return _bad_share(case, frozenset({"A33", "A34"}))


@previous_bad_payers.mistake("That is all clients of the bands; the question is about the previous bad payers.")
def _(case: Case) -> float:
    return _bad_share(case, frozenset({row.history for row in german_credit()}))


@previous_bad_payers.mistake("All durations are in it: find the codes on all of them, then keep the bands on the card.")
def _(case: Case) -> float:
    return _bad_share(case, previous_bad_codes(), longest=False)


@previous_bad_payers.mistake("You divided by all previous bad payers, of any duration; keep the bands above and below.")
def _(case: Case) -> float:
    rows = [row for row in case.credits() if row.history in previous_bad_codes() and row.risk == "bad"]
    return _clients(rows) / _clients([row for row in german_credit() if row.history in previous_bad_codes()])


@previous_bad_payers.mistake(
    "That is how many of the bad risks were previous bad payers; the question goes the other way."
)
def _(case: Case) -> float:
    bad = [row for row in case.credits() if row.risk == "bad"]
    return _clients(bad, lambda row: row.history in previous_bad_codes()) / _clients(bad)


@previous_bad_payers.mistake("That is the share of good ones among them; the question asks for the bad ones.")
def _(case: Case) -> float:
    return 1 - previous_bad_payers.answer(case)


@previous_bad_payers.mistake("You counted rows: a row stands for as many clients as its last column says.")
def _(case: Case) -> float:
    rows = [row for row in case.credits() if row.history in previous_bad_codes()]
    return sum(row.risk == "bad" for row in rows) / len(rows)


@question(
    points=4,
    unit="labels",
    kind="labels",
    choices=USES,
    hint="What would still be true if each code had another name? And if the bank had drawn fewer bad risks?",
    working="Keep what needs neither the labels, nor the mix of the sample, nor a column that mixes two things.",
)
def benchmark_uses(case: Case) -> frozenset[str]:
    """For what may this file be used in your budget? A list of the uses that its known faults leave standing.

    Go by the data note: how the sample was drawn, whether the labels can be trusted, and what one column of the full
    file mixes.
    """
    return frozenset({RULES, RATIO})


@benchmark_uses.mistake(
    "Bad risks were oversampled on purpose: the file's share of them says nothing about your traffic.", credit=None
)
def _(case: Case) -> frozenset[str]:
    return frozenset({RULES, RATIO, LIVE})


@benchmark_uses.mistake(
    "One column mixes sex with marital status: no gap between women and men can be read from it.", credit=None
)
def _(case: Case) -> frozenset[str]:
    return frozenset({RULES, RATIO, SEX})


@benchmark_uses.mistake(
    "The code table's labels contradict another description of the same clients: explain nothing by them.", credit=None
)
def _(case: Case) -> frozenset[str]:
    return frozenset({RULES, RATIO, EXPLAIN})
