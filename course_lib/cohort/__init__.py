"""Everything that touches nbgrader: canonical notebooks, releases, marking of submissions, the simulated class."""
