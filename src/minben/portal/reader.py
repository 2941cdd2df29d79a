"""How a reader wants to see pages: standard, or larger and calmer (长者版)."""

from enum import StrEnum

from django.http import HttpRequest

COOKIE = "minben_view"
YEAR_S = 365 * 24 * 60 * 60


class ReaderView(StrEnum):
    STANDARD = "standard"
    ELDER = "elder"


def view_of(request: HttpRequest) -> ReaderView:
    """Return the view kept in the reader's cookie; standard when there is none or it is not one of ours."""
    chosen = request.COOKIES.get(COOKIE, "")
    return ReaderView.ELDER if chosen == ReaderView.ELDER else ReaderView.STANDARD
