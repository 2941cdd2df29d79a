"""The installation's keys, under which secrets of partners lie sealed."""

from django.conf import settings


def sealing_keys() -> list[str]:
    """Return the keys that secrets are sealed under, the newest first."""
    return [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
