"""System checks of the hotline."""

from typing import Any

from django.core import checks

from minben.needs.hotline.actions import handovers


def followed(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Fail when nobody follows: a request would be taken in and reach no one."""
    names = ("received", "judged", "moved", "called", "removed")
    lists = {name: getattr(handovers, name) for name in names}
    return [
        checks.Error(
            f"hotline.actions.{name} has no follower, so what people say would reach nobody.",
            hint="The loop fills this list when the apps are ready: is minben.loop in INSTALLED_APPS?",
            id=f"hotline.E{n:03}",
        )
        for n, (name, followers) in enumerate(lists.items(), 1)
        if not followers
    ]


def watch() -> None:
    """Have Django run the checks."""
    checks.register(followed)
