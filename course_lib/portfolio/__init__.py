"""What the learner takes away: files made of their own right answers."""
