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
ADMITTED = _any(
    r"(?:too|much too) (?:early|soon|fast|late|wide|far)\b",
    r"before (?:it|they|we|the [\w-]+) (?:was|were) ready\b",
    r"my (?:own )?(?:mistake|error|fault|call)\b",
    r"(?:misjudged|mistook|underestimated|overestimated|wrongly|prematurely)\b",
    r"without (?:a |an |the |any )?(?:[\w-]+ )?(?:holdout|test|evaluation|eval|pilot|shadow run|gate|baseline)\b",
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
_FAULT = (
    r"(?:false[ -](?:positives?|negatives?|alarms?|alerts?|declines?|flags?|match(?:es)?|refusals?|accusations?)"
    r"|hallucinations?|discrimination|unfairness|bias|biases|mistakes?|errors?|harms?|risks?|inaccurac\w+"
    r"|misdiagnos[ei]s|wrongful \w+|blind spots?)\b"
    r"(?! (?:check|test|audit|review|monitor|measure|log|polic|gate|owner|report|budget|bar|rate|data|analys|plan|model"
    r"|register|assess|function|team|committee|target|limit|threshold|bound)\w*)"
)
_NONE = (
    r"(?:no(?: (?:more|further|single))?|zero|0|nil|without (?:any|a|a single|one|one single)"
    r"|(?:not|never) (?:a|one|any)(?: single)?|not even one|none of the|free of(?: any| all)?|free from(?: any| all)?)"
)
_HUMAN = r"(?:humans?|manual|people|person|clinicians?|doctors?|analysts?|reviewers?|lawyers?|staff)(?:'s)?"
_WATCH = (
    r"(?:reviews?|reviewers?|oversight|checks?|checking|intervention|approvals?|supervision|sign-?offs?|involvement"
    r"|input|judge?ment|verification|validation|second looks?|in the loop|touch)\b"
)
_CLAIMED = r"(?:complian|accura|safe|fair|unbias|secur|reliab|bias|explainab|ethic|transparen|free|debias|trust)\w*"
CERTAIN = _any(
    r"guarantee\w*",
    r"(?:ensur|assur)\w* (?:that )?(?:zero|no|full|complete|total|perfect|100)\b",
    rf"100 ?(?:%|per ?cent|percent) (?:\w+ )?{_CLAIMED}",
    rf"(?:fully|completely|totally|entirely|perfectly|absolutely) (?:\w+ )?{_CLAIMED}",
    r"full (?:\w+ ){0,6}compliance\b",
    r"(?:bias|risk|error|hallucination|discrimination|harm|drift)-free\b",
    r"free (?:of|from) (?:\w+ )?(?:bias|discrimination|risk|error|hallucination|drift)",
    rf"{_NONE} (?:[\w-]+ )?{_FAULT}",
    r"zero (?:\w+ )?(?:bias|risk|hallucinations?|discrimination|drift|harm|errors|false|unfairness)\b",
    r"zero-(?:defect|risk|error|bias|harm)\b",
    r"no (?:more )?(?:bias|risk|hallucinations)\b",
    r"no \w+ (?:was|were|has been|is) ever\b",
    r"(?:eliminat|remov|eradicat|solv|prevent|stopp|end|abolish|banish)(?:ed|ing|es|s)? "
    r"(?:all|any|every|the entire|bias\b|hallucination|discrimination|risk\b)",
    _END + r" (?!a |an |the |our |my |\d)(?:[\w-]+ ){0,2}"
    r"(?:bias|outcomes|errors|harms?|drift|unfairness|discrimination|hallucinations|disparities|toxicity|positives|alarms|mistakes)\b",
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
UNATTENDED = _any(
    rf"(?:no|without(?: any| a| the)?|zero) (?:need (?:for|of) )?(?:any )?{_HUMAN}(?: [\w-]+)? {_WATCH}",
    rf"(?:no|without(?: any| a)?) {_HUMAN} in the loop\b",
    rf"(?:remov|eliminat|end|abolish|dispens|scrapp|replac|drop|retir)\w*(?: with)? (?:all |any |the |every )?"
    rf"(?:(?:need|requirement) (?:for|of) )?(?:all |any |a |the )?{_HUMAN}(?: [\w-]+)? {_WATCH}",
    rf"(?:did|does|doing|do) away with (?:all |any |the )?(?:need for )?{_HUMAN}(?: [\w-]+)? {_WATCH}",
    rf"(?:made|making|render\w+) (?:all |the )?{_HUMAN}(?: [\w-]+)? {_WATCH} "
    r"(?:unnecessary|redundant|obsolete|superfluous|optional)",
    rf"no longer (?:\w+ )?(?:need|requir)\w* (?:a |any )?{_HUMAN}\b",
    r"(?:fully|completely|entirely) (?:autonomous|unattended|hands-off|automatic)\b",
)
MEASURED = re.compile(
    r"\b(?:(?:in|of|across|among|over|from|out of) (?:the |a |our )?(?:\w+ ){0,2}"
    r"(?:\d[\d,.]*k? (?:\w+ ){0,2}(?:sampled|audited|reviewed|tested|checked|labell?ed|blinded|held-?out|random\w*)"
    r"|(?:sample|audit|holdout|hold-out|blind)\w*)|rule of three|upper bound|confidence)\b",
    re.IGNORECASE,
)  # behind "no ...": a count of zero in a sample of known size is a finding
UNSAID = re.compile(
    r"\b(?:refus|declin|struck|remov|delet|correct|reject|bann|replac|withdr|retract|stopp|dropp|never|not|instead of"
    r"|crossed out|cut)\w*(?: [\w'\"-]+){0,5}[ \"']*$",
    re.IGNORECASE,
)  # before a claim: "struck 'bias-free' from the page"
_TIER = r"tier[ -]?(?:\d|one|two|three|i+)\b"
_RULES = r"(?:AI Act|regulat\w*|requirement\w*|complian\w*|the law)\b"
LAW = (
    (
        _any(rf"{_TIER}(?=.*{_RULES})", rf"{_RULES}.{{0,80}}?\b{_TIER}"),
        _any(r"HIPAA\b"),  # its penalties do have tiers
        "The AI Act knows no numbered tiers: say prohibited, high-risk, or with transparency duties.",
    ),
    (
        _any(r"AI Act(?: \w+)?[ -]certifi\w+", r"certif\w+ (?:[\w-]+ ){0,8}(?:EU )?AI Act\b"),
        None,
        "Outside biometrics an Annex III system gets no certificate but internal control: say who assessed what.",
    ),
    (
        _any(r"(?:GDPR|HIPAA)(?: \w+)?[ -]certifi\w+", r"certif\w+ (?:[\w-]+ ){0,8}(?:GDPR|HIPAA)\b"),
        None,
        "Name the body and the scheme behind a GDPR or HIPAA certificate.",
    ),
    (
        _any(r"SR ?11-7\b"),
        _any(r"SR ?26-2\b", r"20(?:1\d|2[0-5])\b"),
        "SR 11-7 was replaced by SR 26-2 in April 2026; give the date or the successor.",
    ),
)  # what is misnamed, what puts it right, what to say
_SENT_BACK = (
    r"(?:rewrit|rewrote|rework|redo|redone|redraft|reject|overrid|overrul|overturn|overwr|edited|retyp|bounced"
    r"|sent back|hand-correct|re-?edit|corrected by|thrown away|discard)"
)
QUALITY = _any(
    r"(?:scor|rat|grad|mark)(?:ed|ing|es|e|s)\b[^.;]{0,60}?\d(?:[.,]\d+)? ?(?:out of|of|/) ?(?:5|7|10|100)\b",
    rf"{_SENT_BACK}\w*\b[^.;]{{0,60}}?(?:\d|third|quarter|half|in (?:\w+)\b)",
    rf"\d[^.;]{{0,60}}?\b{_SENT_BACK}",
)
KEPT_MONEY = re.compile(r"\b(?:sav|avoid|avert|prevent|spar|dodg)\w*\b[^.;]{0,120}?(?:USD|EUR|GBP|US\$|[$€£])", re.I)
PENALTY = _any(r"(?:fines?|penalt\w+|loss|losses|lawsuit|liabilit\w+|damages|settlement)\b")
WEIGHED = _any(
    r"(?:potential|estimat\w+|expect|expected|about|roughly|approximately|up to|around)\b",
    r"(?:projected|modelled|likely|forecast|ceiling)\b",
)
IN_SAMPLE = _any(r"(?:on|in) (?:the |its |our )?(?:training|train)[ -](?:set|data|sample|split)\b", r"in-sample\b")
