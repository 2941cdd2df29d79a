"""Sun, shade and their certainty: pure geometry and time, no database and no clock."""
