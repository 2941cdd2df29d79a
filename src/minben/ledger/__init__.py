"""The ledger: everything that was done, provably.

What it is for: each decision, access and turn is written as one act; a Merkle log (RFC 6962) over the acts
is sealed and signed, so that anyone can check that an act is in it and that nothing was changed, removed or
put in another order afterwards.

What it must never do: hold personal data (a salted digest stands for it), change or remove an act, know a
stage, or decide anything.
"""
