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
CHANGE = word_set(
    """
    reduction improvement drop decrease increase cut fall rise gain decline less fewer lower better higher more
    relative saving jump
    """
)
CHANGES = frozenset(("percent", "points", "fraction", "multiple"))
HEDGES = word_set("about almost around approximately just least nearly over roughly some more than under - + ~")
LEVELS = word_set(
    """
    to at of below under above within from and or with for in on across per through against versus until between among
    was were is are stayed held reached hit : , ;
    """
)  # what a figure that stands for a level follows


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
    """Return every "from A to B", "A to B" in brackets, "B, down from A" and "B from A" of a bullet.

    "From A to B" outranks all others: "by N, from A to B" has no pair "N from A".
    """
    places = [
        place
        for place, token in enumerate(tokens)
        if token.quantity and token.kind not in _NO_PAIR and not (place and tokens[place - 1].text == "per")
    ]
    found: list[Pair] = []
    taken: set[int] = set()
    for index, place in enumerate(places):
        if place not in taken and (pair := _spelled_out(tokens, places[index:])):
            found.append(pair)
            taken |= set(range(pair.first, pair.last + 1))
    for here, there in itertools.pairwise(places):
        order = "" if here in taken or there in taken else _order(tokens, here, there)
        if order and (pair := _pair(tokens, here, there, order)):
            found.append(pair)
            taken |= {here, there}
    return tuple(sorted(found, key=lambda pair: pair.first))


def _spelled_out(tokens: Sequence[Token], places: Sequence[int]) -> Pair | None:
    """Return the pair that "from" opens at the first place: its end is the next figure with "to" in front of it."""
    here = places[0]
    if "from" not in [token.text for token in tokens[max(0, here - 4) : here]]:
        return None
    for there in places[1:3]:
        between = [token.text for token in tokens[here + 1 : there]]
        if len(between) > 2 * _MOST_BETWEEN or any(text in STOPS for text in between):
            return None
        if "to" in between[-3:] and (tokens[here - 1].text == "from" or len(between) <= _MOST_BETWEEN):
            return _pair(tokens, here, there, "forward")
        if tokens[here - 1].text != "from":
            return None
    return None


def _pair(tokens: Sequence[Token], here: int, there: int, order: str) -> Pair | None:
    amounts = _amounts(tokens[here], tokens[there])
    if amounts is None:
        return None
    old, new = amounts if order == "forward" else amounts[::-1]
    kind = tokens[there].kind if tokens[here].kind == "count" else tokens[here].kind
    return Pair(here, there, old, new, kind, _way(tokens, here, new < old))


def _way(tokens: Sequence[Token], here: int, falls: bool) -> str:
    """Return how a pair is said to move; set off behind a means, it may belong to the means or to the main verb."""
    way = direction(tokens, here)
    opens = next((back for back in range(here - 1, 0, -1) if means(tokens, back)), None)
    if opens is None or "," not in [token.text for token in tokens[max(0, here - 2) : here]]:
        return way
    main = direction(tokens, opens)
    return main if main == ("down" if falls else "up") else way


def _order(tokens: Sequence[Token], here: int, there: int) -> str:
    between = [token.text for token in tokens[here + 1 : there]]
    before = [token.text for token in tokens[max(0, here - 4) : here]]
    if len(between) > 2 * _MOST_BETWEEN or any(text in STOPS for text in between):
        return ""
    if "to" in between[-3:] and len(between) <= _MOST_BETWEEN:
        arrow = between == ["to"] and tokens[here].kind == tokens[there].kind and _sets_off(tokens, here)
        return "forward" if arrow else ""
    if before[-1:] and before[-1] in ("in", "of", "per", "over", "across", "out"):
        return ""  # the base of a rate
    if between[-1:] == ["from"] and (between[-2:-1] in (["down"], ["up"]) or "to" in before):
        return "backward"
    if between[-1:] == ["from"] and between[-2:-1] in ([","], ["("]) and not is_change(tokens, here):
        return "backward"
    return "backward" if set(between[-2:]) & {"was", "previously", "before", "formerly"} and len(between) < 4 else ""


def is_change(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a figure is how much something moved ("by N", "cut misses N", "a drop of N"), not where it stands."""
    if tokens[place].kind == "fraction":
        return True
    led = place - 1
    while led > 0 and tokens[led].text in HEDGES:
        led -= 1
    if led < 0:
        return False
    last, ahead = tokens[led].text, tokens[place + 1].text if place + 1 < len(tokens) else ""
    if last == "by" or ahead in CHANGE or (last == "of" and led and tokens[led - 1].text in CHANGE):
        return True
    if tokens[place].kind not in CHANGES or last in LEVELS:
        return False
    return last in ("a", "an") or direction(tokens, place) != ""


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
        if way and tokens[back + 1].text != "than" and not _ends_a_thing(tokens, back):
            return way
    after = [token for token in tokens[place + 1 : place + 3] if token.kind == "word"]
    return next((way for token in after for way in ("down", "up") if way in token.tags), "")


def _ends_a_thing(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a word like "dropped" ends something ("dropped a feature") and moves no figure."""
    following = tokens[place + 1].text if place + 1 < len(tokens) else ""
    return {"stop", "down"} <= tokens[place].tags and following in ("a", "an")
