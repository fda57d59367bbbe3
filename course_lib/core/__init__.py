"""Who is asked, what, and what the answer is worth. Standard library only, so that the same checks run anywhere."""
