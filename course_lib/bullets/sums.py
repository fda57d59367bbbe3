"""Whether the arithmetic of a bullet holds: verb against figures, stated change against the pair beside it."""

from collections.abc import Iterator, Sequence

from course_lib.bullets.changes import CHANGE, STOPS, Pair, direction
from course_lib.bullets.stated import agrees, stated
from course_lib.bullets.terms import word_set
from course_lib.bullets.words import Token

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
        elif any(not agrees(tokens, pair, place) for place in stated(tokens, pair)):
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


def _not_so(tokens: Sequence[Token], pair: Pair) -> bool:
    share = pair.new / pair.old if pair.old else 1.0
    for place in range(pair.first - 1, max(-1, pair.first - 19), -1):
        if tokens[place].text in STOPS or tokens[place].quantity:
            return False
        for word, true in _TIMES:
            if tokens[place].text.startswith(word):
                least, most = _room(tokens[place - 1].text if place else "", true)
                return not least * true <= share <= most * true
    return False


def _room(hedge: str, true: float) -> tuple[float, float]:
    """Return how far "halved" may be off: "more than halved" and "nearly doubled" each leave room on one side."""
    if hedge == "than":
        return (0.0, 1.05) if true < 1 else (0.95, 99.0)
    if hedge in ("nearly", "almost"):
        return (0.9, 1.3) if true < 1 else (0.75, 1.1)
    return 0.85, 1.18


def _reduces(tokens: Sequence[Token], place: int) -> bool:
    after = {token.text for token in tokens[place + 1 : place + 3]}
    by = any(token.text == "by" for token in tokens[max(0, place - 2) : place])
    return bool(after & CHANGE - _GROWTH) or (by and direction(tokens, place) == "down")


def _is_share(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a figure is put forward as a rate ("accuracy of 104 %")."""
    near = tokens[max(0, place - 3) : place]
    return any(token.text in ("of", "at", "to", "with") for token in near[-1:]) and any(
        "higher" in t.tags for t in near
    )
