"""Background work of open data: the month before, where the city wants it published by itself."""

import logging
from datetime import datetime

from django.conf import settings

from minben.commons.errors import TeachingError
from minben.needs.opendata import actions, queries

log = logging.getLogger(__name__)


def publish_due(*, at: datetime) -> bool:
    """Publish the last month that is over, once; return whether it was published now."""
    month = actions.last_month(at)
    if not settings.MINBEN_OPENDATA or queries.published([month]):
        return False
    try:
        done = actions.publish(months=[month], at=at, by="worker", licence=settings.MINBEN_OPENDATA_LICENCE)
    except TeachingError as refused:
        log.warning("open data of %s is not published: %s", f"{month:%Y-%m}", refused.code)
        return False
    return done[0].new
