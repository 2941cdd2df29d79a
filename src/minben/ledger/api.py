"""Proofs of the ledger for machines: the signed head, entries, that an entry is in the log, that the log only grew."""

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema

from minben.commons.incoming import refuse_filters
from minben.ledger import queries

router = Router(tags=["ledger"])
_LARGEST = 9_223_372_036_854_775_807
Number = Annotated[int, Path(ge=0, le=_LARGEST)]


class HeadShown(Schema):
    """The signed root over all entries so far."""

    kind: str
    size: int
    root: str
    at: str
    digest_algorithm: str
    signature_algorithm: str
    public_key: str
    key_id: str
    signature: str


class Inclusion(Schema):
    """The proof that an entry is in the log under a head."""

    kind: str
    leaf: str
    index: int
    proof: list[str]
    head: HeadShown


class Growth(Schema):
    """The proof that the log under a head begins with an older one."""

    kind: str
    old_size: int
    old_root: str
    proof: list[str]
    head: HeadShown


class EntryShown(Schema):
    """One act as anyone may see it; ``position`` is null until it is sealed."""

    id: int
    what: str
    who: str
    subject: str
    at: datetime
    leaf: str
    position: int | None
    sealed_at: datetime | None


@router.get("/ledger/head", response=HeadShown, summary="Read the newest signed head")
def read_head(request: HttpRequest) -> Any:
    """The root over all sealed entries, with its signature: save it, and the log can never be shortened unnoticed."""
    refuse_filters(request.GET)
    newest = queries.latest_head()
    if newest is None:
        raise Http404("nothing is sealed")
    return newest.document()


@router.get("/ledger/entries/{entry_id}", response=EntryShown, summary="Read an entry")
def read_entry(request: HttpRequest, entry_id: Number) -> Any:
    """One act, without personal data."""
    refuse_filters(request.GET)
    row = queries.entry(entry_id)
    if row is None:
        raise Http404("no such entry")
    return row


@router.get(
    "/ledger/entries/{entry_id}/proof", response=Inclusion, summary="Prove that an entry is in the log"
)
def prove_entry(request: HttpRequest, entry_id: Number) -> Any:
    """The path from the entry to the signed head; anyone can check it without us."""
    refuse_filters(request.GET)
    return queries.inclusion(entry_id)


@router.get("/ledger/growth/{size}", response=Growth, summary="Prove that the log only grew")
def prove_growth(request: HttpRequest, size: Number) -> Any:
    """The proof that the log of today begins with the log of that size."""
    refuse_filters(request.GET)
    return queries.consistency(size)
