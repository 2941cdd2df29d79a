"""What every page knows: the city, the number to call, the reader's view, where they can go."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from minben.portal.navigation import checks, places_for
from minben.portal.reader import view_of


def city(request: HttpRequest) -> dict[str, object]:
    """Give each template the words and places of its frame."""
    chinese = (get_language() or "zh").startswith("zh")
    user = getattr(request, "user", None)
    frame = {
        "view": view_of(request),
        "nav": places_for(user, request.path),
        "checks": checks(),
        "other_language": ("en", "English") if chinese else ("zh-hans", "中文"),
        # After a form with errors the address may not answer GET; its path does.
        "here": request.get_full_path() if request.method == "GET" else request.path,
    }
    return {
        "city_name": settings.MINBEN_CITY_NAME["zh" if chinese else "en"],
        "hotline_number": settings.MINBEN_HOTLINE,
        # One name for the rest, so that no page's own words hide it by chance.
        "frame": frame,
    }
