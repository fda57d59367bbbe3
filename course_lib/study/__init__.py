"""What is kept of a learner: who they are, and every attempt they made."""
