"""Registers: people, households, places, units, who works where, and the dates of the calendar.

For: giving every stage one answer to *who*, *where* and *which unit*, in two doors (`actions`, `queries`).
Never: hands out a name or a telephone number without a purpose that `institutions.rights` has let pass;
never decides anything about a person; never guesses a date of the calendar without saying so.
"""
