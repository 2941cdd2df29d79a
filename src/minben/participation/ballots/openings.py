"""Of a secret vote: the file of openings for its observers, and what everybody gets instead of a list by name."""

import json
from datetime import datetime
from typing import Any

from minben.ledger import actions as ledger
from minben.participation.ballots.core.disclosure import Band, Told, heads_of, told
from minben.participation.ballots.core.secrecy import roll_digest
from minben.participation.ballots.core.tally import count
from minben.participation.ballots.law import procedure_of, secrecy_of
from minben.participation.ballots.lists import (
    casts_of,
    counted_of,
    dwellings_told,
    place_of,
    secret_of,
    stamp,
)
from minben.participation.ballots.models import Cast, Decision, Dwelling

__all__ = ["commitments_of", "interim_of", "openings_of", "roll_of", "told_of"]


def roll_of(decision: Decision) -> str:
    """Return the digest that fixes which areas and heads have a say."""
    places = [place_of(row) for row in Dwelling.objects.filter(decision=decision)]
    return roll_digest(places, ledger.plain_digest(b"").partition(":")[0])


def commitments_of(decision: Decision) -> list[dict[str, Any]]:
    """Return every commitment with its entry; which of them count, and for whom, is not told."""
    found = Cast.objects.filter(decision=decision).order_by("entry").values_list("entry", "commitment")
    return [{"entry": entry, "commitment": commitment} for entry, commitment in found]


def interim_of(decision: Decision) -> str:
    """Write the commitments as they stand, before there is a result: what observers compare with."""
    content = {**_head(decision), "roll": roll_of(decision), "commitments": commitments_of(decision)}
    return json.dumps(content, ensure_ascii=False, indent=1)


def openings_of(decision: Decision, *, at: datetime) -> str:
    """Write the openings: every ballot under a random name, and the areas that have a say, for observers alone."""
    places = sorted(
        (place_of(row) for row in Dwelling.objects.filter(decision=decision)), key=lambda one: one.place
    )
    content = {
        **_head(decision),
        "opened": stamp(at),
        # Without names: an observer compares areas, and has no need of who owns what.
        "dwellings": [
            {key: row[key] for key in ("id", "area_m2", "owners")} for row in dwellings_told(decision)
        ],
        "places": [{"place": one.place, "area_m2": one.area_m2, "head": one.head} for one in places],
        "ballots": [_opened(row) for row in sorted(casts_of(decision), key=lambda row: row.entry)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def told_of(decision: Decision, *, at: datetime) -> str:
    """Write what everybody reads of a secret vote: its commitments, and as much of the count as names nobody."""
    counted, closes = counted_of(decision, opened=True), decision.closes_at or at
    tally = count(counted.dwellings, counted.ballots, procedure_of(decision), closes=closes)
    came, rule = heads_of(counted.dwellings, counted.ballots, closes=closes), secrecy_of(decision)
    commitments = commitments_of(decision)
    content = {
        **_head(decision),
        "published": stamp(at),
        "carried": tally.carried,
        "roll": roll_of(decision),
        "openings": decision.opened.digest,
        "rule": {"version": rule.version, "k": rule.k, "area_step_percent": rule.area_step_percent},
        "count": {
            **_told(told(tally, came, rule)),
            "ballots": len({one.dwelling for one in counted.ballots}),
        },
        "commitments": commitments,
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _head(decision: Decision) -> dict[str, Any]:
    return {
        "decision": decision.pk,
        "secret": True,
        "title": decision.title,
        "title_en": decision.title_en,
        "procedure": decision.procedure,
        "law_of": decision.law_of.isoformat(),
        "closes": stamp(decision.closes_at) if decision.closes_at else "",
    }


def _opened(row: Cast) -> dict[str, Any]:
    choice, nonce = secret_of(row)
    return {
        "place": row.dwelling.alias, "choice": choice, "at": stamp(row.at), "nonce": nonce, "entry": row.entry,
    }  # fmt: skip


def _told(found: Told) -> dict[str, Any]:
    return {
        "lines": dict(found.lines),
        "took_part": {"heads": found.heads_present, "of": found.heads_whole, **_band(found.area_present)},
        "heads": dict(found.heads),
        "agreed": _band(found.area_for) if found.area_for else {},
    }


def _band(found: Band) -> dict[str, int]:
    return {"area_from_percent": found.low, "area_to_percent": found.high}
