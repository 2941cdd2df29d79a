"""Columns that hold one word of a closed list, and the checks that they do: what an act says must be a word we know."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db.models import BaseConstraint, CharField, CheckConstraint, Q

__all__ = ["known_words", "one_of"]


def one_of(words: type[StrEnum], *, max_length: int = 20, **options: Any) -> "CharField[str, str]":
    """Return a column for one of some words."""
    choices = [(word.value, word.value) for word in words]
    return CharField(max_length=max_length, choices=choices, **options)


def known_words(table: str, **columns: Iterable[str]) -> list[BaseConstraint]:
    """Return for each column of a table the check that it holds one of its words."""
    return [
        CheckConstraint(
            condition=Q((f"{column}__in", [str(word) for word in words])), name=f"{table}_{column}_known"
        )
        for column, words in columns.items()
    ]
