"""What came of it: the figures of a bullet that are outcomes, and what each of them measures."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from course_lib.bullets.changes import STOPS, Pair, direction, means, pairs
from course_lib.bullets.terms import word_set
from course_lib.bullets.words import Token, read

_EDGES = word_set(
    """
    through via using with after while but which that when because since until whose where and or as so than
    """
)
_MARKS = frozenset(",;:()")
_COMPARED = word_set(
    """
    under below within against versus vs than limit target above beyond least most flat unchanged held kept holding
    keeping still only ceiling cap bar floor steady same no up instead short
    """
)
_WORKING = tuple(
    word_set("review handl resolv log triag process track monitor analys clos respond attend priorit answer")
)
_REMEDIED = tuple(
    word_set("correct cancel refund repa reopen reinstat restor compensat overturn reimburs repric protect spar shield")
)
_HELD = word_set("under below within against versus vs limit flat unchanged held holding kept steady stayed ceiling")
_WEIGHED = word_set("estimated expected potential likely about cost costs")
_SOONER = word_set("earlier sooner faster quicker less shorter later longer slower")
_CLEARED = ("complian", "conform", "approv", "clearance", "authoris", "authoriz")
_MULTIPLIED = ("halv", "doubl", "tripl", "quadrupl")
_JOINTS = word_set("of for in on at to with from by about per over into within covering under that which a the")
_HOW_MANY = ("people", "activity", "reach")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A figure that says what came of it: its place, what it measures, and the way it moved ("down", "up" or "")."""

    place: int
    tie: str  # "risk", "vanity" or "unknown"
    way: str


@dataclass(frozen=True)
class Bullet:
    """A bullet read once: its line, tokens, pairs of figures and outcomes."""

    line: str
    tokens: tuple[Token, ...]
    pairs: tuple[Pair, ...]
    outcomes: tuple[Outcome, ...]

    def has(self, tag: str) -> bool:
        """Say whether any word carries the tag."""
        return any(tag in token.tags for token in self.tokens)


def understand(line: str) -> Bullet:
    """Read a clean line and find what it proves."""
    tokens = read(line)
    found = pairs(tokens)
    paired = {place for pair in found for place in (pair.first, pair.last)}
    ends = [_of_pair(tokens, pair) for pair in found]
    ends += [_of_single(tokens, place) for place, token in enumerate(tokens) if place not in paired]
    return Bullet(line, tokens, found, tuple(outcome for outcome in ends if outcome))


def _of_pair(tokens: Sequence[Token], pair: Pair) -> Outcome | None:
    before, after = _before(tokens, pair.first), _after(tokens, pair.last)
    counts = pair.kind == "count" and max(pair.old, pair.new) >= 1
    if counts and (_label(tokens, pair.first) or _counted(tokens, pair, before, after) in _HOW_MANY):
        return None
    way = pair.way if pair.way in ("down", "up") else "down" if pair.new < pair.old else "up"
    tie = _tie(before, (), way)
    return Outcome(pair.last, _tie((), after, way) if tie == "unknown" else tie, way)


def _counted(tokens: Sequence[Token], pair: Pair, before: Sequence[Token], after: Sequence[Token]) -> str:
    """Return which kind of thing two counts count; "risk" if it is unwelcome."""
    words = [*_after(tokens, pair.first)[:3], *after[:3], *before[:6]]
    if any("risk" in token.tags for token in words):
        return "risk"
    return next((tag for token in words for tag in _HOW_MANY if tag in token.tags), "")


def _of_single(tokens: Sequence[Token], place: int) -> Outcome | None:
    token = tokens[place]
    if token.kind == "word":
        return _of_word(tokens, place)
    if not token.quantity or token.kind == "when" or _label(tokens, place):
        return None
    before, after = _before(tokens, place), _after(tokens, place)
    way = direction(tokens, place)
    tie = _tie(before, after, way)
    if token.kind == "duration":
        return _of_duration(tokens, place, before, after)
    if token.kind == "money":
        return _of_money(tokens, place, before, tie, way)
    if token.kind == "count":
        return _of_count(tokens, place, before, after)
    if tie == "unknown" and _is_disclosed(tokens, place):
        tie = "risk"
    if way or token.kind in ("points", "fraction"):
        return Outcome(place, tie, way or "down")
    return Outcome(place, tie, "") if tie == "risk" and _stands_alone(tokens, place, [*before, *after]) else None


def _is_disclosed(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a figure is what was found or disclosed about a risk, and nothing to be proud of stands by it."""
    known = {tag for token in tokens for tag in token.tags}
    near = {tag for token in tokens[max(0, place - 4) : place + 4] for tag in token.tags}
    return {"told", "risk"} <= known and "vanity" not in near


def _of_money(tokens: Sequence[Token], place: int, before: Sequence[Token], tie: str, way: str) -> Outcome | None:
    """Read money as an outcome if it was saved, weighed or found; a sum at stake ("exposure of ...") is only size."""
    if tie == "unknown" and way != "down":
        return None
    found = any(token.tags & {"told", "stop"} for token in tokens) or any(token.text in _WEIGHED for token in before)
    return Outcome(place, "risk" if tie == "unknown" else tie, way) if way or found or tie == "vanity" else None


def _of_word(tokens: Sequence[Token], place: int) -> Outcome | None:
    """Read "halved wrongful denials" as a figure."""
    if not tokens[place].text.startswith(_MULTIPLIED):
        return None
    way = "down" if tokens[place].text.startswith("halv") else "up"
    ahead = _tie((), _after(tokens, place), way)
    return Outcome(place, _tie(_before(tokens, place), (), way) if ahead == "unknown" else ahead, way)


def _of_duration(
    tokens: Sequence[Token], place: int, before: Sequence[Token], after: Sequence[Token]
) -> Outcome | None:
    """Read a time as an outcome if something was noticed or stopped within it, or so much sooner."""
    near = [*before, *after]
    if any("vanity" in token.tags for token in near):
        return None
    noticed = any("notice" in token.tags for token in tokens[max(0, place - 12) : place])
    within = any(token.text in ("within", "in", "under", "after") for token in before[:1])
    if any(token.text.startswith(_CLEARED) for token in before[:3]) and any(
        t.text in ("ahead", "early") for t in after[:1]
    ):
        return Outcome(place, "risk", "down")  # an approval has a date; a launch that is early proves nothing
    sooner = any(token.text in _SOONER for token in after[:2])
    moved = direction(tokens, place) == "down" and any("risk" in token.tags for token in near)
    return Outcome(place, "risk", "down") if (noticed and (within or sooner)) or moved else None


def _of_count(tokens: Sequence[Token], place: int, before: Sequence[Token], after: Sequence[Token]) -> Outcome | None:
    token = tokens[place]
    if "." in token.text and token.value <= 1:
        return Outcome(place, "risk", direction(tokens, place)) if _tie(before, after, "") == "risk" else None
    if token.value == 0 and not any(one.quantity for one in tokens[place + 1 : place + 9]):
        return None  # none of how many?
    working = any(one.text.startswith(_WORKING) for one in before[:3])
    named = any("risk" in one.tags for one in after[:3]) and not _about_a_topic(after)
    harmed = named or any(one.text.startswith(_REMEDIED) for one in before[:3])
    return Outcome(place, "risk", direction(tokens, place)) if harmed and not working else None


def _about_a_topic(after: Sequence[Token]) -> bool:
    """Say whether work or people are counted, and the word of risk only says what about: "12 safety meetings"."""
    phrase = list(itertools.takewhile(lambda token: token.kind == "word" and token.text not in _JOINTS, after))
    if not phrase or not phrase[-1].tags & {"activity", "people", "reach"}:
        return False
    return all("topic" in token.tags for token in phrase[:-1] if "risk" in token.tags)


def _stands_alone(tokens: Sequence[Token], place: int, near: Sequence[Token]) -> bool:
    """Say whether a rate without a baseline proves something: it is a harm, is compared, or led to a decision."""
    if not any("higher" in token.tags for token in near):
        return True
    compared = any(token.text in _COMPARED for token in tokens[max(0, place - 6) : place + 7])
    return compared or any(token.tags & {"stop", "told"} for token in tokens)


def held(bullet: Bullet, outcome: Outcome) -> bool:
    """Say whether an outcome is a rate that is held to a limit or compared with another."""
    return any(token.text in _HELD for token in bullet.tokens[max(0, outcome.place - 6) : outcome.place + 7])


def _label(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a number belongs to a name: a version, a standard, a year."""
    token = tokens[place]
    if token.kind != "count":
        return False
    if token.text.isdigit() and 1990 <= token.value <= 2039:
        return True
    last = tokens[place - 1] if place > 1 else None
    return bool(last and last.capital and "risk" not in last.tags)


def _before(tokens: Sequence[Token], place: int) -> list[Token]:
    """Return the words that lead up to a figure, nearest first, up to the edge of its phrase."""
    words: list[Token] = []
    for back in range(place - 1, max(-1, place - 14), -1):
        token = tokens[back]
        opening = not words or [word.text for word in words] == ["from"]
        aside = (token.text in ("(", ",", ":", "-") and opening) or (token.quantity and len(words) < 2)
        if aside:  # "by 0.8 points (2.9 % to 2.1 %)", "halved, from 22 to 11"
            continue
        if token.quantity or token.text in STOPS or token.text in _MARKS or token.text in _EDGES or means(tokens, back):
            break
        words.append(token)
    return words


def _after(tokens: Sequence[Token], place: int) -> list[Token]:
    words: list[Token] = []
    for token in tokens[place + 1 : place + 8]:
        if token.quantity or token.kind == "mark" or token.text in _EDGES or token.text in ("by", "to", "from"):
            break
        words.append(token)
    return words


def _tie(before: Sequence[Token], after: Sequence[Token], way: str) -> str:
    """Return what a figure measures: the tag of the nearest telling word; a denominator tells nothing.

    What falls and is called by any word of risk is a risk, whatever else is near: "wrong answers in the sales bot".
    """
    ranked = [(rank, token.tags) for rank, token in enumerate(before)]
    for rank, token in enumerate(after):
        ranked.append((rank + 0.5, token.tags - {"vanity"} if "reach" in token.tags else token.tags))
    risky = min((rank for rank, tags in ranked if tags & {"risk", "notice"}), default=99.0)
    proud = min((rank for rank, tags in ranked if "vanity" in tags), default=99.0)
    if risky == proud == 99:
        return "unknown"
    return "risk" if risky <= proud or (way == "down" and risky < 99) else "vanity"
