"""What there is: the two endpoints, whom to ask, and since when the list of services is as it is."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from minben.ledger import queries as ledger
from minben.needs.hotline.core.open311.markup import Value
from minben.needs.hotline.open311.calling import Call, Document, speaks
from minben.needs.hotline.open311.rows import written

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
FORMATS = ("text/xml", "application/json")
# Before the first list of headings nothing has changed since the interface began.
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def _discovery(call: Call) -> Document:
    changed = written(_changed())
    city = settings.MINBEN_CITY_NAME
    endpoints: list[Value] = [
        {
            "specification": SPECIFICATION,
            "url": call.request.build_absolute_uri(f"/open311/{path}"),
            "changeset": changed,
            "type": kind,
            "formats": list(FORMATS),
        }
        for kind, path in (("production", "v2"), ("test", "test/v2"))
    ]
    contact = _("%(city)s, hotline %(number)s") % {
        "city": f"{city['zh']} {city['en']}", "number": settings.MINBEN_HOTLINE,
    }  # fmt: skip
    key = _("Reading needs no key. Who wants to hand requests in asks the city for one: %(contact)s")
    content: dict[str, Value] = {
        "changeset": changed,
        "contact": contact,
        "key_service": key % {"contact": contact},
        "endpoints": endpoints,
    }
    return Document("discovery", content)


def _changed() -> datetime:
    newest = ledger.entries_about("hotline.category", limit=1)
    return newest[-1].at if newest else _BEGAN


_called = speaks(GET=_discovery)


def discovery(request: HttpRequest, form: str = "") -> HttpResponse:
    """Answer without naming the encoding, which XML says itself: a client compares the type as a whole."""
    response = _called(request, form=form)
    response.headers["Content-Type"] = response.headers["Content-Type"].partition(";")[0]
    return response


discovery.csrf_exempt = True  # type: ignore[attr-defined]  # as the decorator does it
