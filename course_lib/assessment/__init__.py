"""One product, assessed from a file of facts: class, duties, dates, ceilings of fines, clocks. Not legal advice."""
