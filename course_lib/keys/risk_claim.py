"""The two artefacts of the resume screen: the four-point risk timeline, and the claim that stands on it."""

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.audit_rates import on_first_reads, with_late_site
from course_lib.keys.exercise import Artefact, Exercise
from course_lib.keys.risk_timeline import absolute_reduction, relative_reduction, scans_spared
from course_lib.keys.timeline_noise import found, reduction_lower
from course_lib.measures.significance import two_proportion_z_test

QUARTERS = ("Q1", "Q2", "Q3", "Q4")
STEPS = ("Q1 to Q2", "Q2 to Q3", "Q3 to Q4")
DENOMINATORS = (
    "all scans that the model read",
    "audited scans with a final verdict",
    "scans that the model called abnormal",
    "scans of healthy patients",
)
POINT = 0.00005
NOISE = 1.96


@question(
    points=6,
    unit="fields",
    kind="fields",
    frames=("audited_scans",),
    form=Fields(
        (
            Slot("denominator", choices=DENOMINATORS),
            Slot("q1", unit="share", tolerance=POINT, same_as="rate_first_quarter"),
            Slot("q2", unit="share", tolerance=POINT),
            Slot("q3", unit="share", tolerance=POINT),
            Slot("q4", unit="share", tolerance=POINT, same_as="rate_last_quarter"),
            Slot("baseline", choices=QUARTERS),
            Slot("beyond_noise", kind="labels", choices=STEPS, weight=2),
        ),
        template=(
            "False diagnoses, share of {denominator}: {q1}, {q2}, {q3}, {q4}. Baseline: {baseline}. "
            "Steps beyond noise: {beyond_noise}."
        ),
    ),
    hint="The table that gave you the first and the last rate has four rows. Compare each with the one before it.",
    working="The rate by quarter, as before; a step counts where its pooled z is beyond the limit either way.",
)
def risk_timeline(case: Case) -> dict[str, object]:
    """The four points of your timeline, what they are a share of, and which steps are more than noise.

    Rates of Q2 and Q3 are defined as for Q1: final verdicts, random sample, sites that take part in all four quarters.
    Baseline: the quarter before the pipeline went live. A step is beyond noise where its pooled two-proportion z
    statistic lies beyond 1.96 to either side, on the audited scans of its two quarters.
    """
    rates = {quarter.lower(): case.rate(quarter) for quarter in QUARTERS}
    steps = zip(STEPS, QUARTERS, QUARTERS[1:], strict=False)
    beyond = frozenset(step for step, start, end in steps if abs(_z(case, start, end)) > NOISE)
    return {"denominator": DENOMINATORS[1], **rates, "baseline": "Q1", "beyond_noise": beyond}


def _z(case: Case, start: str, end: str) -> float:
    return two_proportion_z_test(*found(case, start), *found(case, end)).z


@risk_timeline.mistake(
    "Every step is called real; one of them is within noise, and saying so is what makes the others believable."
)
def _(case: Case) -> dict[str, object]:
    return {"beyond_noise": frozenset(STEPS)}


@risk_timeline.mistake(
    "The late site is in Q3, with healthier patients: one line, two mixes. Keep the sites of all four quarters."
)
def _(case: Case) -> dict[str, object]:
    return {"q3": with_late_site(case, "Q3")}


@risk_timeline.mistake("The middle points are first reads; the panel's verdict is final in every quarter.")
def _(case: Case) -> dict[str, object]:
    return {quarter.lower(): on_first_reads(case, quarter) for quarter in ("Q2", "Q3")}


@risk_timeline.mistake(
    "Most scans were never audited: nobody knows whether those are right, so they are no denominator."
)
def _(case: Case) -> dict[str, object]:
    return {"denominator": DENOMINATORS[0]}


@question(
    points=6,
    unit="fields",
    kind="fields",
    form=Fields(
        (
            Slot(
                "metric",
                choices=("false-positive rate", "false-diagnosis rate of audited scans", "number of false diagnoses"),
                weight=2,
            ),
            Slot("baseline", unit="share", tolerance=POINT, same_as="rate_first_quarter"),
            Slot("result", unit="share", tolerance=POINT, same_as="rate_last_quarter"),
            Slot("reduction", tolerance=0.01, same_as="absolute_reduction"),
            Slot("reduction_unit", choices=("per cent of the baseline", "percentage points")),
            Slot("at_least", unit="percentage points", tolerance=0.02, same_as="reduction_lower"),
            Slot("period", choices=("Q1 to Q4", "Q2 to Q4", "Q3 to Q4")),
            Slot(
                "mechanism",
                choices=("a larger audit", "a bias-audit pipeline", "model version v2", "a site with easier scans"),
            ),
            Slot("spared", unit="scans", tolerance=0.005, relative=True, same_as="scans_spared"),
            Slot(
                "not_shown",
                choices=(
                    "that the fall is more than noise",
                    "that the same sites were compared",
                    "that the pipeline alone caused it",
                    "that the panel's verdicts were used",
                ),
                weight=2,
            ),
        ),
        template=(
            "Cut the {metric} from {baseline} to {result} ({period}): {reduction} {reduction_unit}, 95 % interval at "
            "least {at_least}, with {mechanism}; {spared} spared a false diagnosis in the last quarter. Not shown by "
            "before and after: {not_shown}."
        ),
    ),
    hint="Baseline, result, unit, period, mechanism, risk. Then the one thing that a panel will ask next.",
    working="Your own figures from above; the absolute reduction in its unit; the pipeline; cause is what is open.",
)
def risk_claim(case: Case) -> dict[str, object]:
    """The line that goes on your resume, in fields, with the absolute reduction and what the line does not show.

    Figures are those that you answered above. Period: from the baseline to the result. Mechanism: what you owned, in
    place from Q2 on. Not shown: what these data leave open, whatever the size of the sample.
    """
    return {
        "metric": "false-diagnosis rate of audited scans",
        "baseline": case.rate("Q1"),
        "result": case.rate("Q4"),
        "reduction": absolute_reduction.answer(case),
        "reduction_unit": "percentage points",
        "at_least": reduction_lower.answer(case),
        "period": "Q1 to Q4",
        "mechanism": "a bias-audit pipeline",
        "spared": scans_spared.answer(case),
        "not_shown": "that the pipeline alone caused it",
    }


@risk_claim.mistake(
    "A false-positive rate is over healthy patients; you counted every wrong diagnosis, over audited scans."
)
def _(case: Case) -> dict[str, object]:
    return {"metric": "false-positive rate"}


@risk_claim.mistake(
    "That is the relative reduction; this line states the absolute one, which cannot make a rare event look common."
)
def _(case: Case) -> dict[str, object]:
    return {"reduction": relative_reduction.answer(case)}


@risk_claim.mistake("Those are the dashboard's rates of the draft; the panel asks for the scans behind them.")
def _(case: Case) -> dict[str, object]:
    return {"baseline": case.draft_baseline, "result": case.draft_result}


@risk_claim.mistake(
    "The version came in the middle of Q3, and it is not yours; name what you owned, and when it began."
)
def _(case: Case) -> dict[str, object]:
    return {"mechanism": "model version v2"}


@risk_claim.mistake("Noise is what z and the interval do answer; what no sample size answers here is the cause.")
def _(case: Case) -> dict[str, object]:
    return {"not_shown": "that the fall is more than noise"}


EXERCISE = Exercise(
    questions=(risk_timeline, risk_claim),
    strong_answer=(
        "{risk_claim} One step goes the wrong way, and I say so before you ask: it is within noise, and beyond noise "
        "are these: {risk_timeline.beyond_noise}. Next time I would hold two sites back for a quarter. That comparison "
        "costs little, and it is the difference between a line that fell and a line that I moved."
    ),
    follow_up="If you had to name the share of the fall that is yours, which number would it be, and on what ground?",
)

PORTFOLIO = (
    Artefact(
        "risk_timeline.md",
        """# Risk timeline

{risk_claim}

| | Q1 | Q2 | Q3 | Q4 |
|---|---|---|---|---|
| false-diagnosis rate | {risk_timeline.q1} | {risk_timeline.q2} | {risk_timeline.q3} | {risk_timeline.q4} |
| what changed | baseline | bias-audit pipeline, all sites | version v2, all sites; one site joins, left out | |

![Chart: the four rates, with the baseline](risk_timeline.svg)

- Share of: {risk_timeline.denominator}. Random sample, panel's verdict where there is one, sites of all four quarters.
- Reduction: {absolute_reduction}, {relative_reduction} of the baseline, {quarterly_reduction} per quarter compounded.
- Noise: z {reduction_z}; 95 % interval of the reduction from {reduction_lower}. Steps beyond noise: \
{risk_timeline.beyond_noise}.
- Patients: one false diagnosis fewer in {number_needed_to_treat}; {scans_spared} spared in Q4.
- Not shown: {risk_claim.not_shown}. [What I would compare next time]
- Owner of the metric after me: [name]

Case {case_code}. Figures are exercise data, computed by the candidate.

{figures}""",
    ),
    Artefact(
        "resume_bullets.yaml",
        """# One bullet, part by part: keep the parts when you rewrite the line.
case: {case_code}
bullets:
  - metric: "{risk_claim.metric}"
    baseline: "{risk_claim.baseline}"
    result: "{risk_claim.result}"
    reduction: "{risk_claim.reduction} {risk_claim.reduction_unit}"
    at_least: "{risk_claim.at_least}"
    period: "{risk_claim.period}"
    mechanism: "{risk_claim.mechanism}"
    patients: "{risk_claim.spared}"
    not_shown: "{risk_claim.not_shown}"
    line: "[your own words, with these parts in it]"
coverage_of_my_bullets: "{bullet_coverage}"
""",
    ),
)
