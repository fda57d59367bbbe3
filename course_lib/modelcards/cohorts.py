"""Words for groups of people and conditions, and for what the columns of a table of groups hold."""

import re


def _words(*lines: str, start: str = r"\b", end: str = r"\b") -> re.Pattern[str]:
    """Return a pattern of alternatives; each line holds some, separated by a stroke."""
    return re.compile(f"{start}(?:{'|'.join(lines)}){end}", re.IGNORECASE)


GROUP_HEAD = _words(
    r"(?:sub)?groups?|slices?|segments?|cohorts?|(?:sub)?population|languages?|regions?|countr(?:y|ies)|ages?|age band",
    r"age group|sex|gender|race|ethnicity|skin (?:type|tone)|device|sites?|hospital|dialect|accent|category|weather",
    r"light|channel|product line|customers?|patients?|who|gruppen?|geschlecht|alter|altersgruppe|sprachen?|groupes?",
    r"sexe|âge|langue|grupos?|sexo|edad|idioma",
)
COHORT = _words(
    r"wom[ae]n|m[ae]n|female|male|girls?|boys?|child(?:ren)?|minors?|teenagers?|adults?|elderly|seniors?|aged",
    r"(?:under|over|below|above|older than|younger than) \d+(?!\d|[.,]\d| ?%| per)",
    r"\d+ ?(?:-|–|to) ?\d+ ?(?:years?|year-olds)|years old",
    r"black|white|asian|hispanic|latin[oa]s?|indigenous|native|immigrants?|born abroad|(?:dark|light)(?:er)? skin",
    r"disab(?:led|ility)|pregnan\w+|wheelchair|deaf|blind|veterans?|students?|retired|(?:un|self-)employed",
    r"out of work|rural|urban|non-native|dialects?|accents?|speakers?|spanish|english|german|french|polish|arabic",
    r"chinese|hindi|night|rain|snow|fog|darkness|low light|low sun|new (?:users|customers|accounts)|first-time",
    r"thin[- ]file|patients (?:with|under|over)|customers (?:with|without|who)|households (?:with|without)",
    r"people (?:with|without|who|in|from|of)|applicants (?:with|without|who|from|under|over)",
    r"users (?:with|without|who|on|in)|frauen|männer|kinder|personen (?:mit|ohne|über|unter)|femmes|hommes|enfants",
    r"personnes (?:de|sans|avec|âgées)|mujeres|hombres|niñ[oa]s|personas (?:con|sin|mayores)",
)
OVERALL = _words(
    r"all|overall|total|everyone|everybody|whole|average|mean|gesamt|alle|insgesamt|tous|ensemble|todos",
    start=r"^\W*",
)
SUPPRESSED = _words(
    r"not (?:reported|shown|published|estimated)|too (?:few|small)|suppressed|withheld|n < ?\d+|nicht berichtet",
    r"non publié|no publicado",
)
COUNT_HEAD = _words(
    r"n|count|cases|rows|examples|samples?(?: size)?|support|size|people|persons|number|patients|images|records|users",
    r"applicants|out of work|anzahl|fälle|nombre|effectif|número|casos",
    start=r"^\W*",
)
INTERVAL_HEAD = _words(
    r"intervall?|ci|ki|ic|confidence|konfidenz\w*|confiance|confianza|std|s\.?e|error bar|±",
    start=r"(?:\b|(?=±))",
    end=r"(?:\b|(?<=±))",
)
LOW_HEAD, HIGH_HEAD = _words(r"low(?:er)?|untere?"), _words(r"high(?:er)?|upper|obere?")
OTHER_HEAD = _words(
    r"models?|systems?|data ?sets?|benchmarks?|tasks?|metrics?|hyper\w*|parameters?|versions?|modelle?|datensatz",
    r"fields?|name|item|dates?|epochs?",
    start=r"^\W*",
)
