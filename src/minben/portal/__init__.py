"""The front door: home, the look that every page shares, health, and kind words when something fails.

It must never decide anything about a person, ask anybody to sign in before they may speak, or need a script.
"""
