"""The risk register of the assessment: the learner's own figures, and which of them may be called a saving."""

from datetime import date

from course_lib.cases.product_inventory import CODES
from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.compliance_value import impact_bad_case, loss_avoided, payback
from course_lib.keys.conformity_schedule import BEFORE_THE_AMENDMENT, latest_start
from course_lib.keys.exercise import Exercise
from course_lib.keys.fine_ceilings import ceiling_large, planning_exposure
from course_lib.keys.product_classes import PROHIBITED, product_classes
from course_lib.measures.regulation.dates import ANNEX_I, ANNEX_III

SAVINGS = ("work saved", "expected loss avoided", "fine avoided", "ceiling avoided")


@question(
    points=9,
    unit="fields",
    kind="fields",
    frames=("inventory", "forms", "act_extract", "turnover", "tasks"),
    form=Fields(
        (
            Slot("stop", choices=CODES),
            Slot("annex_iii_from", kind="date"),
            Slot("annex_i_from", kind="date"),
            Slot("start_by", kind="date", same_as="latest_start"),
            Slot("ceiling", unit="million EUR", tolerance=0.05, same_as="ceiling_large"),
            Slot("planned", unit="thousand EUR", tolerance=0.005, relative=True, same_as="planning_exposure"),
            Slot("avoided", unit="USD", tolerance=0.005, relative=True, same_as="loss_avoided"),
            Slot("bad_case", unit="USD", tolerance=0.002, relative=True, same_as="impact_bad_case"),
            Slot("pays_back", unit="months", tolerance=0.05, same_as="payback"),
            Slot("called_a_saving", choices=SAVINGS),
        ),
        template="Stop {stop}. Annex III binds from {annex_iii_from}, Annex I from {annex_i_from}; start by "
        "{start_by}. Ceiling {ceiling}, planned {planned} a year. The automation avoids {avoided} a year of "
        "expected loss, a bad case costs {bad_case}, payback {pays_back}. Called a saving: {called_a_saving}.",
    ),
    hint="Most fields are answers that you have. Two dates come from the ledger; one word is about what was measured.",
    working="Prohibited product; dates as amended; your figures; and the one benefit that was measured.",
)
def risk_register(case: Case) -> dict[str, object]:
    """Fill the register that goes to the steering group. Figures as in your answers above, in the same units.

    - `stop`: the product under review whose practice is prohibited
    - `annex_iii_from`, `annex_i_from`: the days from which the high-risk rules bind, as amended [EUAI-044] [EUAI-045]
    - `start_by`: latest start of the plan
    - `ceiling`, `planned`: large group, breach of a listed duty
    - `avoided`, `bad_case`, `pays_back`: expected loss avoided, cost of a bad case, payback
    - `called_a_saving`: the one benefit that you may report as a saving, because it was measured and not assumed
    """
    return {
        "stop": next(code for code, found in product_classes.answer(case).items() if found == PROHIBITED),
        "annex_iii_from": ANNEX_III.day,
        "annex_i_from": ANNEX_I.day,
        "start_by": latest_start.answer(case),
        "ceiling": ceiling_large.answer(case),
        "planned": planning_exposure.answer(case),
        "avoided": loss_avoided.answer(case),
        "bad_case": impact_bad_case.answer(case),
        "pays_back": payback.answer(case),
        "called_a_saving": SAVINGS[0],
    }


@risk_register.mistake("A fine that did not come is no saving: nobody can show that it would have come.")
def _(case: Case) -> dict[str, object]:
    return {"called_a_saving": SAVINGS[2]}


@risk_register.mistake("A ceiling is a limit of the law. It was never going to be paid, so nobody saves it.")
def _(case: Case) -> dict[str, object]:
    return {"called_a_saving": SAVINGS[3]}


@risk_register.mistake("An expected loss rests on assumed chances. It belongs in the case, and not under savings.")
def _(case: Case) -> dict[str, object]:
    return {"called_a_saving": SAVINGS[1]}


@risk_register.mistake("That was the day for Annex III before the amendment. Take the amended one from the ledger.")
def _(case: Case) -> dict[str, object]:
    return {"annex_iii_from": BEFORE_THE_AMENDMENT}


@risk_register.mistake("That was the day for Annex I before the amendment. Take the amended one from the ledger.")
def _(case: Case) -> dict[str, object]:
    return {"annex_i_from": date(2027, 8, 2)}  # EUAI-045


@risk_register.mistake("You swapped the two days: products under Annex I have longer than the uses of Annex III.")
def _(case: Case) -> dict[str, object]:
    return {"annex_iii_from": ANNEX_I.day, "annex_i_from": ANNEX_III.day}


EXERCISE = Exercise(
    questions=(risk_register,),
    strong_answer=(
        "{risk_register} First decision: stop the prohibited product, because no plan makes it compliant. Second: "
        "release the team for the start date. I report as a saving only what was measured. Ceiling, planned fine and "
        "expected loss stand beside it with their assumptions, each with an owner who may change it."
    ),
    follow_up="The board asks for one number. Which one do you give, and what do you say with it?",
)
