"""A sheet of facts: the YAML file that `course classify` reads, strictly and safely."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from course_lib.measures.regulation.facts import ProductFacts
from course_lib.measures.regulation.fines import OFFENDERS
from course_lib.measures.regulation.incident import Incident
from course_lib.measures.regulation.questions import Question, check_answer, check_day, day, number, one_of, questions
from course_lib.measures.regulation.reading import from_mapping
from course_lib.measures.regulation.vocabulary import SIZES

LARGEST_FILE = 200_000  # bytes; a sheet with every field filled in has fewer than five thousand
FINE_FIELDS: dict[str, Question] = {
    "worldwide_turnover": number("Worldwide turnover of the whole group in the preceding financial year, in euro?"),
    "size": one_of("How large is the undertaking? (default: the product's size)", SIZES),
    "offender": one_of("Who breaches the duty? (default: undertaking)", OFFENDERS),
}
SHEET_FIELDS = ("assessed_on", "fine", "incident")
_DAY = day("Which day is asked about? (default: today)")


@dataclass(frozen=True)
class Sheet:
    """What a sheet says: the product, the day asked about, and what a fine and a clock need."""

    product: ProductFacts
    assessed_on: date | None
    fine: Mapping[str, object]
    article: str | None
    incident: Incident | None
    aware_at: datetime | None


def read_sheet(path: Path) -> Sheet:
    """Read a sheet of facts.

    Raises
    ------
    ValueError
        If the file cannot be read, is no YAML, or holds a field or an answer that is not allowed. One sentence.
    """
    return sheet_of(_parse(_text(path)))


def sheet_of(content: object) -> Sheet:
    """Return a sheet from a parsed file; `ValueError` says what is wrong."""
    if content is None:
        content = {}
    if not isinstance(content, Mapping):
        raise ValueError(f"The sheet is a {type(content).__name__}; write one `field: answer` a line.")
    facts = {name: value for name, value in content.items() if name not in SHEET_FIELDS}
    _check_names(facts, (*questions(ProductFacts), *SHEET_FIELDS))
    fine, incident = (_section(content, name) for name in ("fine", "incident"))
    article = fine.pop("article", None)
    if article is not None and not isinstance(article, str | int | float):
        raise ValueError('fine: article is not a text; write "99(4)" or "Art. 26(5)".')
    _check_names(fine, ("article", *FINE_FIELDS), "fine: ")
    aware_at = _moment(incident.pop("aware_at", None))
    _check_names(incident, (*questions(Incident), "aware_at"), "incident: ")
    assessed_on = content.get("assessed_on")
    if isinstance(assessed_on, str):
        assessed_on = _from_iso("assessed_on", assessed_on)
    return Sheet(
        product=from_mapping(facts),
        assessed_on=None if assessed_on is None else check_day("assessed_on", assessed_on),
        fine={name: check_answer(f"fine: {name}", FINE_FIELDS[name], value) for name, value in fine.items()},
        article=None if article is None else str(article),
        incident=from_mapping(incident, Incident) if content.get("incident") is not None else None,
        aware_at=aware_at,
    )


def _check_names(mapping: Mapping[object, object], known: tuple[str, ...], where: str = "") -> None:
    from difflib import get_close_matches

    for name in mapping:
        if not isinstance(name, str):
            raise ValueError(f"{where}A field is named {name!r}; give a text (YAML reads an unquoted on as True).")
        if name not in known:
            near = get_close_matches(name, known, n=3, cutoff=0.4)
            advice = f"did you mean {' or '.join(near)}?" if near else "docs/classify.md lists the fields."
            raise ValueError(f"{where}Unknown field {name[:60]!r}; {advice}")


def _section(content: Mapping[str, object], name: str) -> dict[str, object]:
    section = content.get(name)
    if section is None:
        return {}
    if not isinstance(section, dict):
        raise ValueError(f"{name} is a {type(section).__name__}; indent its fields below it.")
    return dict(section)


def _from_iso(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{name} is {text[:60]!r}; give an ISO date such as 2026-11-24.") from None


def _moment(value: object) -> datetime | None:
    """Return when somebody became aware, in UTC; a time without its zone is refused, never guessed."""
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(_NO_MOMENT.format(value[:60])) from None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError(_NO_MOMENT.format(str(value)[:60]))
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError(_NO_MOMENT.format(str(value)[:60])) from None


_NO_MOMENT = "incident: aware_at is {!r}; give a time with its zone, such as 2028-11-06T20:10:00+01:00."


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be opened"
        raise ValueError(f"Cannot read {path}: {reason}.") from None
    if len(raw) > LARGEST_FILE:
        raise ValueError(f"{path} is larger than {LARGEST_FILE:,} bytes; a sheet of facts is a page.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path} is no UTF-8 text.") from None


def _parse(text: str) -> object:
    """Parse YAML with plain values only; no references (they can swell), no field twice (one would be lost)."""
    import yaml

    class Strict(yaml.SafeLoader):
        def compose_node(self, parent: object, index: object) -> object:
            if self.check_event(yaml.AliasEvent):
                raise ValueError("The sheet holds a reference (*name); write the answer out.")
            return super().compose_node(parent, index)

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
            names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
            if twice := next((name for name in names if names.count(name) > 1), None):
                raise ValueError(f"The field {twice[:60]!r} is in the sheet twice; keep one.")
            return super().construct_mapping(node, deep)

    try:
        return yaml.load(text, Loader=Strict)  # a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}" if mark else "the sheet"
        raise ValueError(f"This is no plain YAML, {where}: {error.problem or error.context}.") from None
    except yaml.YAMLError:
        raise ValueError("This is no plain YAML: a character is not allowed.") from None
    except RecursionError:
        raise ValueError("The sheet is nested too deeply; fields are one or two levels deep.") from None
    except (OverflowError, TypeError, AttributeError, IndexError, KeyError):
        raise ValueError(
            "A value of the sheet cannot be read; docs/classify.md shows how answers are written."
        ) from None
