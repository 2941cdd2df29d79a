"""Evaluate: did it help whom, and what changes because of it?"""
