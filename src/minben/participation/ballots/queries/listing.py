"""The published list: its bytes, its rows for a page, and whether it agrees with the public record."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from minben.ledger import queries as ledger
from minben.participation.ballots.core.lists import read_vote
from minben.participation.ballots.core.receipts import Checked, checked
from minben.participation.ballots.core.tally import Choice, standing
from minben.participation.ballots.models import Result

_MOST_ENTRIES = 200_000


@dataclass(frozen=True, slots=True)
class Published:
    """The list as it was published, with its digest."""

    content: str
    digest: str
    carried: bool


@dataclass(frozen=True, slots=True)
class ListedDwelling:
    """A line of the list for a page: the dwelling, its owners with covered names, and what counts for it."""

    label: str
    area_m2: str
    names: Sequence[str]
    choice: Choice | None


def published(key: int) -> Published | None:
    """Return the list of a decision once it is published."""
    row = Result.objects.filter(decision_id=key).first()
    return Published(row.content, row.digest, row.carried) if row else None


def listed(key: int) -> list[ListedDwelling]:
    """Return the lines of the published list; none before it is published."""
    found = published(key)
    if found is None or json.loads(found.content).get("secret"):
        return []
    vote, told = read_vote(found.content), json.loads(found.content)
    chosen, _doubts = standing(vote.dwellings, vote.ballots, closes=vote.closes)
    return [
        ListedDwelling(row["id"], row["area_m2"], row["names"], chosen.get(row["id"]))
        for row in told["dwellings"]
    ]


def committed(key: int) -> list[str]:
    """Return every commitment to a ballot of this decision that stands in the public record."""
    rows = ledger.entries_about(f"ballots.decision:{key}", limit=_MOST_ENTRIES)
    acts: list[dict[str, Any]] = [json.loads(row.leaf) for row in rows if row.what == "ballots.cast"]
    return [act["detail"]["commitment"] for act in acts]


def agreement(key: int) -> Checked | None:
    """Compare the published list with the public record; None before it is published."""
    found = published(key)
    return checked(json.loads(found.content), committed(key)) if found else None
