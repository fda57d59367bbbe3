"""Who plays well, and the runs that are graded by it. Left out of a sealed build, like the keys of the units."""
