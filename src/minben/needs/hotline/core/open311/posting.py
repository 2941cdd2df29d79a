"""What a caller hands in: a request or an update as fields of a form, checked before anything is written."""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from minben.needs.hotline.core.open311.asking import moment
from minben.needs.hotline.core.open311.refusing import Fault, Refused

LONGEST = 4_000
"""Length of a description, as the standard has it [characters]."""
LONGEST_ANSWER = 1_000
MOST_ANSWERS = 50
MOST_LINKS = 4
STATUSES = frozenset({"open", "closed", "fixed", "reopen", "in_progress"})
_LENGTHS = {
    "first_name": 40, "last_name": 40, "phone": 40, "email": 254, "address_string": 300, "address_id": 64,
    "account_id": 80, "device_id": 200, "update_id": 120,
}  # fmt: skip
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s]{2,63}")
_LINK = re.compile(r"https?://[^\s<>\"]{3,480}", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,80})\](\[\d*\])?")

Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that a service asks for, as its definition shows it; ``values`` are keys with names."""

    code: str
    datatype: str = "string"
    required: bool = False
    words: str = ""
    hint: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A request as it was handed in; everything in it was looked at."""

    service: str
    description: str = ""
    lat: float | None = None
    long: float | None = None
    address: str = ""
    address_id: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    account_id: str = ""
    links: tuple[str, ...] = ()
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedUpdate:
    """An update of the person who asked: words, and perhaps that it is solved or is not."""

    request: str
    update_id: str
    description: str
    solved: bool | None
    links: tuple[str, ...] = ()


def read_post(
    form: Form, *, services: Collection[str], questions: Mapping[str, Sequence[Question]]
) -> Posted:
    """Read a request.

    Parameters
    ----------
    form : mapping
        Each field with all its values.
    services : collection of str
        Codes that can be asked for.
    questions : mapping
        What each service asks for, by its code; under ``""`` what all of them ask for.

    Raises
    ------
    Refused
        With one fault for each field that is missing or wrong.

    Examples
    --------
    >>> form = {"service_code": ["road"], "lat": ["30.26"], "long": ["120.15"], "description": ["A hole"]}
    >>> read_post(form, services={"road"}, questions={}).lat
    30.26
    """
    faults: list[Fault] = []
    one = _ones(form, faults)
    service = one.get("service_code", "")
    if not service:
        faults.append(Fault("service_missing"))
    elif service not in services:
        faults.append(Fault("service_unknown", {"value": service[:80]}))
    asked = (*questions.get("", ()), *questions.get(service, ()))
    answers = _answers(form, asked, faults)
    lat, long = _point(one, faults)
    if lat is None and not any((one.get("address_string"), one.get("address_id"), _has_faults(faults))):
        faults.append(Fault("place_missing"))
    posted = Posted(
        service=service,
        description=one.get("description", ""),
        lat=lat,
        long=long,
        address=one.get("address_string", ""),
        address_id=one.get("address_id", ""),
        name=_name(one),
        phone=one.get("phone", ""),
        email=one.get("email", ""),
        account_id=one.get("account_id", ""),
        links=_links(form, faults),
        answers=answers,
    )
    if faults:
        raise Refused(*faults)
    return posted


def read_update(form: Form) -> PostedUpdate:
    """Read an update; the closed and the open form of a status may be written in either case.

    Raises
    ------
    Refused
        With one fault for each field that is missing or wrong.

    Examples
    --------
    >>> read_update({"service_request_id": ["q7"], "status": ["FIXED"], "description": ["Warm again"]}).solved
    True
    """
    faults: list[Fault] = []
    one = _ones(form, faults)
    if not one.get("service_request_id"):
        faults.append(Fault("id_missing"))
    status = one.get("status", "open").lower().replace(" ", "_")
    if status not in STATUSES:
        faults.append(Fault("update_status_wrong", {"value": status[:40]}))
    if (when := one.get("updated_datetime")) and moment(when) is None:
        faults.append(Fault("date_wrong", {"name": "updated_datetime", "value": when[:40]}))
    solved = {"closed": True, "fixed": True, "reopen": False}.get(status)
    if not one.get("description") and solved is None:
        faults.append(Fault("words_missing"))
    links = _links(form, faults)
    if faults:
        raise Refused(*faults)
    return PostedUpdate(
        request=one["service_request_id"],
        update_id=one.get("update_id", ""),
        description=one.get("description", ""),
        solved=solved,
        links=links,
    )


def _ones(form: Form, faults: list[Fault]) -> dict[str, str]:
    """Each field's first value; too long ones are faults, so that nothing is cut off in silence."""
    one = {name: values[0].strip() for name, values in form.items() if values and values[0].strip()}
    limits = {**_LENGTHS, "description": LONGEST}
    for name, limit in limits.items():
        if len(one.get(name, "")) > limit:
            faults.append(Fault("too_long", {"name": name, "limit": limit}))
    if (email := one.get("email")) and not _EMAIL.fullmatch(email):
        faults.append(Fault("email_wrong", {"value": email[:80]}))
    return one


def _has_faults(faults: Sequence[Fault]) -> bool:
    return any(fault.code in ("point_wrong", "point_half") for fault in faults)


def _point(one: Mapping[str, str], faults: list[Fault]) -> tuple[float | None, float | None]:
    given = [one.get("lat"), one.get("long")]
    if not any(given):
        return None, None
    if not all(given):
        faults.append(Fault("point_half"))
        return None, None
    try:
        lat, long = (float(number or "") for number in given)
    except ValueError:
        lat = long = math.nan
    if not (abs(lat) <= 90 and abs(long) <= 180):
        faults.append(Fault("point_wrong", {"lat": str(given[0])[:20], "long": str(given[1])[:20]}))
        return None, None
    return lat, long


def _name(one: Mapping[str, str]) -> str:
    first, last = one.get("first_name", ""), one.get("last_name", "")
    # A Chinese name is written with the family name first and without a space.
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in first + last)
    return f"{last}{first}" if chinese else f"{first} {last}".strip()


def _links(form: Form, faults: list[Fault]) -> tuple[str, ...]:
    given = [
        one for name in ("media_url", "media_url[]") for value in form.get(name, ()) if (one := value.strip())
    ]
    if len(given) > MOST_LINKS:
        faults.append(Fault("too_many_links", {"limit": MOST_LINKS}))
    wrong = [one for one in given if not _LINK.fullmatch(one)]
    faults += [Fault("link_wrong", {"value": one[:60]}) for one in wrong[:1]]
    return tuple(given)


def _answers(form: Form, asked: Sequence[Question], faults: list[Fault]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, values in form.items():
        if match := _ATTRIBUTE.fullmatch(name):
            said = tuple(one for value in values if (one := value.strip()))
            found[match[1]] = (*found.get(match[1], ()), *said)
    found = {code: said for code, said in found.items() if said}
    if len(found) > MOST_ANSWERS:
        faults.append(Fault("too_many_answers", {"limit": MOST_ANSWERS}))
    for code, said in found.items():
        if any(len(one) > LONGEST_ANSWER for one in said):
            faults.append(Fault("too_long", {"name": f"attribute[{code}]", "limit": LONGEST_ANSWER}))
    for question in asked:
        faults += _wrong(question, found.get(question.code, ()))
    return found


def _wrong(question: Question, said: Sequence[str]) -> list[Fault]:
    """Tell what is wrong with the answers to one question, and which of them.

    Examples
    --------
    >>> lamp = Question(code="LAMP", datatype="multivaluelist", values=(("dark", "Dark"), ("dim", "Dim")))
    >>> [fault.facts["value"] for fault in _wrong(lamp, ["dark", "green"])], _wrong(lamp, ["dark", "dim"])
    (['green'], [])
    """
    facts: dict[str, object] = {"name": f"attribute[{question.code}]"}
    if not said:
        return [Fault("answer_missing", facts)] if question.required else []
    keys = {key for key, _ in question.values}
    if question.datatype.endswith("valuelist") and (unknown := [one for one in said if one not in keys]):
        return [
            Fault("answer_not_listed", {**facts, "value": unknown[0][:40], "known": ", ".join(sorted(keys))})
        ]
    if question.datatype != "multivaluelist" and len(said) > 1:
        return [Fault("answer_one_only", facts)]
    if question.datatype == "number" and not _is_number(said[0]):
        return [Fault("number_wrong", {**facts, "value": said[0][:40]})]
    if question.datatype == "datetime" and moment(said[0]) is None:
        return [Fault("date_wrong", {**facts, "value": said[0][:40]})]
    return []


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
