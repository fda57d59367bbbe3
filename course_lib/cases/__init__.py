"""One module per unit, named as the unit: `draw(streams)` returns its scenario. No answers live here."""
