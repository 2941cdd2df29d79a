"""The city's own list of what people ask for."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from minben.institutions.partners.edge import Cursor, Limit, Page, page_of, refuse_unknown
from minben.institutions.partners.edge.lists import place_of
from minben.needs.hotline import queries
from minben.needs.hotline.api.shapes import CategoryShown

router = Router(tags=["categories"])


@router.get("/categories", response=Page[CategoryShown], summary="List the categories")
def list_categories(request: HttpRequest, cursor: Cursor = "", limit: Limit = 200) -> Any:
    """Every category in force, with the one it stands under."""
    refuse_unknown(request, "cursor", "limit")
    rows = sorted(queries.categories(), key=lambda row: row.key)
    codes = {row.key: row.code for row in rows}
    after = place_of(cursor) or 0
    following = [row for row in rows if row.key > after][: limit + 1]
    return page_of(
        request,
        following,
        limit=limit,
        key=lambda row: row.key,
        show=lambda row: CategoryShown(
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            parent=codes.get(row.parent) if row.parent is not None else None,
            tier=row.tier,
        ),
    )
