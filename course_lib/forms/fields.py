"""Typed fields: a claim sentence, or an artefact whose figures must be the learner's own."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from course_lib.core.answers import NotAnAnswer, read_answer
from course_lib.core.case import Case
from course_lib.core.grading import SLIP_CREDIT, same, tolerance
from course_lib.core.question import Question

Values = Mapping[str, object]
Rule = Callable[[Case, Values], tuple[float, str]]
_WANTED = {
    "number": "a number",
    "integer": "a whole number",
    "choice": "one of the choices",
    "date": "a date",
    "datetime": "a date and time",
    "labels": "labels",
    "order": "labels in order",
    "text": "text",
}
_SLIPS = {
    "share": (100, "right in per cent, and wanted as a share"),
    "per cent": (0.01, "right as a share, and wanted in per cent"),
    "percentage points": (0.01, "right as a share, and wanted in percentage points"),
}
_ONLY_THE_KEY_KNOWS = ("also", "rule")


@dataclass(frozen=True)
class Slot:
    """One typed field.

    Parameters
    ----------
    kind
        One of the kinds above; "choice" where there are `choices`, else "number", if it is left out.
    same_as
        A question of the unit. What the learner answered there is right here too, so that a wrong earlier answer is
        not punished twice.
    weight
        The slot's part of the question's points; 0 for what is written but not marked.
    also
        Choices that are as right as the right one.
    rule
        Judges a text: from case and fields to the share earned (0 to 1) and a sentence for the learner.
    """

    name: str
    choices: tuple[str, ...] = ()
    unit: str = ""
    kind: str = ""
    tolerance: float = 0.0
    relative: bool = False
    same_as: str = ""
    weight: float = 1.0
    also: tuple[str, ...] = ()
    rule: Rule | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", self.kind or ("choice" if self.choices else "number"))
        if self.kind not in _WANTED:
            raise ValueError(f"{self.name}: kind is {self.kind!r}; choose one of {', '.join(_WANTED)}.")

    @property
    def wanted(self) -> str:
        """What the field wants, in words."""
        return f"{_WANTED[self.kind]} ({self.unit})" if self.unit else _WANTED[self.kind]


@dataclass(frozen=True)
class Fields:
    """The fields of one answer, given as a dictionary, and the sentence that they make (field names in braces).

    Parameters
    ----------
    one_by_one
        A mistake that covers several fields is named for each single field that shows it.
    """

    slots: tuple[Slot, ...]
    template: str = ""
    one_by_one: bool = False

    @property
    def wanted(self) -> str:
        """What the question wants, in words."""
        return f"a dictionary with the fields {', '.join(slot.name for slot in self.slots)}"

    def read(self, plain: object) -> dict[str, object] | None:
        """Return the fields by name, those left out as None; None if none is filled in."""
        given = read_named(plain, [slot.name for slot in self.slots], self.wanted)
        values = {slot.name: _read(slot, given[slot.name]) for slot in self.slots}
        return values if any(value is not None for value in values.values()) else None

    def mark(
        self, values: dict[str, object], question: Question, case: Case, earlier: Mapping[str, object]
    ) -> tuple[str, float, str]:
        """Return kind, credit and sentence: credit by field, and the sentence of the first mistake that is in it."""
        right = question.answer(case)
        judged = {slot: _judge(slot, values, right[slot.name], case, earlier) for slot in self.slots if slot.weight}
        credit = sum(slot.weight * share for slot, (share, _) in judged.items()) / sum(s.weight for s in judged)
        if credit > 1 - 1e-9:
            return "right", 1, "Every field is right, or agrees with your earlier answer."
        wrong = {slot.name: said for slot, (share, said) in judged.items() if share < 1}
        for mistake in question.mistakes:
            known = mistake.answer(case)
            if set(known) & set(wrong) and all(self._same(name, values[name], known[name]) for name in known):
                others = {name: said for name, said in wrong.items() if name not in known}
                others = self._explained(others, values, question, case)
                return "mistake", credit, " ".join([mistake.sentence, *_again(others)])
        wrong = self._explained(wrong, values, question, case)
        return "partly" if credit else "not yet", credit, " ".join(_again(wrong))

    def _explained(self, wrong: Mapping[str, str], values: Values, question: Question, case: Case) -> dict[str, str]:
        """Return what is said of wrong fields; `one_by_one`, fields that show a mistake get its sentence."""
        said = dict(wrong)
        for mistake in question.mistakes if self.one_by_one else ():
            known = mistake.answer(case)
            shown = [name for name in said if not said[name] and name in known]
            shown = [name for name in shown if self._same(name, values[name], known[name])]
            if shown:
                said = {name: text for name, text in said.items() if name not in shown}
                said[", ".join(shown)] = f"{', '.join(shown)}: {mistake.sentence}"
        return said

    def collides(self, question: Question, case: Case) -> bool:
        """Say whether a mistake is too close to the right fields, or would be taken for another one."""
        right = question.answer(case)
        wrong = [mistake.answer(case) for mistake in question.mistakes]
        if not all(any(self._apart(name, one[name], right[name]) for name in one) for one in wrong):
            return True
        pairs = ((right | one, other) for one in wrong for other in wrong if one is not other)
        return any(not any(self._apart(name, whole[name], other[name]) for name in other) for whole, other in pairs)

    def complete(self, question: Question, case: Case, wrong: Values) -> dict[str, object]:
        """Return the fields of somebody who has these wrong and nothing else."""
        return {**question.answer(case), **wrong}

    def as_data(self) -> dict[str, object]:
        """Return the form as JSON data, without what only the key knows."""
        slots = [{k: v for k, v in asdict(slot).items() if k not in _ONLY_THE_KEY_KNOWS} for slot in self.slots]
        return {"form": "fields", "slots": slots, "template": self.template}

    def _slot(self, name: str) -> Slot:
        return next(slot for slot in self.slots if slot.name == name)

    def _same(self, name: str, value: object, other: object) -> bool:
        return value is not None and same(value, other, _reach(self._slot(name), other))

    def _apart(self, name: str, value: object, other: object) -> bool:
        slot = self._slot(name)
        return not same(value, other, _reach(slot, value) + _reach(slot, other))


def read_named(plain: object, names: list[str], wanted: str) -> dict[str, object]:
    """Return what a dictionary holds under `names`, None for what it leaves out; raise NotAnAnswer if it is none."""
    given = plain.get("fields") if isinstance(plain, dict) else None
    if not isinstance(given, dict):
        raise NotAnAnswer(f"This question wants {wanted}.")
    if unknown := [name for name in given if name not in names]:
        raise NotAnAnswer(f"{unknown[0][:40]!r} is not a name here; this question wants {wanted}.")
    return {name: given.get(name) for name in names}


def _again(wrong: Mapping[str, str]) -> list[str]:
    """Return the sentences about fields that are wrong: their names, then what is said of single ones."""
    unclear = [name for name, said in wrong.items() if not said]
    return [*([f"Look again at: {', '.join(unclear)}."] if unclear else []), *(said for said in wrong.values() if said)]


def _read(slot: Slot, plain: object) -> Any:
    try:
        return _value(slot, plain)
    except NotAnAnswer as problem:
        raise NotAnAnswer(f"In the field {slot.name!r}: {str(problem)[0].lower()}{str(problem)[1:]}") from None


def _value(slot: Slot, plain: object) -> Any:
    if plain is None:
        return None
    if slot.kind == "labels" and isinstance(plain, str):  # a single label needs no list
        plain = [plain]
    if slot.kind == "text":
        if not isinstance(plain, str):
            raise NotAnAnswer(f"This question wants {slot.wanted}.")
        return plain.strip() or None
    if slot.kind == "choice":
        (chosen,) = read_answer("labels", [plain], wanted=slot.wanted, choices=slot.choices)
        return chosen
    return read_answer(slot.kind, plain, wanted=slot.wanted, choices=slot.choices)


def _judge(slot: Slot, values: Values, right: object, case: Case, earlier: Mapping[str, object]) -> tuple[float, str]:
    """Return the share that a field earns, and what a rule says of it."""
    if slot.rule:
        return slot.rule(case, values)
    value = values[slot.name]
    accepted = [right, *slot.also, *_own(slot, earlier)]
    if value is None:
        return 0.0, ""
    if any(same(value, one, _reach(slot, one)) for one in accepted):
        return 1.0, ""
    factor, said = _SLIPS.get(slot.unit, (1, ""))
    slipped = said and any(same(value, one * factor, _reach(slot, one) * factor) for one in accepted)
    return (SLIP_CREDIT, f"{slot.name} is {said}.") if slipped else (0.0, "")


def _own(slot: Slot, earlier: Mapping[str, object]) -> list[object]:
    """Return what the learner answered to the question that this field repeats, if it can be read."""
    plain = earlier.get(slot.same_as)
    try:
        return [] if plain is None else [_read(slot, plain)]
    except NotAnAnswer:
        return []


def _reach(slot: Slot, value: object) -> float:
    return tolerance(slot, value) if isinstance(value, int | float) else 0.0
