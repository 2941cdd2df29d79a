"""System checks of rights."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from minben.institutions.rights.actions import person_keys


@register
def somebody_tells_the_person(app_configs: Sequence[AppConfig] | None, **_rest: object) -> list[CheckMessage]:
    """Without a hand-over, nobody signed in could see who opened their data."""
    if person_keys:
        return []
    message = "Nothing tells which persons a signed-in account stands for."
    hint = "Fill minben.institutions.rights.actions.person_keys when the apps are ready (the loop does)."
    return [Error(message, hint=hint, id="rights.E001")]
