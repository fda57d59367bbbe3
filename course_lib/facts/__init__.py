"""The ledger of sourced facts: no figure about the world stands in this course without an entry here."""

from course_lib.facts.ledger import Fact, fact, list_facts
from course_lib.facts.release import RELEASE_DATE

__all__ = ["RELEASE_DATE", "Fact", "fact", "list_facts"]
