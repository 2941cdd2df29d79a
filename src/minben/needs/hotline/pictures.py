"""Pictures people send: looked at before they are opened, made anew, with nothing left of camera or place."""

import re
import secrets
import warnings
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

from minben.commons.digests import digest

MAX_PICTURES = 4
MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_PX = 2048
QUALITY = 85
KINDS = ("JPEG", "PNG", "WEBP")
DRAFTS = "drafts"
_NAME = re.compile(rf"{DRAFTS}/[0-9a-f]{{32}}\.jpg")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made anew: JPEG bytes, its size [px] and a digest of the bytes."""

    content: bytes
    width_px: int
    height_px: int
    digest: str


class PictureRefused(ValueError):
    """A file that is no picture we can take: ``code`` says why, ``params`` give the limits."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def clean(file: IO[bytes], *, size: int) -> Picture:
    """Make a picture anew from a file that somebody sent.

    Raises
    ------
    PictureRefused
        ``too_large``, ``no_picture``, ``kind_unknown``, ``too_many_pixels`` or ``broken``.
    """
    if size > MAX_BYTES:
        raise PictureRefused("too_large", megabytes=round(size / 1024 / 1024, 1), limit=MAX_BYTES >> 20)
    return _remade(_looked_at(file))


def keep_for_draft(picture: Picture) -> str:
    """Put a picture away until its request is handed in; return the random name it is kept under."""
    return default_storage.save(f"{DRAFTS}/{secrets.token_hex(16)}.jpg", ContentFile(picture.content))


def of_draft(name: str) -> Picture | None:
    """Fetch a draft's picture; nothing when it has been cleared away since."""
    if not _NAME.fullmatch(name) or not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        content = file.read()
    with Image.open(BytesIO(content)) as image:
        return Picture(content, image.width, image.height, digest(content))


def forget(name: str) -> None:
    """Remove a draft's picture."""
    if _NAME.fullmatch(name):
        default_storage.delete(name)


def forget_older(*, than: datetime) -> int:
    """Remove pictures of drafts that nobody came back to; return how many there were."""
    if not default_storage.exists(DRAFTS):
        return 0
    _folders, files = default_storage.listdir(DRAFTS)
    names = [f"{DRAFTS}/{file}" for file in files]
    old = [name for name in names if default_storage.get_modified_time(name) < than]
    for name in old:
        forget(name)
    return len(old)


def _looked_at(file: IO[bytes]) -> Image.Image:
    """Read the head of the file only: what kind it is and how large it would become."""
    try:
        with warnings.catch_warnings():
            # Pillow's own warning comes at a limit above ours; ours is checked below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(file)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        code = "too_many_pixels" if isinstance(error, Image.DecompressionBombError) else "no_picture"
        raise PictureRefused(code, limit=MAX_PIXELS // 1_000_000) from error
    if image.format not in KINDS:
        raise PictureRefused("kind_unknown", kind=image.format or "?")
    if image.width * image.height > MAX_PIXELS:
        raise PictureRefused("too_many_pixels", limit=MAX_PIXELS // 1_000_000)
    return image


def _remade(image: Image.Image) -> Picture:
    try:
        # A JPEG is decoded at a size near the one wanted, which is several times faster.
        image.draft("RGB", (LONGEST_PX, LONGEST_PX))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_PX, LONGEST_PX))
        plain = _on_white(upright)
        out = BytesIO()
        # Only the pixels go over: no EXIF, no thumbnail, no colour profile, no comment.
        plain.info.clear()
        plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    except (OSError, ValueError, SyntaxError, MemoryError) as error:
        raise PictureRefused("broken") from error
    content = out.getvalue()
    return Picture(content, plain.width, plain.height, digest(content))


def _on_white(image: Image.Image) -> Image.Image:
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    with_alpha = image.convert("RGBA")
    paper = Image.new("RGB", with_alpha.size, "white")
    paper.paste(with_alpha, mask=with_alpha.getchannel("A"))
    return paper
