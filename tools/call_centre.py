"""A call centre of our own, to try the telephone's door: rings, answers, obeys commands, and misbehaves on purpose.

``python tools/call_centre.py --address http://127.0.0.1:8000 --key SECRET --agent 8001`` plays calls against a running
server and, with ``--listen PORT``, takes the commands that clerks give. It needs Python alone, so that whoever connects
a real exchange can read here how it is done (docs/reference/telephony.md).
"""

import argparse
import hashlib
import hmac
import json
import random
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Event = dict[str, Any]
WINDOW_S = 300


def sign(body: bytes, timestamp: int, key: str) -> str:
    """Sign a body as the reference says: HMAC-SHA256 over the timestamp, a full stop and the body."""
    signed = str(timestamp).encode() + b"." + body
    return "sha256=" + hmac.new(key.encode(), signed, hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Told:
    """What the door answered."""

    status: int
    body: Mapping[str, Any]


@dataclass
class CallCentre:
    """An exchange that knows where the door is and under which name and secret it speaks."""

    address: str
    key: str
    exchange: str = "main"
    tries: int = 6
    wait_s: float = 0.2
    heard: list[Mapping[str, Any]] = field(default_factory=list)

    def event(self, call: str, kind: str, at: datetime | None = None, **facts: object) -> Event:
        """Write one event down, with an id of its own."""
        moment = (at or datetime.now(UTC)).isoformat()
        return {"id": uuid.uuid4().hex, "call": call, "type": kind, "at": moment, **facts}

    def tell(self, events: Sequence[Event] | Event, *, key: str = "", sent: float | None = None) -> Told:
        """Send events; what gets no answer, or a 5xx, is sent again with the same ids until it is taken."""
        body = json.dumps(events, ensure_ascii=False).encode()
        for attempt in range(self.tries):
            try:
                return self._post(body, key or self.key, sent)
            except (OSError, TimeoutError):
                time.sleep(self.wait_s * 2**attempt)
        raise ConnectionError(f"{self.address} gave no answer {self.tries} times")

    def _post(self, body: bytes, key: str, sent: float | None) -> Told:
        timestamp = int(time.time() if sent is None else sent)
        headers = {
            "Content-Type": "application/json",
            "Minben-Exchange": self.exchange,
            "Minben-Timestamp": str(timestamp),
            "Minben-Signature": sign(body, timestamp, key),
        }
        asked = urllib.request.Request(f"{self.address}/telephone/events", data=body, headers=headers)  # noqa: S310  # given by whoever runs this
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
                return Told(answer.status, json.load(answer))
        except urllib.error.HTTPError as refused:
            if refused.code >= 500:
                raise OSError(refused.code) from refused
            return Told(refused.code, json.load(refused))

    # What can happen in a call; each is a list of events in the order in which they happen.

    def course(
        self, call: str, start: datetime, *steps: tuple[float, str, Mapping[str, object]]
    ) -> list[Event]:
        """Write the events of a call: seconds since its start, type, facts."""
        return [
            self.event(call, kind, start + timedelta(seconds=after), sequence=place, **facts)
            for place, (after, kind, facts) in enumerate(steps)
        ]

    def ordinary(self, call: str, start: datetime, caller: str, agent: str) -> list[Event]:
        """Rung, answered in nine seconds, held for a moment, ended, recorded."""
        return self.course(
            call, start,
            (0, "ring", {"caller": caller, "agent": agent}), (9, "answer", {"agent": agent}), (60, "hold", {}),
            (80, "resume", {}), (190, "hangup", {"by": "caller"}), (195, "recording", {"recording": f"rec-{call}"}),
        )  # fmt: skip

    def three_way(self, call: str, start: datetime, caller: str, agent: str, to: str) -> list[Event]:
        """Rung, answered, a department joined and left again, ended."""
        return self.course(
            call, start,
            (0, "ring", {"caller": caller, "agent": agent}), (5, "answer", {"agent": agent}),
            (50, "join", {"to": to}), (120, "leave", {"to": to}), (130, "hangup", {"by": "agent"}),
        )  # fmt: skip

    def passed_on(self, call: str, start: datetime, caller: str, agent: str, to: str) -> list[Event]:
        """Rung, answered, passed on, ended elsewhere."""
        return self.course(
            call, start,
            (0, "ring", {"caller": caller, "agent": agent}), (20, "answer", {"agent": agent}),
            (70, "transfer", {"to": to}), (300, "hangup", {"by": "caller"}),
        )  # fmt: skip

    def given_up(self, call: str, start: datetime, caller: str, after_s: float = 40) -> list[Event]:
        """Rung in vain."""
        return self.course(
            call, start, (0, "ring", {"caller": caller}), (after_s, "hangup", {"by": "caller"})
        )

    def nasty(self, call: str) -> Iterator[tuple[str, Callable[[], Told]]]:
        """Messages that must be refused, each with its name."""
        ring = self.event(call, "ring", caller="19900001234")
        yield "a wrong key", lambda: self.tell(ring, key="not-the-key-of-anybody")
        yield "an old message", lambda: self.tell(ring, sent=time.time() - 2 * WINDOW_S)
        yield "an unknown type", lambda: self.tell({**ring, "type": "sneeze"})
        yield "no moment", lambda: self.tell({**ring, "at": "yesterday"})
        yield "no object", lambda: self.tell(["ring"])  # type: ignore[list-item]  # wrong on purpose
        yield "far ahead", lambda: self.tell({**ring, "at": "2999-01-01T00:00:00+00:00"})


class Switchboard:
    """Takes the commands of clerks, each once, and does what they say."""

    # What follows each command, as an exchange would tell it.
    FOLLOWS: Mapping[str, str] = {
        "answer": "answer", "hold": "hold", "resume": "resume", "transfer": "transfer", "three_way": "join",
        "hand_over": "join", "hang_up": "hangup",
    }  # fmt: skip

    def __init__(self, centre: CallCentre, port: int = 0) -> None:
        self.centre = centre
        self.seen: set[str] = set()
        board = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                right = sign(body, int(self.headers["Minben-Timestamp"]), centre.key)
                fits = hmac.compare_digest(right, self.headers["Minben-Signature"])
                self.send_response(202 if fits else 401)
                self.end_headers()
                if fits:
                    board.take(json.loads(body))

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: the events tell what happened."""

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/commands"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> "Switchboard":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def take(self, command: Mapping[str, Any]) -> None:
        """Do a command once, however often it is told, and tell the door what followed."""
        if command["id"] in self.seen:
            return
        self.seen.add(command["id"])
        self.centre.heard.append(command)
        # Told from another thread: the clerk's page waits for the answer to the command, not for what follows.
        threading.Thread(target=self.follow, args=[command], daemon=True).start()

    def follow(self, command: Mapping[str, Any]) -> None:
        centre, agent = self.centre, command.get("extension", "")
        if command["command"] == "call_back":
            call = f"back-{command['id']}"
            dial = centre.event(call, "dial", agent=agent, reference=command["reference"])
            centre.tell([dial, centre.event(call, "answer", agent=agent)])
            return
        facts = {"to": command["to"]} if command.get("to") else {}
        facts |= {"agent": agent} if command["command"] == "answer" else {}
        centre.tell(centre.event(command["call"], self.FOLLOWS[command["command"]], **facts))


def play(centre: CallCentre, rng: random.Random, *, calls: int, agent: str, pace_s: float) -> None:
    """Play calls one after the other as they would come, telling what the door says."""
    for number in range(calls):
        call = f"sim-{uuid.uuid4().hex[:8]}"
        caller = f"1990000{rng.randrange(10_000):04}"
        start = datetime.now(UTC) - timedelta(seconds=400)
        events = rng.choice([
            centre.ordinary(call, start, caller, agent),
            centre.three_way(call, start, caller, agent, "12319"),
            centre.passed_on(call, start, caller, agent, "12319"),
            centre.given_up(call, start, caller),
        ])  # fmt: skip
        if number % 3 == 1:
            rng.shuffle(events)
        for event in events:
            told = centre.tell(event)
            if number % 4 == 2:
                told = centre.tell(event)
            sys.stdout.write(f"{call} {event['type']:9} {told.status} {dict(told.body)}\n")
            time.sleep(pace_s)


def main() -> None:
    """Play calls from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--exchange", default="main")
    parser.add_argument("--key", required=True)
    parser.add_argument("--agent", default="8001")
    parser.add_argument("--calls", type=int, default=10)
    parser.add_argument("--pace", type=float, default=0.5, help="seconds between events")
    parser.add_argument(
        "--listen", type=int, default=0, help="take commands on this port, after a ring that waits"
    )
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    centre = CallCentre(given.address, given.key, given.exchange)
    play(centre, random.Random(given.seed), calls=given.calls, agent=given.agent, pace_s=given.pace)
    for name, try_it in centre.nasty("sim-nasty"):
        told = try_it()
        sys.stdout.write(f"{name:16} {told.status} {told.body.get('detail', '')}\n")
    if given.listen:
        with Switchboard(centre, given.listen) as board:
            centre.tell(
                centre.event(f"sim-{uuid.uuid4().hex[:8]}", "ring", caller="19900001234", agent=given.agent)
            )
            sys.stdout.write(
                f"a call rings at {given.agent}; commands are taken at {board.address}; Ctrl-C ends it\n"
            )
            threading.Event().wait()


if __name__ == "__main__":
    main()
