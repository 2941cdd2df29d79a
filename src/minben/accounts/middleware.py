"""Staff pass the second step, and choose a password of their own, before any page of theirs opens."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve, reverse

from minben.accounts.models import User
from minben.accounts.queries import STAFF, role_of

PASSED = "second_factor"
BY_PROVIDER = "by_provider"
TO_CHANGE_IT = "accounts:password"
# What stays within reach on the way: signing out, the step itself, how pages look, whether all is well.
OPEN = frozenset(
    {
        "accounts:sign_in",
        "accounts:sign_out",
        "accounts:sso",
        "accounts:sso_back",
        "accounts:second_step",
        "accounts:enrol",
        "portal:view",
        "portal:language",
        "portal:health",
        "portal:accessibility",
    }
)


class SecondFactorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        match = request.resolver_match or resolve(request.path_info)
        if match.view_name in OPEN:
            return None
        if not needs_second_step(request):
            return _to_own_password(request, match.view_name)
        back = request.get_full_path() if request.method == "GET" else reverse("portal:home")
        return HttpResponseRedirect(f"{reverse('accounts:second_step')}?{urlencode({'next': back})}")


def _to_own_password(request: HttpRequest, view: str) -> HttpResponse | None:
    user = request.user
    given = isinstance(user, User) and user.password_given
    # Whom the city's provider let in may never have been told the password that was typed for them.
    if not given or view == TO_CHANGE_IT or request.session.get(BY_PROVIDER) == user.pk:
        return None
    return HttpResponseRedirect(reverse(TO_CHANGE_IT))


def needs_second_step(request: HttpRequest) -> bool:
    """Tell whether this reader is staff and has not shown a code since signing in."""
    user = request.user
    if not settings.MINBEN_TOTP_REQUIRED or not isinstance(user, User) or role_of(user) not in STAFF:
        return False
    return bool(request.session.get(PASSED) != user.pk)


def mark_passed(request: HttpRequest) -> None:
    """Remember for this session that the second step was passed; the session gets a new key with it."""
    request.session.cycle_key()
    request.session[PASSED] = request.user.pk
