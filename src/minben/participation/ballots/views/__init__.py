"""Pages of decisions: for everybody, for owners, for the desk, for whoever organises."""
