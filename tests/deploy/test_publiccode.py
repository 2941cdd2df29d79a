"""publiccode.yml holds what the standard asks for, and says what is so."""

import re
import tomllib
from typing import Any

import pytest
import yaml

from minben import __version__
from minben.conf import settings
from tests.deploy.rules import ROOT

TOLD: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# The standard, version 0.5: keys that must be there, and closed lists.
NEEDED = {
    "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal",
    "maintenance", "localisation", "categories",
}  # fmt: skip
STATUS = {"concept", "development", "beta", "stable", "obsolete"}
TYPES = {"standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend",
         "standalone/other", "addon", "library", "configurationFiles"}  # fmt: skip
PLATFORMS = {"web", "windows", "mac", "linux", "ios", "android", "haiku", "solaris"}
CATEGORIES = {"call-center-management", "crm", "customer-service-and-support", "data-analytics", "help-desk",
              "workflow-management"}  # fmt: skip
SCOPES = {"citizens", "government", "local-authorities"}


def test_every_key_that_the_standard_asks_for_is_there() -> None:
    assert set(TOLD) >= NEEDED
    assert re.fullmatch(r"0\.\d+(?:\.\d+)?", TOLD["publiccodeYmlVersion"])
    assert re.fullmatch(r"https://[\w.-]+/\S+\.git", TOLD["url"])
    assert TOLD["developmentStatus"] in STATUS
    assert TOLD["softwareType"] in TYPES
    assert set(TOLD["platforms"]) <= PLATFORMS
    assert set(TOLD["categories"]) <= CATEGORIES
    assert set(TOLD["intendedAudience"]["scope"]) <= SCOPES
    assert all(re.fullmatch(r"[a-z]{2}", country) for country in TOLD["intendedAudience"]["countries"])


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_it_is_described_in_both_languages_at_the_length_of_the_standard(language: str) -> None:
    told = TOLD["description"][language]
    assert len(told["shortDescription"]) <= 150
    assert 150 <= len(told["longDescription"]) <= 10_000
    assert told["localisedName"]
    assert told["features"]
    assert all(len(feature) <= 100 for feature in told["features"])


def test_who_keeps_it_is_named_as_the_kind_of_keeping_asks() -> None:
    kept = TOLD["maintenance"]
    assert kept["type"] in {"internal", "contract", "community", "none"}
    assert kept["type"] != "contract" or kept["contractors"]
    assert kept["type"] not in {"internal", "community"} or all(one["name"] for one in kept["contacts"])


def test_it_says_what_is_so() -> None:
    assert TOLD["softwareVersion"] == __version__ == PROJECT["version"]
    assert TOLD["legal"]["license"] == PROJECT["license"]
    told = {one.lower() for one in TOLD["localisation"]["availableLanguages"]}
    assert told == {code for code, _name in settings.LANGUAGES}
    assert TOLD["localisation"]["localisationReady"] is True
    python = next(one for one in TOLD["dependsOn"]["open"] if one["name"] == "Python")
    assert PROJECT["requires-python"] == f">={python['versionMin']}"
