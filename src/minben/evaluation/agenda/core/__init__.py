"""Pure parts of the agenda: months, change against a comparison, who is heard, when people have confirmed."""
