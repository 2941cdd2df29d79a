"""The circle with today's figures, and the page of one turn."""
