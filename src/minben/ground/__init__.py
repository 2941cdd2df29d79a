"""Ground: the tables a city keeps once and every stage reads (registers, exchange, licences)."""
