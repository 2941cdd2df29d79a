"""Did it help (办理效果): the person's own word, time, effort and repeat contacts, each beside its gap.

What it is for
--------------
Somebody who did not do the work asks the person how it went (回访), by phone or in writing, and keeps what
was said. From that, and from what is known without asking, come the three rates (三率: response, solution,
satisfaction), first-contact resolution, times, deadlines and effort. Each figure stands with its interval,
its denominators (who was not reached, who declined) and the group that fares worse.

What it must never do
---------------------
Let the unit that acted ask about its own work; beg for good marks; call closed "solved"; show a group so
small that a person could be recognised, nor let it be found by subtraction; leave out those who were not
reached; rank people.
"""
