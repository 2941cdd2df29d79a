"""Purpose before data: who may open whose data, for what, on which legal basis, and who did.

A purpose is dated data with its basis in law. Opening another person's data names one, and is written down
for the person to see. What no purpose covers is refused, and the refusal is kept.

It must never hand out data itself, never let a reading go unwritten, and never know which stage is asking:
persons, records and holders are plain text such as ``person:12``, ``hotline.request:7`` and ``unit:3``.
"""
