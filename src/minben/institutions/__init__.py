"""What holds the loop up: people's rights over their data, and the clearance of algorithms.

Institutions know no stage of the loop and not one another; stages tell them, with keys that are plain text.
"""
