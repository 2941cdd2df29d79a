"""Tables of the registers. A code is what other systems call a row; the number is ours."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from minben.ground.registers.core.kinds import Condition, Duty, Gender, Income, PlaceKind, UnitKind
from minben.institutions.vault.queries import SealedText

PLACE_KINDS = [
    (PlaceKind.DISTRICT.value, _("District")),
    (PlaceKind.STREET.value, _("Street")),
    (PlaceKind.COMMUNITY.value, _("Community")),
    (PlaceKind.BUILDING.value, _("Building")),
]
UNIT_KINDS = [
    (UnitKind.DEPARTMENT.value, _("City department")),
    (UnitKind.DISTRICT.value, _("District government")),
    (UnitKind.STREET.value, _("Street office")),
    (UnitKind.COMMUNITY.value, _("Community committee")),
    (UnitKind.COMPANY.value, _("Public utility")),
    (UnitKind.CENTRE.value, _("Service centre")),
    (UnitKind.HOSPITAL.value, _("Hospital")),
    (UnitKind.SCHOOL.value, _("School")),
]
CONDITIONS = [
    (Condition.NONE.value, _("None told")),
    (Condition.PHONELESS.value, _("No smartphone")),
    (Condition.NEWCOMER.value, _("New to the city")),
    (Condition.DEAF.value, _("Deaf")),
    (Condition.BLIND.value, _("Blind")),
    (Condition.DISABLED.value, _("Disabled")),
]
INCOMES = [
    (Income.LOW.value, _("Low income")),
    (Income.MIDDLE.value, _("Middle income")),
    (Income.HIGH.value, _("High income")),
    (Income.UNKNOWN.value, _("Income not known")),
]
GENDERS = [
    (Gender.FEMALE.value, _("Female")),
    (Gender.MALE.value, _("Male")),
    (Gender.OTHER.value, _("Other")),
]
DUTIES = [
    (Duty.HEAD.value, _("Head")),
    (Duty.OFFICER.value, _("Officer")),
    (Duty.CLERK.value, _("Hotline clerk")),
    (Duty.CREW.value, _("Crew")),
    (Duty.REPORT_DESK.value, _("Reporting desk")),
]


class Named(models.Model):
    """Something with a Chinese name and perhaps an English one."""

    code = models.CharField(_("code"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        in_english = (get_language() or "").startswith("en")
        return self.name_en if in_english and self.name_en else self.name


class Place(Named):
    """A part of the city: a district, a street, a community, a building."""

    kind = models.CharField(_("kind"), max_length=12, choices=PLACE_KINDS)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("part of")
    )
    lat = models.FloatField(_("latitude [°]"), null=True, blank=True)
    lon = models.FloatField(_("longitude [°]"), null=True, blank=True)
    aliases = models.JSONField(_("also called"), default=list, blank=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        indexes = [models.Index(fields=["kind", "name"])]
        constraints = [
            CheckConstraint(condition=Q(kind__in=[k.value for k in PlaceKind]), name="place_kind_known"),
            CheckConstraint(
                # A comparison with NULL is neither true nor false, and a check lets that pass.
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__isnull=False, lon__isnull=False, lat__range=(-90, 90), lon__range=(-180, 180)),
                name="place_lat_lon_on_earth",
            ),
            CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="place_not_its_own_parent"
            ),
        ]


class Unit(Named):
    """Who can act: a department, a street office, a company; with the door people can go to."""

    kind = models.CharField(_("kind"), max_length=12, choices=UNIT_KINDS)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("under")
    )
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area served")
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.CharField(_("counter address"), max_length=200, blank=True)
    address_en = models.CharField(_("counter address in English"), max_length=240, blank=True)
    opens = models.CharField(_("opening hours"), max_length=200, blank=True)
    opens_en = models.CharField(_("opening hours in English"), max_length=240, blank=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            CheckConstraint(condition=Q(kind__in=[k.value for k in UnitKind]), name="unit_kind_known"),
            CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="unit_not_its_own_parent"
            ),
        ]


class Household(models.Model):
    """People who live at one address."""

    code = models.CharField(_("code"), max_length=64, unique=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("place"))
    address = SealedText(_("address"), context="household.address")
    low_income = models.BooleanField(_("low-income household"), default=False)

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")

    def __str__(self) -> str:
        return self.code


class Person(models.Model):
    """Someone the city has heard from or looks after; the name stays behind `actions.open_person`."""

    code = models.CharField(_("code"), max_length=64, unique=True)
    source = models.CharField(_("source"), max_length=64, blank=True)
    source_key = models.CharField(_("key in the source"), max_length=160, blank=True)
    name = SealedText(_("name"), blank=True, context="person.name")
    phone = SealedText(_("telephone"), blank=True, context="person.phone")
    born_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    gender = models.CharField(_("gender"), max_length=8, choices=GENDERS, blank=True)
    condition = models.CharField(
        _("condition"), max_length=12, choices=CONDITIONS, default=Condition.NONE.value
    )
    income = models.CharField(_("income"), max_length=8, choices=INCOMES, default=Income.UNKNOWN.value)
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("household")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    language = models.CharField(_("language"), max_length=16, default="zh-hans")

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source_key=""), name="person_once_per_source"
            ),
            CheckConstraint(
                condition=Q(condition__in=[c.value for c in Condition]), name="person_condition_known"
            ),
            CheckConstraint(condition=Q(income__in=[i.value for i in Income]), name="person_income_known"),
            CheckConstraint(
                condition=Q(gender__in=[*(g.value for g in Gender), ""]), name="person_gender_known"
            ),
            CheckConstraint(condition=Q(source_key="") | ~Q(source=""), name="person_key_has_source"),
        ]

    def __str__(self) -> str:
        return self.code


class Membership(models.Model):
    """Who works in which unit, from when until when; a new spell is a new row."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("account"), db_index=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    duty = models.CharField(_("duty"), max_length=12, choices=DUTIES, default=Duty.OFFICER.value)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            UniqueConstraint(fields=["user", "unit", "since"], name="membership_once_a_day"),
            CheckConstraint(condition=Q(duty__in=[d.value for d in Duty]), name="membership_duty_known"),
            CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.user_id}"


class SpecialDay(models.Model):
    """A day of the city's own calendar that is not what its weekday says."""

    day = models.DateField(_("day"), unique=True)
    works = models.BooleanField(_("people work"))
    name = models.CharField(_("name"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=300)
    verified = models.BooleanField(_("checked in its source"), default=False)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")

    def __str__(self) -> str:
        return self.day.isoformat()
