"""Pairs of figures (from this to that), and how a figure is said to move."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from course_lib.bullets.terms import SECONDS, word_set
from course_lib.bullets.words import Token

STOPS = frozenset(";.!?")
_MOST_BETWEEN, _MOST_BACK = 7, 16  # words between the figures of a pair; words from a figure back to its verb
_LINKS = word_set("which that who when while after because since until whose where once as but so")
_UNITS = word_set("percent points money duration multiple ratio")
_NO_PAIR = frozenset(("when", "fraction"))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures of one quantity by their places among the tokens, old and new, and the way they are said to move."""

    first: int
    last: int
    old: float
    new: float
    kind: str
    way: str  # "down", "up", "better" or ""


def pairs(tokens: Sequence[Token]) -> tuple[Pair, ...]:
    """Return every "from A to B", "A to B" in brackets, "B, down from A" and "B from A" of a bullet."""
    found: list[Pair] = []
    places = [place for place, token in enumerate(tokens) if token.quantity and token.kind not in _NO_PAIR]
    for here, there in itertools.pairwise(places):
        order = "" if found and found[-1].last == here else _order(tokens, here, there)
        if order and (amounts := _amounts(tokens[here], tokens[there])):
            old, new = amounts if order == "forward" else amounts[::-1]
            kind = tokens[there].kind if tokens[here].kind == "count" else tokens[here].kind
            found.append(Pair(here, there, old, new, kind, direction(tokens, here)))
    return tuple(found)


def _order(tokens: Sequence[Token], here: int, there: int) -> str:
    between = [token.text for token in tokens[here + 1 : there]]
    before = [token.text for token in tokens[max(0, here - 4) : here]]
    if len(between) > 2 * _MOST_BETWEEN or any(text in STOPS for text in between):
        return ""
    if "to" in between[-3:] and len(between) <= _MOST_BETWEEN:
        arrow = between == ["to"] and tokens[here].kind == tokens[there].kind and _sets_off(tokens, here)
        return "forward" if "from" in before or arrow else ""
    if before[-1:] and before[-1] in ("in", "of", "per", "over", "across", "out"):
        return ""  # the base of a rate
    if between[-1:] == ["from"] and (between[-2:-1] in (["down"], ["up"], [","], ["("]) or "to" in before):
        return "backward"
    return "backward" if set(between[-2:]) & {"was", "previously", "before", "formerly"} and len(between) < 4 else ""


def _sets_off(tokens: Sequence[Token], here: int) -> bool:
    """Say whether "A to B" stands where a range is unlikely: in brackets, or right behind the name of a measure."""
    last = tokens[here - 1] if here else None
    return last is not None and (
        last.text in "(:,-" or (last.kind == "word" and bool(last.tags & {"risk", "rate", "vanity"}))
    )


def _amounts(one: Token, two: Token) -> tuple[float, float] | None:
    """Return the two amounts in one unit; a bare figure takes the other's unit; None if the units differ."""
    if one.kind == two.kind:
        return one.value, two.value
    if one.kind == "count" and two.kind in _UNITS:
        return one.value * _unit(two), two.value
    if two.kind == "count" and one.kind in _UNITS:
        return one.value, two.value * _unit(one)
    return None


def _unit(token: Token) -> float:
    """Return how much of the token's value one of its units is: 3,600 for "2 hours"."""
    words = token.text.replace("-", " ").split()
    return SECONDS.get(words[-1].rstrip("s"), 1.0) if token.kind == "duration" else 1.0


def means(tokens: Sequence[Token], place: int) -> bool:
    """Say whether "by" at `place` opens a means ("by adding ...") and no amount or author."""
    following = tokens[place + 1].text if place + 1 < len(tokens) else ""
    return tokens[place].text == "by" and following.endswith("ing")


def direction(tokens: Sequence[Token], place: int) -> str:
    """Return how the figure at `place` is said to move: by the nearest moving word before it, or right after it."""
    for back in range(place - 1, max(-1, place - _MOST_BACK), -1):
        token = tokens[back]
        if token.text in STOPS or token.text in _LINKS or means(tokens, back):
            break
        if token.text in ("down", "up"):
            return token.text
        way = next((way for way in ("down", "up", "better") if way in token.tags), "")
        if way and not _ends_a_thing(tokens, back):
            return way
    after = [token for token in tokens[place + 1 : place + 3] if token.kind == "word"]
    return next((way for token in after for way in ("down", "up") if way in token.tags), "")


def _ends_a_thing(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a word like "dropped" ends something ("dropped a feature") and moves no figure."""
    following = tokens[place + 1].text if place + 1 < len(tokens) else ""
    return {"stop", "down"} <= tokens[place].tags and following in ("a", "an")
