"""The city's addresses and one page that opens somebody's data inside a transaction."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from minben.commons.clock import now
from minben.institutions.rights.actions import NewGrant, grant, open_for, reader_of
from tests.institutions.rights.people import HEATING


@transaction.atomic
def order_page(request: HttpRequest) -> HttpResponse:
    # The write before the refusal must be rolled back, and the refusal kept all the same.
    grant(grants=[NewGrant("hotline.request:99", "unit:9", "request.handle")], at=now())
    reader = reader_of(request.user, holders=["unit:3"], unit="江畔热力站")
    open_for(reader=reader, records=HEATING, purpose="request.handle", at=now())
    return HttpResponse("陈奶奶，三号楼")


urlpatterns = [path("order-page/", order_page), path("", include("minben.conf.urls"))]
