"""Three-valued rules: yes, no, or not known, with the questions that would settle them."""

from dataclasses import dataclass


@dataclass(frozen=True, init=False)
class Ask:
    """A yes-or-no answer, or whether a word answer is (or holds) one of ``words``."""

    field: str
    words: tuple[str, ...]

    def __init__(self, field: str, *words: str) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "words", words)


@dataclass(frozen=True)
class Above:
    """Whether a number is strictly greater than ``limit``."""

    field: str
    limit: float


@dataclass(frozen=True)
class Not:
    """The opposite of a rule."""

    rule: "Rule"


@dataclass(frozen=True, init=False)
class AllOf:
    """Every rule holds; one that fails settles it, whatever is unknown."""

    rules: tuple["Rule", ...]

    def __init__(self, *rules: "Rule") -> None:
        object.__setattr__(self, "rules", rules)


@dataclass(frozen=True, init=False)
class AnyOf:
    """At least one rule holds; one that holds settles it, whatever is unknown."""

    rules: tuple["Rule", ...]

    def __init__(self, *rules: "Rule") -> None:
        object.__setattr__(self, "rules", rules)


@dataclass(frozen=True)
class Gate:
    """Both rules hold; what the second still needs is only asked once the first is known to hold."""

    first: "Rule"
    then: "Rule"


Rule = Ask | Above | Not | AllOf | AnyOf | Gate


@dataclass(frozen=True)
class Verdict:
    """What a rule says about the answers given.

    Parameters
    ----------
    holds : bool or None
        ``None`` when the answers do not settle it.
    open : tuple of str
        Fields whose answers could settle it; empty when it is settled.
    """

    holds: bool | None
    open: tuple[str, ...] = ()


def judge(rule: Rule, facts: object) -> Verdict:
    """Evaluate a rule on a record of answers in Kleene's strong three-valued logic.

    Parameters
    ----------
    rule : Rule
        The rule.
    facts : dataclass
        The answers; ``None`` is not known.

    Returns
    -------
    Verdict
        Yes, no, or not known with the open questions.

    References
    ----------
    Kleene, S. C. (1952), Introduction to Metamathematics, section 64.
    """
    match rule:
        case Ask(field=field, words=words):
            return _ask(field, words, getattr(facts, field))
        case Above(field=field, limit=limit):
            value = getattr(facts, field)
            return Verdict(None, (field,)) if value is None else Verdict(value > limit)
        case Not(rule=inner):
            verdict = judge(inner, facts)
            return verdict if verdict.holds is None else Verdict(not verdict.holds)
        case Gate(first=first, then=then):
            verdict, second = judge(first, facts), judge(then, facts)
            return second if verdict.holds or second.holds is False else verdict
        case AllOf(rules=rules):
            return _combine(rules, facts, settled_by=False)
        case AnyOf(rules=rules):
            return _combine(rules, facts, settled_by=True)


def merge(*groups: tuple[str, ...]) -> tuple[str, ...]:
    """Join groups of names into one, each name once, in order of first appearance."""
    return tuple(dict.fromkeys(name for group in groups for name in group))


def _ask(field: str, words: tuple[str, ...], answer: object) -> Verdict:
    if answer is None:
        return Verdict(None, (field,))
    if isinstance(answer, bool):
        return Verdict(answer)
    given = (answer,) if isinstance(answer, str) else answer
    return Verdict(any(word in words for word in given))


def _combine(rules: tuple[Rule, ...], facts: object, *, settled_by: bool) -> Verdict:
    verdicts = [judge(rule, facts) for rule in rules]
    if any(verdict.holds is settled_by for verdict in verdicts):
        return Verdict(settled_by)
    unknown = merge(*(verdict.open for verdict in verdicts if verdict.holds is None))
    return Verdict(None, unknown) if unknown else Verdict(not settled_by)
