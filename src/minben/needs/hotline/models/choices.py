"""A column that holds one of the hotline's words."""

from enum import StrEnum

from django.db import models


def one_of(words: type[StrEnum], **options: object) -> "models.CharField[str, str]":
    """Return a column for one of some words."""
    choices = [(word.value, word.value) for word in words]
    return models.CharField(max_length=20, choices=choices, **options)  # type: ignore[arg-type]  # options of a column
