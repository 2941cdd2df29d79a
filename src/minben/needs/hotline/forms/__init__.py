"""What people and clerks write on the hotline's pages, checked, with errors that teach."""
