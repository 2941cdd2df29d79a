"""The newest head, kept beside the database: a log that is gone cannot tell that it was ever there."""

import json
import secrets
from pathlib import Path

from django.conf import settings

from minben.commons.errors import TeachingError
from minben.ledger.core.documents import SignedHead, read_head
from minben.ledger.models import Head
from minben.ledger.verification import contains, signed_head

__all__ = ["keep", "kept"]


def keep(head: Head) -> None:
    """Write a head into ``ledger-head.json`` at home, unless the log no longer holds the one that is there."""
    if not _grown():
        return
    document = json.dumps(signed_head(head).document(), ensure_ascii=False, sort_keys=True)
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written whole under another name first: nobody may read half a head.
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.write_text(document + "\n", encoding="utf-8")
    draft.replace(path)


def kept() -> SignedHead | None:
    """Return the head kept at home; None when none was ever kept.

    Raises
    ------
    TeachingError
        ``proof_unreadable``.
    """
    path = _path()
    if not path.exists():
        return None
    try:
        return read_head(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise TeachingError("proof_unreadable", detail=f"{path}: {error}") from error


def _grown() -> bool:
    """Tell whether the log only grew since; to write over an older head would cover up what happened."""
    try:
        before = kept()
    except TeachingError:
        return False
    return before is None or contains(before)


def _path() -> Path:
    return Path(settings.MINBEN_HOME) / "ledger-head.json"
