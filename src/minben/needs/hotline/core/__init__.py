"""The understanding of requests: pure functions over batches of texts.

Nothing here decides about a person. It names what a text seems to be about, says how sure it is, and
abstains where it is not: a clerk then reads.
"""
