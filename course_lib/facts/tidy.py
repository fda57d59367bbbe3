"""Write the ledger in its one canonical form, and the JSON copy that the reader loads.

``facts.yaml`` is for people: they edit it, and a diff shows one changed line. ``facts.json`` is for the
reader: the standard library parses it in about a millisecond, where a YAML parser takes twenty to a hundred.
Run ``python -m course_lib.facts.tidy`` after each edit; a test compares both files with what this writes.
"""

import json
from pathlib import Path
from typing import Any

YAML_PATH = Path(__file__).with_name("facts.yaml")
JSON_PATH = Path(__file__).with_name("facts.json")

KEYS = (
    "id",
    "topic",
    "status",
    "label",
    "statement",
    "value",
    "unit",
    "as_of",
    "checked",
    "volatile",
    "source",
    "note",
)
SOURCE_KEYS = ("title", "locator", "citation", "year")

HEADER = """\
# The ledger: every figure about the world that this course uses, with its source.
# After an edit run `python -m course_lib.facts.tidy`. Never remove an id or give it to another fact.
#
# status    verified                     the figure was seen in a source
#           commonly-cited-not-verified  repeated everywhere and not seen, or an inference
#           seed-claim-unverified        said by the article that the course starts from, and by nobody else
#           seed-claim-wrong             contradicts the law, or the article contradicts itself
# label     fact (verified), claim, or course convention (defined by this course)
# as_of     the day, month or year for which the statement holds
# checked   the day on which a person last compared the entry with its source
# volatile  true: may change soon; compare again when `checked` is 180 days old at a release
#
# Figures stand in the statement as prose writes them; `value` holds the same figures for code.
# A note may hold figures that are wrong or not verified, and no text may cite those. Not legal advice.
"""


def read_yaml(text: str) -> list[dict[str, Any]]:
    """Return the entries of a ledger written in YAML."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is missing on some platforms
    return yaml.load(text, Loader=loader)


def tidy(text: str) -> str:
    """Return the ledger in canonical form: sorted by id, keys in order, one blank line between entries.

    Parameters
    ----------
    text
        A ledger in YAML.

    Returns
    -------
    str
        The same entries; ``tidy(tidy(text)) == tidy(text)``.
    """
    import yaml

    blocks = [
        yaml.safe_dump([_ordered(entry)], sort_keys=False, allow_unicode=True, width=108)
        for entry in sorted(read_yaml(text), key=lambda entry: entry["id"])
    ]
    return "\n".join([HEADER, *blocks])


def to_json(text: str) -> str:
    """Return the JSON copy of a ledger in YAML, one entry a line."""
    entries = [_ordered(entry) for entry in sorted(read_yaml(text), key=lambda entry: entry["id"])]
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f"[\n{lines}\n]\n"


def _ordered(entry: dict[str, Any]) -> dict[str, Any]:
    """Put known keys first and in order; keep unknown ones, so that the schema can name them."""
    rank = {key: place for place, key in enumerate(KEYS)}
    ordered = dict(sorted(entry.items(), key=lambda item: rank.get(item[0], len(KEYS))))
    source_rank = {key: place for place, key in enumerate(SOURCE_KEYS)}
    source = entry["source"].items()
    ordered["source"] = dict(sorted(source, key=lambda item: source_rank.get(item[0], len(SOURCE_KEYS))))
    return ordered


def main() -> None:
    """Rewrite both files in place."""
    text = tidy(YAML_PATH.read_text(encoding="utf-8"))
    YAML_PATH.write_text(text, encoding="utf-8", newline="\n")
    JSON_PATH.write_text(to_json(text), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
