"""Counting and sharing in exact fractions: no database, no clock, no rounding before the end."""
