"""Requests of every channel (诉求): from a person's own words to a history that the person can follow.

What it is for
--------------
A person says what they need, by phone, web, counter, letter, text, sign relay or through a helper. The words are
kept, understood (kind, category, place, urgency, tier), grouped with others about the same thing, and handed over to
those who act. Every later step is appended to the request's history, and only the person says that it is solved.

What it must never do
---------------------
Refuse a person by machine; lose a word; show who complained to the unit complained about; edit history; call a
request solved because it was closed; hold an opinion about a person.
"""
