"""System checks of the vault."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from minben.commons.errors import TeachingError
from minben.institutions.vault.keys import ring


@register
def the_keys_can_be_read(app_configs: Sequence[AppConfig] | None, **_rest: object) -> list[CheckMessage]:
    """A wrong key would seal what nobody can open again: better not to start."""
    try:
        ring()
    except TeachingError as error:
        return [Error(str(error), hint="MINBEN_FIELD_KEY, MINBEN_FIELD_CIPHER, keys/fields", id="vault.E001")]
    return []
