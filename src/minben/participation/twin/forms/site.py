"""A block to set up, and the houses around."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from minben.participation.twin.forms.fields import metres, offer

_LARGEST = 5 * 1024 * 1024


class NewForm(forms.Form):
    """A block to set up."""

    name = forms.CharField(label=_("What the block is called"), max_length=120)
    name_en = forms.CharField(label=_("Its name in English (may stay empty)"), max_length=160, required=False)
    unit = forms.TypedChoiceField(label=_("Who sets it up"), coerce=int)
    decision = forms.TypedChoiceField(
        label=_("For which decision of the owners (may stay empty)"),
        coerce=int,
        required=False,
        empty_value=None,
    )

    def __init__(
        self, *args: Any, units: list[tuple[int, str]], decisions: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, {"unit": units, "decision": [("", str(_("none yet"))), *decisions]})


class SiteForm(forms.Form):
    """The houses around: a file, or corners typed line by line."""

    file = forms.FileField(
        label=_("A file of footprints (GeoJSON or CityJSON)"),
        required=False,
        help_text=_(
            "With a height or storeys of each house, at most 5 MB. Or leave it out and type them below."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.geojson,.cityjson"}),
    )
    typed = forms.CharField(
        label=_("Or the houses, one a line"),
        required=False,
        max_length=50_000,
        help_text=_(
            "Number; height in metres, or storeys like 6F; corners in metres east,north of a point you choose. "
            "For example: 7; 6F; 0,0 48,0 48,11 0,11"
        ),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    lat = forms.FloatField(
        label=_("Latitude of that point"),
        min_value=-66,
        max_value=66,
        required=False,
        help_text=_("In degrees, from any map. Of a large file only the houses around it are taken."),
        widget=forms.NumberInput(attrs={"step": "any", "class": "short"}),
    )
    lon = forms.FloatField(
        label=_("Longitude of that point"),
        min_value=-180,
        max_value=180,
        required=False,
        widget=forms.NumberInput(attrs={"step": "any", "class": "short"}),
    )
    north = forms.FloatField(
        label=_("True north, in degrees clockwise of “up” in your plan"),
        min_value=-180,
        max_value=180,
        initial=0,
        help_text=_("0 when the plan has north at the top. Counts for typed houses only."),
        widget=forms.NumberInput(attrs={"step": "any", "class": "short"}),
    )
    storey_m = metres(_("Height of a storey (m)"), 2.2, 6.0, 3.0, _("Used where only storeys are known."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, typed = cleaned.get("file"), cleaned.get("typed")
        if not file and not typed and not self.errors:
            self.add_error("file", _("Choose a file, or type the houses below."))
        if file and file.size > _LARGEST:
            self.add_error("file", _("This file is larger than 5 MB. Export only the houses around."))
        if typed and not file:
            for name in ("lat", "lon"):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Without it the sun cannot be placed."))
        return cleaned

    @property
    def timezone(self) -> str:
        """The city's own time zone."""
        return str(settings.TIME_ZONE)
