"""Files and the rows that name them: neither without the other for long."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from minben.commons.clock import now
from minben.conf import sweeping
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Photo
from tests.city import Town, settle
from tests.needs.hotline.page_city import photo


@pytest.fixture
def town(db: None, settings: Any, tmp_path: Path) -> Town:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settle()


def picture() -> bytes:
    return hotline.clean_picture(photo(), size=1).content


def left_behind(folder: Path, *, hours: int) -> Path:
    """A file of a process that was killed before its row was there."""
    path = folder / "photos" / "2026" / "03" / f"{hours}.jpg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half a picture")
    then = (now() - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))
    return path


def test_what_no_row_names_is_swept_away_after_a_day(town: Town, settings: Any) -> None:
    hotline.add_photos(request_id=town.ask().pk, jpegs=[picture()], at=now())
    kept = Path(Photo.objects.get().file.path)
    os.utime(kept, (0, 0))
    fresh, old = (left_behind(settings.MEDIA_ROOT, hours=hours) for hours in (3, 30))
    assert sweeping.sweep(at=now()) == 1
    assert (kept.exists(), fresh.exists(), old.exists()) == (True, True, False)


def test_pictures_of_drafts_have_a_time_of_their_own(town: Town, settings: Any) -> None:
    draft = settings.MEDIA_ROOT / "drafts" / f"{'0' * 32}.jpg"
    draft.parent.mkdir(parents=True)
    draft.write_bytes(b"")
    os.utime(draft, (0, 0))
    assert sweeping.sweep(at=now()) == 0
    assert draft.exists()


def test_a_row_whose_file_is_gone_is_named(town: Town) -> None:
    hotline.add_photos(request_id=town.ask().pk, jpegs=[picture()], at=now())
    assert sweeping.without_file() == []
    kept = Photo.objects.get().file
    Path(kept.path).unlink()
    assert sweeping.without_file() == [kept.name]


def test_the_same_picture_sent_again_is_kept_once(town: Town) -> None:
    asked = town.ask()
    for _ in range(2):
        hotline.add_photos(request_id=asked.pk, jpegs=[picture()], at=now())
    assert Photo.objects.count() == 1
