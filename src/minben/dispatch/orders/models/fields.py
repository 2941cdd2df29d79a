"""Columns that hold one word of a closed list, and the check that they do."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db import models


def one_of(words: type[StrEnum], **options: Any) -> "models.CharField[str, str]":
    choices = [(word.value, word.value) for word in words]
    return models.CharField(max_length=20, choices=choices, **options)


def known(table: str, **columns: Iterable[str]) -> list[models.BaseConstraint]:
    """Return for each column the check that it holds one of its words."""
    return [
        models.CheckConstraint(
            condition=models.Q((f"{column}__in", [str(word) for word in words])),
            name=f"orders_{table}_{column}_known",
        )
        for column, words in columns.items()
    ]
