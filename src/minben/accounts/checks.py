"""System checks of accounts."""

from collections.abc import Sequence
from importlib.util import find_spec

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from minben.accounts.core.claims import read_mapping

_SIGNED = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512", "EdDSA")


@register
def the_provider_can_be_believed(
    app_configs: Sequence[AppConfig] | None, **_rest: object
) -> list[CheckMessage]:
    """Find what would let anybody in, or nobody: no extra, a shared-key signature, a mapping that cannot be read."""
    if not settings.MINBEN_OIDC_ISSUER:
        return []
    found: list[CheckMessage] = []
    if find_spec("mozilla_django_oidc") is None:
        hint = "pip install 'minben[sso]'"
        found.append(
            Error("MINBEN_OIDC_ISSUER is set, but the extra is absent.", hint=hint, id="accounts.E001")
        )
    if settings.MINBEN_OIDC_ALGORITHM not in _SIGNED:
        hint = f"Set MINBEN_OIDC_ALGORITHM to one of {', '.join(_SIGNED)}."
        found.append(
            Error("Tokens must be signed with a key of the provider's own.", hint=hint, id="accounts.E002")
        )
    try:
        read_mapping(settings.MINBEN_OIDC_ROLES)
    except ValueError as error:
        hint = "Write group=role pairs with commas; an administrator is never made so."
        found.append(Error(f"MINBEN_OIDC_ROLES cannot be read: {error}", hint=hint, id="accounts.E003"))
    return found
