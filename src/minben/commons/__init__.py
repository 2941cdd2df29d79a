"""The pure kernel that every part of the house may use.

What it is for: the few things that are true in every room — time, working days, distance, uncertainty, text,
digests and signatures, tables read from files, dated parameters.

What it must never do: import Django or another part of Minben, open a database, read the clock outside
:mod:`minben.commons.clock`, draw random numbers without a generator given to it, or know a public service.
"""
