"""Rows of the hotline as rows of Open311, in the language that is spoken now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minben.needs.hotline.core.open311.markup import Value
from minben.needs.hotline.core.open311.posting import Question
from minben.needs.hotline.core.open311.showing import status_after, status_of, update_number
from minben.needs.hotline.queries.offered import Offered, QuestionRow
from minben.needs.hotline.queries.shown import UNSORTED, ShownRow, ShownStep
from minben.needs.hotline.reasons import in_words
from minben.needs.hotline.wording import in_language, name_of, word

KINDS = ("help", "consultation", "complaint", "suggestion", "praise")
URGENCIES = ("urgent", "soon", "normal")
WISHES = ("nothing", "phone", "sms", "email")
_JUDGED = {
    True: gettext_lazy("The person says that it is solved."),
    False: gettext_lazy("The person says that it is not solved yet."),
    None: gettext_lazy("The person has not said yet whether it is solved."),
}


def service_row(one: Offered) -> dict[str, Value]:
    """Return a heading as a service."""
    names = [one.heading.name, one.heading.name_en]
    above = [one.above.name, one.above.name_en] if one.above else []
    return {
        "service_code": one.heading.code,
        "service_name": name_of(one.heading),
        "description": name_of(one.heading) + (f" ({name_of(one.above)})" if one.above else ""),
        "metadata": True,
        "type": "realtime",
        "keywords": ", ".join(dict.fromkeys(name for name in [*names, *above] if name)),
        "group": name_of(one.above) if one.above else None,
    }


def unsorted_row() -> dict[str, Value]:
    """Return the service for whoever does not know the heading."""
    return {
        "service_code": UNSORTED,
        "service_name": _("Something else"),
        "description": _("Say it in your own words; the hotline finds out who acts."),
        "metadata": True,
        "type": "realtime",
        "keywords": "其他, other",
        "group": None,
    }


def own_questions() -> list[Question]:
    """Return what every service asks, none of it required."""
    return [
        Question(code="since_when", words=_("Since when is it so?"), hint=_("In the person's own words.")),
        _listed("urgency", "urgency", URGENCIES, _("How urgent is it?")),
        _listed("kind", "kind", KINDS, _("What kind of request is it?")),
        _listed("reply_by", "reply_by", WISHES, _("How does the person want to hear from the city?")),
    ]


def question_of(row: QuestionRow) -> Question:
    """Return a question of the city in the language that is spoken now."""
    values = tuple((key, in_language(chinese, english)) for key, chinese, english in row.values)
    words = in_language(row.words, row.words_en)
    return Question(code=row.code, datatype=row.datatype, required=row.required, words=words, values=values)


def definition_row(service: str, questions: list[Question]) -> dict[str, Value]:
    """Return a service with what it asks for."""
    return {
        "service_code": service,
        "attributes": [_attribute(nth, question) for nth, question in enumerate(questions, 1)],
    }


def request_row(shown: ShownRow, number: str, *, extended: bool = False) -> dict[str, Value]:
    """Return a request as anybody may see it."""
    row = shown.row
    fields: dict[str, Value] = {
        "service_request_id": number,
        "status": status_of(row.state),
        "status_notes": _notes(shown),
        "service_name": in_language(row.category_name, row.category_name_en) or _("Something else"),
        "service_code": row.category_code or UNSORTED,
        "description": row.masked,
        "agency_responsible": in_language(row.unit_name, row.unit_name_en) or None,
        "service_notice": " ".join(in_words(row.why)) or None,
        "requested_datetime": written(row.received_at),
        "updated_datetime": written(shown.updated_at),
        "expected_datetime": written(row.due_at) if row.due_at else None,
        "address": _address(shown) or None,
        "address_id": shown.place.code if shown.place else None,
        "zipcode": None,
        "lat": shown.lat,
        "long": shown.lon,
        "media_url": None,
    }
    return {**fields, "extended_attributes": _extended(shown)} if extended else fields


def update_row(step: ShownStep, number: str, status: str, *, extended: bool = False) -> dict[str, Value]:
    """Return a step of a history as an update; extended, it is "fixed" that a unit says it is done."""
    told = status if step.last else status_after(step.step)
    told = "fixed" if extended and step.step == "done" else told
    return {
        "update_id": update_number(number, step.nth),
        "service_request_id": number,
        "status": told.upper(),
        "updated_datetime": written(step.at),
        "description": ": ".join(filter(None, [word("step", step.step), step.words])),
        "media_url": None,
    }


def written(at: datetime) -> str:
    """Write a moment as the standard wants it, in the city's own zone."""
    return localtime(at).isoformat(timespec="seconds")


def _notes(shown: ShownRow) -> str:
    finished = status_of(shown.row.state) == "closed" or shown.row.state == "done"
    said = str(_JUDGED[shown.row.solved]) if finished or shown.row.solved is not None else ""
    return " · ".join(filter(None, [word("state", shown.row.state), said, shown.words]))


def _address(shown: ShownRow) -> str:
    """From the most to the least specific, as the standard has it."""
    places = [in_language(place.name, place.name_en) for place in shown.places]
    return ", ".join(filter(None, [shown.address, *places]))


def _extended(shown: ShownRow) -> Mapping[str, Value]:
    row = shown.row
    return {
        "detailed_status": row.state,
        "solved": row.solved,
        "kind": row.kind,
        "urgency": row.urgency,
        "channel": row.channel,
        "event_size": row.event_size,
        "place_is_exact": bool(row.lat is not None and shown.lat == round(row.lat, 4)),
    }


def _attribute(nth: int, question: Question) -> dict[str, Any]:
    row: dict[str, Any] = {
        "variable": True,
        "code": question.code,
        "datatype": question.datatype,
        "required": question.required,
        "datatype_description": question.hint or None,
        "order": nth,
        "description": question.words,
    }
    values = [{"key": key, "name": name} for key, name in question.values]
    return {**row, "values": values} if values else row


def _listed(code: str, of: str, known: tuple[str, ...], words: str) -> Question:
    values = tuple((one, word(of, one)) for one in known)
    return Question(code=code, datatype="singlevaluelist", words=words, values=values)
