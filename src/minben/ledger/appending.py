"""Tables that are only added to: what happened since is told by another row, never by changing one.

A habit of the code would be forgotten by whoever comes next. Here the doors of Django itself are shut, but for what a
table names: words that go when their time is over or a person asks, and rows that a dated rule takes away. What is
written as SQL goes past it; against that stands the ledger, which can be verified.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn, TypeVar

from django.db import models

__all__ = ["Appended", "AppendedQuerySet", "OnlyAdded"]

_Row_co = TypeVar("_Row_co", bound=models.Model, covariant=True)


class OnlyAdded(TypeError):
    """A row of a table that is only added to was to be changed or removed."""

    def __init__(self, table: type[models.Model], columns: Iterable[str] = ()) -> None:
        named = f" ({', '.join(sorted(columns))})" if columns else ""
        super().__init__(
            f"{table._meta.label}{named} is only added to: write another row that corrects this one. What may change "
            "is named in the table's `may_change`; what a rule takes away goes by `remove_by_rule`."
        )


class AppendedQuerySet(models.QuerySet[_Row_co]):
    """Rows that are added and read."""

    def update(self, **values: Any) -> int:
        """Change columns that the table lets change, such as words that are covered."""
        if strange := values.keys() - getattr(self.model, "may_change", ()):
            raise OnlyAdded(self.model, strange)
        return super().update(**values)

    def delete(self) -> NoReturn:
        """Refuse."""
        raise OnlyAdded(self.model)

    def remove_by_rule(self) -> int:
        """Remove rows for good because a dated rule says so; the caller writes it into the ledger."""
        return super().delete()[0]


class Appended(models.Model):
    """A row that stays as it was written; ``may_change``: columns that forgetting empties, or that are no record."""

    may_change: ClassVar[frozenset[str]] = frozenset()
    objects = models.Manager.from_queryset(AppendedQuerySet)()

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        """Write a new row; of one that is there only what may change, named in ``update_fields``."""
        if self._state.adding:
            # With a key of its own Django would try to change a row first.
            options["force_insert"] = True
        elif not (named := options.get("update_fields")) or not self.may_change.issuperset(named):
            raise OnlyAdded(type(self), named or ())
        super().save(**options)

    def delete(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refuse."""
        raise OnlyAdded(type(self))
