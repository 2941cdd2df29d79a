"""Pages of calls, and the door through which an exchange speaks."""
