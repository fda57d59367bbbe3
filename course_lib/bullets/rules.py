"""The twelve rules. Each looks at a bullet that has been read and yields its findings."""

import re
from collections.abc import Callable, Iterator, Sequence

from course_lib.bullets import phrases
from course_lib.bullets.acts import decided, explains, owns_a_list, roles, takes_back
from course_lib.bullets.evidence import Bullet, held, understand
from course_lib.bullets.report import Finding, Report
from course_lib.bullets.sums import contradictions
from course_lib.bullets.words import Token, clean

Findings = Iterator[Finding]
_THRIFT = ("cost", "spend", "time", "latency", "labour", "labor", "turnaround", "backlog")
SHORTEST, LONGEST = 8, 45  # words


def lint(text: str) -> Report:
    """Judge one resume bullet by the twelve rules; it never fails, whatever the text.

    An error makes it "bad". A warning says what a panel will pick at. A question says what the linter cannot know:
    an unknown word is never held against a bullet.
    """
    bullet = understand(clean(str(text)))
    findings = tuple(finding for rule in RULES for finding in rule(bullet))
    return Report("bad" if any(finding.level == "error" for finding in findings) else "good", findings)


def _own_action(bullet: Bullet) -> Findings:
    words = [token for token in bullet.tokens[:10] if token.kind == "word"]
    borrowed = phrases.BORROWED.search(" ".join(token.text for token in words))
    weak = next((at for at, token in enumerate(words[:2]) if "weak" in token.tags and not _is_adjective(words, at)), -1)
    if borrowed or weak >= 0:
        opening = borrowed.group() if borrowed else " ".join(token.text for token in words[: weak + 1])
        yield Finding("L1", "error", f'"{opening.capitalize()}" claims no act of yours: open with what you did.')
    elif owns_a_list(bullet):
        yield Finding("L1", "error", "A list of what you owned is no act: open with what you did to it, and why.")


def _is_adjective(words: Sequence[Token], at: int) -> bool:
    """Say whether "responsible" is what is said of a thing ("implemented responsible AI")."""
    following = words[at + 1].text if at + 1 < len(words) else ""
    return at > 0 and words[at].text == "responsible" and following != "for"


def _quantity(bullet: Bullet) -> Findings:
    if not bullet.outcomes and not decided(bullet):
        sentence = "State an outcome with its unit; versions, years, head counts, reach and activity are not outcomes."
        yield Finding("L2", "error", sentence)
    elif not bullet.outcomes and not any(token.quantity for token in bullet.tokens):
        yield Finding("L2", "warning", "A decision counts for more with the measured rate that led to it.")


def _measured(bullet: Bullet) -> Findings:
    in_sample = bool(phrases.IN_SAMPLE.search(bullet.line))
    asked = [one for one in bullet.outcomes if one.tie == "unknown" and (one.way == "down" or bullet.has("risk"))]
    if any(outcome.tie == "risk" for outcome in bullet.outcomes) and not in_sample:
        return
    if decided(bullet):
        if not bullet.has("risk") and not _settles_the_question(bullet):
            sentence = "Which risk led to this decision? Name who would have been harmed, and how often."
            yield Finding("L3", "question", sentence)
    elif asked and not in_sample:
        if not _settles_the_question(bullet):
            sentence = "Which risk does this number measure? Name who is harmed, or what it costs, and how often."
            yield Finding("L3", "question", sentence)
    elif bullet.outcomes:
        sentence = "Tie the figure to risk, quality, cost or compliance: reach, revenue and engagement do not count."
        yield Finding("L3", "error", sentence)


def _settles_the_question(bullet: Bullet) -> bool:
    """Say whether to ask what a figure measures: not beside a wrong sum, nor if output was scored or sent back."""
    return bool(phrases.QUALITY.search(bullet.line)) or any(contradictions(bullet.tokens, bullet.pairs))


def _mechanism(bullet: Bullet) -> Findings:
    if not explains(bullet):
        moved = "moved the figure" if bullet.outcomes else "would change the outcome"
        sentence = f"Say how: the monitor, gate, rollback, audit, retraining or refusal that {moved}."
        yield Finding("L4", "error", sentence)


def _stakeholders(bullet: Bullet) -> Findings:
    if phrases.TEAM.search(bullet.line) and len(roles(bullet)) < 2:
        sentence = "If you claim a team or partners, name two roles: data science, engineering, legal, risk, security."
        yield Finding("L5", "error", sentence)


def _failure(bullet: Bullet) -> Findings:
    proven = any(outcome.tie == "risk" for outcome in bullet.outcomes) or decided(bullet)
    if not proven and (phrases.HIDDEN.search(bullet.line) or phrases.SAVED_FACE.search(bullet.line)):
        sentence = "On time says nothing about the model: say what it did after launch, failures first."
        yield Finding("L6", "error", sentence)


def _certainty(bullet: Bullet) -> Findings:
    line = bullet.line
    if any(_is_claimed(line, claim) for claim in phrases.CERTAIN.finditer(line)):
        sentence = "Claim no certainty: no error, all bias, full compliance, zero risk and guarantees cannot be shown."
        yield Finding("L7", "error", sentence)
        return
    boasts = [boast for boast in phrases.UNATTENDED.finditer(line) if _is_claimed(line, boast)]
    if takes_back(bullet):  # "found 9 letters sent without human review", but not "ended human review"
        boasts = [boast for boast in boasts if boast.start() == 0]
    if boasts and not _shows_what_followed(bullet):
        sentence = "Taking the human out is a risk, not a result: show the errors before and after, on which cases."
        yield Finding("L7", "error", sentence)


def _is_claimed(line: str, claim: re.Match[str]) -> bool:
    """Say whether certainty is claimed: nobody takes it back before, and no sample of known size stands behind "no"."""
    if phrases.UNSAID.search(line[: claim.start()]):
        return False
    counted = claim.group().lower().startswith(("no", "zero", "0", "without", "never"))
    return not (counted and phrases.MEASURED.search(line[claim.start() : claim.end() + 80]))


def _shows_what_followed(bullet: Bullet) -> bool:
    """Say whether the errors are measured against something: a pair of rates, a fall, or a rate held to a limit."""
    ends = {pair.last for pair in bullet.pairs}
    return any(
        outcome.tie == "risk"
        and not _is_thrift(bullet, outcome.place)
        and (outcome.place in ends or outcome.way == "down" or held(bullet, outcome))
        for outcome in bullet.outcomes
    )


def _is_thrift(bullet: Bullet, place: int) -> bool:
    """Say whether a figure measures time or money, which says nothing about errors."""
    phrase = bullet.tokens[max(0, place - 6) : place + 1]
    return any(token.kind in ("money", "duration") or token.text.startswith(_THRIFT) for token in phrase)


def _arithmetic(bullet: Bullet) -> Findings:
    for sentence in dict.fromkeys(contradictions(bullet.tokens, bullet.pairs)):
        yield Finding("L8", "error", sentence)


def _points_or_relative(bullet: Bullet) -> Findings:
    if any(_is_ambiguous(bullet, place) for place in range(1, len(bullet.tokens))):
        sentence = "Per cent of a rate has two readings: say percentage points, or give both rates."
        yield Finding("L9", "warning", sentence)


def _is_ambiguous(bullet: Bullet, place: int) -> bool:
    """Say whether "by 3 %" stands behind a rate with no pair of figures near that settles it."""
    if bullet.tokens[place].kind != "percent" or bullet.tokens[place - 1].text != "by":
        return False
    rate = any("rate" in token.tags for token in bullet.tokens[max(0, place - 6) : place])
    return rate and not any(pair.first - 4 <= place <= pair.last + 6 for pair in bullet.pairs)


def _law(bullet: Bullet) -> Findings:
    line = bullet.line
    found = [say for wrong, right, say in phrases.LAW if wrong.search(line) and not (right and right.search(line))]
    if found:
        yield Finding("L10", "warning", " ".join(found))


def _money(bullet: Bullet) -> Findings:
    kept = phrases.KEPT_MONEY.search(bullet.line) and phrases.PENALTY.search(bullet.line)
    if kept and not phrases.WEIGHED.search(bullet.line):
        sentence = "Money that was avoided is an estimate: say expected or potential, and how it was weighed."
        yield Finding("L11", "warning", sentence)


def _style(bullet: Bullet) -> Findings:
    if not SHORTEST <= sum(token.kind == "word" or token.quantity for token in bullet.tokens) <= LONGEST:
        yield Finding("L12", "warning", "Keep a bullet between eight and forty-five words: one act, figure and means.")
    buzz = dict.fromkeys(token.text for token in bullet.tokens if "buzz" in token.tags)
    if len(buzz) > 1:
        quoted = ", ".join(f'"{word}"' for word in buzz)
        yield Finding("L12", "warning", f"Say what was done in place of {quoted}.")


RULES: tuple[Callable[[Bullet], Findings], ...] = (
    _own_action, _quantity, _measured, _mechanism, _stakeholders, _failure,
    _certainty, _arithmetic, _points_or_relative, _law, _money, _style,
)  # fmt: skip
