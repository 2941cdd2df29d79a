"""Units and places for machines: who acts in this city, where, and when their counter is open."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from minben.ground.registers import queries
from minben.institutions.partners.edge import Cursor, Limit, Page, Problem, page_of, refuse_unknown
from minben.institutions.partners.edge.lists import place_of

router = Router(tags=["units"])


class UnitShown(Schema):
    """A body that acts on requests, with its counter; blank English fields fall back to the Chinese ones."""

    code: str
    kind: str
    name: str
    name_en: str
    parent: str | None = Field(description="Code of the unit above it.")
    place: str | None = Field(description="Code of the place it serves.")
    phone: str
    address: str
    address_en: str
    opens: str
    opens_en: str


class PlaceShown(Schema):
    """A district, street, community or building."""

    code: str
    kind: str
    name: str
    name_en: str
    parent: str | None = Field(description="Code of the place it lies in.")
    lat: float | None
    lon: float | None


@router.get("/units", response=Page[UnitShown], summary="List the units")
def list_units(request: HttpRequest, cursor: Cursor = "", limit: Limit = 100) -> Any:
    """Every unit of the city, in the order they were enrolled."""
    refuse_unknown(request, "cursor", "limit")
    rows = queries.units()
    show = _units(rows)
    following = [row for row in rows if row.key > (place_of(cursor) or 0)][: limit + 1]
    return page_of(request, following, limit=limit, key=lambda row: row.key, show=lambda row: show[row.key])


@router.get("/units/{code}", response=UnitShown, summary="Read a unit")
def read_unit(request: HttpRequest, code: str) -> Any:
    """One unit with its counter."""
    refuse_unknown(request)
    found = next((row for row in queries.units() if row.code == code), None)
    if found is None:
        raise Problem("not_found")
    return _units(queries.units())[found.key]


@router.get("/places", response=Page[PlaceShown], summary="List the places")
def list_places(request: HttpRequest, cursor: Cursor = "", limit: Limit = 100) -> Any:
    """Every place of the register, the widest first as they were enrolled."""
    refuse_unknown(request, "cursor", "limit")
    rows = queries.gazetteer()
    codes = {row.key: row.code for row in rows}
    following = [row for row in rows if row.key > (place_of(cursor) or 0)][: limit + 1]
    return page_of(
        request, following, limit=limit, key=lambda row: row.key, show=lambda row: _place(row, codes)
    )


def _units(rows: tuple[queries.UnitRow, ...]) -> dict[int, UnitShown]:
    codes = {row.key: row.code for row in rows}
    places = {row.key: row.code for row in queries.gazetteer()}
    same = ("code", "kind", "name", "name_en", "phone", "address", "address_en", "opens", "opens_en")
    return {
        row.key: UnitShown(
            parent=codes.get(row.parent or 0),
            place=places.get(row.place or 0),
            **{f: getattr(row, f) for f in same},
        )
        for row in rows
    }


def _place(row: queries.PlaceRow, codes: dict[int, str]) -> PlaceShown:
    return PlaceShown(
        code=row.code, kind=row.kind, name=row.name, name_en=row.name_en, parent=codes.get(row.parent or 0),
        lat=row.lat, lon=row.lon,
    )  # fmt: skip
