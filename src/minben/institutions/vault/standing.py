"""What lies sealed where, and under which key."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from minben.institutions.vault.fields import Sealed
from minben.institutions.vault.keys import ring

__all__ = ["Standing", "older", "sealed_columns", "sealed_tables", "standing"]


@dataclass(frozen=True, slots=True)
class Standing:
    """One table: how many rows it has, and how many hold a value that is not under the newest key and cipher."""

    table: str
    columns: tuple[str, ...]
    rows: int
    older: int


def standing() -> list[Standing]:
    """Tell for each table with sealed columns how far it stands under the newest key."""
    return [
        Standing(
            table._meta.label,
            tuple(column.name for column in sealed_columns(table)),
            table._default_manager.count(),
            table._default_manager.filter(older(table)).count(),
        )
        for table in sealed_tables()
    ]


def sealed_tables() -> list[type[models.Model]]:
    """Return the tables with sealed columns, in the order of their names."""
    return sorted(
        (one for one in apps.get_models() if any(sealed_columns(one))), key=lambda one: one._meta.label
    )


def sealed_columns(table: type[models.Model]) -> Iterator[Sealed[Any, Any]]:
    """Return the sealed columns of a table."""
    return (one for one in table._meta.concrete_fields if isinstance(one, Sealed))


def older(table: type[models.Model]) -> Q:
    """Return the condition of rows with something sealed otherwise than values are sealed now."""
    found = Q()
    for column in sealed_columns(table):
        found |= ~Q(**{f"{column.name}__under": ring().prefix}) & ~Q(**{column.name: ""})
    return found
