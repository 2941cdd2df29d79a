"""The question of the month (每月一题): chosen by people, led by a unit, measured, closed by those who had asked.

What it is for
--------------
A year's list: a theme for each month, two or three questions under it, each led by one unit. An analyst sees what many
people ask for (the candidates of needs/topics) with the evidence and with what speaks against it — who says little
about it, and which places say little about anything — chooses with a reason, and sets a goal that can be measured. The
page then follows the measure: requests before and after, set against a comparison, with an interval. The unit lists
what it does, who does it and by when. Everybody sees the list and what became of it; whoever had asked about it is told
that they are asked, and says whether it got better.

What it must never do
---------------------
Let a machine choose a question, open the asking, or close it; let a unit set its own goal, open the asking about its
own work, or close it; let whoever chose a question close it alone; call it closed because the figures fell, for people
may merely have given up, or because of what people said of earlier work; take a place's silence for contentment; show a
group so small that a person could be recognised, nor let it be found by comparing one day with another; change what was
promised afterwards.
"""
