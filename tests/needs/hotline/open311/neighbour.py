"""A neighbouring city's endpoint, played by a real server on this machine that answers as it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

_POTHOLE = b"<service><service_code>P1</service_code><service_name>Pothole</service_name></service>"
SERVICES = b"<services>" + _POTHOLE + b"</services>"


@dataclass
class Neighbour:
    """What it answers by path (the last answer of several stays), and what it was asked and sent."""

    address: str = ""
    answers: dict[str, list[tuple[int, bytes]]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)
    sent: list[tuple[str, dict[str, str], dict[str, list[str]]]] = field(default_factory=list)

    def says(self, path: str, *answers: tuple[int, bytes]) -> None:
        self.answers[path] = list(answers)

    def next_answer(self, path: str) -> tuple[int, bytes]:
        told = self.answers.get(path, [(404, b"<errors/>")])
        return told.pop(0) if len(told) > 1 else told[0]


@contextmanager
def listening() -> Iterator[Neighbour]:
    """Let it listen while a test lasts."""
    neighbour = Neighbour()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            neighbour.asked.append((parts.path, parse_qs(parts.query)))
            self._answer(parts.path)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            neighbour.sent.append((self.path, headers, parse_qs(body)))
            self._answer(f"POST {self.path}")

        def _answer(self, path: str) -> None:
            status, body = neighbour.next_answer(path)
            self.send_response(status)
            self.send_header("Content-Type", "text/xml")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    neighbour.address = f"http://127.0.0.1:{server.server_port}"
    neighbour.says("/v2/services.xml", (200, SERVICES))
    try:
        yield neighbour
    finally:
        server.shutdown()
        server.server_close()
