"""Handing a kept picture to a reader whose page has seen to it that they may have it."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404


def answer(name: str) -> FileResponse:
    """Answer with a kept picture, shown in place and never guessed to be anything else.

    Raises
    ------
    Http404
        When the file is no longer there.
    """
    if not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name), content_type="image/jpeg")
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
