"""Columns that are sealed on their way in and opened on their way out."""

import json
from typing import Any, TypeVar

from django.core.exceptions import FieldError
from django.db import models
from django.db.models import Lookup
from django.db.models.lookups import Exact

from minben.institutions.vault.keys import ring

__all__ = ["MarkField", "Sealed", "SealedJSON", "SealedText"]

_Set = TypeVar("_Set")
_Get = TypeVar("_Get")
_DOOR = "minben.institutions.vault.queries"
_ASKED = frozenset({"exact", "isnull", "under"})


class Sealed(models.TextField[_Set, _Get]):
    """A column kept sealed; ``context`` names what it is, for good: a value opens nowhere else.

    It can be asked whether it is blank, and nothing more: to find a value again, put a :class:`MarkField` beside it.
    """

    def __init__(self, *args: Any, context: str = "", **kwargs: Any) -> None:
        self.context = context
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, f"{_DOOR}.{type(self).__name__}", args, {**kwargs, "context": self.context}

    def get_internal_type(self) -> str:
        # Not "TextField": whoever writes rows past the object mapper would take it for plain text.
        return "Sealed"

    def db_type(self, connection: Any) -> str:
        return str(connection.data_types["TextField"])

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in _ASKED:
            raise FieldError(f"A sealed field cannot be asked {lookup_name!r}; look for its mark instead.")
        return super().get_lookup(lookup_name)

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else ring().seal(str(value), self.context)

    def from_db_value(self, value: str | None, *_rest: object) -> Any:
        return None if value is None else ring().unseal(value, self.context)


class SealedText(Sealed[str, str]):
    """Text kept sealed."""


class SealedJSON(Sealed[Any, Any]):
    """Plain JSON kept sealed; nothing is an empty object."""

    # Read by the type checker's plugin alone: this column holds objects, not text.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(json.dumps(value, ensure_ascii=False) if value else "")

    def from_db_value(self, value: str | None, *_rest: object) -> Any:
        opened = super().from_db_value(value)
        return json.loads(opened) if opened else {}

    def to_python(self, value: Any) -> Any:
        return value


@Sealed.register_lookup
class Blank(Exact[str]):
    """``field=""`` alone: a sealed value is another one each time, so that none would ever be found."""

    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            raise FieldError("A sealed field can only be compared with nothing; look for its mark instead.")
        return ""


@Sealed.register_lookup
class Under(Lookup[str]):
    """Sealed under this cipher and key (``field__under="aes-256-gcm:5f0c…:"``)."""

    lookup_name = "under"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", [*params, f"{self.rhs}%"]


class MarkField(models.CharField[str, str]):
    """The mark of another field of the same row, kept with it: found by one indexed comparison."""

    def __init__(self, *args: Any, of: str = "", context: str = "", **kwargs: Any) -> None:
        self.of, self.context = of, context
        kwargs.setdefault("max_length", 64)
        super().__init__(*args, **{**kwargs, "blank": True, "editable": False})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        del kwargs["editable"], kwargs["blank"]
        return name, f"{_DOOR}.MarkField", args, {**kwargs, "of": self.of, "context": self.context}

    def value_for(self, plain: str) -> str:
        """Return the mark of a value as it is written from now on."""
        return ring().mark(plain, self.context)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        mark = self.value_for(str(getattr(model_instance, self.of)))
        setattr(model_instance, self.attname, mark)
        return mark
