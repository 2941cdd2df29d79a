"""What a person may do with a request they hold the code of."""

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.needs.hotline.forms import fields
from minben.needs.hotline.forms.photos import PhotosForm, PicturesField


class FindForm(forms.Form):
    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        help_text=_("It looks like 7K-4MQ9-2XYZ. Capitals, spaces and dashes do not matter."),
        widget=forms.TextInput(
            attrs={
                "class": "short",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={
            "required": _(
                "Write the code you were given. Without it, call the hotline: a clerk can look with you."
            )
        },
    )


class AddForm(PhotosForm):
    """More words, more pictures, or both."""

    words = fields.lines(_("What would you like to add?"), required=False)
    photos = PicturesField(
        label=_("Pictures"),
        required=False,
        help_text=_(
            "Up to four, 8 MB each. We remove where and with what they were taken. Please no faces of others."
        ),
    )
    field_order = ["words", "photos"]

    def clean(self) -> dict[str, object]:
        said: dict[str, object] = super().clean() or {}
        if not self.errors and not said.get("words") and not said.get("photos"):
            self.add_error("words", _("Nothing was added yet: write something or choose a picture."))
        return said


class JudgeForm(forms.Form):
    words = fields.lines(
        _("Anything you want to say about it (you need not)"), rows=3, required=False, max_length=2000
    )


class NotSolvedForm(forms.Form):
    words = fields.lines(
        _("What is still missing?"),
        rows=3,
        max_length=2000,
        error_messages={
            "required": _("Say in a few words what is still missing, so that they do not do the same again.")
        },
    )


class WithdrawForm(forms.Form):
    words = fields.lines(_("Why, if you like to say so"), rows=3, required=False, max_length=2000)


class AppealForm(forms.Form):
    words = fields.lines(
        _("Why is this end not right?"),
        max_length=2000,
        error_messages={
            "required": _(
                "Say in a few words why it is not right. A person who had no part in it will read it."
            )
        },
    )


class ChaseForm(forms.Form):
    words = fields.lines(_("What would you like to tell them?"), rows=3, required=False, max_length=2000)
