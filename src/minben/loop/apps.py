"""Fills the hand-overs, once, when the apps are ready."""

from django.apps import AppConfig


class LoopConfig(AppConfig):
    name = "minben.loop"
    label = "loop"

    def ready(self) -> None:
        from minben.loop.followers import join

        join()
