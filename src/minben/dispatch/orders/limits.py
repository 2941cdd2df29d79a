"""The city's time limits on a day, read from the dated parameters, and the calendar they are counted by."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from minben.commons import parameters
from minben.commons.workdays import Calendar, Span
from minben.dispatch.orders.core.limits import Limits, Spans, all_due, span_of
from minben.ground.registers import queries as registers

PACKAGE = "minben.dispatch.orders"
ZONE = ZoneInfo(settings.TIME_ZONE)


def value_at(name: str, key: str, at: datetime) -> Any:
    """Return a figure of this feature in force at a moment, by the city's own clock."""
    return parameters.load(PACKAGE, name).at(key, at.astimezone(ZONE).date()).value


def limits_at(at: datetime) -> Limits:
    """Return the default limits of answering and signing in force at a moment."""
    found = parameters.load(PACKAGE, "deadlines")
    day = at.astimezone(ZONE).date()
    answer, sign = found.at("answer", day), found.at("sign", day)
    return Limits(
        answer={kind: spans_of(tuple(spans.items())) for kind, spans in answer.value.items()},
        sign=spans_of(tuple(sign.value.items())),
        verified=answer.verified and sign.verified,
        source=answer.source,
        since=answer.since,
    )


@cache
def spans_of(written: tuple[tuple[str, str], ...]) -> Spans:
    """Return spans by urgency; the same words give the same objects, so that a batch makes few."""
    return {urgency: span_of(text) for urgency, text in written}


def due(*, start: datetime, span: Span) -> datetime:
    """Return when something that starts now must be done."""
    return due_all(starts=[start], spans=[span])[0]


def due_all(*, starts: Sequence[datetime], spans: Sequence[Span]) -> list[datetime]:
    """Return the deadlines of a batch."""
    return dated(starts=starts, spans=spans)[0]


def dated(*, starts: Sequence[datetime], spans: Sequence[Span]) -> tuple[list[datetime], Calendar]:
    """Return the deadlines of a batch and the calendar they were counted by."""
    return all_due(starts, spans, calendar=registers.calendar(), zone=ZONE)


def limit(name: str, urgency: str, at: datetime) -> Span:
    """Return the span of ``send_back``, ``report_to_whistle`` or ``supervision`` for an urgency."""
    spans: Mapping[str, str] = value_at("deadlines", name, at)
    return span_of(spans[urgency])
