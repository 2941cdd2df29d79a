"""A partner's machine: a real server on this machine that writes down what it is sent."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Machine:
    """Where it listens, how it answers next (the last answer stays), and what came."""

    address: str = ""
    answers: list[int] = field(default_factory=lambda: [204])
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    drip_s: float = 0.0
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def next_answer(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def running() -> Iterator[Machine]:
    """Let a machine run while a test lasts."""
    machine = Machine()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            machine.came.append((self.path, headers, self.rfile.read(length)))
            self.send_response(machine.next_answer())
            for name, value in machine.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self._say()

        do_GET = do_POST  # noqa: N815  # the server calls it so

        def _say(self) -> None:
            try:
                for n in range(len(machine.body)):
                    self.wfile.write(machine.body[n : n + 1] if machine.drip_s else machine.body)
                    if not machine.drip_s:
                        return
                    time.sleep(machine.drip_s)
            except OSError:
                return

        def log_message(self, *_words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    machine.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield machine
    finally:
        server.shutdown()
        server.server_close()
