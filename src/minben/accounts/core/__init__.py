"""Pure parts of accounts: roles and what they may do, one-time codes, sealed secrets."""
