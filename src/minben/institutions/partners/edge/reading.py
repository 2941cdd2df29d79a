"""Reading bodies and parameters strictly, before anything looks at them."""

from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.parser import Parser

from minben.commons.errors import TeachingError, lesson
from minben.commons.incoming import plain_text, read_json
from minben.institutions.partners.edge.problems import Problem

JSON_TYPE = "application/json"


class StrictParser(Parser):
    """Takes JSON of the right type that can be read in one way, and parameters that can be written down."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != JSON_TYPE:
            raise Problem("body_type")
        try:
            return read_json(request.body)
        except TeachingError as error:
            raise Problem("body_unreadable", detail=str_of(error)) from None

    def parse_querydict(
        self, data: "MultiValueDict[str, Any]", list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        texts = [value for values in data.lists() for value in values[1] if isinstance(value, str)]
        if not all(plain_text(text) for text in (*texts, *data)):
            raise Problem("body_invalid")
        return super().parse_querydict(data, list_fields, request)


def str_of(error: TeachingError) -> str:
    """Say what was wrong in the caller's language."""
    words = lesson(error.code)
    return " ".join(_(part).format(**error.params) for part in (words.what, words.why, words.remedy) if part)
