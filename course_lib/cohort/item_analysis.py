"""Statistics of a class on one assignment: distribution, time line, difficulty, discrimination, frequent mistakes."""

import itertools
import math
import statistics
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from course_lib.cohort.class_results import Answer, ClassResults
from course_lib.core.result import LOOK

_FEW, _PER_QUESTION = 5, 5
NAMED = ("mistake", "slip", "partly")  # the kinds whose sentence says what went wrong, and quotes nobody


@dataclass(frozen=True)
class Item:
    """One question in figures.

    `difficulty` is the mean share of its points; `discrimination` the correlation of its points with the points of all
    other questions, `interval` its 95 % interval, both None where they are not defined; `kinds` the share of the class
    by kind of marking.
    """

    number: int
    question: str
    worth: float
    difficulty: float
    discrimination: float | None
    interval: tuple[float, float] | None
    kinds: Mapping[str, float]


@dataclass(frozen=True)
class Frequent:
    """A sentence that the class was told on a question, and how many were."""

    number: int
    question: str
    kind: str
    sentence: str
    learners: int
    share: float


def items(results: ClassResults) -> list[Item]:
    """Return the figures of every question, over the learners who were graded."""
    totals = [sum(one.points for one in learner.answers) for learner in results.graded]
    found = []
    for number, (question, answers) in enumerate(_by_question(results).items(), 1):
        points = [0.0 if one is None else one.points for one in answers]
        kinds = Counter(one.kind for one in answers if one)
        worth = results.questions[question]
        difficulty = statistics.fmean(points) / worth if points and worth else 0.0
        r = correlation(points, [total - own for total, own in zip(totals, points, strict=True)])
        shares = {kind: kinds[kind] / max(1, len(answers)) for kind in LOOK}
        found.append(Item(number, question, worth, difficulty, r, interval(r, len(points)), shares))
    return found


def frequent(results: ClassResults) -> list[Frequent]:
    """Return the sentences that name what went wrong, the most frequent first; at most five a question."""
    found = []
    for number, (question, answers) in enumerate(_by_question(results).items(), 1):
        known = results.mistakes.get(question, ())
        said = Counter((one.kind, _as_declared(one.sentence, known)) for one in answers if one and one.kind in NAMED)
        for (kind, sentence), count in said.most_common(_PER_QUESTION):
            found.append(Frequent(number, question, kind, sentence, count, count / len(answers)))
    return sorted(found, key=lambda one: (-one.learners, one.number))


def _as_declared(sentence: str, known: Sequence[str]) -> str:
    """Return a mistake's sentence as its question declares it, without what follows about a single learner's fields."""
    return next((one for one in known if sentence.startswith(one)), sentence)


def _by_question(results: ClassResults) -> dict[str, list[Answer | None]]:
    """Return every graded learner's answer to each question, None where the gradebook has none."""
    own = [{one.question: one for one in learner.answers} for learner in results.graded]
    return {question: [answers.get(question) for answers in own] for question in results.questions}


def correlation(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Return Pearson's correlation; None for fewer than five pairs, or where either does not vary."""
    if len(x) < _FEW or any(max(one) - min(one) < 1e-9 for one in (x, y)):
        return None
    return statistics.correlation(x, y)


def interval(r: float | None, n: int) -> tuple[float, float] | None:
    """Return the 95 % interval of a correlation by Fisher's transformation."""
    if r is None or abs(r) > 1 - 1e-9:
        return None
    reach = 1.96 / math.sqrt(n - 3)
    return math.tanh(math.atanh(r) - reach), math.tanh(math.atanh(r) + reach)


def distribution(totals: Sequence[float], worth: float, bins: int = 10) -> dict[str, int]:
    """Return how many totals lie in each tenth of the points; the full mark belongs to the last one."""
    edges = [worth * i / bins for i in range(bins + 1)]
    names = [f"{low:g} to {high:g}" for low, high in itertools.pairwise(edges)]
    counts = Counter(min(max(int(total / worth * bins + 1e-9), 0), bins - 1) for total in totals) if worth else {}
    return {name: counts.get(i, 0) for i, name in enumerate(names)}


def time_line(moments: Sequence[datetime]) -> dict[datetime, int]:
    """Return how many had handed in by the end of each step: an hour, six, or whole days; at most 62 steps."""
    if not moments:
        return {}
    first, last = min(moments), max(moments)
    days = timedelta(days=max(1, math.ceil((last - first) / timedelta(days=60))))
    step = next((short for short in (timedelta(hours=1), timedelta(hours=6)) if (last - first) / short <= 60), days)
    midnight = datetime(first.year, first.month, first.day)
    end, ordered = midnight + step * ((first - midnight) // step), sorted(moments)
    counts = {end: 0}
    while counts[end] < len(ordered):
        end += step
        counts[end] = bisect_left(ordered, end)
    return counts
