"""The codes a register may hold. Their words in Chinese and English belong to the models."""

from enum import StrEnum


class PlaceKind(StrEnum):
    """Levels of the city, the widest first.

    >>> [kind.value for kind in PlaceKind]
    ['district', 'street', 'community', 'building']
    """

    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    BUILDING = "building"


class UnitKind(StrEnum):
    """What sort of body acts: a department, a street office, a company, a centre …"""

    DEPARTMENT = "department"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    COMPANY = "company"
    CENTRE = "centre"
    HOSPITAL = "hospital"
    SCHOOL = "school"


class Condition(StrEnum):
    """What makes an ordinary way of asking hard for a person; one, the weightiest."""

    NONE = "none"
    PHONELESS = "phoneless"
    NEWCOMER = "newcomer"
    DEAF = "deaf"
    BLIND = "blind"
    DISABLED = "disabled"


class Income(StrEnum):
    """Income band of a person's household; ``unknown`` is an answer, not a gap to fill."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
    UNKNOWN = "unknown"


class Gender(StrEnum):
    """As told by the person; blank when not told."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class Duty(StrEnum):
    """What a person does in a unit."""

    HEAD = "head"
    OFFICER = "officer"
    CLERK = "clerk"
    CREW = "crew"
    REPORT_DESK = "report_desk"
