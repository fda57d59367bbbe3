"""A bullet made of typed fields: its sentence is judged by the linter, for a third of the points."""

from collections.abc import Mapping, Sequence

from course_lib.bullets import lint
from course_lib.bullets.words import bare_figures, clean
from course_lib.core.case import Case
from course_lib.forms import Fields, Slot
from course_lib.wording.figures import sentence

_PART_WITH_REMARKS = 1 / 3
_OPEN = "A field is still open, so there is no bullet to judge yet."
_OTHER_FIGURES = (
    "The panel recomputes a bullet: each figure of your fields must stand in your text, and with the same value."
)


def bullet_fields(slots: Sequence[Slot], template: str) -> Fields:
    """Return fields with a last one, `text`: the learner's own wording, or None for the sentence of the fields.

    The text earns a third of the points: all of it without a remark of the linter, a third of it with warnings or
    questions only, nothing with an error or with figures that are not those of the fields.
    """
    typed = Fields(tuple(slots), template)

    def judge(case: Case, values: Mapping[str, object]) -> tuple[float, str]:
        if any(values.get(slot.name) is None for slot in slots):
            return 0.0, _OPEN
        own = values.get("text")
        if own and not all(
            _stands_in(own, slot, values[slot.name]) for slot in slots if slot.kind in ("number", "integer")
        ):
            return 0.0, _OTHER_FIGURES
        report = lint(str(own or sentence(typed, values)))
        if not report.findings:
            return 1.0, ""
        worst = (report.level("error") or report.findings)[0]
        return (0.0 if worst.level == "error" else _PART_WITH_REMARKS), f"Linter, {worst.code}: {worst.sentence}"

    weight = sum(slot.weight for slot in slots) / 2  # a third of all
    return Fields((*slots, Slot("text", kind="text", rule=judge, weight=weight)), template)


def _stands_in(text: str, slot: Slot, value: float) -> bool:
    """Say whether a figure is in a text, to the digits a reader expects: shares also in per cent."""
    found = bare_figures(clean(text))
    reach = (
        0 if slot.kind == "integer" else max(slot.tolerance * (abs(value) if slot.relative else 1), 0.005 * abs(value))
    )
    wanted = (value, 100 * value) if slot.unit == "share" else (value,)
    return any(abs(one - want) <= (reach * (100 if i else 1)) + 1e-9 for i, want in enumerate(wanted) for one in found)
