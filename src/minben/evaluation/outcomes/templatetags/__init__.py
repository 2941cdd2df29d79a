"""Charts of outcomes, drawn by our own hands."""
