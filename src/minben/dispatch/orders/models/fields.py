"""Columns that hold one word of a closed list."""

from enum import StrEnum
from typing import Any

from django.db import models


def one_of(words: type[StrEnum], **options: Any) -> "models.CharField[str, str]":
    choices = [(word.value, word.value) for word in words]
    return models.CharField(max_length=20, choices=choices, **options)
