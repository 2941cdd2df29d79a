"""Signing in with the city's identity provider (OpenID Connect): an extra, ``minben[sso]``.

The protocol is mozilla-django-oidc's; who may enter is ours. A token must be signed by the provider under the one
algorithm set, and be made for this city and this very sign-in. It opens an account that is there already; one is
made only where a mapping of groups to roles says so.
"""

from collections.abc import Mapping
from typing import Any

import jwt
import requests
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from minben.accounts.core.claims import ClaimRefused, check_claims, read_mapping, role_of_groups
from minben.accounts.models import User
from minben.accounts.opening import NewAccount, create_accounts
from minben.commons.clock import now

__all__ = ["Begin", "Provider", "ProviderAway", "User", "endpoints", "known_or_made"]

_KEPT_S = 600
_TIMEOUT_S = 5
_FIELDS = {
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint",
    "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint",
    "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
}


class ProviderAway(Exception):
    """The provider does not answer, or not as one does."""


def endpoints() -> dict[str, str]:
    """Return where the provider is to be asked, as it says itself; looked up every ten minutes."""
    issuer = settings.MINBEN_OIDC_ISSUER.rstrip("/")
    key = f"accounts:oidc:{issuer}"
    found: dict[str, str] | None = cache.get(key)
    if found is None:
        try:
            answer = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=_TIMEOUT_S)
            answer.raise_for_status()
            told = answer.json()
            found = {name: str(told[name]) for name in ("issuer", *_FIELDS.values())}
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise ProviderAway from error
        if found["issuer"].rstrip("/") != issuer:
            raise ProviderAway(found["issuer"])
        cache.set(key, found, _KEPT_S)
    return found


def _setting(name: str, *default: Any) -> Any:
    """Answer what the library asks of the settings: from ours, and from what the provider says of itself."""
    if name in _FIELDS:
        return endpoints()[_FIELDS[name]]
    own = {
        "OIDC_OP_USER_ENDPOINT": "",
        "OIDC_RP_CLIENT_ID": settings.MINBEN_OIDC_CLIENT,
        "OIDC_RP_CLIENT_SECRET": settings.MINBEN_OIDC_SECRET,
        "OIDC_RP_SIGN_ALGO": settings.MINBEN_OIDC_ALGORITHM,
        "OIDC_RP_SCOPES": "openid email profile",
        "OIDC_AUTHENTICATION_CALLBACK_URL": "accounts:sso_back",
        "OIDC_USE_PKCE": True,
        "OIDC_USE_NONCE": True,
        "OIDC_ALLOW_UNSECURED_JWT": False,
        "OIDC_TIMEOUT": _TIMEOUT_S,
        "OIDC_AUTH_REQUEST_EXTRA_PARAMS": {},
    }
    return own[name] if name in own else default[0]


class Begin(OIDCAuthenticationRequestView):  # type: ignore[misc]  # the library has no types
    """Takes the person to the provider, with a state, a nonce and a verifier of this session."""

    get_settings = staticmethod(_setting)


class Provider(OIDCAuthenticationBackend):  # type: ignore[misc]  # the library has no types
    """Reads what the provider said, and believes none of it unproved."""

    get_settings = staticmethod(_setting)

    def claims(self, request: HttpRequest, *, nonce: str, verifier: str | None) -> dict[str, Any]:
        """Fetch and check the token for the code in the address.

        Raises
        ------
        ClaimRefused
            The token is not good for this sign-in.
        ProviderAway
        """
        payload = {
            "client_id": self.OIDC_RP_CLIENT_ID,
            "client_secret": self.OIDC_RP_CLIENT_SECRET,
            "grant_type": "authorization_code",
            "code": request.GET.get("code", ""),
            "redirect_uri": request.build_absolute_uri(request.path),
            "code_verifier": verifier,
        }
        try:
            token = self.get_token(payload).get("id_token") or ""
            claims: dict[str, Any] = self.verify_token(token, nonce=nonce)
        except (SuspiciousOperation, jwt.PyJWTError, KeyError, TypeError, AttributeError) as error:
            raise ClaimRefused("signature") from error
        except (requests.RequestException, ValueError) as error:
            raise ProviderAway from error
        issuer = endpoints()["issuer"]
        at_s = now().timestamp()
        check_claims(claims, issuer=issuer, client=self.OIDC_RP_CLIENT_ID, nonce=nonce, at_s=at_s)
        return claims


def known_or_made(claims: Mapping[str, Any]) -> User:
    """Return the account of a person, made now only where the mapping of groups gives them a role.

    Raises
    ------
    ClaimRefused
        ``unknown`` when no account fits, ``closed`` when it is closed, ``unverified`` for an e-mail address
        that the provider did not check itself.
    """
    user = _known(claims)
    if user is None:
        role = role_of_groups(
            claims.get(settings.MINBEN_OIDC_GROUPS), read_mapping(settings.MINBEN_OIDC_ROLES)
        )
        name = claims.get(settings.MINBEN_OIDC_CLAIM)
        if role is None or not isinstance(name, str) or not 0 < len(name) <= 150:
            raise ClaimRefused("unknown")
        display = str(claims.get("name", ""))[:60]
        made = create_accounts(accounts=[NewAccount(username=name, role=role, display=display)], at=now())
        user = User.objects.get(pk=made[name])
    if not user.is_active:
        raise ClaimRefused("closed")
    return user


def _known(claims: Mapping[str, Any]) -> User | None:
    claim = settings.MINBEN_OIDC_CLAIM
    said = claims.get(claim)
    if not isinstance(said, str) or not said or "\x00" in said:
        raise ClaimRefused("unknown")
    if claim != "email":
        return User.objects.filter(username=said).first()
    if claims.get("email_verified") is not True:
        raise ClaimRefused("unverified")
    found = list(User.objects.filter(email__iexact=said)[:2])
    # Two accounts with one address: which of them it is, nobody but an administrator can say.
    return found[0] if len(found) == 1 else None
