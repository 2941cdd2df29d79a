"""Trials that want what is not theirs. Each tells in ``data_source`` what it got hold of."""

import os
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import sleep

from minben.institutions.sandbox.actions import TrialContext, TrialResult
from tests.institutions.sandbox.algorithms import good_trial


def _tells(found: object) -> TrialResult:
    return replace(good_trial(TrialContext(at=None)), data_source=str(found))  # type: ignore[arg-type]  # unused


def _tried(deed: Callable[[], object]) -> str:
    try:
        return f"got {deed()}"
    except OSError as error:
        return f"refused: {type(error).__name__}"


def caller(context: TrialContext) -> TrialResult:
    """Call somebody on this machine; the data file holds the port."""
    assert context.data is not None
    port = int(context.data.read_text())
    return _tells(_tried(lambda: socket.create_connection(("127.0.0.1", port), timeout=3).recv(5)))


def reader(context: TrialContext) -> TrialResult:
    """Read the files whose addresses stand in the data."""
    assert context.data is not None
    return _tells([_tried(Path(place).read_text) for place in context.data.read_text().split()])


def writer(context: TrialContext) -> TrialResult:
    """Leave something beside our code, in the folder that stands in the data, and in /usr."""
    assert context.data is not None
    places = [Path(context.data.read_text()), Path(__file__).parent, Path("/usr"), Path("/var/tmp")]
    return _tells([_tried(lambda place=place: (place / "left-behind").write_text("x")) for place in places])


def looker(_context: TrialContext) -> TrialResult:
    """Tell what the environment holds, and which other programs run."""
    others = [one for one in Path("/proc").iterdir() if one.name.isdigit()]
    return _tells(f"{sorted(os.environ)} {len(others)} uid={os.getuid()}")


def climber(_context: TrialContext) -> TrialResult:
    """Become root again."""
    return _tells(_tried(lambda: os.setuid(0)))


def sleeper(_context: TrialContext) -> TrialResult:
    """Never come back."""
    while True:
        sleep(60)
