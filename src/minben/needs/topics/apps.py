"""Tells Django that topics exist, and the public register that their algorithms do."""

from django.apps import AppConfig


class TopicsConfig(AppConfig):
    name = "minben.needs.topics"
    label = "topics"
