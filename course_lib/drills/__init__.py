"""Seeded simulations: the incident, and the panel under a clock. A run is its seed and its actions, nothing else."""
