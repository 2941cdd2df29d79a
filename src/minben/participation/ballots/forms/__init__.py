"""What owners, clerks and organisers write on the pages of decisions, checked, with errors that teach."""
