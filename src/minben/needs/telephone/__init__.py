"""The telephone (电话): a small door for any call centre, from the ring to what the call led to.

What it is for
--------------
The city's own exchange tells what happens to each call: it rings, is answered, held, passed on, joined by a third,
ended. The clerk's screen opens with what the caller still waits for; hold, transfer, a three-way call with a department
and the hand-over to 110 are asked of the exchange from there. Calls that were missed are called back, calls on paper
are keyed in, and the figures stand beside the standard's limits.

What it must never do
---------------------
Carry or keep a voice; keep a number longer than the rule says; read a caller's number as proof of who is calling; lose
an event because it came late, twice or out of order; score a single clerk; let a dead exchange hold a clerk up.
"""
