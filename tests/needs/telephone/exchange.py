"""The exchange of the tests, and the town that it rings in."""

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import util
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from minben.needs.telephone import actions
from minben.needs.telephone.core.moves import Heard
from minben.needs.telephone.models import Call
from minben.needs.telephone.words import Event
from tests.city import NOW, Town, settle

CHEN_AT_HOME = "19900001234"
NEIGHBOUR = "19900007777"
KEY = "a-key-of-the-tests-only"
SEAT = "8001"


def _load(name: str) -> Any:
    """Load a tool as whoever runs it does: by its file."""
    path = Path(__file__).parents[3] / "tools" / f"{name}.py"
    spec = util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


call_centre = _load("call_centre")


@pytest.fixture
def town(db: Any, settings: Any, tmp_path: Path) -> Iterator[Town]:
    """The town, with Wang Fang at extension 8001 and an exchange that takes commands into a folder."""
    settings.MINBEN_TOTP_REQUIRED = False
    settings.MINBEN_HOME = tmp_path
    settings.MINBEN_TELEPHONE_KEYS = f"main:{KEY}"
    settings.MINBEN_TELEPHONE_EXCHANGE = "file"
    cache.clear()
    town = settle()
    actions.sit_down(by=town.users["wang.fang"].pk, extension=SEAT, at=NOW)
    yield town
    cache.clear()


def heard(kind: str, after_s: float = 0, *, call: str = "c1", at: datetime = NOW, **facts: Any) -> Heard:
    """One event, so many seconds after the call began."""
    given = {"id": f"{call}-{kind}-{after_s}", **facts}
    return Heard(call=call, kind=Event(kind), at=at + timedelta(seconds=after_s), **given)


def take(*events: Heard, at: datetime | None = None) -> actions.Taken:
    """Have the door take events, a second after the last of them unless said otherwise."""
    last = max(event.at for event in events)
    return actions.take_events(events=events, exchange="main", at=at or last + timedelta(seconds=1))


def talking(call: str = "c1", caller: str = CHEN_AT_HOME, at: datetime = NOW) -> Call:
    """A call that Wang Fang has just answered."""
    take(
        heard("ring", call=call, at=at, caller=caller, agent=SEAT),
        heard("answer", 6, call=call, at=at, agent=SEAT),
    )
    return Call.objects.get(key=f"main/{call}")


def course(*steps: tuple[str, float], call: str = "c1", **facts: Any) -> list[Heard]:
    """The events of a call as kinds and seconds."""
    return [heard(kind, after, call=call, **facts) for kind, after in steps]
