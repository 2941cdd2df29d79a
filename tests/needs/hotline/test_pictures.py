"""A picture says what it shows, and nothing of who took it, where and with what."""

import struct
import zlib
from datetime import timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from minben.commons.clock import now
from minben.needs.hotline import pictures
from minben.needs.hotline.pictures import PictureRefused, clean
from tests.needs.hotline.page_city import photo

TURNED_RIGHT = 6
ORIENTATION, MAKER, PLACE = 0x0112, 0x010F, 0x8825


def with_exif(*, orientation: int = 1) -> BytesIO:
    """A picture that tells its camera and where Li Wei lives."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = "PhoneMaker"
    exif.get_ifd(PLACE)[2] = (30.0, 15.0, 40.0)
    return photo(size=(80, 40), exif=exif.tobytes())


def cleaned(file: BytesIO) -> Image.Image:
    made = clean(file, size=len(file.getvalue()))
    return Image.open(BytesIO(made.content))


def refused(file: BytesIO, *, size: int | None = None) -> str:
    with pytest.raises(PictureRefused) as caught:
        clean(file, size=len(file.getvalue()) if size is None else size)
    return caught.value.code


def test_neither_the_place_nor_the_camera_is_left_in_the_file() -> None:
    assert b"PhoneMaker" in with_exif().getvalue()
    made = cleaned(with_exif())
    assert dict(made.getexif()) == {}
    assert "exif" not in made.info
    assert b"PhoneMaker" not in clean(with_exif(), size=1).content


def test_a_picture_taken_sideways_stands_upright() -> None:
    assert cleaned(with_exif(orientation=TURNED_RIGHT)).size == (40, 80)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_phones_make_becomes_a_plain_jpeg(kind: str) -> None:
    made = cleaned(photo(kind=kind))
    assert (made.format, made.mode) == ("JPEG", "RGB")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
def test_other_kinds_are_named_and_refused(kind: str) -> None:
    assert refused(photo(kind=kind)) == "kind_unknown"


def test_what_shines_through_lies_on_white_paper() -> None:
    out = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    out.seek(0)
    assert cleaned(out).getpixel((4, 4)) == (255, 255, 255)


def test_a_large_picture_becomes_small_and_keeps_its_shape() -> None:
    assert cleaned(photo(size=(4000, 2000))).size == (2048, 1024)


def test_a_heavy_file_is_refused_before_it_is_opened() -> None:
    assert refused(BytesIO(b"never read"), size=pictures.MAX_BYTES + 1) == "too_large"


def bomb(width: int, height: int) -> BytesIO:
    """A PNG of a few bytes whose head promises more points than any memory holds."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b""))


@pytest.mark.parametrize("side", [6_400, 20_000, 60_000])
def test_a_bomb_is_refused_by_its_head_alone(side: int) -> None:
    assert refused(bomb(side, side)) == "too_many_pixels"


def test_a_torn_picture_is_told_to_be_broken() -> None:
    whole = photo(size=(400, 300)).getvalue()
    assert refused(BytesIO(whole[: len(whole) // 2])) == "broken"


@given(st.binary(max_size=400))
def test_nothing_that_is_no_picture_does_anything_but_be_refused(content: bytes) -> None:
    assert refused(BytesIO(content)) in {"no_picture", "broken", "kind_unknown", "too_many_pixels"}


def test_a_drafts_picture_has_a_name_nobody_guesses_and_can_be_forgotten(
    settings: object, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]  # the settings fixture
    made = clean(photo(), size=1)
    first, second = pictures.keep_for_draft(made), pictures.keep_for_draft(made)
    assert first != second
    assert pictures.of_draft(first) == made
    pictures.forget(first)
    assert pictures.of_draft(first) is None


@pytest.mark.parametrize("name", ["photos/2026/03/mine.jpg", "../secret", "drafts/../../secret"])
def test_no_other_file_is_reached_through_a_drafts_name(
    name: str, settings: object, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]  # the settings fixture
    assert pictures.of_draft(name) is None


def test_pictures_nobody_came_back_to_are_cleared_away(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]  # the settings fixture
    name = pictures.keep_for_draft(clean(photo(), size=1))
    assert pictures.forget_older(than=now() - timedelta(days=15)) == 0
    assert pictures.forget_older(than=now() + timedelta(minutes=1)) == 1
    assert pictures.of_draft(name) is None
