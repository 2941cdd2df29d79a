"""What the refusal page hands to the emergency page: signed, so that nobody can name another record."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from django.core import signing

from minben.institutions.rights.core.decide import Record
from minben.institutions.rights.refusal import Refusal

SALT = "rights.glass"
VALID_S = 3600


@dataclass(frozen=True, slots=True)
class Glass:
    """One refused reading that may be forced open, and the page to return to."""

    reader: str
    label: str
    record: str
    person: str
    fields: tuple[str, ...]
    purpose: str
    back: str

    @classmethod
    def of(cls, refusal: Refusal, back: str) -> Self | None:
        """Return what may be forced open: one record, where that is allowed at all."""
        if not refusal.may_break_glass or len(refusal.records) != 1:
            return None
        one = refusal.records[0]
        who = refusal.reader
        return cls(who.key, who.label, one.record, one.person, one.fields, refusal.purpose, back)

    @property
    def as_record(self) -> Record:
        """The record as rights keeps it."""
        return Record(record=self.record, person=self.person, fields=self.fields)

    def sign(self) -> str:
        """Return the text that travels in the address."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what :meth:`sign` wrote.

        Raises
        ------
        django.core.signing.BadSignature
            When it was changed or is older than an hour.
        """
        raw: dict[str, Any] = signing.loads(text, salt=SALT, max_age=VALID_S)
        return cls(**raw | {"fields": tuple(raw["fields"])})
