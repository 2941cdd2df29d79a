"""Sends nasty bodies, and gathers what came back that should not have."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client

from tests.laws.everywhere import Crowd, Stop
from tests.laws.settling import crowd
from tests.safety import corpus
from tests.safety.walking import MAY_BE_WRITTEN, Form, forms_of, intruder, put_back, written

__all__ = ["Assault", "Target", "assault", "crowd", "targets"]

FORMS_AT_LEAST = 60
# An answer shorter than this says no more than a number: a page has a frame, a document for machines has none.
TEACHES_FROM, TEACHES_MACHINES_FROM = 200, 60
_KEYS = re.compile(r"\d+|[A-Z0-9]{2}-[A-Z0-9]{4}-[A-Z0-9]{4}|[\w-]{40,}")


class Target:
    """A form of a page, and who may send it."""

    def __init__(self, stop: Stop, form: Form) -> None:
        self.who, self.form = stop.who, form
        self.name = _KEYS.sub("#", form.action)
        self.key = (self.name, ",".join(sorted({*form.fields, *form.file_fields})))

    @property
    def field(self) -> str:
        """A field that the page knows."""
        return next(iter(self.form.fields), "x")


class Assault:
    """One browser for each role of the town."""

    def __init__(self, browser_of: Callable[[str], Client]) -> None:
        self.browsers: dict[str, Client] = {}
        self.browser_of, self.sent, self.wrong = browser_of, 0, list[str]()
        self.statuses: dict[int, int] = defaultdict(int)

    def browser(self, who: str) -> Client:
        if who not in self.browsers:
            self.browsers[who] = intruder(self.browser_of(who))
        return self.browsers[who]

    def fill(self, target: Target, data: dict[str, Any], *, words: str) -> None:
        """Send a form filled in."""
        self.post(f"{target.name} {words[:60]!r}", target.who, target.form.action, data, words=words)

    def throw(self, target: Target, body: corpus.Body) -> None:
        """Send a whole body as it is."""
        self.throw_at(f"{target.name}: {body.name}", target.who, target.form.action, body)

    def throw_at(self, what: str, who: str, address: str, body: corpus.Body) -> None:
        client = self.browser(who)
        with self.tried(what) as answers:
            answers.append(client.generic("POST", address, body.content, body.content_type))

    def post(self, what: str, who: str, address: str, data: dict[str, Any], *, words: str = "") -> None:
        client = self.browser(who)
        with self.tried(what, words) as answers:
            answers.append(client.post(address, data))

    def tried(self, what: str, words: str = "") -> "_Try":
        """Try something: the answers put into the list are looked at afterwards."""
        # A limit is not what is tried here.
        cache.clear()
        return _Try(self, what, words)

    def look_at(self, what: str, words: str, answer: HttpResponseBase, left: set[str]) -> None:
        """Judge one answer by its status, its words, and what was written."""
        self.sent += 1
        self.statuses[answer.status_code] += 1
        text = "" if answer.streaming else getattr(answer, "content", b"").decode(errors="replace")
        refused = 400 <= answer.status_code < 500
        html = "html" in answer.headers.get("Content-Type", "")
        least = TEACHES_FROM if html else TEACHES_MACHINES_FROM
        found = {
            f"{answer.status_code}": answer.status_code >= 500,
            f"refused, and yet wrote {sorted(left)}": refused and bool(left),
            f"{answer.status_code} teaches nothing: {text!r}": refused and len(text) < least,
            "came back unescaped": html and any(mark in text for mark in corpus.UNESCAPED),
            "was evaluated": html and words in corpus.TEMPLATE and corpus.EVALUATED in text,
            "wrote a header of its own": any("nasty" in name.lower() for name in answer.headers),
        }
        self.wrong += [f"{what}: {trouble}" for trouble, is_so in found.items() if is_so]


class _Try:
    """One try: the town is put back afterwards, and what was written meanwhile is named."""

    def __init__(self, assault: Assault, what: str, words: str) -> None:
        self.assault, self.what, self.words = assault, what, words
        self.answers: list[HttpResponseBase] = []
        self.back, self.watch = put_back(), written()

    def __enter__(self) -> list[HttpResponseBase]:
        self.back.__enter__()
        self.tables = self.watch.__enter__()
        return self.answers

    def __exit__(self, *error: Any) -> None:
        self.watch.__exit__(*error)
        left = {table for table in self.tables if not MAY_BE_WRITTEN.match(table)}
        self.back.__exit__(*error)
        for answer in self.answers:
            self.assault.look_at(self.what, self.words, answer, left)


@pytest.fixture(scope="module")
def targets(crowd: Crowd, django_db_blocker: Any) -> list[Target]:
    """Every form of the town once, in the order of their addresses."""
    found: dict[tuple[str, str], Target] = {}
    with django_db_blocker.unblock():
        for stop in crowd.stops:
            page = crowd.browser(stop.who).get(stop.address)
            if page.status_code == 200 and "html" in page.headers["Content-Type"]:
                for form in forms_of(stop.address, page.content.decode()):
                    target = Target(stop, form)
                    found.setdefault(target.key, target)
    assert len(found) >= FORMS_AT_LEAST
    return [target for _key, target in sorted(found.items())]


@pytest.fixture
def assault(crowd: Crowd) -> Iterator[Assault]:
    tried = Assault(crowd.browser)
    yield tried
    assert not tried.wrong, "\n".join(tried.wrong)
