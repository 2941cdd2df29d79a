"""Pictures handed in: each looked at, each refusal told with what to do."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minben.needs.hotline.pictures import MAX_PICTURES, Picture, PictureRefused, clean

REFUSALS: Mapping[str, Promise] = {
    "too_large": _(
        "“{name}” has {megabytes} MB; we can take {limit} MB. Send "
        "it smaller, or take the picture again with less detail."
    ),
    "no_picture": _(
        "“{name}” is not a picture we can open. We take JPEG, PNG and WebP, the kinds phones usually make."
    ),
    "kind_unknown": _(
        "“{name}” is a picture of the kind {kind}. We take JPEG, PNG and "
        "WebP; on most phones, sending it as a photo makes it one."
    ),
    "too_many_pixels": _(
        "“{name}” is larger than {limit} million points, too large to open safely. Send it smaller."
    ),
    "broken": _("“{name}” is damaged and cannot be opened. Please send it again."),
}


class _Several(forms.FileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several files, each made anew as a plain picture."""

    widget = _Several(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> list[Picture]:
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if not files and self.required:
            raise ValidationError(_("No picture was chosen yet."), code="required")
        wrong: list[ValidationError] = []
        made: list[Picture] = []
        for file in files:
            try:
                made.append(_made_anew(file))
            except ValidationError as error:
                wrong.append(error)
        if wrong:
            raise ValidationError(wrong)
        return made


class PhotosForm(forms.Form):
    photos = PicturesField(
        label=_("Pictures"),
        help_text=_(
            "Up to four, 8 MB each. We remove where and with what they were taken. Please no faces of others."
        ),
    )

    def __init__(self, *args: Any, kept: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept

    def clean_photos(self) -> list[Picture]:
        made: list[Picture] = self.cleaned_data["photos"]
        if self.kept + len(made) > MAX_PICTURES:
            raise ValidationError(
                _("That would be more than %(limit)s pictures. Choose those that show it best."),
                code="too_many",
                params={"limit": MAX_PICTURES},
            )
        return made


def _made_anew(file: UploadedFile[Any]) -> Picture:
    try:
        return clean(file, size=file.size or 0)
    except PictureRefused as refused:
        words = str(REFUSALS[refused.code]).format(name=file.name, **refused.params)
        raise ValidationError(words, code=refused.code) from refused
