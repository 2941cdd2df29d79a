"""Addresses of the algorithm register."""

from django.urls import path

from minben.institutions.sandbox import views

app_name = "sandbox"
urlpatterns = [
    path("", views.algorithms, name="algorithms"),
    path("register.json", views.register, name="register"),
    path("<str:name>/", views.algorithm, name="algorithm"),
    path("<str:name>/clear/", views.clear_one, name="clear"),
    path("<str:name>/stop/", views.stop_one, name="stop"),
]
