"""Pages of outcomes: figures for everybody, calls for clerks, the questionnaire in writing."""
