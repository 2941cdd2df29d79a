"""Ballots: people decide together by a procedure that is written down, and anybody can count again.

What it is for
--------------
A procedure is dated data: who must take part, and who must agree. A vote by name is counted from its published list, in
exact fractions, by whoever wants to; costs are shared to the cent by a published table.

What it must never do
---------------------
Round a share before it is compared with the law; count a ballot that two people entered differently; count one person
twice because they own two dwellings, or a dwelling twice because two people own it; decide what the list does not show.
"""
