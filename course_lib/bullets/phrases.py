"""Turns of phrase that single words do not show: certainty claimed, face saved, failures hidden, the law misnamed."""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})", re.IGNORECASE)


BORROWED = _any(
    r"(?:helped|assisted)\b",
    r"(?:was|been) (?:[\w-]+ )?(?:part of|involved)\b",
    r"(?:took|take) part\b",
    r"involved in\b",
    r"responsible for\b",
    r"in charge of\b",
    r"tasked with\b",
    r"held (?:\w+ )?(?:responsibility|accountability|the title)\b",
)
TEAM = _any(
    r"cross-?functional\b",
    r"multi-?disciplinary\b",
    r"teams? of\b",
    r"[\w]+-(?:person|people|strong) team\b",
    r"(?:led|co-led|managed|headed|directed|built|ran|grew) (?:a|an|the|my)(?: [\w-]+){0,3} (?:team|squad|group)\b",
)
SAVED_FACE = _any(
    r"(?:on|to)[ -](?:time|schedule|budget)\b",
    r"on the (?:planned|announced|agreed|promised) (?:date|day)\b",
    r"as (?:planned|scheduled|promised)\b",
    r"under budget\b",
    r"(?:went|gone|go) live\b",
    r"go-live\b",
    r"agreed timetable\b",
    r"(?:by|ahead of|before|within) (?:the |its |our )?(?:\w+ )?(?:deadline|schedule|plan|budget)\b",
    r"(?:every|all|each)(?: \w+)? (?:milestones?|dates?|deadlines?)\b",
)
HIDDEN = _any(
    r"(?:issues?|problems?|concerns?|incidents?|questions?)(?: \w+){0,3} (?:were |was |are )?"
    r"(?:handled|resolved|addressed|left|managed|dealt|fixed|passed)\b",
    r"(?:despite|notwithstanding)\b(?: \w+){0,4} (?:rollback|incident|outage|issue|problem|setback|bias)",
    r"teething\b",
    r"(?:some|minor|few|initial|certain|various|brief|remaining)(?: [\w-]+){0,2} "
    r"(?:issues|problems|complaints|concerns|bugs|glitches|matters|questions|hiccups)\b",
)
_END = r"(?:eliminat|eradicat|abolish|banish)(?:ed|ing|es|s)?"
_CLAIMED = r"(?:complian|accura|safe|fair|unbias|secur|reliab|bias|explainab|ethic|transparen|free|debias|trust)\w*"
CERTAIN = _any(
    r"guarantee\w*",
    r"(?:ensur|assur)\w* (?:that )?(?:zero|no|full|complete|total|perfect|100)\b",
    rf"100 ?(?:%|per ?cent|percent) (?:\w+ )?{_CLAIMED}",
    rf"(?:fully|completely|totally|entirely|perfectly|absolutely) (?:\w+ )?{_CLAIMED}",
    r"full (?:\w+ ){0,6}compliance\b",
    r"(?:bias|risk|error|hallucination|discrimination|harm|drift)-free\b",
    r"free (?:of|from) (?:\w+ )?(?:bias|discrimination|risk|error|hallucination|drift)",
    r"zero (?:\w+ )?(?:bias|risk|hallucinations?|discrimination|drift|harm|errors|false|unfairness)\b",
    r"zero-(?:defect|risk|error|bias|harm)\b",
    r"no (?:more )?(?:bias|risk|hallucinations)\b",
    r"no \w+ (?:was|were|has been|is) ever\b",
    r"(?:eliminat|remov|eradicat|solv|prevent|stopp|end|abolish|banish)(?:ed|ing|es|s)? "
    r"(?:all|any|every|the entire|bias\b|hallucination|discrimination|risk\b)",
    _END + r" (?!a |an |the |our |my |\d)(?:[\w-]+ ){0,2}"
    r"(?:bias|outcomes|errors|harms?|drift|unfairness|discrimination|hallucinations|disparities|toxicity)\b",
    r"never (?:fails?|errs?|again|wrong|hallucinat\w+)",
    r"can(?:not|'t| never) (?:fail|discriminate|hallucinate|go wrong|be biased)",
    r"(?:audit|future|bullet|fool|fail|tamper|litigation|regulator|hallucination|bias)-?proof\b",
    r"un(?:hack|break|beat|fail)able\b",
    r"flawless\w*",
    r"infallib\w+",
    r"perfect (?:accuracy|fairness|score|compliance|record|parity)",
    r"impossible\b",
    r"incapable of\b",
    r"without any (?:bias|risk|error|harm)",
    r"total(?:ly)? (?:safety|fairness|compliance)",
    r"once and for all\b",
    r"thing of the past\b",
    r"always (?:right|fair|correct|accurate|safe|compliant)\b",
    r"beyond (?:any|all|a) (?:\w+ )?doubt\b",
)
UNSAID = re.compile(
    r"\b(?:refus|declin|struck|remov|delet|correct|reject|bann|replac|withdr|retract|stopp|dropp|never|not|instead of"
    r"|crossed out|cut)\w*(?: [\w'\"-]+){0,5}[ \"']*$",
    re.IGNORECASE,
)  # before a claim: "struck 'bias-free' from the page"
WRONG_LAW = _any(
    r"tier[ -]?(?:\d|one|two|three|i+)\b(?! (?:support|cit|suppl))",
    r"(?:AI Act|GDPR|HIPAA|EU AI)(?: \w+)?[ -]certifi\w+",
    r"certif\w+ (?:\w+ ){0,8}(?:AI Act|GDPR|HIPAA)\b",
    r"SR ?11-7\b",
)
KEPT_MONEY = re.compile(r"\b(?:sav|avoid|avert|prevent|spar|dodg)\w*\b[^.;]{0,120}?(?:USD|EUR|GBP|US\$|[$€£])", re.I)
PENALTY = _any(r"(?:fines?|penalt\w+|loss|losses|lawsuit|liabilit\w+|damages|settlement)\b")
WEIGHED = _any(
    r"(?:potential|estimat\w+|expect|expected|about|roughly|approximately|up to|around)\b",
    r"(?:projected|modelled|likely|forecast|ceiling)\b",
)
IN_SAMPLE = _any(r"(?:on|in) (?:the |its |our )?(?:training|train)[ -](?:set|data|sample|split)\b", r"in-sample\b")
