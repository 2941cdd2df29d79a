"""Dispatch: who acts, by when, and why."""
