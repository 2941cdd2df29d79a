"""The test endpoint's own requests and updates, which nobody acts on."""

from datetime import timedelta

from minben.needs.hotline import queries
from minben.needs.hotline.core.open311.asking import Asked
from minben.needs.hotline.core.open311.markup import Value
from minben.needs.hotline.open311.rows import written


def rows(asked: Asked) -> list[Value]:
    """Return the requests that were sent to the test endpoint."""
    return [
        {
            "service_request_id": one.key,
            "status": one.facts["status"],
            **{name: one.facts.get(name) for name in _SHOWN},
            "requested_datetime": written(one.at),
            "updated_datetime": written(one.updated_at),
            "expected_datetime": written(one.at + timedelta(days=5)),
            "media_url": None,
        }
        for one in queries.rehearsals(asked)
    ]


def updates(asked: Asked) -> list[Value]:
    """Return the updates that were sent to the test endpoint."""
    return [
        {
            "update_id": one.key,
            "service_request_id": one.of,
            "status": str(one.facts["status"]).upper(),
            "updated_datetime": written(one.at),
            "description": one.facts["description"],
            "media_url": None,
        }
        for one in queries.rehearsed_updates(asked)
    ]


def is_known(key: str) -> bool:
    """Tell whether a number belongs to a request of the test endpoint."""
    return queries.is_rehearsal(key)


_SHOWN = (
    "status_notes", "service_name", "service_code", "description", "agency_responsible", "service_notice", "address",
    "address_id", "zipcode", "lat", "long",
)  # fmt: skip
