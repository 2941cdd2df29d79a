"""The exception that stops a reading."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from minben.institutions.rights.core.decide import Reader, Record


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was asked for, by whom, and the code of the reason it was refused.

    ``unnamed``: the public ledger may not even say which record it was about.
    """

    code: str
    purpose: str
    reader: Reader
    records: tuple[Record, ...]
    may_break_glass: bool = False
    unnamed: bool = False


class Refused(PermissionDenied):
    """No purpose covers this reading. Raised inside the caller's transaction, so kept after the roll-back.

    Pages leave that to ``RefusalMiddleware``; commands and other edges call ``keep_refusal`` themselves.
    """

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.code = refusal.code
        self.purpose = refusal.purpose
        self.record = refusal.records[0].record if refusal.records else ""
