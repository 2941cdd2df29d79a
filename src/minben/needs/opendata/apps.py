"""Tells Django that open data exists."""

from django.apps import AppConfig


class OpendataConfig(AppConfig):
    name = "minben.needs.opendata"
    label = "opendata"
