"""Sense: what people ask for, by every channel."""
