"""Closed Loop: a graded course for AI product-manager interviews, marked on numbers."""

from course_lib.facts import fact
from course_lib.guide import progress, work_on
from course_lib.session import OpenCase, open_case

__all__ = ["OpenCase", "fact", "open_case", "progress", "work_on"]
__version__ = "0.1.0"
