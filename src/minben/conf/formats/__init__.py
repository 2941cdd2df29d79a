"""How days are written: one form in each language, on every page."""
