"""Read a bullet: one clean line, cut into words, quantities and marks, each word with its tags."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from course_lib.bullets.terms import (
    MAGNITUDES,
    NOT_NEGATIVE,
    NUMBER_WORDS,
    PARTICLES,
    PREFIXED,
    ROLES,
    SECONDS,
    word_set,
)
from course_lib.bullets.vocabulary import TAGS

LONGEST = 2_000  # characters read: a bullet is a sentence or two
QUANTITIES = word_set("when ratio money points percent multiple duration count fraction")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": ";", "‐": "-", "−": "-", "→": " to "})
_LEAD = re.compile(r"^[\W_]*(?:(?:good|bad|before|after)\s*:)?[\W_]*", re.IGNORECASE)
_NUMBER = r"(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)"
_SPELLED = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_AMOUNT = rf"(?:{_NUMBER}|\b(?:{_SPELLED})\b)"
_BIG = "|".join(sorted(MAGNITUDES, key=len, reverse=True))
_TIME = "|".join(sorted(SECONDS, key=len, reverse=True))
_MONEY = r"(?:USD|EUR|GBP|CHF|CAD|AUD|INR|US\$|[$€£])"
_PLACE = "week|day|month|sprint|phase|round|version|tier|level|article|annex|type|class|step|part"
_PART = r"(?:a|one|two|three)[\s-](?:third|quarter|fifth|half)s?\b"
_KIND_OF_TIME = r"(?:(?:full|working|business|calendar|consecutive)\s)?"
_SCAN = re.compile(
    rf"""
    (?=[\d.$€£]|(?:{_PLACE}|USD|EUR|GBP|CHF|CAD|AUD|INR|US\$|{_SPELLED}|in\shalf|by\s|half\s|a\s)) (?:
        (?P<split>\d+/\d+)
      | (?P<when>\b(?:{_PLACE})\s{_AMOUNT}(?!\s?%))
      | (?P<ratio>{_AMOUNT}(?:\s\w+)?\s(?:in|out\sof|of)\s(?:every\s|the\s)?{_AMOUNT}(?![\d%])
          (?!\s?(?:%|per\scent|percent|{_TIME})s?\b))
      | (?P<money>{_MONEY}\s?{_AMOUNT}(?:\s?(?:{_BIG})\b)?
          |{_NUMBER}(?:\s?(?:{_BIG}))?\s?(?:dollars|euros|pounds|USD|EUR|GBP)\b)
      | (?P<points>{_AMOUNT}[\s-]?(?:%[\s-]?|per\scent[\s-]|percent(?:age)?[\s-])?
          (?:points?|pp|pts?|ppts?|bps|basis\spoints)\b
          (?!\s(?:\w+\s)?(?:plan|agenda|programme|program|checklist|framework|manifesto|scale|strategy)))
      | (?P<percent>{_AMOUNT}(?:\s?-\s?{_NUMBER})?\s?(?:%|per\scent\b|percent\b|pct\b))
      | (?P<multiple>{_AMOUNT}[\s-]?(?:x\b|×|-?fold\b|times\b))
      | (?P<duration>{_AMOUNT}[\s-]?{_KIND_OF_TIME}(?:{_TIME})s?\b(?!-(?:old|term)))
      | (?P<count>{_AMOUNT}(?:\s?(?:{_BIG})\b)?\+?)
      | (?P<fraction>\bin\shalf\b|\bby\s(?:{_PART}|half\b)|\b{_PART}\s(?=fewer|less|lower|of)
          |\bhalf\s(?=of\b|the\b|as\b))
    )
  | (?P<word>[^\W\d_][\w'-]*(?:/[^\W\d_][\w'-]*)*)
  | (?P<mark>[^\w\s])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PHRASAL = re.compile(
    rf"\b({'|'.join(verb for verb, _, _ in PARTICLES)})\s((?:[a-z'-]+\s){{0,6}}?)"
    rf"({'|'.join(sorted({word for _, word, _ in PARTICLES}))})\b",
    re.IGNORECASE,
)
_REPEATED = re.compile(r"\b([a-z]{3,})\s(to|by|for|on|after|over)\s\1\b", re.IGNORECASE)  # "end to end", "side by side"
_ABBREVIATED = re.compile(r"\bi\.e\.|\be\.g\.|\bvs\.|\bapprox\.", re.IGNORECASE)
_PHRASES = {(verb, particle): joined for verb, particle, joined in PARTICLES}
_DIGITS = re.compile(_NUMBER)
_BARE = re.compile(rf"(?:(?P<digits>{_NUMBER})|\b(?P<word>{_SPELLED})\b)(?:\s?(?P<big>{_BIG})\b)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a quantity or a mark: its kind, lower-case text, tags, value (of a quantity), and whether capitalised."""

    kind: str
    text: str
    tags: frozenset[str]
    value: float = 0.0
    capital: bool = False

    @property
    def quantity(self) -> bool:
        """Whether this is an amount."""
        return self.kind in QUANTITIES


def clean(text: str) -> str:
    """Return the bullet as one plain line without its list mark."""
    plain = unicodedata.normalize("NFKC", text[: 2 * LONGEST]).translate(_PLAIN)
    return _LEAD.sub("", " ".join(plain.split())[:LONGEST]).strip()


def read(line: str) -> tuple[Token, ...]:
    """Cut a clean line into tokens; what is said in several words ("rolled ... back", "end to end") is joined first."""
    whole = _REPEATED.sub(r"\1-\2-\1", _ABBREVIATED.sub(lambda found: found.group().replace(".", ""), line))
    joined = _PHRASAL.sub(_join, whole)
    return tuple(_token(found) for found in _SCAN.finditer(joined))


def bare_figures(line: str) -> list[float]:
    """Return every figure of a clean line as a plain number, whatever its unit: "three weeks", "USD 90K", "3.5 %"."""
    figures = []
    for found in _BARE.finditer(line.lower()):
        size = MAGNITUDES.get(found["big"] or "", 1)
        digits = found["digits"]
        figures.append(float(digits.replace(",", "")) * size if digits else NUMBER_WORDS[found["word"]] * size)
    return figures


def _join(found: re.Match[str]) -> str:
    verb, between, particle = found.groups()
    joined = _PHRASES.get((verb.lower(), particle.lower()))
    return f"{joined} {between}".strip() if joined else found.group()


def _token(found: re.Match[str]) -> Token:
    kind, text = str(found.lastgroup), found.group()
    if kind == "word":
        word = text.lower()
        return Token(kind, word, tags(word), capital=text[0].isupper())
    if kind in QUANTITIES:
        value = _value(kind, text.lower())
        kind = "count" if kind == "ratio" and value > 1 else kind  # "212 risks in 9 workshops"
        return Token(kind, text.lower(), frozenset(), value)
    return Token(kind, text, frozenset())


def _value(kind: str, text: str) -> float:
    """Return the amount: a ratio as a share, a duration in seconds, money and counts with their magnitude."""
    amounts = [float(found.group().replace(",", "")) for found in _DIGITS.finditer(text)]
    words = re.findall(r"[a-z]+", text)
    amounts = amounts or [NUMBER_WORDS[word] for word in words if word in NUMBER_WORDS]
    if kind == "fraction" or not amounts:
        part = next((v for word, v in (("third", 1 / 3), ("quarter", 0.25), ("fifth", 0.2)) if word in text), 0.5)
        return part * amounts[0] if amounts else part
    if kind == "ratio":
        spelled = [NUMBER_WORDS[word] for word in words if word in NUMBER_WORDS]
        both = amounts if len(amounts) > 1 else [*spelled, *amounts]
        return both[0] / both[-1] if both[-1] else 0.0
    if kind == "duration":
        return amounts[0] * next((SECONDS[w.rstrip("s") or "s"] for w in words if (w.rstrip("s") or "s") in SECONDS), 1)
    if kind in ("money", "count"):
        return amounts[0] * next((MAGNITUDES[word] for word in words if word in MAGNITUDES), 1)
    return amounts[0] / 100 if "bps" in text or "basis" in text else amounts[0]


@lru_cache(maxsize=20_000)
def tags(word: str) -> frozenset[str]:
    """Return what is known about a word: the lists it is in, and "risk" for what starts with mis-, un-, over-..."""
    found = {tag for tag, (whole, stems) in _LISTS.items() if word in whole or word.startswith(stems)}
    found |= {f"role {role}" for role, (whole, stems) in _ROLES.items() if word in whole or word.startswith(stems)}
    if "-" in word and "risk" not in found:
        found |= {"risk"} & {tag for part in word.split("-") if len(part) > 2 for tag in tags(part)}
    if len(word) > 5 and word.startswith(PREFIXED) and word not in NOT_NEGATIVE:
        found.add("risk")
    return frozenset(found)


def _lists(words: dict[str, str]) -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    return {
        tag: (
            frozenset(word for word in text.split() if not word.endswith("*")),
            tuple(word[:-1] for word in text.split() if word.endswith("*")),
        )
        for tag, text in words.items()
    }


_LISTS, _ROLES = _lists(TAGS), _lists(ROLES)
