"""How readily each district reports what happens there, from what it reported of single incidents."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from minben.needs.hotline import queries as hotline
from minben.needs.topics.core.counting import people_of
from minben.needs.topics.core.shapes import Ints, Messages, said
from minben.needs.topics.core.silent import incidents_of, reporting_rates
from minben.needs.topics.gathering import bounds, districts_of

# Long enough for every district to have had its incidents, short enough for people to change.
WATCHED = timedelta(days=182)
# What more people report tells how bad one incident was, or how large a crowd: not how readily people report.
MOST_LATER = 8.0


@dataclass(frozen=True, slots=True)
class Heard:
    """How readily one district reports, beside all together, which is 1; and what one of its voices stands for.

    The rate is as measured, so that it lies within its range; what a voice stands for goes only as far as is known.
    """

    place: int
    people: int
    rate: float
    low: float
    high: float
    factor: float


def readiness(messages: Messages, *, month: date) -> list[Heard]:
    """Estimate each district's rate of reporting, and count its people among a month's messages.

    Parameters
    ----------
    messages : Messages
        Of the month.
    month : date
        The incidents of the half-year before it are looked at: what happens in a month, or who shouts in it, does not
        decide how the month is heard.
    """
    reports, event = _reports(bounds(month)[0])
    if not len(reports):
        return []
    found = incidents_of(reports, event)
    found = replace(found, later=np.minimum(found.later, MOST_LATER))
    rates, all_together = reporting_rates(found), float(found.later.sum() / max(found.days.sum(), 1e-9))
    if all_together <= 0:
        return []
    relative = np.stack([rates.rate, rates.low, rates.high]) / all_together
    return [
        Heard(
            int(place),
            people_of(messages, np.flatnonzero(messages.area == place)),
            rate,
            low,
            high,
            float(factor),
        )
        for place, factor, rate, low, high in zip(rates.group, rates.factor, *relative.tolist(), strict=True)
    ]


def _reports(until: datetime) -> tuple[Messages, Ints]:
    """Requests that name a district, each with the event the hotline joined it to, or one of its own."""
    told = hotline.facts_for_outcomes(since=until - WATCHED, until=until)
    area = districts_of(told["place_id"])
    rows = np.flatnonzero((area >= 0) & (told["chases_id"] < 0) & (told["kind"] != "whistle"))
    messages = said(
        [""] * len(rows), at=told["received_at"][rows], area=area[rows], person=told["person_id"][rows]
    )
    joined = told["event_id"][rows]
    alone = joined.max(initial=0) + 1 + np.arange(len(rows))
    return replace(messages, key=told["request_id"][rows]), np.where(joined >= 0, joined, alone)
