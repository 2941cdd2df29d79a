"""What a backup says of itself: which rows and files it holds, and one digest over all of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from minben.commons.digests import JSON, canonical_json, digest
from minben.commons.errors import TeachingError

__all__ = ["FORMAT", "FilePart", "Manifest", "TablePart", "files_digest"]

FORMAT = "minben.backup.1"


@dataclass(frozen=True, slots=True)
class TablePart:
    """One table: how many rows, which columns, and the digest of its lines."""

    rows: int
    columns: list[str]
    digest: str


@dataclass(frozen=True, slots=True)
class FilePart:
    """One file, by its path below the home folder."""

    path: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The first thing that is read of a backup, and the last that is written.

    Attributes
    ----------
    migrations : mapping
        The newest migration of each app: the form that the rows have.
    missing : list
        Files that a row names and that were not there.
    keys : str
        ``"sealed"`` or ``"apart"``.
    """

    version: str
    made_at: str
    database: str
    migrations: Mapping[str, str]
    tables: Mapping[str, TablePart]
    files: int
    files_size: int
    files_digest: str
    missing: list[str] = field(default_factory=list)
    keys: str = "apart"

    @property
    def digest(self) -> str:
        """The digest of the whole city: equal digests, equal cities, on whatever database."""
        tables: JSON = {name: [part.rows, part.digest] for name, part in self.tables.items()}
        return digest(canonical_json({"files": self.files_digest, "tables": tables}).encode())

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables.values())

    def written(self) -> str:
        told = {"format": FORMAT, "digest": self.digest, **asdict(self)}
        return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what :meth:`written` wrote.

        Raises
        ------
        TeachingError
            ``backup_unreadable`` or ``backup_changed``.
        """
        try:
            told: dict[str, Any] = json.loads(text)
            if told.pop("format") != FORMAT:
                raise KeyError("format")
            said = told.pop("digest")
            tables = {name: TablePart(**part) for name, part in told.pop("tables").items()}
            manifest = cls(tables=tables, **told)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise TeachingError("backup_unreadable", trouble=f"manifest.json: {error}") from error
        if manifest.digest != said:
            raise TeachingError("backup_changed", part="manifest.json")
        return manifest


def files_digest(parts: Sequence[FilePart]) -> str:
    """Return one digest over files, in the order of their paths."""
    listed: list[JSON] = [
        [part.path, part.size, part.digest] for part in sorted(parts, key=lambda part: part.path)
    ]
    return digest(canonical_json(listed).encode())
