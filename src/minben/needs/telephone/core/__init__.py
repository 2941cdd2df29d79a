"""Pure parts of the telephone: the moves of a call, events as they come in, signatures, figures."""
