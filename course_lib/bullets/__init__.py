"""The resume-bullet linter: twelve rules that tell a risk-reduction claim from a list of activity."""

from course_lib.bullets.report import Finding, Report
from course_lib.bullets.rules import lint

__all__ = ["Finding", "Report", "lint"]
