"""What became of a call that failed, as a problem: one table for the whole API."""

import errno
import logging
from collections.abc import Mapping
from typing import Any, get_args

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic_core.core_schema import ErrorType

from minben.institutions.partners.edge.problems import Problem, answer

log = logging.getLogger(__name__)

# Words for what a value can be wrong in; `{…}` are the facts that come with it.
PLACES: Mapping[str, Promise] = {
    "missing": _("It is missing."),
    "extra_forbidden": _("There is no field of this name."),
    "string_type": _("It must be a text."),
    "string_too_short": _("It must have at least {min_length} characters."),
    "string_too_long": _("It must have at most {max_length} characters."),
    "string_pattern_mismatch": _("It is not written as it should be; the reference shows how."),
    "int_type": _("It must be a whole number."),
    "int_parsing": _("It must be a whole number."),
    "int_from_float": _("It must be a whole number."),
    "int_parsing_size": _("The number is too large."),
    "float_type": _("It must be a number."),
    "float_parsing": _("It must be a number."),
    "finite_number": _("It must be a number."),
    "bool_type": _("It must be true or false."),
    "bool_parsing": _("It must be true or false."),
    "greater_than_equal": _("It must be at least {ge}."),
    "less_than_equal": _("It must be at most {le}."),
    "enum": _("It must be one of {expected}."),
    "literal_error": _("It must be one of {expected}."),
    "list_type": _("It must be a list."),
    "too_long": _("There are too many."),
    "too_short": _("There are too few."),
    "model_attributes_type": _("It must be an object with fields."),
    "timezone_aware": _("The time needs its zone, for example 2026-03-01T09:00:00+08:00."),
    "datetime_parsing": _("It must be a time, for example 2026-03-01T09:00:00+08:00."),
    "datetime_from_date_parsing": _("It must be a time, for example 2026-03-01T09:00:00+08:00."),
    "datetime_type": _("It must be a time, for example 2026-03-01T09:00:00+08:00."),
}
_ELSE = _("It is not as it should be; the reference shows how.")
_BUILT_IN = frozenset(get_args(ErrorType))
_KEY = "Idempotency-Key"


def attach(api: NinjaAPI) -> None:
    """Let every failure of the API be told as a problem."""
    told: tuple[tuple[type[Exception], Any], ...] = (
        (Problem, answer),
        (ValidationError, _invalid),
        (HttpError, _refused),
        (AuthenticationError, _refused),
        (Http404, _coded("not_found")),
        (RequestDataTooBig, _coded("body_too_large")),
        (TooManyFilesSent, _coded("body_too_large")),
        (SuspiciousOperation, _coded("body_unreadable")),
        (OperationalError, fallen),
        (OSError, fallen),
        (Exception, broken),
    )
    for kind, tell in told:
        api.add_exception_handler(kind, tell)


def _coded(code: str) -> Any:
    return lambda request, _error: answer(request, Problem(code))


def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    # What the parser refused lies behind the framework's own word for it.
    cause = error.__cause__
    if isinstance(cause, Problem):
        return answer(request, cause)
    known = {401: "token_missing", 403: "scope_missing", 404: "not_found"}
    return answer(request, Problem(known.get(error.status_code, "body_unreadable")))


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    lost = [
        one
        for one in error.errors
        if one["type"] == "missing" and one["loc"][-1] in (_KEY, "idempotency_key")
    ]
    if lost:
        return answer(request, Problem("key_missing"))
    return answer(request, Problem("body_invalid", errors=[_place(one) for one in error.errors[:20]]))


def _place(one: Mapping[str, Any]) -> dict[str, str]:
    where = [str(part) for part in one["loc"]]
    # The framework puts the kind of parameter first and, in a body, the name of its own argument second.
    place = "/" + "/".join(where[2:]) if where[0] == "body" else where[-1]
    # What a feature refuses by a rule of its own, it has put into words itself.
    own = one["type"] not in _BUILT_IN
    words = str(PLACES.get(one["type"], one["msg"] if own else _ELSE))
    return {"place": place[:200], "detail": words.format_map(_Facts(one.get("ctx", {}))), "code": one["type"]}


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return f"[{key}]"


def fallen(request: HttpRequest, error: Exception) -> HttpResponse:
    """Tell what passes by itself (503, and when to come back) from what a person must mend (500)."""
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
    if not full and not isinstance(error, OperationalError):
        return broken(request, error)
    log.warning("records could not be kept for a call: %s", type(error).__name__)
    return answer(request, Problem("away"))


def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Write down what nobody foresaw, and say so without a trace."""
    log.error("a call broke: %s %s", request.method, request.path, exc_info=error)
    return answer(request, Problem("broken"))
