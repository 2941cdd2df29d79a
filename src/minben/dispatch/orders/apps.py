"""Tells Django that work orders exist."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "minben.dispatch.orders"
    label = "orders"

    def ready(self) -> None:
        from minben.dispatch.orders import algorithms

        algorithms.declare()
