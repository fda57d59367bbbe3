"""What was done: whether a bullet decides something, tells how, and whom it names."""

import itertools
from collections.abc import Sequence

from course_lib.bullets import phrases
from course_lib.bullets.changes import STOPS
from course_lib.bullets.evidence import Bullet
from course_lib.bullets.terms import word_set
from course_lib.bullets.words import Token

_STARTS = frozenset(("and", "then", "but", ",", ";", ".", "i", "we", "to"))
_RESUMES = frozenset(("and", "then", "but", ";", ".", ","))
_AWAY = word_set("to of on in at by for with from after before as and or until when within into across over because")
_NOTHING = frozenset(("nothing", "no", "none", "zero"))
_REASON = word_set("because since as after when until unless whose over once : ; given that for pending on where")
_CAUSES = word_set("through via using with after thanks behind following when which where so because once until")
_SMALL = word_set(
    """
    a an the our my its their his her of in on at to for and or with by from as is are was were be been it that this
    these those into across over per all every each any more most very own which who we i
    """
)
_NOT = word_set("not nobody never neither cannot nothing missed failed unable wrong")
_BECAUSE = word_set("because after when until unless : ; as")
_KNOWN = frozenset(("weak", "generic", "promo", "down", "up", "better"))
_NEUTRAL = frozenset(("moved", "control", "told", "risk", "notice"))
_MANY_ROLES = 3  # who they are then says how it was done
_NO_ACT = frozenset(("down", "up", "better", "generic", "weak"))


def decided(bullet: Bullet) -> bool:
    """Say whether the bullet stops, refuses, withdraws or gives up something, and gives a reason.

    As the opening act a decision with a reason is enough. Further on, or if the verb is not known as a decision, the
    reason must also speak of a risk or of something found.
    """
    tokens = bullet.tokens
    words = [place for place, token in enumerate(tokens) if token.kind == "word"][:3]
    if any("stop" in tokens[place].tags and not _moves_a_figure(bullet, place) for place in words[:2]):
        idle = any(token.text in _NOTHING for token in tokens[words[0] + 1 : words[0] + 2])
        return not idle and _reason(tokens[words[0] + 1 :])
    told = any("told" in tokens[place].tags for place in words)
    later = any(_stops(tokens, place, told) for place in range(1, len(tokens)))
    if later and (bullet.has("risk") or phrases.ADMITTED.search(bullet.line)):
        return _reason(tokens) or bool(phrases.ADMITTED.search(bullet.line))
    return (told and _disclosed(tokens[words[0] + 1 :])) or _unknown_act(bullet, words)


def takes_back(bullet: Bullet) -> bool:
    """Say whether the bullet opens with stopping, refusing or finding something, or stops something further on."""
    tokens = bullet.tokens
    opening = [token for token in tokens if token.kind == "word"][:3]
    return any(token.tags & {"stop", "told"} for token in opening) or any(
        _stops(tokens, place, told=False) for place in range(1, len(tokens))
    )


def _stops(tokens: Sequence[Token], place: int, told: bool) -> bool:
    """Say whether a verb further on stops something: it opens a clause or sentence, and the thing it stops is named.

    A sentence or a "then" may stop what was named before it ("Shipped it too early. Rolled back on day nine").
    """
    if "stop" not in tokens[place].tags or not (told or tokens[place - 1].text in _STARTS):
        return False
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following is not None and (following.quantity or (following.kind == "word" and following.text not in _AWAY)):
        return True
    if told and following is not None and following.text in ("on", "of", "to"):
        return True  # "negotiated a freeze on ..."
    return tokens[place - 1].text in _RESUMES and tokens[place].text.endswith(("ed", "back", "down", "offline", "out"))


def _reason(rest: Sequence[Token]) -> bool:
    return any(token.text in _REASON or token.kind in ("percent", "ratio", "points", "multiple") for token in rest)


def _disclosed(rest: Sequence[Token]) -> bool:
    """Say whether what was told is a fault or a "not", and something followed from it."""
    fault = any(token.text in _NOT or "lowerbetter" in token.tags for token in rest)
    return fault and any(
        token.text in (";", ":") or (token.text == "," and then.text in ("and", "so"))
        for token, then in itertools.pairwise(rest)
    )


def _unknown_act(bullet: Bullet, words: Sequence[int]) -> bool:
    """Say whether an opening verb that is on no list is followed by a reason that speaks of a risk or a finding."""
    if not words or bullet.tokens[words[0]].tags & _KNOWN or not bullet.tokens[words[0]].tags <= _NEUTRAL:
        return False
    because = next((p for p, token in enumerate(bullet.tokens) if p > 1 and token.text in _BECAUSE), None)
    if because is None:
        return False
    figure = ("ratio", "percent") if bullet.tokens[because].text in ("because", "after", "when") else ()
    return any(token.tags & {"risk", "told"} or token.kind in figure for token in bullet.tokens[because + 1 :])


def _moves_a_figure(bullet: Bullet, place: int) -> bool:
    """Say whether a word like "dropped" is the verb of an outcome and ends nothing."""
    if "down" not in bullet.tokens[place].tags:
        return False
    return any(place < one.place <= place + 12 and one.way == "down" for one in bullet.outcomes)


def owns_a_list(bullet: Bullet) -> bool:
    """Say whether the bullet only lists what was owned: three or more things, and no outcome or decision."""
    words = [token for token in bullet.tokens if token.kind == "word"]
    if not words or words[0].text not in ("own", "owned", "owning", "owner") or bullet.outcomes or decided(bullet):
        return False
    return sum(token.text in (",", "and", ":") for token in bullet.tokens) >= 2


def explains(bullet: Bullet) -> bool:
    """Say whether the bullet tells how: a decision, a control, a named means, or an act apart from the outcome."""
    tokens = bullet.tokens
    if decided(bullet) or bullet.has("control") or len(roles(bullet)) >= _MANY_ROLES:
        return True
    verbs = (t for p, t in enumerate(tokens) if p < 2 or tokens[p - 1].text in _STARTS | {"who", "which", "that", "by"})
    if any(token.tags & {"stop", "told"} and "down" not in token.tags for token in verbs):
        return True
    return _acts_first(bullet) or any(_means(tokens, place) or _remark(bullet, place) for place in range(len(tokens)))


def _remark(bullet: Bullet, place: int) -> bool:
    """Say whether a clause of its own, set off by a semicolon or colon and without an outcome, explains the rest."""
    if bullet.tokens[place].text not in (";", ":") or any(outcome.place > place for outcome in bullet.outcomes):
        return False
    telling = [token for token in bullet.tokens[place + 1 :] if token.kind == "word" and token.text not in _SMALL]
    return sum(not token.tags & {"empty", "buzz", "activity", "people"} for token in telling) >= 3


def _acts_first(bullet: Bullet) -> bool:
    """Say whether the first clause tells an act and the outcome comes after it."""
    tokens = bullet.tokens
    edge = next((p for p, t in enumerate(tokens) if p and t.text in {",", ";", ":", ".", "and", "that"}), len(tokens))
    first = next((token for token in tokens[:3] if token.kind == "word"), None)
    if first is None or "weak" in first.tags or hollow(tokens, 1):
        return False
    if first.tags & {"down", "up", "better"} and not any(token.quantity for token in tokens[:edge]):
        return False  # "reduced cost, waste and bias by ..." is one list, not an act and its outcome
    return bool(bullet.outcomes) and all(outcome.place > edge for outcome in bullet.outcomes)


def _means(tokens: Sequence[Token], place: int) -> bool:
    text = tokens[place].text
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following is None or (following.quantity and text != "with") or following.text in _NOTHING:
        return False
    if text in _CAUSES or text == "by":
        return not hollow(tokens, place + 1)
    if text in ("and", ";", ","):
        acts = following.text.endswith(("ed", "ing")) or following.tags & {"stop", "told", "moved"}
        return bool(acts) and not following.tags & _NO_ACT and not hollow(tokens, place + 2)
    return False


def hollow(tokens: Sequence[Token], start: int) -> bool:
    """Say whether the phrase from `start` names nothing that could be checked ("through innovation")."""
    for token in tokens[start : start + 12]:
        if token.text in STOPS or token.text in (",", "(", ")", ":"):
            return True
        if token.kind == "word" and token.text not in _SMALL and not token.tags & {"empty", "buzz"}:
            return False
    return True


def roles(bullet: Bullet) -> set[str]:
    """Return the kinds of stakeholders that the bullet names."""
    return {tag for token in bullet.tokens for tag in token.tags if tag.startswith("role ")}
