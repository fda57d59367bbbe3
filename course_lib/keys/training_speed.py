"""Questions on the training log: what the faster stack saves, and how much younger it keeps the model."""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.measures.performance import mean_model_age

RUNS = ("training_runs",)
WEEKS_A_YEAR = 52


@question(
    points=2,
    unit="share",
    tolerance=0.002,
    frames=RUNS,
    hint="Drop second copies by run number, keep completed production runs, then take a mean for each stack.",
    working="One less the mean hours on the new stack over the mean hours on the old one.",
)
def training_time_cut(case: Case) -> float:
    """By what share did the mean training time of a production run fall from the old stack to the new one?

    Runs: purpose `production`, status `completed`, each `run_id` once. Share of the old mean.
    """
    log = case.log
    return 1 - log.mean_hours("new") / log.mean_hours("old")


@training_time_cut.mistake("That is the share of the time that is left; a cut is what was taken off.")
def _(case: Case) -> float:
    return case.log.mean_hours("new") / case.log.mean_hours("old")


@training_time_cut.mistake("You divided by the new mean; a cut is a share of where it started.")
def _(case: Case) -> float:
    return case.log.mean_hours("old") / case.log.mean_hours("new") - 1


@training_time_cut.mistake("Test runs, failures and second copies are in your means; they are no production runs.")
def _(case: Case) -> float:
    return 1 - case.log.mean_hours_of_all_rows("new") / case.log.mean_hours_of_all_rows("old")


def _hours_saved(case: Case) -> float:
    return case.log.mean_hours("old") - case.log.mean_hours("new")


@question(
    points=4,
    unit="USD",
    tolerance=0.01,
    relative=True,
    frames=RUNS,
    hint="Hours saved in a run, times the GPUs of a run, times the price of a GPU hour, times the runs of a year.",
    working="(Mean old hours - mean new hours) x GPUs of a production run x price x 52.",
)
def gpu_cost_saved(case: Case) -> float:
    """GPU cost that the shorter run saves in a year of weekly production runs, in US dollars.

    Hours saved in a run, by the means above; each hour uses all `gpus` of a production run, at the price on the card;
    52 runs a year. The comparison is with as many runs on the old stack.
    """
    return _hours_saved(case) * case.log.gpus * case.gpu_price * WEEKS_A_YEAR


@gpu_cost_saved.mistake("You counted the runs of the old rhythm; the model is now trained every week.")
def _(case: Case) -> float:
    return _hours_saved(case) * case.log.gpus * case.gpu_price * WEEKS_A_YEAR * 7 / case.log.gaps("old")[0]


@gpu_cost_saved.mistake("That is the saving on one GPU; a run keeps all of its GPUs busy for its hours.")
def _(case: Case) -> float:
    return _hours_saved(case) * case.gpu_price * WEEKS_A_YEAR


@gpu_cost_saved.mistake("That is what a year of new runs costs, not what it saves.")
def _(case: Case) -> float:
    return case.log.mean_hours("new") * case.log.gpus * case.gpu_price * WEEKS_A_YEAR


def _mean_age(gaps: list[int]) -> float:
    """Return the mean age at a random moment: each gap counts for as long as it lasts."""
    return sum(gap * mean_model_age(gap) for gap in gaps) / sum(gaps)


@question(
    points=4,
    unit="days",
    tolerance=0.1,
    frames=RUNS,
    hint="List the days of release of each stack. In a gap the model is half a gap old on average; weigh by length.",
    working="Sum of squared gaps over twice their sum, old stack, less the same on the new stack.",
)
def days_younger(case: Case) -> float:
    """How many days younger is the model, on average at a random moment, on the new stack than on the old one?

    A completed production run is released on its `day`; a failed one is not, and the older model stays. Age counts
    from release. Random moment: uniform between the first and the last release on that stack.
    """
    return _mean_age(case.log.gaps("old")) - _mean_age(case.log.gaps("new"))


@days_younger.mistake("That is the difference of the gaps; a model is half a gap old on average, not a whole one.")
def _(case: Case) -> float:
    return 2 * days_younger.answer(case)


@days_younger.mistake("A random moment falls into a long gap more often: weigh each gap by its length, not equally.")
def _(case: Case) -> float:
    old, new = case.log.gaps("old"), case.log.gaps("new")
    return mean_model_age(sum(old) / len(old)) - mean_model_age(sum(new) / len(new))


@days_younger.mistake("That takes the rhythm as planned; the failed runs released nothing, and left longer gaps.")
def _(case: Case) -> float:
    return mean_model_age(case.log.gaps("old")[0]) - mean_model_age(min(case.log.gaps("new")))
