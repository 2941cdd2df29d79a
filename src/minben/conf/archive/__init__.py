"""One file that holds a whole city: every row, every picture, and a digest that proves both.

What it is for: backups while people work, restoring elsewhere, and moving between SQLite and PostgreSQL, since rows
are written in a form that is the same on both.

What it must never do: open what is sealed (a sealed column is carried as it lies), hold keys in the open, overwrite
a city unasked, or leave half a city behind.
"""
