"""Settings, read from environment variables (docs/reference/settings.md lists each)."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from minben.commons.parameters import of_city
from minben.conf.logs import logging_by
from minben.conf.mail import mail_settings
from minben.conf.secrets import secret_key

django_stubs_ext.monkeypatch()

HOME = Path(os.environ.get("MINBEN_HOME", "var")).resolve()
MINBEN_HOME = HOME
# Dated figures of the city's own, which replace those that come with Minben.
MINBEN_PARAMETERS = Path(os.environ.get("MINBEN_PARAMETERS") or HOME / "parameters")
# A folder that was asked for must be there; the usual one need not.
of_city(
    MINBEN_PARAMETERS if os.environ.get("MINBEN_PARAMETERS") or os.path.lexists(MINBEN_PARAMETERS) else None
)
DEBUG = os.environ.get("MINBEN_DEBUG", "off") == "on"
SECRET_KEY = os.environ.get("MINBEN_SECRET_KEY") or secret_key(HOME)
ALLOWED_HOSTS = os.environ.get("MINBEN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("MINBEN_ORIGINS", "").split(",") if o]
HTTPS = os.environ.get("MINBEN_HTTPS", "off") == "on"
# How many proxies of the city's own stand in front; without it every reader would share one rate limit.
MINBEN_PROXIES = int(os.environ.get("MINBEN_PROXIES", "0"))

# What a city calls itself, and the number people can always call.
MINBEN_CITY_NAME = {
    "zh": os.environ.get("MINBEN_CITY_ZH", "临江市"),
    "en": os.environ.get("MINBEN_CITY_EN", "Linjiang"),
}
MINBEN_HOTLINE = os.environ.get("MINBEN_HOTLINE", "12345")
# What anybody may read of requests: of all that people ask here, of what other services handed in, or of none.
MINBEN_OPEN311 = os.environ.get("MINBEN_OPEN311", "all")
MINBEN_JURISDICTION = os.environ.get("MINBEN_JURISDICTION") or MINBEN_CITY_NAME["en"].lower().replace(
    " ", "-"
)
MINBEN_TOTP_REQUIRED = os.environ.get("MINBEN_TOTP", "on") != "off"
MINBEN_SIGNING_KEY = os.environ.get("MINBEN_SIGNING_KEY", "")
# Named with each value: what was written under another stays readable (国密: sm3 and sm2).
MINBEN_DIGEST = os.environ.get("MINBEN_DIGEST", "sha256")
MINBEN_SIGNATURE = os.environ.get("MINBEN_SIGNATURE", "ed25519")
MINBEN_FIELD_KEY = os.environ.get("MINBEN_FIELD_KEY", "")
MINBEN_FIELD_CIPHER = os.environ.get("MINBEN_FIELD_CIPHER", "aes-256-gcm")
MINBEN_MODEL = os.environ.get("MINBEN_MODEL", "")
MINBEN_NOTIFY = os.environ.get("MINBEN_NOTIFY", "file")
globals().update(mail_settings(os.environ.get("MINBEN_SMTP", "")))
DEFAULT_FROM_EMAIL = os.environ.get("MINBEN_FROM", "minben@localhost")
MINBEN_BACKUPS = os.environ.get("MINBEN_BACKUPS", "")
MINBEN_BACKUPS_KEPT = int(os.environ.get("MINBEN_BACKUPS_KEPT", "14"))
MINBEN_BACKUP_PASSPHRASE = os.environ.get("MINBEN_BACKUP_PASSPHRASE", "")
# Which exchange speaks with us, under which secret (name:secret), and where it takes our commands.
MINBEN_TELEPHONE_KEYS = os.environ.get("MINBEN_TELEPHONE_KEYS", "")
MINBEN_TELEPHONE_EXCHANGE = os.environ.get("MINBEN_TELEPHONE_EXCHANGE", "file")
# Hosts and networks inside that may be called all the same: a partner in the same building, a test.
MINBEN_REACH = os.environ.get("MINBEN_REACH", "")
# Who may read the figures at /metrics: whoever bears the token, or comes from one of these networks; else nobody.
MINBEN_METRICS_TOKEN = os.environ.get("MINBEN_METRICS_TOKEN", "")
MINBEN_METRICS_NETWORKS = [n for n in os.environ.get("MINBEN_METRICS_NETWORKS", "").split(",") if n]
# Whether each month is published by itself, and the address of the licence under which the city gives it.
MINBEN_OPENDATA = os.environ.get("MINBEN_OPENDATA", "off") == "on"
MINBEN_OPENDATA_LICENCE = os.environ.get("MINBEN_OPENDATA_LICENCE", "")

INSTALLED_APPS = [
    "minben.conf.apps.MinbenAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
    "minben.portal",
    "minben.loop",
    "minben.evaluation.agenda",
    "minben.evaluation.outcomes",
    "minben.participation.twin",
    "minben.participation.ballots",
    "minben.dispatch.orders",
    "minben.needs.topics",
    "minben.needs.telephone",
    "minben.needs.opendata",
    "minben.needs.hotline",
    "minben.ground.registers",
    "minben.institutions.partners",
    "minben.institutions.sandbox",
    "minben.institutions.rights",
    "minben.institutions.vault",
    "minben.ledger",
    "minben.accounts",
]

MIDDLEWARE = [
    "minben.portal.probes.ProbeMiddleware",
    "minben.portal.measuring.TraceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "minben.accounts.storing.NotStoredMiddleware",
    "minben.accounts.middleware.SecondFactorMiddleware",
    "minben.institutions.rights.middleware.RefusalMiddleware",
    "minben.institutions.sandbox.middleware.CountsMiddleware",
    "minben.portal.looking.OneLookMiddleware",
    "minben.institutions.partners.middleware.CallsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "minben.conf.urls"
WSGI_APPLICATION = "minben.conf.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "minben.portal.context.city",
            ],
            "builtins": ["minben.portal.templatetags.minben"],
        },
    }
]


def _database(address: str) -> dict[str, Any]:
    """SQLite in the home folder, or what ``DATABASE_URL`` names (postgres://user:pass@host/name)."""
    if not address:
        # Without IMMEDIATE a reader that turns writer is refused at once under load, WAL or not. FULL: what was
        # acknowledged outlives a power failure too (docs/explanation/decisions.md says what it costs).
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "minben.sqlite3",
            # A new connection reads the whole scheme again, and the last one to close writes the log back.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                " PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY;",
            },
        }
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # A database that is away is known to be so within seconds, and people are told.
        "OPTIONS": {"connect_timeout": 5},
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "minben_cache",
        # At Django's 300 a busy hour would throw out marks that are still in force, such as counts of wrong codes.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# The city's own identity provider (extra `sso`); empty: people sign in with the password they have here.
MINBEN_OIDC_ISSUER = os.environ.get("MINBEN_OIDC_ISSUER", "")
MINBEN_OIDC_CLIENT = os.environ.get("MINBEN_OIDC_CLIENT", "minben")
MINBEN_OIDC_SECRET = os.environ.get("MINBEN_OIDC_SECRET", "")
MINBEN_OIDC_ALGORITHM = os.environ.get("MINBEN_OIDC_ALGORITHM", "RS256")
MINBEN_OIDC_CLAIM = os.environ.get("MINBEN_OIDC_CLAIM", "preferred_username")
MINBEN_OIDC_GROUPS = os.environ.get("MINBEN_OIDC_GROUPS", "groups")
MINBEN_OIDC_ROLES = os.environ.get("MINBEN_OIDC_ROLES", "")
MINBEN_OIDC_LEVELS = [one for one in os.environ.get("MINBEN_OIDC_LEVELS", "").split(",") if one]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "portal:start"
LOGOUT_REDIRECT_URL = "portal:home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_LOCKOUT_CALLABLE = "minben.accounts.views.locked_out"
AXES_VERBOSE = False
# By name alone: a counter's forty people share one address, and one clerk's slips must not shut them all out.
# HSTS for subdomains and preload lists (W005, W021) are decisions of the city's, see SECURE_HSTS_SECONDS.
SILENCED_SYSTEM_CHECKS = ["axes.W006", "security.W005", "security.W021"]
AXES_RESET_ON_SUCCESS = True

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "minben.conf.formats"
# commons is no Django app; the words of its errors are found here.
LOCALE_PATHS = [Path(__file__).parents[1] / "commons" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "minben.conf.storage.DurableStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "minben.conf.packaged.PlotlyFinder",
]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
CSRF_FAILURE_VIEW = "minben.portal.views.csrf_failed"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
# Whether the reader came by HTTPS is what the city's own proxy says; without it every page would lead to itself.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if MINBEN_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# For this name alone: what the city's other sites do is theirs to say, and a browser's own list forgets nobody soon.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LOGGING = logging_by(
    "full" if DEBUG else os.environ.get("MINBEN_LOG_FORMAT", "plain"), os.environ.get("MINBEN_LOG", "WARNING")
)
