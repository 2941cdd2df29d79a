"""Tags of work orders."""
