"""Partners (合作单位): who outside may call this city by machine, and what the city sends them.

A partner holds tokens. Each says for which purpose it may call, with which scopes, how fast and until when; what a
write was answered is kept, so that a retry gets the same answer. A partner subscribes to what happens and is sent it,
signed, again and again until its machine says that it came; an administrator sees every try.

It must never know what is called or sent: stages name owners, scopes, purposes and events with plain text. It must
never keep a token itself, send personal data in a delivery, call an address inside the city's own network that no
setting names, or let an unanswered partner hold up anybody else.
"""
