"""Pages of topics: what everybody sees, and what the staff see besides."""
