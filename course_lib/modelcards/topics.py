"""What a heading is about: the nine sections of Mitchell and others (2019), and three more that an audit looks for.

Headings are known by their words, in English, German, French and Spanish. A heading may be about several things
("Bias, Risks, and Limitations"), or about nothing that is known.
"""

import re

NINE = (
    "model details",
    "intended use",
    "factors",
    "metrics",
    "evaluation data",
    "training data",
    "quantitative analyses",
    "ethical considerations",
    "caveats and recommendations",
)
FURTHER = ("owner", "monitoring", "review")
_WORDS = {
    "model details": r"(model|system) (details|description|overview|summary|information|basics)"
    r"|^about (the|this) model"
    r"|^(overview|description|model|about)$|modell?(details|beschreibung|angaben|überblick)|descripción del modelo"
    r"|(détails|description) du modèle|detalles del modelo",
    "intended use": r"(model|evaluated|intended|primary|direct|downstream|expected|permitted) (use|user"
    r"|purpose)|^uses?$|use cases?"
    r"|^(scope|purpose|usage|applications?)\b|(out|in)[- ]of[- ]scope|misuse|verwendung|einsatz|zweck|utilisations?"
    r"|usages? (prévu|visé)|usos?\b|finalidad",
    "factors": r"\bfactors?\b|(?<!by )\b(sub)?groups?\b"
    r"|\bcohorts?\b|demographics?|faktoren|gruppen|facteurs|factores|grupos",
    "metrics": r"\bmetrics?\b|\bmeasures?\b|metriken|kennzahlen|gütemaße|métriques|métricas",
    "evaluation data": r"(evaluation|eval|test(ing)?|validation|benchmark|hold-?out) (data|sets?|corpus|sample)"
    r"|(evaluierungs|evaluations|test|prüf)daten|données d.(évaluation|essai)|données de test"
    r"|datos de (evaluación|prueba)",
    "training data": r"train(ing)?[- ](data|details|sets?|corpus|procedure)|^training$|trainingsdaten"
    r"|données d.(entra[iî]nement|apprentissage)|datos de entrenamiento",
    "quantitative analyses": r"quantitative (analys|result|evaluation)|results?\b|performance|^evaluation\b"
    r"|disaggregated|\bby (group|slice|segment|cohort)|ergebnisse|quantitative auswertung|^auswertung|résultats"
    r"|analyses? quantitatives?|resultados|análisis cuantitativo",
    "ethical considerations": r"ethic|(broader|societal|social) (impact|implication)|\bbias|fairness|\brisks?\b"
    r"|responsible|ethi[ks]|éthi|étic|risiken|risques"
    r"|riesgos",
    "caveats and recommendations": r"caveats?|limitations?|\blimits?\b|recommendations?|known issues|weaknesses"
    r"|where it fails|grenzen|einschränkungen|empfehlungen|schwächen|limites|recommandations|limitaciones"
    r"|recomendaciones",
    "owner": r"send (questions|feedback)|^feedback$|\bowners?\b|contacts?\b|maintainers?|authors?\b|accountab"
    r"|ansprechpartner|verantwortlich|kontakt"
    r"|responsables?\b|contacto|propiétaire|propietari",
    "monitoring": r"monitor|\balerts?\b|alarm|surveillance|überwachung|supervisión|seguimiento|\bdrift\b",
    "review": r"\breview|maintenance|\bupdates?\b|version|überprüfung|révision|revisión|aktualisier",
}
_PATTERNS = {topic: re.compile(words, re.IGNORECASE) for topic, words in _WORDS.items()}


def topics(heading: str) -> frozenset[str]:
    """Return what a heading is about; numbering and signs around it do not matter."""
    words = re.sub(r"^[\W\d_]+|[\W_]+$", "", heading)
    if re.fullmatch(r"training data,? (and )?evaluation data", words, re.IGNORECASE):
        return frozenset(("training data", "evaluation data"))
    if len(words.split()) > 10:  # a sentence in bold, not a heading
        return frozenset()
    found = {topic for topic, pattern in _PATTERNS.items() if pattern.search(words)}
    if re.search(r"testing data, factors", words, re.IGNORECASE):
        found.add("evaluation data")
    return frozenset(found)
