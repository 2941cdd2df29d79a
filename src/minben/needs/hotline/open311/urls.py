"""Addresses of Open311: `discovery`, and below `v2/` and `test/v2/` the same pages twice."""

from django.urls import re_path

from minben.needs.hotline.core.open311.refusing import Fault, Refused
from minben.needs.hotline.open311 import posting, reading
from minben.needs.hotline.open311.calling import Call, Document, speaks
from minben.needs.hotline.open311.discovery import discovery

app_name = "open311"

_ENDPOINT = r"^(?P<test>test/)?v2/"
_FORM = r"(?:\.(?P<form>xml|json))?/?$"


def _nothing(call: Call) -> Document:
    raise Refused(Fault("address_unknown"))


urlpatterns = [
    re_path(rf"^(?:(?:test/)?v2/)?discovery{_FORM}", discovery, name="discovery"),
    re_path(rf"{_ENDPOINT}services{_FORM}", speaks(GET=reading.services), name="services"),
    re_path(rf"{_ENDPOINT}services/(?P<code>.+?){_FORM}", speaks(GET=reading.definition), name="definition"),
    re_path(
        rf"{_ENDPOINT}requests{_FORM}",
        speaks(GET=reading.requests, POST=posting.post_request),
        name="requests",
    ),
    re_path(rf"{_ENDPOINT}requests/(?P<key>[^/]+?){_FORM}", speaks(GET=reading.request), name="request"),
    re_path(rf"{_ENDPOINT}tokens/(?P<key>[^/]+?){_FORM}", speaks(GET=reading.token), name="token"),
    re_path(
        rf"{_ENDPOINT}servicerequestupdates{_FORM}",
        speaks(GET=reading.updates, POST=posting.post_update),
        name="updates",
    ),
    re_path(r"^.*?(?:\.(?P<form>xml|json))?$", speaks(GET=_nothing, POST=_nothing), name="nothing"),
]
