"""Generator of the card that you inherit: nine sections in the vendor's words, with faults in it."""

from datetime import date, timedelta

from course_lib.cases.scored_people import EVERY_AGE, RACES, SEXES, Evaluation, slice_name, tally
from course_lib.core.case import Streams
from course_lib.measures.intervals import wilson_interval

# What a form shows; what only a reader sees who compares two places; and what is no fault.
BY_FORM = (
    "no number of cases",
    "no interval",
    "no owner",
    "review date is past",
    "limits name nobody",
    "no alarm line",
    "claims certainty",
    "figure outside its interval",
    "a section without content",
)
BY_MEANING = ("figures of people out of scope", "figures at another threshold")
NO_FAULT = ("a group is held back", "sections in another order")
REMARKS = tuple(sorted((*BY_FORM, *BY_MEANING, *NO_FAULT)))
_EMPTY = ("TBD", "[More Information Needed]", "to be completed", "n/a")
_GENERAL = (
    "As with any model, results may vary. Use with care.",
    "The model can make mistakes. Users should exercise caution.",
    "Like all models it may be wrong at times.",
)
_CERTAIN = ("The model is unbiased.", "The scores are free of bias.", "The model is fully compliant.")


def draw_draft(streams: Streams, evaluation: Evaluation, today: date) -> str:
    """Draw the inherited card, as Markdown."""
    return _text(streams, evaluation, draw_faults(streams), today)


def draw_faults(streams: Streams) -> set[str]:
    """Draw what goes wrong in it: up to four faults of form, and one of meaning."""
    rng = streams.rng("draft card")
    faults = {*rng.sample(BY_FORM, rng.randint(2, 4)), rng.choice(BY_MEANING)}
    return faults - ({"figure outside its interval"} if "no interval" in faults else set())


def _text(streams: Streams, evaluation: Evaluation, faults: set[str], today: date) -> str:
    rng = streams.rng("draft words")
    sections = _sections(streams, evaluation, faults)
    if "a section without content" in faults:
        free = ("Training data", "Factors", *(() if "claims certainty" in faults else ("Ethical considerations",)))
        sections[rng.choice(free)] = rng.choice(_EMPTY)
    order = ["Intended use", *rng.sample([one for one in sections if one != "Intended use"], len(sections) - 1)]
    days = -rng.randint(5, 80) if "review date is past" in faults else rng.randint(15, 120)
    body = "\n\n".join(f"## {title}\n\n{sections[title]}" for title in order)
    updated = today - timedelta(rng.randint(150, 300))
    dates = f"Text last changed: {updated.isoformat()}. Next review: {(today + timedelta(days)).isoformat()}."
    return f"---\nlicense: other\n---\n\n# Job score 2\n\n{body}\n\n{dates}\n"


def _sections(streams: Streams, evaluation: Evaluation, faults: set[str]) -> dict[str, str]:
    rng = streams.rng("draft sections")
    low, high = evaluation.ages
    other = 0.5 if "figures at another threshold" in faults else evaluation.threshold
    owner = "" if "no owner" in faults else f" Owner: {rng.choice(('R. Amado', 'K. Novak', 'S. Ito'))}, letters team."
    alarm = "The office monitors the model closely."
    if "no alarm line" not in faults:
        alarm = (
            f"Monitoring: a monthly missed rate above {rng.randint(70, 79)} % stops the letters; the owner is called."
        )
    certain = f" {rng.choice(_CERTAIN)}" if "claims certainty" in faults else ""
    limits = "Misses women without a job more often than men."
    return {
        "Model details": f"Predicts from survey answers who has a job. In use at a threshold of "
        f"{evaluation.threshold:.2f}.{owner}",
        "Intended use": f"Letters that offer help to people aged {low} to {high} with a score below the threshold. Not "
        "for decisions on benefits.",
        "Factors": "Race and sex, as told in the survey.",
        "Metrics": f"Missed rate: people without a job who score at least {other:.2f}, over all people without a job.",
        "Evaluation data": f"American Community Survey, Massachusetts, {evaluation.years[0]} and "
        f"{evaluation.years[1]}, {_population(evaluation, faults)}.",
        "Training data": "Survey answers of the same state, year not stated.",
        "Results by group": _table(streams, evaluation, faults),
        "Ethical considerations": f"A missed person gets no letter, and does not learn of the offer.{certain}",
        "Known limitations": f"{rng.choice(_GENERAL) if 'limits name nobody' in faults else limits}\n\n{alarm}",
    }


def _population(evaluation: Evaluation, faults: set[str]) -> str:
    if "figures of people out of scope" in faults:
        return "everybody in the file, children and pensioners too"
    return f"people aged {evaluation.ages[0]} to {evaluation.ages[1]}"


def _table(streams: Streams, evaluation: Evaluation, faults: set[str]) -> str:
    """Return the table of the missed rate by race; the smallest group is held back, which is no fault."""
    heads = ["group", "missed rate"]
    heads += [] if "no interval" in faults else ["95 % interval (Wilson)"]
    heads += [] if "no number of cases" in faults else ["people without a job"]
    wrong = streams.rng("wrong row").choice(RACES[:-1]) if "figure outside its interval" in faults else ""
    rows = [_row(evaluation, race, faults, wrong=race == wrong) for race in RACES[:-1]]
    rows.append(["other", "not reported: small groups of many kinds", *["-"] * (len(heads) - 2)])
    return "\n".join("| " + " | ".join(row) + " |" for row in (heads, ["---"] * len(heads), *rows))


def _row(evaluation: Evaluation, race: str, faults: set[str], *, wrong: bool) -> list[str]:
    every_age, half = "figures of people out of scope" in faults, "figures at another threshold" in faults
    found = tally(
        evaluation,
        [slice_name(race, sex) for sex in SEXES],
        ages=EVERY_AGE if every_age else None,
        cut=50_000 if half else None,
    )
    interval = wilson_interval(found.missed, found.people)
    shown = interval.high + 0.03 if wrong else found.rate
    row = [race, f"{shown:.1%}"]
    row += [] if "no interval" in faults else [f"{interval.low:.1%} to {interval.high:.1%}"]
    return row + ([] if "no number of cases" in faults else [f"{found.people:,}"])
