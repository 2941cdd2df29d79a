"""Tells Django that the twin exists, and the public register which engine computes its light."""

from django.apps import AppConfig


class TwinConfig(AppConfig):
    name = "minben.participation.twin"
    label = "twin"

    def ready(self) -> None:
        from minben.participation.twin import algorithms

        algorithms.declare()
