"""Walking through the town as an intruder would: every form of every page, every address that takes a POST."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.db import connection, transaction
from django.test import Client

# What a refused try may still write: that it was refused, who signs in, how often somebody tried, with which key.
MAY_BE_WRITTEN = re.compile(
    r"django_session|axes_|ledger_(entry|salt)|rights_(access|line)|minben_cache|partners_token$"
)
_WRITE = re.compile(r"^\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\"?(\w+)", re.IGNORECASE)


@dataclass
class Form:
    """A form of a page: where it goes, how, and what it holds before anybody types."""

    action: str
    files: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    file_fields: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """Reads the POST forms out of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.found, self.open = page, list[Form](), None
        self.select = ""

    open: Form | None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form" and told.get("method", "").lower() == "post":
            self.open = Form(
                urljoin(self.page, told.get("action") or self.page), "multipart" in told.get("enctype", "")
            )
            self.found.append(self.open)
        elif self.open is None:
            return
        elif tag == "input":
            self._input(told)
        elif tag == "textarea":
            self.open.fields.setdefault(told.get("name", ""), "")
        elif tag == "button" and told.get("name"):
            self.open.fields.setdefault(told["name"], told.get("value", ""))
        elif tag == "select":
            self.select = told.get("name", "")
            self.open.fields.setdefault(self.select, "")
        elif tag == "option" and self.select and told.get("value") and not self.open.fields.get(self.select):
            self.open.fields[self.select] = told["value"]

    def _input(self, told: dict[str, str]) -> None:
        assert self.open is not None
        kind, name = told.get("type", "text"), told.get("name", "")
        if not name or name == "csrfmiddlewaretoken":
            return
        if kind == "file":
            self.open.file_fields.add(name)
        elif kind not in ("radio", "checkbox") or name not in self.open.fields or "checked" in told:
            self.open.fields[name] = told.get("value", "on" if kind == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = ""


def forms_of(address: str, page: str) -> list[Form]:
    """The POST forms of a page."""
    reader = Forms(address)
    reader.feed(page)
    return reader.found


@contextmanager
def put_back() -> Iterator[None]:
    """Undo whatever is done inside, so that the next try meets the same town."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def written() -> Iterator[set[str]]:
    """Name the tables that were written to and not rolled back."""
    tables: set[str] = set()
    open_at: list[tuple[str, set[str]]] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        words = sql.strip().strip(";").replace('"', "").split()
        if words[:1] == ["SAVEPOINT"]:
            open_at.append((words[1], set(tables)))
        elif words[:3] == ["ROLLBACK", "TO", "SAVEPOINT"]:
            while open_at:
                name, before = open_at.pop()
                if name == words[3]:
                    tables.clear()
                    tables.update(before)
                    open_at.append((name, before))
                    break
        elif found := _WRITE.match(sql):
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield tables


def intruder(client: Client) -> Client:
    """The same browser, told of a failure by its status as a real one is."""
    client.raise_request_exception = False
    return client
