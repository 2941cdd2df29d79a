"""System checks of the sandbox."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from minben.institutions.sandbox.core.declaration import empty_fields
from minben.institutions.sandbox.core.rules import silent_texts
from minben.institutions.sandbox.declared import declarations, declared_rules


@register
def everything_is_told(app_configs: Sequence[AppConfig] | None, **_rest: object) -> list[CheckMessage]:
    """Every mandatory text of every declaration and every fixed rule says something, in both languages."""
    found: list[CheckMessage] = [
        Error(
            f"The declaration of {declaration.name} says nothing under: {', '.join(silent)}.",
            hint="The register is public: complete these fields, in Chinese and in English.",
            id="sandbox.E001",
        )
        for declaration in declarations()
        if (silent := empty_fields(declaration))
    ]
    found += [
        Error(
            f"The fixed rule {rule.name} says nothing under: {', '.join(silent)}.",
            hint="The register is public: complete these texts, in Chinese and in English.",
            id="sandbox.E002",
        )
        for rule in declared_rules()
        if (silent := silent_texts(rule))
    ]
    return found
