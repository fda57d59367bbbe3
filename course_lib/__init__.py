"""Closed Loop: a graded course for AI product-manager interviews, marked on numbers."""

from course_lib.session import OpenCase, open_case, progress

__all__ = ["OpenCase", "open_case", "progress"]
__version__ = "0.1.0"
