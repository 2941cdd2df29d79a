"""What may be done with keys: seal everything anew under the newest, and let old keys go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from minben.commons.digests import JSON
from minben.commons.errors import TeachingError
from minben.institutions.vault import keys
from minben.institutions.vault.fields import MarkField
from minben.institutions.vault.standing import older, sealed_columns, sealed_tables, standing
from minben.ledger import actions as ledger

__all__ = ["Resealed", "drop_old_keys", "new_key", "reseal"]

# Small enough that a clerk who waits for one of these rows does not notice.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many rows of one table were sealed anew."""

    table: str
    rows: int


def new_key(*, at: datetime, by: str) -> str:
    """Make a new key at home, which seals from now on; the others still open. Returns its name.

    Raises
    ------
    TeachingError
        ``field_key_elsewhere``: the keys come from the environment, where a command changes nothing.
    """
    _only_at_home()
    name = keys.add_key()
    _tell("vault.key_made", {"key": name}, at=at, by=by)
    return name


def reseal(*, at: datetime, by: str) -> Iterator[Resealed]:
    """Seal under the newest key and cipher whatever is sealed otherwise, with its marks, batch by batch.

    Each batch is a transaction of its own: an interrupted run goes on where it stopped, and pages work on meanwhile.
    """
    for table in sealed_tables():
        while rows := _reseal_some(table, at, by):
            yield Resealed(table._meta.label, rows)


def drop_old_keys(*, at: datetime, by: str) -> int:
    """Destroy at home every key but the newest; return how many went.

    Raises
    ------
    TeachingError
        ``field_key_elsewhere``; ``field_key_needed`` while any row is sealed under another key.
    """
    _only_at_home()
    if left := sum(one.older for one in standing()):
        raise TeachingError("field_key_needed", rows=left)
    old = keys.names()[1:]
    keys.drop_keys()
    _tell("vault.keys_dropped", {"keys": list(old)}, at=at, by=by)
    return len(old)


@transaction.atomic
def _reseal_some(table: type[models.Model], at: datetime, by: str) -> int:
    rows = list(table._default_manager.select_for_update().filter(older(table)).order_by("pk")[:_AT_ONCE])
    if not rows:
        return 0
    marks = [one for one in table._meta.concrete_fields if isinstance(one, MarkField)]
    for row in rows:
        for mark in marks:
            mark.pre_save(row, add=False)
    columns = [column.name for column in (*sealed_columns(table), *marks)]
    # Written back as they were read: going in, they are sealed as everything is now.
    table._default_manager.bulk_update(rows, columns, batch_size=100)
    _tell(
        "vault.resealed",
        {"table": table._meta.label, "rows": len(rows), "key": keys.names()[0]},
        at=at,
        by=by,
    )
    return len(rows)


def _only_at_home() -> None:
    if not keys.at_home():
        raise TeachingError("field_key_elsewhere")


def _tell(what: str, detail: dict[str, JSON], *, at: datetime, by: str) -> None:
    ledger.write([ledger.Act(what=what, who=by, subject="vault", at=at, detail=detail)])
