"""The twelve rules. Each looks at a bullet that has been read and yields its findings."""

from collections.abc import Callable, Iterator

from course_lib.bullets import phrases
from course_lib.bullets.acts import decided, explains, roles
from course_lib.bullets.evidence import Bullet, understand
from course_lib.bullets.report import Finding, Report
from course_lib.bullets.sums import contradictions
from course_lib.bullets.words import clean

Findings = Iterator[Finding]
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
    weak = any("weak" in token.tags for token in words[:2])
    if weak or phrases.BORROWED.search(" ".join(token.text for token in words)):
        sentence = "Open with what you did yourself; managed, helped, responsible for and experience with claim no act."
        yield Finding("L1", "error", sentence)


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
        if not bullet.has("risk"):
            sentence = "Which risk led to this decision? Name who would have been harmed, and how often."
            yield Finding("L3", "question", sentence)
    elif asked and not in_sample:
        sentence = "Which risk does this number measure? Name who is harmed, or what it costs, and how often."
        yield Finding("L3", "question", sentence)
    elif bullet.outcomes:
        sentence = "Tie the figure to risk, quality, cost or compliance: reach, revenue and engagement do not count."
        yield Finding("L3", "error", sentence)


def _mechanism(bullet: Bullet) -> Findings:
    if not explains(bullet):
        sentence = "Say how: the monitor, gate, rollback, audit, retraining or refusal that moved the figure."
        yield Finding("L4", "error", sentence)


def _stakeholders(bullet: Bullet) -> Findings:
    if phrases.TEAM.search(bullet.line) and len(roles(bullet)) < 2:
        sentence = "If you claim a team, name two of its AI roles: data science, engineering, legal, risk, security."
        yield Finding("L5", "error", sentence)


def _failure(bullet: Bullet) -> Findings:
    proven = any(outcome.tie == "risk" for outcome in bullet.outcomes) or decided(bullet)
    if not proven and (phrases.HIDDEN.search(bullet.line) or phrases.SAVED_FACE.search(bullet.line)):
        sentence = "On time says nothing about the model: say what it did after launch, failures first."
        yield Finding("L6", "error", sentence)


def _certainty(bullet: Bullet) -> Findings:
    claims = phrases.CERTAIN.finditer(bullet.line)
    if any(not phrases.UNSAID.search(bullet.line[: claim.start()]) for claim in claims):
        sentence = "Claim no certainty: all bias, full compliance, zero risk and guarantees cannot be shown."
        yield Finding("L7", "error", sentence)


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
    if phrases.WRONG_LAW.search(bullet.line):
        sentence = "Use the law's own terms: no tiers, no AI Act certificate for a credit model, no rescinded guidance."
        yield Finding("L10", "warning", sentence)


def _money(bullet: Bullet) -> Findings:
    kept = phrases.KEPT_MONEY.search(bullet.line) and phrases.PENALTY.search(bullet.line)
    if kept and not phrases.WEIGHED.search(bullet.line):
        sentence = "Money that was avoided is an estimate: say expected or potential, and how it was weighed."
        yield Finding("L11", "warning", sentence)


def _style(bullet: Bullet) -> Findings:
    if not SHORTEST <= sum(token.kind == "word" or token.quantity for token in bullet.tokens) <= LONGEST:
        yield Finding("L12", "warning", "Keep a bullet between eight and forty-five words: one act, figure and means.")
    if sum("buzz" in token.tags for token in bullet.tokens) > 1:
        yield Finding("L12", "warning", "Replace buzzwords by what was done: two of them hide a fact.")


RULES: tuple[Callable[[Bullet], Findings], ...] = (
    _own_action, _quantity, _measured, _mechanism, _stakeholders, _failure,
    _certainty, _arithmetic, _points_or_relative, _law, _money, _style,
)  # fmt: skip
