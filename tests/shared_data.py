"""Where the shared data sets lie; they are never part of the repository."""

import os
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[1]
FOLDER = Path(os.environ.get("MINBEN_DATA", HERE.parent / "shared" / "data")).resolve()


def shared(name: str) -> Path:
    """Return a shared file, or skip by name with the remedy."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(
            f"data: {name} is not in {FOLDER.name}/; put the shared data beside the repository or set MINBEN_DATA"
        )
    return path
