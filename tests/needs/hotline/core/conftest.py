"""A busy machine is no failure: invariants are checked without a stop-watch."""

from hypothesis import settings

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
