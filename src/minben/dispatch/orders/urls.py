"""Addresses of work orders."""

from django.urls import path

from minben.dispatch.orders.views import card, centre, crews, deeds, pictures, public, queue

app_name = "orders"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("centre/", centre.centre, name="centre"),
    path("catalogue/", public.catalogue, name="catalogue"),
    path("crews/", crews.crews, name="crews"),
    path("calls/<int:call_id>/report/", deeds.report, name="report"),
    path("proofs/<int:proof_id>/photo/", pictures.proof_photo, name="proof_photo"),
    path("<int:order_id>/", card.card, name="card"),
    path("<int:order_id>/contact/", card.contact, name="contact"),
    path("<int:order_id>/pictures/", pictures.pictures, name="pictures"),
    path("<int:order_id>/pictures/<str:sign>/", pictures.picture, name="picture"),
    path("<int:order_id>/visits/<int:visit_id>/give-up/", deeds.give_up, name="give_up"),
    path("<int:order_id>/<slug:name>/", deeds.deed, name="deed"),
]
