"""nbgrader's settings for this course; every nbgrader command run in this folder reads them."""

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import GetGrades

from course_lib.cohort.pages import CutDown

c = get_config()

c.CourseDirectory.course_id = "closed-loop"
c.CourseDirectory.source_directory = "assignments"

# Release: an unanswered question is a value, not an exception. release/ is committed, so it is always made anew.
c.ClearSolutions.code_stub = {"python": "# Your answer here"}
c.GenerateAssignment.force = True

# Grading: the instructor's cells with the learner's answers in them; points are given outside the learner's kernel.
c.Autograde.sanitize_preprocessors = [
    "course_lib.cohort.rebuild.Rebuild",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "course_lib.cohort.marking.SetLearner",
    "course_lib.cohort.marking.RunNotebook",
    "course_lib.cohort.marking.GradeAnswers",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "course_lib.cohort.marking.FlagForPerson",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Talk to the learner's kernel encrypted, where this machine's ZeroMQ can.
c.KernelManager.transport_encryption = "auto"

# Pages made from submissions hold no script: outputs and Markdown are cut down to these tags, attributes and styles.
c.CutDown.strip = True
c.CutDown.tags = [
    *("a", "abbr", "b", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("hr", "i", "li", "ol", "p", "pre", "section", "small", "span", "strong", "sub", "sup"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
]
c.CutDown.attributes = {
    "*": ["aria-hidden", "aria-label", "class", "role", "scope", "style"],
    "a": ["href"],
    "td": ["colspan"],
    "th": ["colspan"],
}
c.CutDown.styles = [
    *("border", "border-left", "border-radius", "color", "font-weight", "line-height", "margin"),
    *("max-width", "padding", "text-align", "vertical-align", "white-space"),
]
c.GenerateFeedback.preprocessors = [GetGrades, CutDown, CSSHTMLHeaderPreprocessor]
c.HTMLExporter.preprocessors = [CutDown]  # Formgrader's pages

# A folder that every user may write is needed only for nbgrader's own exchange; on a hub, set the hub's path here.
c.Exchange.root = "exchange"
