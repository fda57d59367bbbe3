"""Real data that the cases use, each file with its provenance beside it and one loader."""
