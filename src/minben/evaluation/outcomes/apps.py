"""Tells Django that outcomes exist."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "minben.evaluation.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        from minben.evaluation.outcomes import algorithms

        algorithms.declare()
