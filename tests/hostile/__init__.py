"""Hostile and awkward submissions, graded by `course grade` beside honest neighbours; see `__main__.py`."""
