"""Settings of the tests: a home of their own, quick passwords, letters kept in memory."""

import os
import tempfile

os.environ.setdefault("MINBEN_HOME", tempfile.mkdtemp(prefix="minben-tests-"))
os.environ.setdefault("MINBEN_SECRET_KEY", "only-for-tests")
# The browser runs a loop of its own in the tests' thread, which Django takes for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from minben.conf.settings import *  # noqa: F403  # Django settings are taken over whole

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
