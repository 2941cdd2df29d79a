"""What goes over the wire about requests."""

from datetime import datetime
from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from ninja import Field, Path, Schema
from pydantic import AwareDatetime, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from minben.needs.hotline.queries import EntryRow, Listed

LARGEST = 9_223_372_036_854_775_807
Key = Annotated[int, Path(ge=1, le=LARGEST, description="The number of the request.")]
Kinds = Literal["help", "consultation", "complaint", "suggestion", "whistle", "praise"]
Code = Annotated[str, Field(max_length=80, pattern=r"^[\w.\-/ ]+$")]


class _Strict(Schema):
    """A body in which a field that is not known is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class Contact(_Strict):
    """How to reach the person; kept apart from their words and opened for a purpose only."""

    name: str = Field("", max_length=80)
    phone: str = Field("", max_length=40, pattern=r"^(\+?[0-9][0-9 \-]{4,19})?$")
    email: str = Field("", max_length=254, pattern=r"^([^@\s]+@[^@\s.]+(\.[^@\s.]+)+)?$")
    address: str = Field("", max_length=300)
    reply_by: Literal["nothing", "phone", "letter", "email", "sms"] = "nothing"

    @model_validator(mode="after")
    def can_be_answered(self) -> Self:
        needed = {"phone": self.phone, "sms": self.phone, "email": self.email, "letter": self.address}
        if not needed.get(self.reply_by, "-"):
            raise PydanticCustomError("reply_needs", _("Give what is needed to answer in this way."))
        return self


class NewRequest(_Strict):
    """One need, in the person's own words."""

    text: str = Field(min_length=1, max_length=5000, description="The person's own words.")
    received_at: AwareDatetime | None = Field(None, description="When they said it; now, if it is left out.")
    kind: Kinds | None = Field(None, description="What it is; read from the words if it is left out.")
    category: Code | None = Field(
        None, description="Code of a category; understood from the words if it is left out."
    )
    place: Code | None = Field(None, description="Code of a place of the register.")
    address: str = Field("", max_length=300, description="Where it is, as one would tell a neighbour.")
    lat: float | None = Field(None, ge=-90, le=90, description="Latitude in degrees (WGS 84).")
    lon: float | None = Field(None, ge=-180, le=180, description="Longitude in degrees (WGS 84).")
    since_when: str = Field("", max_length=80, description="Since when it is so, in words.")
    identity: Literal["named", "confidential", "anonymous"] = Field(
        "named", description="Who may learn who asked."
    )
    contact: Contact | None = None
    reference: str | None = Field(
        None, min_length=1, max_length=160, description="Your own key of this request; taken in once."
    )

    @model_validator(mode="after")
    def whole_point(self) -> Self:
        if (self.lat is None) != (self.lon is None):
            raise PydanticCustomError("point_halved", _("A point needs both lat and lon."))
        if not self.text.strip():
            raise PydanticCustomError("text_blank", _("Nothing is written in text."))
        return self


class NewWords(_Strict):
    """What the person says later."""

    words: str = Field(min_length=1, max_length=5000)


class Named(Schema):
    """A thing of the city by its code, with its names."""

    code: str
    name: str
    name_en: str


class RequestShown(Schema):
    """A request with personal data covered."""

    id: int
    code: str | None = Field(None, description="The tracking code, for the partner that sent it in alone.")
    reference: str | None = Field(None, description="Your own key, where you gave one.")
    kind: str
    channel: str
    state: str
    urgency: str
    words: str = Field(description="What was asked, with personal data covered.")
    received_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    solved: bool | None = Field(description="The person's own word; null while it was not asked.")
    category: Named | None
    place: Named | None
    unit: Named | None
    numbers: list[str] = Field(description="Numbers that the person should call at once, such as 119.")


class Step(Schema):
    """One public line of a request's history."""

    at: datetime
    step: str
    actor: str
    unit: str
    unit_en: str
    words: str = Field(description="What was said, with personal data covered.")


class Attachment(Schema):
    """A picture that belongs to a request."""

    id: int
    width_px: int
    height_px: int
    href: str


class CategoryShown(Schema):
    """A heading of the city's own list."""

    code: str
    name: str
    name_en: str
    parent: str | None
    tier: str


def shown(row: Listed, *, own: bool) -> RequestShown:
    """Show a request to a partner: its code to the one that sent it in alone."""
    three = {
        what: Named(code=code, name=name, name_en=name_en) if code else None
        for what, (code, name, name_en) in (
            ("category", row.category),
            ("place", row.place),
            ("unit", row.unit),
        )
    }
    return RequestShown(
        id=row.key,
        code=row.code if own else None,
        reference=row.source_key if own else None,
        kind=row.kind,
        channel=row.channel,
        state=row.state,
        urgency=row.urgency,
        words=row.masked,
        received_at=row.received_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        solved=row.solved,
        numbers=list(row.numbers),
        **three,
    )


def step_shown(row: EntryRow) -> Step:
    """Show a line of a history."""
    return Step(
        at=row.at,
        step=row.step,
        actor=row.actor,
        unit=row.unit_name,
        unit_en=row.unit_name_en,
        words=row.words,
    )
