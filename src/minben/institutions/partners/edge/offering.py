"""The API as it is described: every operation with the ways in which it can refuse."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from minben.institutions.partners.edge.kinds import KINDS
from minben.institutions.partners.edge.problems import MEDIA_TYPE, ProblemDocument
from minben.institutions.partners.edge.reading import StrictParser

_ALWAYS = (400, 401, 404, 422, 429, 500, 503)
_GUARDED = (403,)
_WRITES = (409, 413, 415)


class OurAPI(NinjaAPI):
    """Reads strictly, and describes its refusals."""

    def __init__(self, **options: Any) -> None:
        super().__init__(docs_url=None, openapi_url="/openapi.json", parser=StrictParser(), **options)

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        schema["components"].setdefault("schemas", {})["ProblemDocument"] = _document(schema)
        for path in schema["paths"].values():
            for method, operation in path.items():
                _describe(method, operation)
        return schema


def _document(schema: dict[str, Any]) -> dict[str, Any]:
    model = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["components"]["schemas"].update(model.pop("$defs", {}))
    return model


def _describe(method: str, operation: dict[str, Any]) -> None:
    statuses = [
        *_ALWAYS,
        *(_GUARDED if operation.get("security") else ()),
        *(_WRITES if method != "get" else ()),
    ]
    refused = {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}
    for status in sorted(statuses):
        titles = sorted({str(kind.title) for kind in KINDS.values() if kind.status == status})
        operation["responses"][status] = {
            "description": "; ".join(titles),
            "content": {MEDIA_TYPE: refused},
        }
    if method == "get":
        operation["responses"][304] = {"description": "Nothing changed since the ETag that you named."}
