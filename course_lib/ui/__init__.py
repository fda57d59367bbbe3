"""How things look: HTML that follows JupyterLab's theme, and plain text that says the same."""
