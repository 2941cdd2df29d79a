"""Participation: people decide together, on facts that they can check."""
