"""Procedures: which shares of area and of owners must take part, and which must agree; dated and sourced."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from minben.commons.errors import TeachingError
from minben.commons.parameters import Entry, Parameters

__all__ = ["Least", "Procedure", "procedure_at"]


@dataclass(frozen=True, slots=True)
class Least:
    """A share that must be reached, or, when ``beyond``, exceeded.

    Examples
    --------
    >>> Least.read("2/3"), Least.read(">1/2")
    (Least(share=Fraction(2, 3), beyond=False), Least(share=Fraction(1, 2), beyond=True))
    """

    share: Fraction
    beyond: bool

    @classmethod
    def read(cls, text: str) -> "Least":
        """Read a share as procedures write it."""
        return cls(Fraction(text.removeprefix(">")), text.startswith(">"))


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure in force.

    Attributes
    ----------
    name, version : str
        The version is the name with the day from which it has been in force.
    area_present, owners_present : Least
        Shares of all area and of all owners that must take part.
    area_for, owners_for : Least
        Shares, of the area and of the owners that took part, that must agree.
    notice_days : int
        Days of notice before the vote.
    vote_days : int
        Days for which the vote is open, at least.
    result_days : int
        Days for which the result hangs out before work may follow from it.
    keep_days : int
        Days after its end for which owners' names are kept.
    source : str
    verified : bool
        False while nobody has checked the figures in their source.
    """

    name: str
    version: str
    area_present: Least
    owners_present: Least
    area_for: Least
    owners_for: Least
    notice_days: int
    vote_days: int
    result_days: int
    keep_days: int
    source: str
    verified: bool


def procedure_at(parameters: Parameters, name: str, day: date) -> Procedure:
    """Return a procedure as it is in force on a day.

    Raises
    ------
    TeachingError
        ``parameter_unknown``, ``parameter_not_in_force`` or ``parameter_incomplete``.
    """
    entry = parameters.at(name, day)
    try:
        return _procedure(name, entry)
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError) as error:
        field = str(error.args[0]) if error.args else name
        raise TeachingError("parameter_incomplete", file=parameters.file, key=name, field=field) from error


def _procedure(name: str, entry: Entry) -> Procedure:
    present, agree = entry.value["present"], entry.value["for"]
    return Procedure(
        name=name,
        version=f"{name}@{entry.since.isoformat()}",
        area_present=Least.read(present["area"]),
        owners_present=Least.read(present["owners"]),
        area_for=Least.read(agree["area"]),
        owners_for=Least.read(agree["owners"]),
        notice_days=int(entry.value["notice_days"]),
        vote_days=int(entry.value["vote_days"]),
        result_days=int(entry.value["result_days"]),
        keep_days=int(entry.value["keep_days"]),
        source=entry.source,
        verified=entry.verified,
    )
