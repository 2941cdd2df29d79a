"""What was typed at the desk and is not right yet: it waits in its writer's session, and the block stays as it was."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest

_KEY, _LONGEST = "twin.drafts", 50_000


def drafts_of(request: HttpRequest, block_id: int) -> Mapping[str, Mapping[str, Any]]:
    """Return what this person typed for each step of a block."""
    found: Mapping[str, Mapping[str, Any]] = request.session.get(_KEY, {}).get(str(block_id), {})
    return found


def keep(request: HttpRequest, block_id: int, step: str, form: forms.Form) -> None:
    """Keep what was typed, right or not, so that it stands there again; a file must be chosen again."""
    said: dict[str, Any] = {}
    for name, field in form.fields.items():
        if not isinstance(field, forms.FileField):
            value = field.widget.value_from_datadict(form.data, form.files, name)
            texts = value if isinstance(value, list) else [value]
            clean = [one[:_LONGEST] if isinstance(one, str) else one for one in texts]
            said[name] = clean if isinstance(value, list) else clean[0]
    _put(request, block_id, {**drafts_of(request, block_id), step: said})


def forget(request: HttpRequest, block_id: int, step: str) -> None:
    """Drop what was typed for a step: it is done."""
    _put(request, block_id, {key: said for key, said in drafts_of(request, block_id).items() if key != step})


def _put(request: HttpRequest, block_id: int, said: Mapping[str, Any]) -> None:
    request.session[_KEY] = {**request.session.get(_KEY, {}), str(block_id): dict(said)}
