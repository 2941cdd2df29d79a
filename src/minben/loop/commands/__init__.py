"""The loop's commands: a turn, the sample city, a real city."""
