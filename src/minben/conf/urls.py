"""Root addresses: each feature brings its own."""

from django.contrib import admin
from django.urls import include, path

from minben.conf.api import api, reference

handler400 = "minben.portal.views.bad_request"
handler403 = "minben.portal.views.forbidden"
handler404 = "minben.portal.views.not_found"
handler500 = "minben.portal.views.server_error"

urlpatterns = [
    path("", include("minben.portal.urls")),
    path("account/", include("minben.accounts.urls")),
    path("loop/", include("minben.loop.urls")),
    path("requests/", include("minben.needs.hotline.urls")),
    path("open311/", include("minben.needs.hotline.open311.urls")),
    path("", include("minben.needs.telephone.urls")),
    path("topics/", include("minben.needs.topics.urls")),
    path("opendata/", include("minben.needs.opendata.urls")),
    path("orders/", include("minben.dispatch.orders.urls")),
    path("agenda/", include("minben.evaluation.agenda.urls")),
    path("blocks/", include("minben.participation.twin.urls")),
    path("decisions/", include("minben.participation.ballots.urls")),
    path("outcomes/", include("minben.evaluation.outcomes.urls")),
    path("", include("minben.ground.registers.urls")),
    path("rights/", include("minben.institutions.rights.urls")),
    path("algorithms/", include("minben.institutions.sandbox.urls")),
    path("ledger/", include("minben.ledger.urls")),
    path("", include("minben.institutions.partners.urls")),
    path("api/", reference, name="api"),
    path("api/v1/", api.urls),
    path("admin/", admin.site.urls),
]
