"""Questions, right answers and known mistakes, one module per unit, named as the unit. Left out of a sealed build."""
