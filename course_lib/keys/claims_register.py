"""Question on the register: what may be quoted, on which figure. And the pages that a candidate takes along."""

from course_lib.cases.pay_lines import ALL_READINGS, LITERAL
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.callback_slices import SLICES, callback_ratio, slices_not_settled
from course_lib.keys.claim_grounds import CLAIM, CLASSES, FACT, INCOHERENT, WRONG
from course_lib.keys.exercise import Artefact, Exercise
from course_lib.keys.like_for_like import standardised_difference
from course_lib.keys.pay_line_checks import asked, readings_range
from course_lib.keys.score_groups import score_gap


@question(
    points=6,
    unit="fields",
    kind="fields",
    frames=("pay_lines", "readings", "error_batches"),
    hint="Two headlines get a class, by the tables that you have worked. The figures are your answers from above.",
    working="Does the line add up as it stands, or under another reading? Is the like-for-like difference below zero?",
    form=Fields(
        (
            Slot("pay_line", choices=CLASSES),
            Slot("pay_range", unit="USD", tolerance=500, same_as="readings_range"),
            Slot("model_headline", choices=CLASSES),
            Slot("model_difference", unit="share", tolerance=0.0005, same_as="standardised_difference"),
            Slot("score_difference", unit="share", tolerance=0.0005, same_as="score_gap"),
            Slot("callbacks", unit="ratio", tolerance=0.0005, same_as="callback_ratio"),
            Slot("not_settled", kind="labels", choices=SLICES, same_as="slices_not_settled"),
            Slot("check_next", kind="text", weight=0),
        ),
        template=(
            "The pay line: {pay_line}; readings put it {pay_range} apart. The new model makes fewer errors: "
            "{model_headline}; like for like, {model_difference} of cases. The scores: {score_difference} between the "
            "groups in the rate quoted. The call-backs: ratio {callbacks}; not settled in {not_settled}."
        ),
    ),
)
def claims_register(case: Case) -> dict[str, object]:
    """Close the register: two headlines with their class, and the figures that you would put your name to.

    - `pay_line`: the statement "the parts of this line make its stated total", for the line on your card. `fact` if it
      adds up as it stands, `claim` if only another row of `readings` comes within 0.01 of the stated total (the page
      does not say which reading it means), `wrong` if none does
    - `pay_range`: highest less lowest total over the readings, in USD
    - `model_headline`: the statement "the new model makes fewer errors on the same cases", judged like for like: `fact`
      or `wrong`
    - `model_difference`: new less old, like for like
    - `score_difference`: first group less second, in the rate on your card
    - `callbacks`, `not_settled`: the ratio in your part, and the slices in which nothing is settled
    - `check_next`: which claim you would check next and with what, in your words; not marked
    """
    line = asked(case)
    saved = any(line.fits(reading) for reading in ALL_READINGS)
    fewer = standardised_difference.answer(case) < 0
    return {
        "pay_line": FACT if line.fits(LITERAL) else CLAIM if saved else WRONG,
        "pay_range": readings_range.answer(case),
        "model_headline": FACT if fewer else WRONG,
        "model_difference": standardised_difference.answer(case),
        "score_difference": score_gap.answer(case),
        "callbacks": callback_ratio.answer(case),
        "not_settled": slices_not_settled.answer(case),
        "check_next": None,
    }


@claims_register.mistake("A line of pay is figures, not words: it adds up, adds up under another reading, or is wrong.")
def _(case: Case) -> dict[str, object]:
    return {"pay_line": INCOHERENT}


@claims_register.mistake(
    "Two tests for the line, in this order: does it add up as it stands, and if not, does any other reading save it?"
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


EXERCISE = Exercise(
    questions=(claims_register,),
    strong_answer=(
        "One line a claim: what is said, its class, why, and what would verify it. {claims_register} I do not say that "
        "an article is bad. I say which sentences I can use, and on whose word. A figure goes into my deck with its "
        "denominator, its date and its source, a claim as a question. What is wrong stays out, and I tell whoever sent "
        "it, with the reason. The register is dated, since law moves."
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

| claim | class | why | what would verify it |
|---|---|---|---|
{claim_classes.table}
{evidence_needed.rows}

## Pay lines

- Add up as they stand: {lines_that_add_up.as_pages}
- Wrong under every reading: {lines_no_reading_saves.pages}
- The line that the panel asked about ("its parts make its total"): {claims_register.pay_line}; readings put it
  {readings_range} apart

## Stories and reports

- Impossible by their dates:
{impossible_by_date.by_story}
- Above the ceiling of the law, for a small firm (SME) the lower one:
{above_ceiling.by_fine}
- The repeated figure of the incident: {repeated_figure_check}
- {account_to_use.in_words}

## Headlines against their tables

| headline | what it says | what the table says |
|---|---|---|
| The new model makes fewer errors | {pooled_difference.in_points} in all | {standardised_difference.as_points} like \
for like: {claims_register.model_headline} |
| The score wrongs a group | its {card.rate} is {score_gap.in_points} | {worse_off.by_name} |
| A name decides who is called back | ratio {callback_ratio} where {card.ratio_in} | not settled in the slices \
{slices_not_settled} |

## Definitions

{figures}""",
    ),
)
