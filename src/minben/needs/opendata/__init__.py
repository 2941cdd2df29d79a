"""Open data (开放数据): what people asked for, for everybody to count with, and nobody to be found in.

What it is for
--------------
Each month's requests as a table that anybody may take (CSV, Parquet, a DCAT catalogue). A row stands for at
least ten people: place, time, heading, channel and kind are coarsened until it does. The counts carry noise,
and a public ledger says how much of the year's privacy budget each release has spent.

What it must never do
---------------------
Give out a person's words, keys or a row of their own; publish whistle-blowing, or what was told in confidence;
publish the same month twice; spend more than the year's budget.
"""
