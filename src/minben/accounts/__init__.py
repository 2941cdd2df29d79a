"""Who is at the desk: accounts, roles, sign-in and its second step.

It lets a person in and says what their role may do. It must never stand between a resident and the line:
asking for something needs no account, and nothing here decides a request.
"""
