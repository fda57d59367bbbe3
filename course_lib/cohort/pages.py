"""Feedback and Formgrader pages hold no active content of a submission."""

import re

from nbconvert.preprocessors.sanitize import SanitizeHTML


class CutDown(SanitizeHTML):
    """nbconvert's sanitiser; style sheets go as a whole, where it would leave their text to be read."""

    def sanitize_html_tags(self, html_str: str) -> str:
        """Return HTML with the allowed tags, attributes and styles alone (see `nbgrader_config.py`)."""
        return super().sanitize_html_tags(re.sub(r"(?is)<style\b.*?</style\s*>", "", html_str))
