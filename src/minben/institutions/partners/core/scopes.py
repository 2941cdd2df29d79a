"""What a token may be allowed to do."""

from enum import StrEnum


class Scope(StrEnum):
    """One thing that a token may do; each is given by name, none follows from another."""

    REQUESTS_WRITE = "requests:write"
    REQUESTS_READ = "requests:read"
    SUBSCRIPTIONS = "subscriptions"


# Reading what others asked is a reading of people's data: such a token names its purpose.
NEEDS_PURPOSE = frozenset({Scope.REQUESTS_READ})
