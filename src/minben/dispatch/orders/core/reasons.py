"""Codes that say why: why this unit, why this deadline, why here in the queue. Edges turn them into words."""

from enum import StrEnum


class WhyUnit(StrEnum):
    """Why a unit was chosen; written on the order and shown to the person."""

    EXACT_AREA = "exact_area"
    PARENT_AREA = "parent_area"
    CATEGORY_DEFAULT = "category_default"
    OWN_UNIT = "own_unit"
    RULING = "ruling"
    AS_RECORDED = "as_recorded"
    ABOVE_ACCUSED = "above_accused"
    CENTRE_DECIDED = "centre_decided"
    SPLIT = "split"


class WhyDue(StrEnum):
    """Why a deadline stands where it stands; ``span`` carries amount, unit and urgency."""

    SPAN = "span"
    AS_RECORDED = "due_as_recorded"
    CALENDAR_ESTIMATED = "calendar_estimated"
    REOPENED = "reopened"
    EXTENDED = "extended"


class WhyFirst(StrEnum):
    """Why an order stands where it stands in the queue, the deciding reason first."""

    DANGER = "danger"
    VULNERABLE = "vulnerable"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    NOT_SOLVED = "not_solved"
    MANY = "many"
    DUE = "due"
    AGE = "age"
