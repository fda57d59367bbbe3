"""Case, question, key, result: who is asked, what, and what the answer is worth."""
