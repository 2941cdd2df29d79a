"""Telling partners' machines that a request moved: which step, which state, never what anybody said."""

from collections.abc import Sequence
from datetime import datetime

from minben.commons.digests import JSON
from minben.institutions.partners import actions as partners
from minben.needs.hotline.core.states import is_report
from minben.needs.hotline.queries.listing import about
from minben.needs.hotline.words import Channel

SOURCE = "partner:"
# By which doors a partner's requests come in: this API, or Open311.
_SOURCES = (SOURCE, "open311.")


def announce(steps: Sequence[tuple[int, str, datetime]], at: datetime) -> None:
    """Put public steps (request, step, when) into the outbox of those who listen, within the caller's transaction.

    What an export brings is history and wakes nobody. A report of wrongdoing is told to the partner that sent it
    alone.
    """
    if not steps or not partners.anybody_listens():
        return
    told = {key: rest for key, *rest in about({request_id for request_id, _step, _at in steps})}
    events = []
    for request_id, step, when in steps:
        source, channel, kind, state, unit = told[request_id]
        if channel == Channel.IMPORT:
            continue
        data: dict[str, JSON] = {"request": request_id, "step": step, "state": state, "unit": unit}
        events.append(
            partners.Event(
                kind=f"request.{step}",
                at=when,
                data=data,
                owner=_owner(source),
                open=not is_report(kind, state),
            )
        )
    partners.announce(events=events, at=at)


def _owner(source: str) -> str:
    """Return the partner whose request it is; blank when it is nobody's."""
    return next((source.removeprefix(door) for door in _SOURCES if source.startswith(door)), "")
