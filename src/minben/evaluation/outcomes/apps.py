"""Tells Django that outcomes exist."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "minben.evaluation.outcomes"
    label = "outcomes"
