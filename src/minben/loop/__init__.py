"""The circle itself: a request goes once round, from what a person said to whether it helped.

What it is for
--------------
To fill the hand-overs between the stages, in a written order; to take a file once round (``turn.py``); to show the
circle with today's figures; to found a city and to show a sample one.

What it must never do
---------------------
Hold policy of its own: each stage decides in its own room, the loop only says what follows what.
"""
