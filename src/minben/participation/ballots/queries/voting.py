"""What somebody with the code of an owner's letter may see: their own dwellings and what was cast for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from minben.ground.registers.core.masks import masked_name
from minben.institutions.vault.queries import marks
from minben.needs.hotline.core.codes import as_typed
from minben.participation.ballots.models import SEALED, Cast, Owner, Sheet


@dataclass(frozen=True, slots=True)
class CastRow:
    """A ballot as its own people see it; of a secret one nobody is shown what it says, nor the number that opens it."""

    choice: str
    at: datetime
    channel: str
    by: str
    proxy: bool
    counts: bool
    entry: int
    nonce: str
    commitment: str


@dataclass(frozen=True, slots=True)
class OwnDwelling:
    """A dwelling of an owner, with every ballot cast for it, the newest first."""

    key: int
    label: str
    area_m2: str
    floor: int
    casts: Sequence[CastRow]

    @property
    def choice(self) -> str:
        """What counts now; nothing of a secret ballot."""
        return next((one.choice for one in self.casts if one.counts and one.choice != SEALED), "")


@dataclass(frozen=True, slots=True)
class VoterRow:
    """An owner with a covered name."""

    key: int
    decision: int
    number: int
    name: str
    dwellings: Sequence[OwnDwelling]

    @property
    def has_voted(self) -> bool:
        """Whether anything was cast for one of the dwellings."""
        return any(one.casts for one in self.dwellings)


def owner_of_code(code: str) -> int | None:
    """Return the owner whose letter carries a code, typed in any way."""
    found = Owner.objects.filter(code_mark__in=marks(plain=as_typed(code), context="ballots.owner.code"))
    return found.values_list("pk", flat=True).first()


def owner_numbered(*, decision: int, number: int) -> int | None:
    """Return the owner of a number of the list."""
    return Owner.objects.filter(decision_id=decision, number=number).values_list("pk", flat=True).first()


def owners_of_person(person: int) -> list[int]:
    """Return what somebody who is in the registers is in the lists of decisions, the newest first."""
    return list(Owner.objects.filter(person_id=person).order_by("-pk").values_list("pk", flat=True))


def voter(key: int) -> VoterRow | None:
    """Return an owner and their dwellings; three queries."""
    row = Owner.objects.filter(pk=key).first()
    if row is None:
        return None
    owned = [one.dwelling for one in row.ownerships.select_related("dwelling").order_by("pk")]
    casts = Cast.objects.filter(dwelling__in=owned).select_related("owner").order_by("-at", "-pk")
    by_dwelling: dict[int, list[Cast]] = {one.pk: [] for one in owned}
    for cast in casts:
        by_dwelling[cast.dwelling_id].append(cast)
    dwellings = [
        OwnDwelling(
            one.pk,
            one.label,
            str(one.area_m2),
            one.floor,
            [_cast(cast, counts=n == 0) for n, cast in enumerate(by_dwelling[one.pk])],
        )
        for one in owned
    ]
    return VoterRow(row.pk, row.decision_id, row.number, masked_name(row.name), dwellings)


def _cast(row: Cast, *, counts: bool) -> CastRow:
    return CastRow(
        row.choice,
        row.at,
        row.channel,
        masked_name(row.owner.name),
        bool(row.paper),
        counts,
        row.entry,
        row.nonce,
        row.commitment,
    )


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet of paper without what anybody read on it, so that the second reader reads for themself."""

    number: str
    handed_in_at: datetime
    readings: int
    settled: bool

    @property
    def state(self) -> str:
        """``waits`` for the second reader, ``differs`` (both look again), or ``done``."""
        return "done" if self.settled else "waits" if self.readings % 2 else "differs"


def sheets(decision: int) -> list[SheetRow]:
    """Return the ballots on paper of a decision, those that wait first."""
    found = Sheet.objects.filter(decision_id=decision).prefetch_related("readings").order_by("number")
    rows = [
        SheetRow(row.number, row.handed_in_at, len(row.readings.all()), row.settled_at is not None)
        for row in found
    ]
    return sorted(rows, key=lambda row: (row.settled, row.number))
