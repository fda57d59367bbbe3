"""How well the linter judges labelled bullets, beside two judges that only look at digits and length."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from course_lib.bullets.rules import lint

Judge = Callable[[str], str]
_ROW = "{:<15}{:<18}{:>6}{:>11}{:>13}{:>17}{:>14}"


def by_digit(text: str) -> str:
    """Judge a bullet good if it has a digit."""
    return "good" if re.search(r"\d", text) else "bad"


def by_digit_and_length(text: str) -> str:
    """Judge a bullet good if it has a digit and at least fifteen words."""
    return "good" if len(text.split()) >= 15 and by_digit(text) == "good" else "bad"


JUDGES: Mapping[str, Judge] = {
    "linter": lambda text: lint(text).verdict,
    "digit": by_digit,
    "15 words + digit": by_digit_and_length,
}


def scores(bullets: Iterable[Mapping[str, object]], judge: Judge) -> dict[str, float]:
    """Return count, macro F1, recall of bad, precision of good and recall of good of a judge on labelled bullets."""
    found = Counter((bullet["label"], judge(str(bullet["text"]))) for bullet in bullets)
    recall, precision, f1 = {}, {}, {}
    for label in ("good", "bad"):
        hit = found[label, label]
        recall[label] = hit / max(1, sum(n for (given, _), n in found.items() if given == label))
        precision[label] = hit / max(1, sum(n for (_, said), n in found.items() if said == label))
        f1[label] = 2 * precision[label] * recall[label] / ((precision[label] + recall[label]) or 1)
    return {
        "count": sum(found.values()),
        "macro F1": (f1["good"] + f1["bad"]) / 2,
        "bad recall": recall["bad"],
        "good precision": precision["good"],
        "good recall": recall["good"],
    }


def table(bullets: Iterable[Mapping[str, object]]) -> str:
    """Return the scores as text: a line for each half of the set, and for its hard bullets, and each judge."""
    bullets = list(bullets)
    lines = [_ROW.format("set", "judge", "count", "macro F1", "bad recall", "good precision", "good recall")]
    for half in dict.fromkeys(str(bullet.get("half", "all")) for bullet in bullets):
        chosen = [bullet for bullet in bullets if str(bullet.get("half", "all")) == half]
        for name, part in ((half, chosen), (f"{half}, hard", [bullet for bullet in chosen if bullet.get("hard")])):
            for judge, verdict in JUDGES.items():
                if part and (name == half or judge == "linter"):
                    count, *rates = scores(part, verdict).values()
                    lines.append(_ROW.format(name, judge, count, *(f"{rate:.3f}" for rate in rates)))
    return "\n".join(lines)


def read_bullets(path: Path) -> list[dict[str, object]]:
    """Read labelled bullets (text, label, and if you like id, hard and half) from a YAML or JSON list."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return json.loads(text)
    import yaml  # only those who measure need it

    return yaml.safe_load(text)
