"""Question on the register: what may be quoted, on which figure. And the pages that a candidate takes along."""

import re

from course_lib.cases.pay_lines import ALL_READINGS, LITERAL
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.claim_classes import open_ids
from course_lib.keys.claim_grounds import CLAIM, CLASSES, FACT, INCOHERENT, NEEDS, WRONG
from course_lib.keys.exercise import Artefact, Exercise
from course_lib.keys.like_for_like import standardised_difference
from course_lib.keys.pay_line_checks import asked

FIGURES = POOLED, LIKE_FOR_LIKE = ("all sites together", "like for like")
_WORDS = 6


def _next_check(case: Case, values: dict[str, object]) -> tuple[float, str]:
    """Judge which claim is checked next: it has an id, is still open, and is followed by what would check it."""
    text = values.get("check_next")
    if not text:
        return 0, "check_next is empty: name one open claim by its id, and what you would check it with."
    ids = set(re.findall(r"\b[cq]\d\d\b", text.lower()))
    if not ids:
        return 0, "check_next names no statement: put its id into the sentence."
    if not ids <= open_ids(case):
        return 0, "check_next names a statement that is no open claim: what is settled needs no further check."
    if len(text.split()) < _WORDS:
        return 0.5, "check_next names the claim, but not what you would check it with."
    return 1, ""


@question(
    points=6,
    unit="fields",
    kind="fields",
    frames=("pay_lines", "readings", "error_batches", "claims", "to_quote"),
    hint="Two headlines get a class, by the tables that you have worked. The last field is a sentence of your own.",
    working="Does the line add up as both of base, or in another reading? Which sign has the like-for-like difference?",
    form=Fields(
        (
            Slot("pay_line", choices=CLASSES),
            Slot("model_headline", choices=CLASSES),
            Slot("model_figure", choices=FIGURES),
            Slot("check_next", kind="text", rule=_next_check),
        ),
        template=(
            "The parts of the pay line make its total: {pay_line}. The new model makes fewer errors on the same cases: "
            "{model_headline}, judged {model_figure}. To check next: {check_next}"
        ),
        one_by_one=True,
    ),
)
def claims_register(case: Case) -> dict[str, object]:
    """Close the register: which headline may be quoted, on which figure, and what is checked next?

    - `pay_line`: the statement "the parts of this line make its stated total", for the line on your card. `fact` if it
      adds up under `both of base`, which this course takes as the default reading; `claim` if only another row of
      `readings` comes within 0.01 of the stated total; `wrong` if none does
    - `model_headline`: the statement "the new model makes fewer errors on the same cases": `fact` or `wrong`
    - `model_figure`: the figure that you put beside that headline
    - `check_next`: one sentence. The id of a statement that is still an open claim (`c..` or `q..`), and what you would
      check it with
    """
    line = asked(case)
    saved = any(line.fits(reading) for reading in ALL_READINGS)
    fewer = standardised_difference.answer(case) < 0
    return {
        "pay_line": FACT if line.fits(LITERAL) else CLAIM if saved else WRONG,
        "model_headline": FACT if fewer else WRONG,
        "model_figure": LIKE_FOR_LIKE,
        "check_next": f"q01, for which I ask for {NEEDS[case.to_quote[0].name]}.",
    }


@claims_register.mistake("A line of pay is figures, not words: it adds up, adds up under another reading, or is wrong.")
def _(case: Case) -> dict[str, object]:
    return {"pay_line": INCOHERENT}


@claims_register.mistake(
    "Two tests for the line, in this order: does it add up as both of base, and if not, does any other reading save it?"
)
def _(case: Case) -> dict[str, object]:
    return {"pay_line": WRONG if claims_register.answer(case)["pay_line"] == CLAIM else CLAIM}


@claims_register.mistake(
    "The headline on the models is not open. The batches settle it, once both have the same sites."
)
def _(case: Case) -> dict[str, object]:
    return {"model_headline": CLAIM}


@claims_register.mistake("The headline on the models is about the same cases: read the sign like for like, not in all.")
def _(case: Case) -> dict[str, object]:
    return {"model_headline": WRONG if claims_register.answer(case)["model_headline"] == FACT else FACT}


@claims_register.mistake("All sites together, each model keeps its own mix. The headline speaks of the same cases.")
def _(case: Case) -> dict[str, object]:
    return {"model_figure": POOLED}


EXERCISE = Exercise(
    questions=(claims_register,),
    strong_answer=(
        "One line a claim: what is said, its class, why, and what would verify it. {claims_register} Like for like the "
        "new model makes {standardised_difference.as_points} errors. I do not call an article bad. I say which "
        "sentences I can use, and on whose word. A figure goes into my deck with denominator, date and source, a "
        "claim as a question. What is wrong stays out, and I tell whoever sent it."
    ),
    follow_up="Your director likes one of the wrong claims. What do you say, in two sentences?",
)
PORTFOLIO = (
    Artefact(
        "claims_register.md",
        """# Claims register

Case {case_code}. As of November 2026. Invented or paraphrased statements, judged by the candidate. Ids in brackets are
entries of the course's ledger of sources.

Found: {claim_classes.count}.

| id | claim | class | why | what would verify it |
|---|---|---|---|---|
{claim_classes.table}
{evidence_needed.rows}

## Pay lines

- Add up with bonus and equity both as shares of base: {lines_that_add_up.as_pages}
- Wrong under every reading: {lines_no_reading_saves.pages}
- The line that the panel asked about ("its parts make its total"): {claims_register.pay_line}

## Stories and reports

- Impossible by their dates:
{impossible_by_date.by_story}
- Above the ceiling of the law (for a small firm, an SME, the lower one, except for general-purpose models):
{above_ceiling.by_fine}
- The repeated figure of the incident: {repeated_figure_check}
- {account_to_use.in_words}

## Headlines against their tables

| headline | figure behind it | what the table says |
|---|---|---|
| The new model makes fewer errors | {pooled_difference.in_points}, all sites together | \
{standardised_difference.as_points} like for like: on the same cases it is {claims_register.model_headline} |
| The score wrongs a group | {card.rate} {score_gap.in_points} | {worse_off.by_name} |
| A name decides who is called back | ratio {callback_ratio.with_interval}, where {card.ratio_in} | too few resumes \
to tell in the slices {slices_not_settled} |

To check next: {claims_register.check_next}

## How the figures are counted

- Errors: errors over cases, each batch once, without the test site; new model less old. Like for like: the difference
  at each site, weighted by the site's cases of both models.
- Score: flagged from {card.threshold} on, groups by {card.group_column}; the outcome is a new offence on record
  within two years. Differences are first group less second, in percentage points.
- Call-backs: rate under Black names over rate under white names. A slice is open if Newcombe's 95 % interval of the
  difference holds zero.
- A line of pay adds up if it comes within 1 % of its stated total.""",
    ),
)
