"""What other features may use of the vault: sealed columns, and marks to find a value again."""

from minben.institutions.vault.fields import MarkField, SealedJSON, SealedText
from minben.institutions.vault.keys import ring
from minben.institutions.vault.moving import sealing
from minben.institutions.vault.standing import Standing, standing

__all__ = [
    "MarkField",
    "SealedJSON",
    "SealedText",
    "Standing",
    "mark",
    "marks",
    "sealing",
    "standing",
]


def marks(*, plain: str, context: str) -> list[str]:
    """Return every mark under which a value may be kept: compare a :class:`MarkField` with these."""
    return ring().marks(plain, context)


def mark(*, plain: str, context: str) -> str:
    """Return the mark of a value as it is written now; for migrations."""
    return ring().mark(plain, context)
