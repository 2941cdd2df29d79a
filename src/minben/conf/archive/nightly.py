"""A backup each night into a folder that the city names; the newest are kept."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate

from minben.conf.archive.writing import make

__all__ = ["nightly_backup"]

_NAMES = "minben-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].zip"


def nightly_backup(*, at: datetime) -> Path | None:
    """Make tonight's backup unless it is there, and let the oldest go; nothing without ``MINBEN_BACKUPS``."""
    if not settings.MINBEN_BACKUPS:
        return None
    folder = Path(settings.MINBEN_BACKUPS)
    path = folder / f"minben-{localdate(at):%Y-%m-%d}.zip"
    if not path.exists():
        make(path, at=at, passphrase=settings.MINBEN_BACKUP_PASSPHRASE)
    # Only once the new one is whole, and never the new one itself, whatever the clock says.
    others = sorted(one for one in folder.glob(_NAMES) if one != path)
    for old in others[: max(0, len(others) + 1 - max(1, settings.MINBEN_BACKUPS_KEPT))]:
        old.unlink()
    return path
