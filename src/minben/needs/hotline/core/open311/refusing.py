"""Why a call cannot be answered as it was made: codes with their facts, several at once, and the status they mean."""

from dataclasses import dataclass, field

STATUS = {
    "jurisdiction_unknown": 404,
    "service_unknown": 404,
    "request_unknown": 404,
    "token_unknown": 404,
    "address_unknown": 404,
    "key_missing": 403,
    "key_wrong": 403,
    "scope_missing": 403,
    "not_yours": 403,
    "method_wrong": 405,
    "too_fast": 429,
    "key_reused": 409,
    "in_progress": 409,
}
"""The status of HTTP for each code; 400 for all others, as the standard has it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a code, and the facts its words need."""

    code: str
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The status of HTTP that says it.

        >>> Fault("request_unknown").status, Fault("date_wrong").status
        (404, 400)
        """
        return STATUS.get(self.code, 400)


class Refused(ValueError):
    """A call that was not done, with everything that is wrong about it.

    >>> Refused(Fault("too_fast"), Fault("date_wrong")).status
    429
    """

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*(fault.code for fault in faults))
        self.faults = faults
        self.status = faults[0].status
