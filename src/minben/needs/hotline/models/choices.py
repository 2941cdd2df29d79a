"""A column that holds one of the hotline's words, and the check that it does."""

from collections.abc import Iterable
from enum import StrEnum

from django.db import models


def one_of(words: type[StrEnum], **options: object) -> "models.CharField[str, str]":
    """Return a column for one of some words."""
    choices = [(word.value, word.value) for word in words]
    return models.CharField(max_length=20, choices=choices, **options)  # type: ignore[arg-type]  # options of a column


def known(table: str, **columns: Iterable[str]) -> list[models.BaseConstraint]:
    """Return for each column the check that it holds one of its words."""
    return [
        models.CheckConstraint(
            condition=models.Q((f"{column}__in", [str(word) for word in words])),
            name=f"{table}_{column}_known",
        )
        for column, words in columns.items()
    ]
