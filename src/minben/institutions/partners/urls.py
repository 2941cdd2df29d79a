"""Addresses of partners."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from minben.institutions.partners import views


class NumberConverter(IntConverter):
    """The key of a row; a longer number fits no column of the database and names nothing."""

    regex = "[0-9]{1,18}"


register_converter(NumberConverter, "number")

app_name = "partners"
urlpatterns = [
    path("problems/<slug:code>/", views.problem, name="problem"),
    path("problems/", views.problems, name="problems"),
    path("partners/", views.partners, name="partners"),
    path("partners/<slug:code>/", views.partner, name="partner"),
    path("partners/<slug:code>/close/", views.close, name="close"),
    path("partners/<slug:code>/token/", views.new_token, name="new_token"),
    path("partners/<slug:code>/token/<number:token>/", views.take_back, name="take_back"),
    path("partners/<slug:code>/told/<number:subscription>/", views.told, name="told"),
    path(
        "partners/<slug:code>/told/<number:subscription>/<number:delivery>/", views.delivery, name="delivery"
    ),
]
