"""Generator of an evaluation file: census people with scores, a batch that was sent twice, and test records."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from course_lib.core.case import Streams
from course_lib.data.census_employment import SCALE, Person, census_employment

if TYPE_CHECKING:
    import pandas as pd

FIRST_YEAR, FIRST_TEST_ID = 2016, 900_001
RACES, SEXES = ("Asian", "Black", "White", "other"), ("female", "male")
EVERY_AGE, BINS = (0, 120), 5


def slice_name(race: str, sex: str) -> str:
    """Return how a slice is called: "Asian women"."""
    return f"{race} {'women' if sex == 'female' else 'men'}"


SLICES = tuple(sorted(slice_name(race, sex) for race in RACES for sex in SEXES))


class Tally(NamedTuple):
    """People without a job: how many the model calls employed (missed), and how many there are."""

    missed: int
    people: int

    @property
    def rate(self) -> float:
        """The missed rate."""
        return self.missed / self.people


@dataclass(frozen=True)
class Evaluation:
    """What the evaluation file holds beyond the people, and who counts on the card.

    `copied` are places of people in the source that were sent a second time; `tests` are records of a load test.
    """

    years: tuple[int, int]
    ages: tuple[int, int]
    threshold: float
    copied: tuple[int, ...]
    tests: tuple[Person, ...]
    order_seed: int

    @property
    def cut(self) -> int:
        """The threshold on the scale of the source."""
        return round(self.threshold * SCALE)

    @cached_property
    def counted(self) -> dict[object, object]:
        """What was counted already: the keys ask for the same few counts hundreds of times."""
        return {}

    def extra(self, *, copies: bool, tests: bool) -> list[Person]:
        """Return the rows that the file holds beyond one a person."""
        people = census_employment()
        return [*(people[at] for at in self.copied if copies), *(one for one in self.tests if tests)]


def tally(
    evaluation: Evaluation,
    names: Sequence[str] = SLICES,
    *,
    years: Iterable[int] | None = None,
    ages: tuple[int, int] | None = None,
    cut: int | None = None,
    copies: bool = False,
    tests: bool = False,
) -> Tally:
    """Count the people without a job in the slices `names`; years, ages and threshold are the card's unless given."""
    years = tuple(evaluation.years if years is None else years)
    asked = (tuple(names), years, ages or evaluation.ages, evaluation.cut if cut is None else cut, copies, tests)
    if asked not in evaluation.counted:
        evaluation.counted[asked] = _tally(evaluation, *asked)
    return evaluation.counted[asked]


def _tally(
    evaluation: Evaluation,
    names: tuple[str, ...],
    years: tuple[int, ...],
    ages: tuple[int, int],
    cut: int,
    copies: bool,
    tests: bool,
) -> Tally:
    span = range(ages[0], ages[1] + 1)
    missed = people = 0
    for scores in (_out_of_work().get((year, name, age), ()) for year in years for name in names for age in span):
        people += len(scores)
        missed += len(scores) - bisect_left(scores, cut)
    for one in evaluation.extra(copies=copies, tests=tests):
        inside = one.year in years and one.age in span and slice_name(one.race, one.sex) in names
        if inside and not one.employed:
            people += 1
            missed += one.score >= cut
    return Tally(missed, people)


@cache
def _out_of_work() -> dict[tuple[int, str, int], list[int]]:
    """Return the ordered scores of the people without a job by year, slice and age."""
    cells: dict[tuple[int, str, int], list[int]] = {}
    for one in census_employment():
        if not one.employed:
            cells.setdefault((one.year, slice_name(one.race, one.sex), one.age), []).append(one.score)
    return {place: sorted(scores) for place, scores in cells.items()}


def in_scope_counts(evaluation: Evaluation) -> dict[str, int]:
    """Count people in scope, with a job or without: "people", "employed", "called employed", and each slice."""
    if "in scope" not in evaluation.counted:
        low, high = evaluation.ages
        inside = [one for one in census_employment() if one.year in evaluation.years and low <= one.age <= high]
        counts = Counter(slice_name(one.race, one.sex) for one in inside)
        counts["people"], counts["employed"] = len(inside), sum(one.employed for one in inside)
        counts["called employed"] = sum(one.score >= evaluation.cut for one in inside)
        evaluation.counted["in scope"] = counts
    return evaluation.counted["in scope"]


class Bin(NamedTuple):
    """A fifth of the score's range: how many people lie in it, the sum of their scores, and how many have a job."""

    people: int
    score: int
    employed: int


def score_bins(evaluation: Evaluation, *, ages: tuple[int, int] | None = None, extra: bool = False) -> list[Bin]:
    """Count the people of the card's years and ages in five bins of the score, edges below included."""
    low, high = ages = ages or evaluation.ages
    if ("bins", ages, extra) in evaluation.counted:
        return evaluation.counted["bins", ages, extra]
    sums = [[0, 0, 0] for _ in range(BINS)]
    cells = [(i, cell) for (year, age, i), cell in _bins().items() if year in evaluation.years and low <= age <= high]
    if extra:
        rows = evaluation.extra(copies=True, tests=True)
        inside = [one for one in rows if one.year in evaluation.years and low <= one.age <= high]
        cells += [(bin_of(one.score), Bin(1, one.score, one.employed)) for one in inside]
    for i, cell in cells:
        sums[i] = [total + more for total, more in zip(sums[i], cell, strict=True)]
    evaluation.counted["bins", ages, extra] = [Bin(*each) for each in sums]
    return evaluation.counted["bins", ages, extra]


def bin_of(score: int) -> int:
    """Return the bin of a score."""
    return min(BINS - 1, score * BINS // SCALE)


@cache
def _bins() -> dict[tuple[int, int, int], Bin]:
    cells: dict[tuple[int, int, int], Bin] = {}
    for one in census_employment():
        place = one.year, one.age, bin_of(one.score)
        people, score, employed = cells.get(place, (0, 0, 0))
        cells[place] = Bin(people + 1, score + one.score, employed + one.employed)
    return cells


def draw_evaluation(streams: Streams) -> Evaluation:
    """Draw years, ages and threshold of the card, and what got into the file."""
    rng, extra = streams.rng("scope"), streams.rng("extra rows")
    years = rng.choice(((2016, 2017), (2017, 2018)))
    ages = rng.choice((18, 19, 20, 21, 22, 23, 25)), rng.choice((54, 57, 59, 61, 64, 66))
    threshold = rng.choice((40, 42, 44, 45, 46, 54, 55, 56, 58, 60)) / 100
    idle = [one for one in _idle_places() if one.year in years and ages[0] <= one.age <= ages[1]]
    missed = [one.place for one in idle if one.score >= round(threshold * SCALE)]
    small = [one.place for one in idle if one.race != "White"]
    copied = {*extra.sample(missed, extra.randint(150, 260)), *extra.sample(small, extra.randint(40, 80))}
    copied |= {*extra.sample(range(10_000, 40_000), extra.randint(150, 250))}
    tests = tuple(_test_record(streams, i, years, ages) for i in range(extra.randint(40, 80)))
    return Evaluation(years, ages, threshold, tuple(sorted(copied)), tests, streams.number("row order"))


class _Place(NamedTuple):
    year: int
    age: int
    race: str
    score: int
    place: int


@cache
def _idle_places() -> list[_Place]:
    people = enumerate(census_employment())
    return [_Place(one.year, one.age, one.race, one.score, at) for at, one in people if not one.employed]


def _test_record(streams: Streams, number: int, years: tuple[int, int], ages: tuple[int, int]) -> Person:
    rng = streams.rng(f"test record {number}")
    race, score = rng.choice(("Asian", "Black", "other", "other")), rng.randint(5_000, 60_000)
    return Person(rng.choice(years), rng.randint(*ages), rng.choice(SEXES), race, score, 0)


def people_frame(evaluation: Evaluation) -> "pd.DataFrame":
    """Return the evaluation file: one row a record, in no order."""
    import pandas as pd

    people = census_employment()
    records = [(at + 1, one, "first") for at, one in enumerate(people) if one.year >= FIRST_YEAR]
    records += [(at + 1, people[at], "resent") for at in evaluation.copied]
    records += [(FIRST_TEST_ID + i, one, "first") for i, one in enumerate(evaluation.tests)]
    rows = [(number, *one, batch) for number, one, batch in records]
    frame = pd.DataFrame(rows, columns=["person_id", *Person._fields, "batch"])
    frame["score"] /= SCALE
    return frame.sample(frac=1, random_state=evaluation.order_seed % 2**32).reset_index(drop=True)
