"""How the house is put together: settings, root addresses, the WSGI door."""
