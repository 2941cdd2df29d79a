"""Tells Django that the twin exists; its words are translated beside it."""

from django.apps import AppConfig


class TwinConfig(AppConfig):
    name = "minben.participation.twin"
    label = "twin"
