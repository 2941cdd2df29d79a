"""Addresses of open data."""

from django.urls import path

from minben.needs.opendata import views

app_name = "opendata"
urlpatterns = [
    path("", views.index, name="index"),
    path("catalog.jsonld", views.catalogue, name="catalogue"),
    path("<slug:month>/requests.<slug:form>", views.download, name="download"),
]
