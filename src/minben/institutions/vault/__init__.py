"""The vault: what is kept sealed, under which keys, and how keys change.

Direct identifiers (names, numbers, addresses) lie sealed in the database: who copies it without the keys reads
none of them. Each value names its algorithm and key; a mark lets a number be found again without opening it.

It must never decide who may read (that is rights), never know which stage keeps what, never write a key into the
database, the log or the ledger, and never let a sealed value be compared with plain text.
"""
