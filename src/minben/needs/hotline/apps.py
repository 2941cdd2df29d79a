"""Tells Django that the hotline exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HotlineConfig(AppConfig):
    name = "minben.needs.hotline"
    label = "hotline"
    verbose_name = _("Hotline")

    def ready(self) -> None:
        from minben.needs.hotline import algorithms, checks

        checks.watch()
        algorithms.declare()
