"""Addresses of the loop."""

from django.urls import path

from minben.loop import views

app_name = "loop"
urlpatterns = [
    path("", views.show_circle, name="circle"),
    path("turns/<uuid:key>/", views.show_turn, name="turn"),
]
