"""Rules, shafts and the table of compensation, as they are in force on a day."""

from datetime import date
from fractions import Fraction

from minben.commons.parameters import Entry, load
from minben.participation.twin.core.lifts import Shaft, shafts
from minben.participation.twin.core.rules import Rule, rule_at, rule_names

__all__ = ["PACKAGE", "catalogue", "floors_at", "rule_of", "rules", "usual_sill_m"]

PACKAGE = "minben.participation.twin"


def rules() -> list[str]:
    """Return the names of all rules on sunlight."""
    return rule_names(load(PACKAGE, "rules"))


def rule_of(name: str, day: date) -> Rule:
    """Return a rule as it is in force on a day."""
    return rule_at(load(PACKAGE, "rules"), name, day)


def usual_sill_m(day: date) -> float:
    """Return at which height above the floor the first of the rules counts sunlight on a day [m]."""
    return rule_of(rules()[0], day).sill_m


def catalogue(day: date) -> list[Shaft]:
    """Return the shafts that one may choose from on a day."""
    return shafts(load(PACKAGE, "shafts"), day)


def floors_at(day: date) -> tuple[dict[int, Fraction], Entry]:
    """Return the weights of floors for a compensation, and the entry they come from."""
    entry = load(PACKAGE, "compensation").at("by-floor", day)
    return {int(floor): Fraction(str(weight)) for floor, weight in entry.value.items()}, entry
