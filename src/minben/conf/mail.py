"""The city's mail server, from one address in the environment."""

from typing import Any
from urllib.parse import unquote, urlsplit


def mail_settings(address: str) -> dict[str, Any]:
    """Return Django's settings for a mail server.

    Parameters
    ----------
    address
        ``smtp://host``, ``smtp+starttls://user:password@host:587`` or ``smtps://user:password@host:465``;
        blank: the mail server of this machine.

    Examples
    --------
    >>> found = mail_settings("smtp+starttls://minben:a%40b@mail.city.example")
    >>> found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_PASSWORD"], found["EMAIL_USE_TLS"]
    ('mail.city.example', 587, 'a@b', True)
    >>> mail_settings("")["EMAIL_PORT"]
    25
    """
    parts = urlsplit(address or "smtp://localhost")
    usual = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    if parts.scheme not in usual or not parts.hostname:
        known = ", ".join(f"{scheme}://" for scheme in usual)
        raise ValueError(
            f"MINBEN_SMTP must begin with {known} and name a host, as smtp://mail.city.example:25"
        )
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or usual[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
