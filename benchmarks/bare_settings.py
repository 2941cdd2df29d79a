"""The settings of the city, without the middleware that pages need: both sides of the comparison run under these."""

from minben.conf.settings import *  # noqa: F403

ROOT_URLCONF = "bare"
MIDDLEWARE: list[str] = []
ALLOWED_HOSTS = ["127.0.0.1"]
