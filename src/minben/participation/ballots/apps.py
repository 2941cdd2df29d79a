"""Tells Django that ballots exist; their words are translated beside them."""

from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "minben.participation.ballots"
    label = "ballots"
