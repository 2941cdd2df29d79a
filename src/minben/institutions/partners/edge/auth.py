"""Who is calling, and whether the token allows it."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security.base import AuthBase

from minben.commons.clock import now
from minben.institutions.partners.actions import Caller, NotLetIn, Scope, authenticate
from minben.institutions.partners.edge.problems import Problem

_MARK = "bearer "


class Bearer(AuthBase):
    """Lets an operation be called with a token that has a scope; with none named, with any token."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: Scope | None = None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        caller = caller_of(request)
        if self.scope is not None and not caller.may(self.scope):
            raise Problem("scope_missing", detail=missing(self.scope))
        return caller


def missing(scope: Scope) -> str:
    """Say which scope a token lacks."""
    return _("This needs the scope “%(scope)s”, which your token does not have.") % {"scope": scope.value}


def identify(request: HttpRequest) -> Caller | None:
    """Read the token of a call; None when there is none.

    Raises
    ------
    Problem
        There is one, and it opens nothing.
    """
    given = request.headers.get("Authorization", "")
    if not given.lower().startswith(_MARK):
        return None
    try:
        return authenticate(token=given[len(_MARK) :].strip(), at=now())
    except NotLetIn as error:
        raise Problem(error.code) from None


def caller_of(request: HttpRequest) -> Caller:
    """Return who is calling.

    Raises
    ------
    Problem
        Nobody who showed a token.
    """
    caller = getattr(request, "caller", None)
    if not isinstance(caller, Caller):
        raise Problem("token_missing")
    return caller
