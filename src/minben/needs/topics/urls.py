"""Addresses of topics."""

from django.urls import path

from minben.needs.topics.views import public, seasons, staff

app_name = "topics"
urlpatterns = [
    path("", public.index, name="index"),
    path("discounted/", public.discounted, name="discounted"),
    path("seasons/", seasons.seasons, name="seasons"),
    path("places/", public.places, name="places"),
    path("all/", staff.everything, name="all"),
    path("<int:topic_id>/", public.topic, name="topic"),
    path("<int:topic_id>/words/", staff.words, name="words"),
]
