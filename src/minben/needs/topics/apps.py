"""Tells Django that topics exist, and the public register which algorithms find and rank them."""

from django.apps import AppConfig


class TopicsConfig(AppConfig):
    name = "minben.needs.topics"
    label = "topics"

    def ready(self) -> None:
        from minben.needs.topics import algorithms

        algorithms.declare()
