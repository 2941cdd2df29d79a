"""Topics (议题): what is most urgent now, seen over many requests, as candidates for the month's topic (每月一题).

What it is for
--------------
Requests about one thing at one place become one event; events are ranked by a documented hotness whose parts anybody
can read: voices, duration, support, danger, vulnerable people, what stays unsolved, what exceeds the season. Places
that report less of what happens to them are heard as if they reported like the others.

What it must never do
---------------------
Choose: it offers candidates with their evidence, people choose. Count one person twice; let a crowd of copies, of new
accounts or of one district lift a topic. Delete what it discounts: that is listed with its reason for people to see,
and who stands behind it is answered like anybody else. Merge a minority's demand into its neighbours' louder one.
"""
