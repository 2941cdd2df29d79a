"""Tells Django that the agenda exists."""

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "minben.evaluation.agenda"
    label = "agenda"
