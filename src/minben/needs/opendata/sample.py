"""This feature's part of the sample city: its last month, published."""

from contextlib import suppress
from datetime import datetime

from minben.commons.errors import TeachingError
from minben.needs.opendata import actions

# The sample is invented, so nobody has a right in it.
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"


def publish(*, at: datetime) -> None:
    """Publish the month before; a sample made so small that nobody could hide in it publishes nothing."""
    with suppress(TeachingError):
        actions.publish(months=[actions.last_month(at)], at=at, by="sample", licence=LICENCE)
