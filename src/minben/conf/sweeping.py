"""Files that no row names, swept away: written by a process that was killed before the row was there."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

__all__ = ["GRACE", "claimed", "sweep", "unclaimed", "without_file"]

# Longer than any page takes from writing a file to writing its row.
GRACE = timedelta(days=1)
# Pictures of drafts are named within a draft, and have a time of their own.
_OTHERS = ("drafts",)


def claimed() -> set[str]:
    """Return the name of every file that a row names, as it stands below ``MEDIA_ROOT``."""
    return {name for field in _fields() for name in _names(field)}


def unclaimed(*, older_than: datetime) -> list[str]:
    """Return the files that no row names and that were written before a moment."""
    root = Path(settings.MEDIA_ROOT)
    # The files first: a row that is written meanwhile still protects its file.
    old = [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file()
        and path.relative_to(root).parts[0] not in _OTHERS
        and path.stat().st_mtime < older_than.timestamp()
    ]
    known = claimed() if old else set()
    return [name for path in old if (name := path.relative_to(root).as_posix()) not in known]


def without_file() -> list[str]:
    """Return the names that a row has and the disk has not; it should never hold any."""
    root = Path(settings.MEDIA_ROOT)
    return sorted(name for name in claimed() if not (root / name).is_file())


def sweep(*, at: datetime) -> int:
    """Remove what no row names and is older than :data:`GRACE`; return how many files there were."""
    names = unclaimed(older_than=at - GRACE)
    for name in names:
        (Path(settings.MEDIA_ROOT) / name).unlink(missing_ok=True)
    return len(names)


def _fields() -> Iterator[models.FileField]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                yield field


def _names(field: models.FileField) -> Iterator[str]:
    rows = field.model._default_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)
    yield from rows.iterator()
