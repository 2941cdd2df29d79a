"""The digital twin: what a lift, or any new building, changes in the sunlight of every dwelling.

What it is for
--------------
A street office sets up a block, places a lift, and every household reads on one sheet which minutes of sun it wins and
loses, on the day that decides by law and over the year, as a band that says how sure the figure is.

What it must never do
---------------------
Call a figure surer than its input allows: when the heights are not known well enough it says "cannot tell". Publish one
household's loss to its neighbours without consent. Decide: people do, by the procedure of the ballots.
"""
