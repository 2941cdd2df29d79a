"""The algorithm register and the sandbox (算法监管沙盒): nothing runs in production without clearance.

A feature declares its algorithms; a trial makes evidence; a person clears one version until a date; every run
passes the guard. Not cleared, expired, or past its error limit: the algorithm abstains and people decide.

It must never clear anything by itself, never let a failing algorithm stop the people it serves, and never
know what an algorithm is for: it holds names, versions, figures and dates.
"""
