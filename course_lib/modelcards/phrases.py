"""The wording that the rules look for. A new turn of phrase goes here."""

import re
from collections.abc import Iterator

OUT_OF_SCOPE = re.compile(
    r"out[- ]of[- ]scope|outside (?:the|its) scope|not (?:be used|intended|for|meant|suitable|to be used|valid"
    r"|designed)"
    r"|(?:must|should|may|do|does) not|never (?:use|for)|prohibited|forbidden|misuse|excluded|unsuitable"
    r"|nicht (?:für|vorgesehen|geeignet|bestimmt|zu verwenden|verwendet)|darf nicht|kein\w* einsatz"
    r"|hors (?:du )?champ"
    r"|ne (?:doit|convient|peut)|n.est pas (?:destiné|prévu|fait)|no (?:debe|está (?:destinado|previsto)|sirve|usar)",
    re.IGNORECASE,
)
BOOKKEEPING = re.compile(  # lines about the card itself, which may stand at the end of any section
    r"^\W*(?:text |card )?(?:last (?:changed|updated|modified|reviewed)|updated|next review|review|stand|nächste"
    r" (?:über)?prüfung|prochaine révision|próxima revisión)\b[^:]{0,20}:",
    re.IGNORECASE,
)
OWNER_KEYS = frozenset(("owner", "contact", "maintainer", "maintainers", "owners", "model_owner", "card_contact"))
_OWNER = re.compile(
    r"\b(?:owner|owned by|contact|maintain(?:er|ed by)|accountable|responsible (?:person|role)|point of contact"
    r"|verantwortlich\w*|ansprechpartner\w*|kontakt|responsables?|propriétaire|contacto)\b[^:\n]{0,30}?(?::|—|–"
    r"|=|\bis (?=(?-i:[A-Z]))"
    r"|owned by|maintained by|(?<=by))\s*(?P<name>\S.*)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_NOBODY = re.compile(
    r"^\W*(?:(?:the |our )?(?:teams?|company|community|organi[sz]ation|vendor|everyone|nobody|none|us|we|tb[dac]|n/?a"
    r"|unknown|open|not (?:yet )?(?:assigned|named|known))|more information needed|to be \w+)\W*$",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"\b(?:may|might|can|could|like (?:any|all)|as with (?:any|all)|should|not perfect|errors?|biases|mistakes"
    r"|caution"
    r"|care|best results|quality of the (?:data|input)|responsib\w+|continuous(?:ly)? improv\w+|always"
    r"|no known|more information needed"
    r"|kann|können|peut|peuvent|puede|pueden)\b",
    re.IGNORECASE,
)
WATCHED = re.compile(r"\bmonitor(?:ed|ing|s)?\b|\balert(?:s|ed)?\b|\balarms?\b|\bdrift\b|überwach\w+"
                     r"|surveill\w+|supervis\w+"
                     r"|alerta|warnschwelle", re.IGNORECASE)  # fmt: skip
LIMIT = re.compile(
    r"\d+(?:[.,]\d+)?\s*(?:%|percent|per cent|pp\b|percentage points|points|ms\b|seconds)|\b0[.,]\d+"
    r"|(?:above|below|over|under|exceeds?|more than|less than|fewer than|reach(?:es)?|at least|[<>≤≥]=?|über"
    r"|unter|falls"
    r"|au-dessus|dépasse|supera|encima)\W*(?:of |de )?\d",
    re.IGNORECASE,
)
STEP = re.compile(
    r"\b(?:paus\w+|roll(?:s|ed)? ?back|stop\w*|page[sd]?|retrain\w*|calls? (?:the|a|in|off)|escalat\w+|notif\w+"
    r"|inform\w*|switch\w*"
    r"|disabl\w+|halt\w*|fall(?:s)? ?back|on[- ]call|act(?:s|ed)?|investigat\w+|opens?|freez\w+|hold\w*"
    r"|revert\w*|tell\w*"
    r"|withdraw\w*|reviews? by hand|stopp\w+|anhalt\w+|benachrichtig\w+|prüf\w+|zurück\w*|suspend\w*|arrêt\w+"
    r"|alert\w* the"
    r"|avis\w+|deten\w+|suspens\w+|deaktivier\w+|goes? back|send\w*)\b",
    re.IGNORECASE,
)
_CERTAIN = re.compile(
    r"\b(?:(?:completely |fully |entirely )?unbiased|bias[- ]free|free (?:of|from) (?:any )?bias|(?:no"
    r"|zero) bias(?:es)?"
    r"|(?:fully|100 ?%|completely) (?:compliant|safe|fair|accurate)|guarante(?:es?|ed)"
    r"|no (?:known )?(?:limitations|risks)"
    r"|zero (?:errors?|risks?)|never (?:fails|wrong|errs)|eliminat(?:es|ed) (?:all )?(?:bias|errors?|risks?)"
    r"|vorurteilsfrei"
    r"|keine (?:verzerrung|risiken)|sans (?:aucun )?biais|sin sesgos?|garanti(?:ert|t|za))\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"\b(?:not|no|cannot|can't|n't|never|nobody|nothing|without|neither|nor|kein\w*|nicht|ne|pas|aucun\w*"
    r"|whether|if|claim"
    r"|claims|claimed)\b[^.;!?]{0,40}$",
    re.IGNORECASE,
)


def certain(line: str) -> str:
    """Return the first claim of certainty in a line that nothing before it takes back; nothing if there is none."""
    claims = (found for found in _CERTAIN.finditer(line) if not _TAKEN_BACK.search(line[: found.start()]))
    return next((found[0] for found in claims), "")


def owned(lines: list[str], of_owner_sections: list[str]) -> bool:
    """Say whether anybody is named as owner, or any address is given; "the team" is nobody."""
    named = (found["name"] for line in lines if (found := _OWNER.search(line)))
    values = (line.partition(":")[2] or line for line in of_owner_sections)
    return any(not _NOBODY.match(one) for one in (*named, *values)) or any(_MAIL.search(line) for line in lines)


def is_general(text: str) -> bool:
    """Say whether every sentence is of the kind that fits any model."""
    sentences = [one for one in re.split(r"[.;!?]", text) if one.strip()]
    return not re.search(r"\d", text) and all(_GENERAL.search(one) for one in sentences)


def same_scale(figure: float, low: float, high: float) -> bool:
    """Say whether figure and interval are both shares, or both above one: else one may be in per cent."""
    return (abs(figure) <= 1) == (max(abs(low), abs(high)) <= 1) or max(abs(low), abs(high)) <= 2 * abs(figure)


def index_trouble(index: object) -> str:
    """Say what is wrong with a `model-index`, if anything: each result needs task, dataset and metrics with a value."""
    if index is None:
        return ""
    models = index if isinstance(index, list) else []
    if not models or not all(isinstance(one, dict) and isinstance(one.get("results"), list) for one in models):
        return "`model-index` is no list of models with results."
    for place, result in enumerate(_results(models), start=1):
        lacking = [
            part for part in ("task", "dataset", "metrics") if not isinstance(result, dict) or not result.get(part)
        ]
        if lacking:
            return f"Result {place} of `model-index` lacks {', '.join(lacking)}."
        metrics = result["metrics"] if isinstance(result["metrics"], list) else [None]
        if not all(isinstance(one, dict) and "type" in one and "value" in one for one in metrics):
            return f"A metric in result {place} of `model-index` has no type or no value."
    return ""


def _results(models: list[dict[str, object]]) -> Iterator[object]:
    for one in models:
        yield from one["results"]
