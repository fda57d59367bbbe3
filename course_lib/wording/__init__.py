"""How questions, figures and claim sentences are written for a reader."""
