"""Find references to provisions of law: articles, recitals, annexes, and sections of the US federal code.

A provision is a path such as ``("art", "99", "4")``. A text may cite less than the ledger holds ("Art. 99"),
never more.
"""

import re
from collections.abc import Callable

Path = tuple[str, ...]

PARENS = r"(?:\([0-9a-z]{1,3}\))"
SEPARATOR = r"(?:\s*(?:,\s*and|,\s*or|,|;|-|to|and|or)\s*)"
# A bare number continues a list only if it begins no quantity ("Arts. 16 and 22", not "Arts. 16 and 3 %").
QUANTITY = r"%|[-\w]*(?:days?|hours?|weeks?|months?|years?|million|billion|euros?|dollars?)\b|\.\d"
BARE = rf"\d{{1,3}}[a-z]?\b(?!\s*(?:{QUANTITY}))"
ONE = re.compile(rf"\b(?:Art\.?|Article)\s(?P<list>\d+[a-z]?{PARENS}*(?:{SEPARATOR}(?:\d{{1,3}}[a-z]?)?{PARENS}+)*)")
MANY = re.compile(rf"\b(?:Arts\.?|Articles)\s(?P<list>\d+[a-z]?{PARENS}*(?:{SEPARATOR}(?:{PARENS}+|{BARE}{PARENS}*))*)")
ANNEX = re.compile(
    rf"\bAnnex(?:es\s(?P<annexes>[IVX]+\b(?:{SEPARATOR}[IVX]+\b)*)|\s(?P<annex>[IVX]+)\b"
    rf"(?:,?\s(?:Section\s(?P<section>[AB])\b"
    rf"|points?\s(?P<points>{BARE}{PARENS}*(?:{SEPARATOR}(?:{PARENS}+|{BARE}{PARENS}*))*)"
    rf"|(?P<list>\d{{1,2}}{PARENS}+(?:{SEPARATOR}(?:\d{{1,2}})?{PARENS}+)*)))?)"
)
RECITAL = re.compile(r"\b[Rr]ecital\s(?P<number>\d+)")
CODE = re.compile(r"\b(?P<title>\d+)\s(?:CFR|C\.F\.R\.)\s(?:part\s)?(?P<list>\d+(?:\.\d+)?(?:\([0-9A-Za-z]+\))*)")


def _items(text: str) -> list[Path]:
    """Return the paths of a list such as "26(7), (11)" or "53(1)(a)-(d)", ranges written out."""
    paths: list[Path] = []
    through = False
    for chunk in re.finditer(rf"(?P<through>-|\bto\b)|(?P<base>\d+[a-z]?)?(?P<parens>{PARENS}*)", text):
        if chunk["through"]:
            through = True
        elif chunk[0]:
            inner = tuple(re.findall(r"\(([0-9a-z]+)\)", chunk["parens"]))
            path = (chunk["base"], *inner) if chunk["base"] else _continue(paths[-1], inner)
            paths += _between(paths[-1], path) if through else []
            paths.append(path)
            through = False
    return paths


def _continue(previous: Path, inner: Path) -> Path:
    """Replace the deepest level of the same sort, digit or letter: "26(7), (11)" is 26(7) and 26(11)."""
    depth = len(previous)
    while depth > 1 and previous[depth - 1][0].isdigit() != inner[0][0].isdigit():
        depth -= 1
    return previous[: max(depth - 1, 1)] + inner


def _between(first: Path, last: Path) -> list[Path]:
    """Return what lies strictly between two ends of a range that differ in their last part only."""
    low, high = first[-1], last[-1]
    if len(first) != len(last) or first[:-1] != last[:-1]:
        return []
    if low.isdigit() and high.isdigit():
        return [(*first[:-1], str(number)) for number in range(int(low) + 1, int(high))]
    if len(low) == len(high) and low[:-1] == high[:-1]:
        return [(*first[:-1], low[:-1] + chr(code)) for code in range(ord(low[-1]) + 1, ord(high[-1]))]
    return []


def _articles(match: re.Match[str]) -> list[Path]:
    return [("art", *path) for path in _items(match["list"])]


def _annexes(match: re.Match[str]) -> list[Path]:
    if match["annexes"]:
        return [("annex", annex) for annex in re.findall(r"[IVX]+", match["annexes"])]
    if match["section"]:
        return [("annex", match["annex"], match["section"])]
    points = _items(match["points"] or match["list"] or "")
    return [("annex", match["annex"], *path) for path in points or [()]]


def _recital(match: re.Match[str]) -> list[Path]:
    return [("recital", match["number"])]


def _code(match: re.Match[str]) -> list[Path]:
    number = match["list"].split("(")[0]
    return [("cfr", match["title"], *number.split("."), *re.findall(r"\(([0-9A-Za-z]+)\)", match["list"]))]


FINDERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], list[Path]]], ...] = (
    (MANY, _articles),
    (ONE, _articles),
    (ANNEX, _annexes),
    (RECITAL, _recital),
    (CODE, _code),
)


def covers(held: Path, said: Path) -> bool:
    """Say whether a provision that the ledger holds backs one that a text cites: the same, or a part of it.

    Examples
    --------
    >>> covers(("art", "99", "4"), ("art", "99"))
    True
    >>> covers(("art", "99"), ("art", "99", "4"))
    False
    """
    return held[: len(said)] == said
