"""How log lines are written, as text or as JSON: what people said, who they are and where they looked is never in them.

Our own words are covered once more before they are written. Of what other libraries say, only their own sentence stands
and the numbers in it; what they put into its gaps (addresses, values, names) does not. Of an error its kind and its
places in the code stand, but not its words, which may repeat what somebody typed.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from types import TracebackType
from typing import Any

from django.http import HttpRequest

from minben.needs.hotline.core.masking import mask
from minben.portal.tracing import NUMBER, REQUEST, route_of

OWN = "minben"
GAP = "…"
FACTS = ("method", "route", "view", "status", "ms")
"""What a line about a request tells besides its words."""
KEYS = ("at", "level", "logger", "words", "request", *FACTS, "error", "where")
"""The keys of a JSON line, in order; those that say nothing are left out."""
_CODE = re.compile(r"\b[2-9A-HJ-NP-Z]{2}-?[2-9A-HJ-NP-Z]{4}-?[2-9A-HJ-NP-Z]{4}\b")
_LETTER = re.compile(r"[^\W\d_]")
_PLACE = re.compile(r"%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]")
# From here on a sentence that somebody else put together holds what nobody has looked at.
_BEFORE = re.compile(r"^[^:'\"“‘(\[{<=@/\d]*")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(facts_of(record), ensure_ascii=False)


class PlainLines(logging.Formatter):
    """The same for people who read along."""

    def format(self, record: logging.LogRecord) -> str:
        facts = facts_of(record)
        head = [str(facts.pop(key)) for key in ("at", "level", "logger", "words")]
        where = facts.pop("where", [])
        lines = [" ".join([*head, *(f"{key}={value}" for key, value in facts.items())])]
        return "\n".join([*lines, *(f"    {place}" for place in where)])


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what may be written about a record, by the keys of :data:`KEYS`."""
    facts: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "words": words_of(record),
        "request": REQUEST.get(),
        **_about_request(record),
        **_about_error(record),
    }
    return {key: value for key, value in facts.items() if value not in ("", None, [])}


def words_of(record: logging.LogRecord) -> str:
    """Return a record's words without anything that could be somebody's."""
    if record.name.partition(".")[0] == OWN:
        return _CODE.sub(GAP, mask([record.getMessage()])[0].text)
    if not record.args:
        sentence = _BEFORE.match(str(record.msg))
        return sentence.group().strip() if sentence else ""
    given = record.args if isinstance(record.args, tuple) else (record.args,)
    numbers: Iterator[object] = iter(given)
    told = _PLACE.sub(lambda _gap: _number(next(numbers, None)), str(record.msg))
    return told if _LETTER.search(told) else _ended(getattr(record, "status_code", 0))


def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write down what ended a process, without its words; for :data:`sys.excepthook`."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger(OWN).critical("ended by an error", exc_info=(kind, error, trace))


def _ended(status: int) -> str:
    """Return the words of an HTTP status, where nothing else is left of a sentence."""
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else GAP


def _number(value: object) -> str:
    return str(value) if isinstance(value, int | float) else GAP


def _about_request(record: logging.LogRecord) -> dict[str, Any]:
    facts = {key: getattr(record, key, None) for key in FACTS}
    facts["status"] = facts["status"] or getattr(record, "status_code", None)
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        facts["route"] = route_of(request)
        facts["request"] = request.META.get(NUMBER, "")
    return facts


def _about_error(record: logging.LogRecord) -> dict[str, Any]:
    if not isinstance(record.exc_info, tuple) or record.exc_info[0] is None:
        return {}
    kind, _error, trace = record.exc_info
    places = traceback.extract_tb(trace)
    return {
        "error": f"{kind.__module__}.{kind.__qualname__}",
        "where": [f"{place.filename}:{place.lineno} {place.name}" for place in places],
    }


_FORMS = {
    "json": "minben.conf.logs.JsonLines",
    "plain": "minben.conf.logs.PlainLines",
    # With everything in it: for developers alone, who have nobody's data.
    "full": "logging.Formatter",
}


def logging_by(form: str, level: str) -> dict[str, Any]:
    """Return how a process writes: ``plain`` or ``json`` lines on standard error (``full`` where debugging is on)."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": _FORMS.get(form, _FORMS["plain"])}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": level},
    }
