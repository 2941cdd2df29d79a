"""Residents at their telephones, and a street's own program: each asks, adds pictures, and tries again until taken."""

import json
import re
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from http.cookiejar import CookieJar
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit

from PIL import Image

# What passes by itself: the page says so, or nobody answers.
_PASSING = {429, 500, 502, 503, 504}
_NOT_KEPT = "照片没有存下来"


@dataclass(frozen=True)
class Told:
    """What a person was promised: under this code we have your words, and so many pictures (None: not told)."""

    words: str
    code: str
    pictures: int | None


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given: Any) -> None:
        return None


class GaveUp(Exception):
    """The server did not come back in time."""


class Resident(threading.Thread):
    """One person with a browser of their own, who asks until told to stop and then finishes the last request."""

    def __init__(self, number: int, address: str, ending: threading.Event) -> None:
        super().__init__(name=f"resident {number}")
        self.number, self.address, self.ending = number, address, ending
        self.told: list[Told] = []
        self.refusals = self.no_room = 0
        self.trouble: BaseException | None = None
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(_Stay, urllib.request.HTTPCookieProcessor(self.jar))

    def run(self) -> None:
        try:
            while not self.ending.is_set():
                self.told.append(self.ask(len(self.told)))
        except BaseException as trouble:
            self.trouble = trouble

    def ask(self, count: int) -> Told:
        words = f"第{self.number}户第{count}件：江畔社区三号楼暖气不热"
        draft = self.sent("/requests/start/", {"text": words})[1]
        status, _ = self.sent(f"{draft}photos/", {}, picture(self.number * 10_000 + count))
        pictures = 1 if status == 302 else 0
        self.sent(f"{draft}what/", {"text": words, "kind": "help", "category": "heating"})
        # Half of them want to be told by letter of the machine.
        wish = {"reply_by": "email", "email": f"p{self.number}@example.org"}
        self.sent(f"{draft}contact/", wish if count % 2 else {"reply_by": "nothing"})
        if count % 3 == 0:
            self.hung_up(f"{draft}submit/")
        _, track = self.sent(f"{draft}submit/", {})
        page = self.seen(track)
        known = pictures if page is not None and _NOT_KEPT not in page else None
        return Told(words, track.strip("/").rpartition("/")[2], known)

    def sent(self, path: str, fields: dict[str, str], file: bytes = b"") -> tuple[int, str]:
        """Send a form until somebody takes it; return the status and where it leads."""
        until = time.monotonic() + 90
        while time.monotonic() < until:
            token = self.token()
            try:
                body, kind = _form({**fields, "csrfmiddlewaretoken": token}, file)
                return self._open(path, body, kind)
            except (OSError, HTTPException):
                self.refusals += 1
                time.sleep(0.1)
        raise GaveUp(path)

    def hung_up(self, path: str) -> None:
        """Send a form and go through a tunnel: it arrives, and its answer does not."""
        body, kind = _form({"csrfmiddlewaretoken": self.token()}, b"")
        asked = self._asked(path, body, kind)
        self.jar.add_cookie_header(asked)
        line = HTTPConnection(urlsplit(self.address).netloc, timeout=5)
        with suppress(OSError, HTTPException):
            line.request("POST", path, body, dict(asked.header_items()))
            time.sleep(0.5)
        line.close()

    def token(self) -> str:
        """Return the mark of the forms, reading a page first where there is none."""
        while not (marks := [cookie.value or "" for cookie in self.jar if cookie.name == "csrftoken"]):
            if self.seen("/requests/start/") is None:
                time.sleep(0.1)
        return marks[0]

    def seen(self, path: str) -> str | None:
        """Look at a page once; nothing when nobody answers."""
        try:
            with self.opener.open(self._asked(path), timeout=20) as page:
                return str(page.read().decode())
        except (OSError, HTTPException):
            return None

    def _open(self, path: str, body: bytes, kind: str) -> tuple[int, str]:
        try:
            with self.opener.open(self._asked(path, body, kind), timeout=20) as page:
                status, where, text = page.status, "", page.read().decode()
        except urllib.error.HTTPError as answer:
            status, where, text = answer.code, answer.headers.get("Location", ""), answer.read().decode()
        photos_refused = status == 400 and path.endswith("/photos/")
        self.no_room += photos_refused or status in _PASSING
        if status in _PASSING:
            raise OSError(status)
        if status != 302 and not photos_refused:
            plain = " ".join(re.sub(r"<[^>]*>", " ", text).split())
            raise AssertionError(f"{path} answered {status}: {plain[:400]}")
        return status, urlsplit(where).path

    def _asked(self, path: str, body: bytes | None = None, kind: str = "") -> urllib.request.Request:
        # A household has an address of its own; the server counts what comes from each.
        headers = {"X-Forwarded-For": f"10.0.{self.number}.{len(self.told) % 250}", "Accept-Language": "zh"}
        if kind:
            headers["Content-Type"] = kind
        return urllib.request.Request(f"{self.address}{path}", data=body, headers=headers)


class Machine(Resident):
    """The program of a street office: it hands requests in by the API, and tries again under the same key."""

    def __init__(self, number: int, address: str, ending: threading.Event, token: str) -> None:
        super().__init__(number, address, ending)
        self.credential = token

    def ask(self, count: int) -> Told:
        words = f"街道程序{self.number}第{count}件：江畔社区三号楼暖气不热"
        contact = {"email": f"m{self.number}@example.org", "reply_by": "email"}
        said = {"text": words, "category": "heating", "contact": contact}
        made = self.called(
            "/api/v1/requests", json.dumps(said).encode(), "application/json", f"words-{count:06}"
        )
        body, kind = _form({}, picture(self.number * 10_000 + count))
        place = f"/api/v1/requests/{made['id']}/attachments"
        kept = self.called(place, body, kind, f"photo-{count:06}")
        return Told(words, made["code"], None if kept is None else len(kept["items"]))

    def called(self, path: str, body: bytes, kind: str, key: str) -> Any:
        """Call until there is an answer; nothing where there is no room for a picture."""
        until = time.monotonic() + 90
        while time.monotonic() < until:
            asked = self._asked(path, body, kind)
            asked.add_header("Authorization", f"Bearer {self.credential}")
            asked.add_header("Idempotency-Key", f"{self.number}-{key}")
            try:
                with self.opener.open(asked, timeout=20) as answer:
                    return json.loads(answer.read())
            except urllib.error.HTTPError as problem:
                if problem.code not in _PASSING:
                    raise AssertionError(
                        f"{path}: {problem.code} {problem.read().decode()[:400]}"
                    ) from problem
                self.no_room += 1
            except (OSError, HTTPException):
                self.refusals += 1
            time.sleep(0.1)
        raise GaveUp(path)


def picture(seed: int) -> bytes:
    """A small photograph unlike any other."""
    made = BytesIO()
    image = Image.effect_noise((96, 72), 80)
    image.putpixel((0, 0), seed % 256)
    image.save(made, "JPEG")
    return made.getvalue()


def _form(fields: dict[str, str], file: bytes) -> tuple[bytes, str]:
    if not file:
        # What a page sends without a picture.
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"
    mark = "----minben-crash"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n'
    parts += [head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + file + f"\r\n--{mark}--\r\n".encode()]
    return b"".join(parts), f"multipart/form-data; boundary={mark}"
