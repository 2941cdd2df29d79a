"""The cards of one owner's dwellings, and which rows neighbours may see."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from minben.participation.ballots import queries as ballots
from minben.participation.twin.core.cards import Card, card, homes
from minben.participation.twin.core.compensation import by_floor, by_light
from minben.participation.twin.law import floors_at
from minben.participation.twin.models import Consent
from minben.participation.twin.queries.showing import BlockRow, StudyRow, of_decision, studies


@dataclass(frozen=True, slots=True)
class OwnCard:
    """The card of a dwelling, with what its owner said about showing its row.

    Attributes
    ----------
    cents : int or None
        What it would pay of the lift [cent].
    by_light, by_floor : int or None
        What it would get of a sum that is shared in one way or the other [cent].
    """

    dwelling: str
    card: Card | None
    shown: bool
    cents: int | None
    by_light: int | None
    by_floor: int | None


def own_cards(owner: int, *, lift: str = "") -> tuple[BlockRow, StudyRow, list[OwnCard]] | None:
    """Return the cards of an owner's dwellings at a place; at the proposed one when no other is named.

    Parameters
    ----------
    owner : int
        As :func:`minben.participation.ballots.queries.owner_of_code` returns it.

    Returns
    -------
    tuple or None
        None when no block is shown for that decision, or none was studied.
    """
    voter = ballots.voter(owner)
    block = of_decision(voter.decision) if voter else None
    found = studies(block.key) if block else []
    if voter is None or block is None or not found:
        return None
    study = found[0]
    place = lift if lift in study.result["after"] else study.proposed
    costs = ballots.costs(voter.decision)
    shares = {row.dwelling: row.cents for row in costs.rows} if costs else {}
    said, light, floor = _words(block.key), *compensations(study=study, lift=place)
    computed = set(study.result["dwellings"].values())
    cards = [
        OwnCard(
            home.label,
            card(study.result, place, home.label) if home.label in computed else None,
            said.get((home.label, voter.number), False),
            shares.get(home.label),
            light.get(home.label),
            floor.get(home.label),
        )
        for home in voter.dwellings
    ]
    return block, study, cards


def compensations(*, study: StudyRow, lift: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return a study's sum shared by light and by floor [cent]; nothing when no sum was named."""
    if study.fund_cents is None:
        return {}, {}
    rows = homes(study.result, lift)
    floors, _entry = floors_at(localdate(study.at))
    return by_light(rows, study.fund_cents), by_floor(rows, study.fund_cents, floors)


def shown_dwellings(block: int) -> frozenset[str]:
    """Return the dwellings whose row neighbours may see: an owner said yes, and none said no last."""
    words = _words(block)
    yes = {dwelling for (dwelling, _owner), shown in words.items() if shown}
    return frozenset(yes - {dwelling for (dwelling, _owner), shown in words.items() if not shown})


def _words(block: int) -> dict[tuple[str, int], bool]:
    """The newest word of each owner on each dwelling."""
    rows = Consent.objects.filter(block=block).order_by("at", "pk").values_list("dwelling", "owner", "shown")
    return {(dwelling, owner): shown for dwelling, owner, shown in rows}
