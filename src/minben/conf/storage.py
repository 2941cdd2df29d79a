"""Where pictures are kept: in a file that is on the disk, and not only on its way there, before its row is written."""

import os
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """Files that outlive a power failure as surely as the rows that name them."""

    def _save(self, name: str, content: File[Any]) -> str:
        kept = str(super()._save(name, content))  # type: ignore[misc]  # its stub leaves it out
        path = Path(self.path(kept))
        try:
            for each in (path, path.parent):
                _to_disk(each)
        except OSError:
            # No row will ever name it.
            path.unlink(missing_ok=True)
            raise
        return kept


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
