"""The rule in force on a day, from the dated parameters."""

from dataclasses import dataclass
from datetime import date

from minben.commons.parameters import load
from minben.needs.opendata.core.releases import Rule

PACKAGE = "minben.needs.opendata"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Kinds and categories, by code, that the city does not publish."""

    kinds: tuple[str, ...]
    categories: tuple[str, ...]


def rule_on(day: date) -> Rule:
    """Return what a release of this day keeps to."""
    entry = load(PACKAGE, "opendata").at("rule", day)
    return Rule(**entry.value, verified=entry.verified)


def left_out_on(day: date) -> LeftOut:
    """Return what is left out on this day beside whistle-blowing and confidential requests."""
    value = load(PACKAGE, "opendata").at("left_out", day).value
    return LeftOut(tuple(value["kinds"]), tuple(value["categories"]))
