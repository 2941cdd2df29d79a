"""Charts of the agenda, drawn by our own hands."""
