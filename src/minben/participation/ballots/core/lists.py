"""The published list of a vote, and the households of a house, read from JSON and checked row by row."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from minben.participation.ballots.core.shares import Household
from minben.participation.ballots.core.tally import Ballot, Choice, Dwelling

__all__ = ["Fault", "ListRefused", "Vote", "read_households", "read_vote"]

# No dwelling is larger [m²], no area is written longer, and no house has more floors.
_LARGEST_M2, _DIGITS, _HIGHEST = 10**7, 40, 500


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a list: a code, the kind and number of the row, and its facts."""

    code: str
    rows: str
    row: int
    facts: Mapping[str, object]


class ListRefused(ValueError):
    """A list cannot be used; ``faults`` says all that is wrong. A count of half a list would be a false count."""

    code = "list_refused"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(self.code)
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote as it was published; ``law_of`` is the day whose law holds, where the list names one."""

    procedure: str
    closes: datetime
    law_of: date | None
    dwellings: tuple[Dwelling, ...]
    ballots: tuple[Ballot, ...]


def read_vote(text: str | bytes) -> Vote:
    """Read a vote.

    Parameters
    ----------
    text : str or bytes
        ``{"procedure", "closes", "law_of"?, "dwellings": [{"id", "area_m2", "owners"}], "ballots": [{"dwelling",
        "choice", "at", "by", "paper"?, "entered"?}]}``.

    Raises
    ------
    ListRefused
        When anything in it cannot be read: all is told at once.
    """
    raw, faults = _object(text), list[Fault]()
    closes = _moment(raw.get("closes"))
    if closes is None:
        faults.append(Fault("no_close", "vote", 0, {"value": raw.get("closes")}))
    if raw.get("secret") is True and "ballots" not in raw:
        # What everybody gets of a secret vote: it holds commitments and no choices.
        raise ListRefused([Fault("secret_list", "file", 0, {})])
    if not isinstance(raw.get("procedure"), str):
        faults.append(Fault("no_procedure", "vote", 0, {}))
    law_of = _day(raw.get("law_of"))
    if law_of is None and raw.get("law_of") is not None:
        faults.append(Fault("no_law_day", "vote", 0, {"value": raw["law_of"]}))
    dwellings = list(_dwellings(_rows(raw, "dwellings", faults), faults))
    ballots = list(_ballots(_rows(raw, "ballots", faults), faults))
    if faults or closes is None:
        raise ListRefused(faults)
    return Vote(raw["procedure"], closes, law_of, tuple(dwellings), tuple(ballots))


def read_households(text: str | bytes) -> list[Household]:
    """Read ``{"households": [{"dwelling", "floor", "area_m2", "exempt"?}]}``.

    Raises
    ------
    ListRefused
        When a row cannot be read.
    """
    faults: list[Fault] = []
    found: list[Household] = []
    seen: set[str] = set()
    for number, row in enumerate(_rows(_object(text), "households", faults), 1):
        area, floor, key = _amount(row.get("area_m2")), row.get("floor"), str(row.get("dwelling", number))
        if area is None:
            faults.append(Fault("no_area", "households", number, {"value": row.get("area_m2")}))
        elif not isinstance(floor, int) or isinstance(floor, bool) or abs(floor) > _HIGHEST:
            faults.append(Fault("no_floor", "households", number, {"value": floor}))
        elif not isinstance(row.get("exempt", False), bool):
            faults.append(Fault("exempt_unclear", "households", number, {"value": row["exempt"]}))
        elif key in seen:
            faults.append(Fault("id_twice", "households", number, {"value": key}))
        else:
            found.append(Household(key, floor, area, row.get("exempt", False)))
        seen.add(key)
    if faults:
        raise ListRefused(faults)
    return found


def _object(text: str | bytes) -> dict[str, Any]:
    try:
        # Numbers are kept as they are written: 89.63 m² is exactly that, and not the nearest binary fraction.
        raw = json.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise ListRefused([Fault("not_json", "file", 0, {"detail": str(error)})]) from error
    if not isinstance(raw, dict):
        raise ListRefused([Fault("not_an_object", "file", 0, {})])
    return raw


def _rows(raw: Mapping[str, Any], name: str, faults: list[Fault]) -> list[dict[str, Any]]:
    rows = raw.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        faults.append(Fault("no_rows", name, 0, {"name": name}))
        return []
    return rows


def _dwellings(rows: Sequence[Mapping[str, Any]], faults: list[Fault]) -> Iterator[Dwelling]:
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        key, area, owners = str(row.get("id", "")), _amount(row.get("area_m2")), row.get("owners")
        if not key or key in seen:
            faults.append(Fault("id_twice" if key else "no_id", "dwellings", number, {"value": key}))
        elif area is None:
            faults.append(Fault("no_area", "dwellings", number, {"value": row.get("area_m2")}))
        elif (
            not isinstance(owners, list)
            or not owners
            or not all(isinstance(one, str) and one for one in owners)
        ):
            faults.append(Fault("no_owners", "dwellings", number, {"value": key}))
        else:
            yield Dwelling(key, area, tuple(owners))
        seen.add(key)


def _ballots(rows: Sequence[Mapping[str, Any]], faults: list[Fault]) -> Iterator[Ballot]:
    for number, row in enumerate(rows, 1):
        at, choice, entered = _moment(row.get("at")), row.get("choice"), row.get("entered", [])
        if not isinstance(choice, str) or choice not in set(Choice):
            faults.append(Fault("no_choice", "ballots", number, {"value": choice}))
        elif at is None:
            faults.append(Fault("no_moment", "ballots", number, {"value": row.get("at")}))
        elif not isinstance(entered, list):
            faults.append(Fault("entered_no_list", "ballots", number, {}))
        else:
            yield Ballot(
                dwelling=str(row.get("dwelling", "")),
                choice=Choice(choice),
                at=at,
                by=str(row.get("by", "")),
                paper=str(row.get("paper", "")),
                entered=tuple(map(str, entered)),
            )


def _amount(value: object) -> Fraction | None:
    """A positive amount, exactly as it is written."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        # “1e99999999” is a number too, which takes minutes to write out.
        amount = (
            Fraction(value) if len(str(value)) <= _DIGITS and "e" not in str(value).lower() else Fraction(0)
        )
    except (ValueError, ZeroDivisionError):
        return None
    return amount if 0 < amount <= _LARGEST_M2 else None


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
