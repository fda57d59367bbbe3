"""The model-card checker: rules with a reason each, for any card in Markdown."""

from course_lib.modelcards.audit import Finding, Report, audit
from course_lib.modelcards.catalogue import RULES, Rule, rules_text

__all__ = ["RULES", "Finding", "Report", "Rule", "audit", "rules_text"]
