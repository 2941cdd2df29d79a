"""System checks of the sandbox."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from minben.institutions.sandbox.core.declaration import empty_fields
from minben.institutions.sandbox.declared import declarations


@register
def everything_is_told(app_configs: Sequence[AppConfig] | None, **_rest: object) -> list[CheckMessage]:
    """Every mandatory field of every declaration says something, in both languages."""
    return [
        Error(
            f"The declaration of {declaration.name} says nothing under: {', '.join(silent)}.",
            hint="The register is public: complete these fields, in Chinese and in English.",
            id="sandbox.E001",
        )
        for declaration in declarations()
        if (silent := empty_fields(declaration))
    ]
