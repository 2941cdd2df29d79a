"""Addresses of rights."""

from django.urls import path

from minben.institutions.rights import views

app_name = "rights"
urlpatterns = [
    path("", views.purposes, name="purposes"),
    path("mine/", views.mine, name="mine"),
    path("emergency/", views.force, name="force"),
    path("review/", views.waiting, name="review"),
    path("review/<int:access>/", views.judge, name="judge"),
]
