"""Open311 GeoReport v2: what machines may read of requests, and a way in for other services.

Production shows what anybody may see and takes requests in by the same act as every other channel. The test endpoint
looks at everything alike, keeps what it was sent in a table of its own, and never reaches a unit.
"""
