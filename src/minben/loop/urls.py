"""Addresses of the loop."""

from django.urls import path

from minben.loop import views

app_name = "loop"
urlpatterns = [
    path("", views.circle, name="circle"),
    path("turns/<uuid:key>/", views.turn, name="turn"),
]
