"""Pages of the agenda: for everybody, for those who choose, for those who work on it and take words."""
