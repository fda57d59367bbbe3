"""A change stated in words beside a pair of figures ("by 20 %, from 10 to 8", "a 20 % drop"), and whether it holds."""

from collections.abc import Iterator, Sequence

from course_lib.bullets.changes import CHANGE, CHANGES, HEDGES, Pair, is_change, means
from course_lib.bullets.terms import word_set
from course_lib.bullets.words import Token

_FARTHEST = 18  # words from a stated change to its pair
_OPENERS = word_set("across in over within on at for among at per during under since throughout a an each every")
_ANOTHER = word_set("and but with while as ; which that who through via using after when because to")
_IDLE = HEDGES | CHANGE | word_set("a an the down up by of or is which i e that s absolute it falling rising total :")
_MORE = frozenset(("than", "over", "least"))


def stated(tokens: Sequence[Token], pair: Pair) -> Iterator[int]:
    """Yield the places of the figures that are put forward as this pair's change, before it or after it."""
    for place in range(pair.first - 1, max(-1, pair.first - _FARTHEST), -1):
        token = tokens[place]
        if token.text in (".", "!", "?", ";"):
            break
        if token.kind in CHANGES or (token.kind == pair.kind and tokens[place - 1].text == "by"):
            if place and _leads_to(tokens, place, pair) and is_change(tokens, place):
                yield place
            break
    yield from _after(tokens, pair)


def _leads_to(tokens: Sequence[Token], place: int, pair: Pair) -> bool:
    """Say whether nothing but time, place and "from" stands between a change and its pair, and no other quantity."""
    between = tokens[place + 1 : pair.first]
    texts = [token.text for token in between]
    if texts[-1:] == ["to"]:  # "20 %, to 8 % from 10 %"
        texts[-1] = "from"
    means_at = next((at for at in range(place + 1, pair.first) if means(tokens, at)), None)
    if means_at is not None:  # "60 % by moving work to a smaller model, from 90K to 54K"
        own = pair.kind in ("count", "ratio") and tokens[means_at + 1].tags & {"up", "down", "moved"}
        return not own and texts[-2:] in ([",", "from"], [":", "from"])  # "by raising the limit, from 5 to 7"
    if texts[:1] == ["of"] or set(texts) & _ANOTHER:
        return False
    first = next((text for text in texts if text not in ("relative", "-")), "")
    if first not in _OPENERS | CHANGE | {"from", "(", ",", ":", ""} and between[0].kind == "word":
        return False
    edge = max((at for at, text in enumerate(texts) if text in (",", "(", ":")), default=None)
    rest = texts[edge + 1 :] if edge is not None else []
    return not rest or rest[0] == "from" or rest[0] in _OPENERS


def _after(tokens: Sequence[Token], pair: Pair) -> Iterator[int]:
    """Yield "from 10 to 6, a 40 % reduction", "(a drop of 40 %)", "(-40 %)", ", down 40 %"."""
    last = pair.last
    for place in range(last + 1, min(len(tokens), last + 12)):
        token, ahead = tokens[place], {one.text for one in tokens[place + 1 : place + 5]}
        if token.text in ("and", "with", "at", "while", "but", ".") or means(tokens, place):
            return
        if token.text == ";" and tokens[place + 1 : place + 2] and tokens[place + 1].text not in _IDLE:
            return
        if token.kind not in CHANGES:
            continue
        edge = next((at for at in range(place - 1, last, -1) if tokens[at].text in (",", "(", ";")), None)
        lead = [one.text for one in tokens[(edge or last) + 1 : place]]
        bracket = edge is not None and tokens[edge].text == "(" and tokens[place + 1 : place + 2]
        alone = bool(bracket) and tokens[place + 1].text == ")" and all(text in _IDLE for text in lead)
        told = edge is not None and set(lead) & (CHANGE | {"down", "up", "by", "falling"}) and set(lead) <= _IDLE
        if not (ahead & CHANGE or alone or told):
            return
        yield place


def agrees(tokens: Sequence[Token], pair: Pair, place: int) -> bool:
    """Say whether a stated change is what the two figures give: relative to the first, or points if it says so."""
    said, moved = tokens[place], abs(pair.new - pair.old)
    relative = moved / abs(pair.old) if pair.old else 0.0
    if said.kind == "points":
        return _agrees_in_points(said.value, pair, moved)
    if said.kind == "fraction":
        return abs(said.value - relative) <= 0.06
    if said.kind == "multiple":
        times = max(pair.old, pair.new) / min(pair.old, pair.new) if min(pair.old, pair.new) > 0 else 0.0
        return times == 0.0 or abs(said.value - times) <= 0.15 * times
    if said.kind != "percent":
        return abs(said.value - moved) <= 0.06 * max(said.value, moved)
    near = [token.text for token in tokens[max(0, place - 3) : place + 2]]
    in_points = pair.kind == "percent" and abs(said.value - moved) <= 0.06 and "relative" not in near
    if in_points:
        return True  # loose words, not a wrong sum
    over = 100 * relative - said.value  # "more than 40 %" may be 45 %, "nearly 45 %" may be 43 %
    if set(near[:-1]) & _MORE:
        return -1.5 <= over <= 10
    return abs(over) <= 1.5 + 2 * relative + (2 if set(near[:-1]) & HEDGES else 0)


def _agrees_in_points(said: float, pair: Pair, moved: float) -> bool:
    if pair.kind == "ratio" or (pair.kind == "count" and max(pair.old, pair.new) <= 1):
        moved *= 100
    elif pair.kind != "percent":
        return True
    return abs(said - moved) <= 0.11 + 0.02 * moved
