"""Whether the arithmetic of a bullet holds: verb against figures, stated change against the pair beside it."""

from collections.abc import Iterator, Sequence

from course_lib.bullets.changes import STOPS, Pair, direction
from course_lib.bullets.terms import word_set
from course_lib.bullets.words import Token

_CHANGE = word_set(
    """
    reduction improvement drop decrease increase cut fall rise gain decline less fewer lower better higher more
    relative
    """
)
_GROWTH = word_set("increase rise gain improvement more higher better")
_TIMES = (("halv", 0.5), ("doubl", 2.0), ("tripl", 3.0), ("quadrupl", 4.0))
_PRONOUNS = word_set("their its it they this these same")


def contradictions(tokens: Sequence[Token], found: Sequence[Pair]) -> Iterator[str]:
    """Yield one sentence for each sum in the bullet that cannot be right."""
    for pair in found:
        if _against(pair) or _belied(tokens, pair):
            yield "The verb and the two figures must point the same way; here the figures move against the verb."
        elif pair.way == "better" and _worse(tokens, pair):
            yield "An improvement must move the figures the right way for that metric; here they get worse."
        elif any(not _agrees(tokens, pair, place) for place in _stated(tokens, pair)):
            yield "A stated change must equal what the two figures give: divide the difference by the baseline."
        elif _not_so(tokens, pair):
            yield "Halved, doubled or tripled must be true of the two figures that stand beside it."
    for place, token in enumerate(tokens):
        if token.kind == "percent" and token.value > 100 and _reduces(tokens, place):
            yield "Nothing falls by more than all of itself: a reduction has the baseline below the line."
        elif token.kind == "percent" and token.value > 100 and _is_share(tokens, place):
            yield "A rate of more than all cannot be: name what is counted and out of what."


def _against(pair: Pair) -> bool:
    return (pair.way == "down" and pair.new > pair.old) or (pair.way == "up" and pair.new < pair.old)


def _belied(tokens: Sequence[Token], pair: Pair) -> bool:
    """Say whether a bullet opens with a fall and goes on with the rise of the same thing ("while their share rose")."""
    opens = bool(tokens) and "down" in tokens[0].tags and "stop" not in tokens[0].tags
    return (
        opens
        and pair.new > pair.old
        and any(token.text in _PRONOUNS for token in tokens[max(0, pair.first - 5) : pair.first])
    )


def _worse(tokens: Sequence[Token], pair: Pair) -> bool:
    phrase = tokens[max(0, pair.first - 8) : pair.first]
    known = {tag for token in phrase for tag in token.tags & {"higher", "lowerbetter"}}
    return (known == {"higher"} and pair.new < pair.old) or (known == {"lowerbetter"} and pair.new > pair.old)


def _stated(tokens: Sequence[Token], pair: Pair) -> Iterator[int]:
    """Yield the places of figures that claim to be this pair's change."""
    kinds = ("percent", "points", "fraction", "multiple")
    for place in range(max(0, pair.first - 5), pair.first):  # "by 40 % from 10 to 6", "a 40 % cut (10 to 6)"
        led = tokens[place].kind == "fraction" or tokens[place - 1].text in ("by", "a", "an")
        between = {token.text for token in tokens[place + 1 : pair.first]}
        if tokens[place].kind in kinds and led and not between & {"and", "of", "with", ";"}:
            yield place
    for place in range(pair.last + 1, min(len(tokens), pair.last + 9)):  # "from 10 to 6, a 40 % reduction"
        if tokens[place].text in ("and", "with", ";", "at"):
            return
        if tokens[place].kind in kinds and {token.text for token in tokens[place + 1 : place + 5]} & _CHANGE:
            yield place


def _agrees(tokens: Sequence[Token], pair: Pair, place: int) -> bool:
    stated, moved = tokens[place], abs(pair.new - pair.old)
    relative = moved / abs(pair.old) if pair.old else 0.0
    if stated.kind == "points":
        return pair.kind != "percent" or abs(stated.value - moved) <= 0.11 + 0.02 * moved
    if stated.kind == "fraction":
        return abs(stated.value - relative) <= 0.06
    if stated.kind == "multiple":
        times = max(pair.old, pair.new) / min(pair.old, pair.new) if min(pair.old, pair.new) > 0 else 0.0
        return times == 0.0 or abs(stated.value - times) <= 0.15 * times
    in_points = pair.kind == "percent" and abs(stated.value - moved) <= 0.06  # loose words, not a wrong sum
    return in_points or abs(stated.value - 100 * relative) <= 1.5 + 2 * relative


def _not_so(tokens: Sequence[Token], pair: Pair) -> bool:
    share = pair.new / pair.old if pair.old else 1.0
    for token in reversed(tokens[max(0, pair.first - 12) : pair.first]):
        if token.text in STOPS or token.quantity:
            return False
        for word, true in _TIMES:
            if token.text.startswith(word):
                return not 0.85 * true <= share <= 1.18 * true
    return False


def _reduces(tokens: Sequence[Token], place: int) -> bool:
    after = {token.text for token in tokens[place + 1 : place + 3]}
    by = any(token.text == "by" for token in tokens[max(0, place - 2) : place])
    return bool(after & _CHANGE - _GROWTH) or (by and direction(tokens, place) == "down")


def _is_share(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a figure is put forward as a rate ("accuracy of 104 %")."""
    near = tokens[max(0, place - 3) : place]
    return any(token.text in ("of", "at", "to", "with") for token in near[-1:]) and any(
        "higher" in t.tags for t in near
    )
