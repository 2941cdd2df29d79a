"""The hotline's pages: thin views, one module for each thing somebody wants to do."""
