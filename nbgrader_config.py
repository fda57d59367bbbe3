"""nbgrader's settings for this course; every nbgrader command run in this folder reads them."""

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import GetGrades

from course_lib.cohort.pages import CutDown, safe_markdown

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

# Feedback and Formgrader pages hold no active and no remote content of a submission.
c.GenerateFeedback.preprocessors = [GetGrades, CutDown, CSSHTMLHeaderPreprocessor]
c.HTMLExporter.preprocessors = [CutDown]
c.HTMLExporter.filters = {"markdown2html": safe_markdown}

# Marks leave by one query; nbgrader's own export takes minutes for a few thousand learners.
c.ExportApp.plugin_class = "course_lib.cohort.export.MarksExportPlugin"

# A folder that every user may write is needed only for nbgrader's own exchange; on a hub, set the hub's path here.
c.Exchange.root = "exchange"
