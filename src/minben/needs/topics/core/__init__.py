"""Pure: messages as columns in, events and their ranking out."""
