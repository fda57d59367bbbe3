"""What runs within the walls, and is copied there: of the course it sees only what the learner's code may see."""
