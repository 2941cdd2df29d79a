"""Tells Django that the hotline exists."""

from django.apps import AppConfig


class HotlineConfig(AppConfig):
    name = "minben.needs.hotline"
    label = "hotline"

    def ready(self) -> None:
        from minben.needs.hotline import algorithms, checks

        checks.watch()
        algorithms.declare()
