"""What others may do with the registers: enrol, remember, and open a person for a purpose."""

from minben.ground.registers.core.holidays import NewDay
from minben.ground.registers.core.kinds import Condition, Duty, Gender, Income, PlaceKind, UnitKind
from minben.ground.registers.core.rows import NewHousehold, NewMembership, NewPerson, NewPlace, NewUnit
from minben.ground.registers.enrolling import (
    enrol_days,
    enrol_households,
    enrol_memberships,
    enrol_people,
    enrol_places,
    enrol_units,
)
from minben.ground.registers.people import OpenedPerson, open_people, open_person, remember_people

__all__ = [
    "Condition",
    "Duty",
    "Gender",
    "Income",
    "NewDay",
    "NewHousehold",
    "NewMembership",
    "NewPerson",
    "NewPlace",
    "NewUnit",
    "OpenedPerson",
    "PlaceKind",
    "UnitKind",
    "enrol_days",
    "enrol_households",
    "enrol_memberships",
    "enrol_people",
    "enrol_places",
    "enrol_units",
    "open_people",
    "open_person",
    "remember_people",
]
