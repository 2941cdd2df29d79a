"""Registers in the administrators' desk. People's names and numbers stay out of it: they need a purpose."""

from datetime import date

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from minben.ground.registers.models import Household, Membership, Person, Place, SpecialDay, Unit


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin[Place]):
    list_display = ("code", "name", "kind", "parent")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = ("code", "name", "name_en")
    autocomplete_fields = ("parent",)


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin[Unit]):
    list_display = ("code", "name", "kind", "place", "phone", "opens")
    list_filter = ("kind",)
    list_select_related = ("place",)
    search_fields = ("code", "name", "name_en")
    autocomplete_fields = ("parent", "place")


class SpellForm(forms.ModelForm[Membership]):
    def clean_until(self) -> date | None:
        # The day it began cannot be written any more, so the table's own check of the two is left out by Django.
        since = self.instance.since or self.cleaned_data.get("since")
        until: date | None = self.cleaned_data["until"]
        if since and until and until < since:
            raise forms.ValidationError(_("It cannot end before it begins."))
        return until


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin[Membership]):
    form = SpellForm
    list_display = ("user", "unit", "duty", "since", "until")
    list_filter = ("duty",)
    list_select_related = ("user", "unit")
    # A list to choose from would name every account of the city, residents' too.
    autocomplete_fields = ("user", "unit")

    def get_readonly_fields(self, _request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        # Who worked where decides what they might open then: a spell is ended, and a new one is a new row.
        if obj is None:
            return ()
        over = obj.until is not None and obj.until < localdate()
        return ("user", "unit", "duty", "since", *(["until"] if over else []))

    def has_delete_permission(self, _request: HttpRequest, obj: Membership | None = None) -> bool:
        # Under a spell that has not begun nobody has opened anything: a slip of the pen may go.
        return obj is None or obj.since > localdate()


@admin.register(SpecialDay)
class SpecialDayAdmin(admin.ModelAdmin[SpecialDay]):
    list_display = ("day", "works", "name", "verified", "source")
    list_filter = ("works", "verified")


class _LookOnly:
    """Counted here, changed by imports, read through a purpose."""

    def has_add_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False


@admin.register(Household)
class HouseholdAdmin(_LookOnly, admin.ModelAdmin[Household]):
    list_display = ("code", "place")
    list_select_related = ("place",)
    fields = ("code", "place")


@admin.register(Person)
class PersonAdmin(_LookOnly, admin.ModelAdmin[Person]):
    list_display = ("code", "source", "language")
    list_filter = ("source",)
    fields = ("code", "source", "language")
    # The page counts the people once; to count them again without the filter tells nothing.
    show_full_result_count = False
