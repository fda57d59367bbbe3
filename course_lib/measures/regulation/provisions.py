"""From the article that was breached to the provision with the ceiling of its fine."""

import re

from course_lib.measures.regulation import fine_tables as table

_ARTICLE = re.compile(r"(?:(AI Act|GDPR)\s+)?(?:Art\.\s*|Article\s+)?(\d+(?:\([0-9a-z]+\))*)$")


def covering_provision(article: str, offender: str, supervised_by_ai_office: bool) -> table.Coverage:
    """Return which provision sets the ceiling for a breach of an article.

    Parameters
    ----------
    article : str
        Penalty provision or infringed provision, such as ``"99(3)"`` or ``"GDPR 33"``.
    offender : str
        Who breached it.
    supervised_by_ai_office : bool
        Whether Art. 75c(4) extends Art. 99(4) to provisions outside its list.

    Returns
    -------
    Coverage
        Without a provision if the law fixes no ceiling.

    Raises
    ------
    ValueError
        If the article is not on file.
    """
    law, number = _parse(article)
    coverage = _coverage(law, number, supervised_by_ai_office)
    if offender == "Union body" and law == "AI Act":
        return _union_body(number, coverage)
    if offender in ("Union body", "public authority"):
        return table.Coverage(None, coverage.starts, _public_reason(law, offender))
    return coverage


def _parse(article: str) -> tuple[str, str]:
    match = _ARTICLE.match(article) if isinstance(article, str) else None
    if not match:
        raise ValueError(
            f"The article is {article!r}; write it like '99(3)', 'Art. 26(5)', 'GDPR 33' or 'HIPAA tier 2'."
        )
    law = match[1] or ("GDPR" if match[2] in ("83(4)", "83(5)") else "AI Act")
    return law, match[2]


def _coverage(law: str, number: str, supervised_by_ai_office: bool) -> table.Coverage:
    rule = next((table.RULES[name] for part in _prefixes(number) if (name := f"{law} {part}") in table.RULES), None)
    if rule:
        return table.Coverage(rule.provision, rule.starts, f"Art. {number}")
    known = table.AI_ACT_COVERAGE if law == "AI Act" else table.GDPR_COVERAGE
    key = next((part for part in _prefixes(number) if part in known), None)
    if key is None:
        ceilings = ", ".join(name for name in table.RULES if name.startswith(law))
        raise ValueError(
            f"No ceiling is on file for {law} {number}; give a penalty provision ({ceilings}) or an article"
            f" it covers ({', '.join(sorted(known, key=_order))})."
        )
    if law == "GDPR":
        return table.Coverage(known[key], table.GDPR_START, f"Art. {known[key].removeprefix('GDPR ')}")
    coverage = known[key]
    if coverage.provision is None and supervised_by_ai_office:
        return table.Coverage(table.AI_ACT_99_4, coverage.starts, "Art. 99(4) through Art. 75c(4)(a)")
    return coverage


def _prefixes(number: str) -> list[str]:
    """Return the article with all its paragraphs and points, then with fewer and fewer."""
    parts = re.findall(r"^\d+|\([0-9a-z]+\)", number)
    return ["".join(parts[:length]) for length in range(len(parts), 0, -1)]


def _order(number: str) -> tuple[int, str]:
    return int(re.match(r"\d+", number)[0]), number


def _union_body(number: str, coverage: table.Coverage) -> table.Coverage:
    practice = number.startswith("5(") or number == "5" or coverage.provision in (table.AI_ACT_99_3, table.AI_ACT_100_2)
    provision = table.AI_ACT_100_2 if practice else table.AI_ACT_100_3
    return table.Coverage(provision, coverage.starts, f"Art. {provision.removeprefix('AI Act ')}")


def _public_reason(law: str, offender: str) -> str:
    if law == "AI Act":
        return "each Member State decides how far public authorities are fined, Art. 99(8)"
    if offender == "Union body":
        return "Union bodies fall under Regulation (EU) 2018/1725"
    return "each Member State decides how far public authorities are fined, Art. 83(7)"
