"""The question that fills the risk register: for each risk its mean year and its bad year."""

from collections.abc import Callable, Mapping

from course_lib.core.case import Case
from course_lib.core.question import question
from course_lib.forms import Fields, Slot
from course_lib.keys.bad_years import FRAMES, tail
from course_lib.keys.loss_history import FRAMES as REGISTERS
from course_lib.keys.loss_history import FROM_POOL, RISKS, gross, yearly_losses


def _slot(risk: str, what: str) -> str:
    return f"{risk.replace(' ', '_')}_{what}"


def _slots(what: str) -> tuple[Slot, ...]:
    return tuple(Slot(_slot(risk, what), unit="USD", tolerance=0.005, relative=True) for risk in RISKS)


@question(
    points=5,
    unit="fields",
    kind="fields",
    frames=(*REGISTERS, *FRAMES),
    form=Fields(
        (*_slots("a_year"), *_slots("bad_year")),
        template="Mean year, net; bad year, gross. "
        + "; ".join(f"{risk}: {{{_slot(risk, 'a_year')}}}, {{{_slot(risk, 'bad_year')}}}" for risk in RISKS)
        + ".",
    ),
    hint="A rare risk has no row in most simulated years. How many zeros belong into its sorted list?",
    working="Events a year x mean net loss by risk; and by risk the yearly losses, zeros in, at position n - n / N.",
)
def risk_register(case: Case) -> dict[str, object]:
    """Fill the risk register: for each of the four risks its annual loss expectancy and its bad year, in US dollars.

    `..._a_year`: the risk's part of `annual_loss`. `..._bad_year`: as in `bad_year`, for this risk alone, over all n
    simulated years; a year without a loss of this risk counts as zero. Compare `wrong advice` and `data leak`: finance
    simulated them with the same mean.
    """
    return _a_year(yearly_losses(case)) | _bad_years(case, lambda risk: tail(case, risk).bad)


def _a_year(losses: Mapping[str, float]) -> dict[str, object]:
    return {_slot(risk, "a_year"): loss for risk, loss in losses.items()}


def _bad_years(case: Case, loss: Callable[[str], float]) -> dict[str, object]:
    return {_slot(risk, "bad_year"): loss(risk) for risk in RISKS}


@risk_register.mistake("You sorted only years with a loss. A rare risk is quiet in most years: those are years too.")
def _(case: Case) -> dict[str, object]:
    return _bad_years(case, lambda risk: tail(case, risk).bad_of_the_loud)


@risk_register.mistake("The bad years are means here. By its mean a rare large loss looks like a frequent small one.")
def _(case: Case) -> dict[str, object]:
    return _bad_years(case, lambda risk: tail(case, risk).mean)


@risk_register.mistake("The mean years are gross: the insurer pays a part, and the register is kept net.")
def _(case: Case) -> dict[str, object]:
    return {name: loss for name, loss in _a_year(yearly_losses(case, gross)).items() if FROM_POOL[:4] not in name}


@risk_register.mistake("Nothing stands against the leak. No event in these years is not no risk: the pool has figures.")
def _(case: Case) -> dict[str, object]:
    return {_slot(FROM_POOL, "a_year"): 0.0}
