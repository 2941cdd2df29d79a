"""Open311 GeoReport v2 without network, clock or database: its documents, what is asked, what is shown."""
