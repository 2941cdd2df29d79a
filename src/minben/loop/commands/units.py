"""``--units FILE``: units and the dispatch catalogue for one turn, from one workbook or a folder of sheets."""

from datetime import datetime
from pathlib import Path


def bring_units(path: Path, *, at: datetime) -> None:
    """Bring units and catalogue in."""
