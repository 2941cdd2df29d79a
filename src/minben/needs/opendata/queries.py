"""What anybody may read: releases, their files, and what each has spent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from minben.needs.opendata.core.releases import Rule
from minben.needs.opendata.models import File, Release, Spending
from minben.needs.opendata.rules import rule_on

__all__ = [
    "FileRow",
    "ReleaseRow",
    "SpendingRow",
    "YearRow",
    "content",
    "published",
    "releases",
    "rule",
    "spendings",
    "years",
]


@dataclass(frozen=True, slots=True)
class FileRow:
    """One form of a release without its bytes."""

    form: str
    size_b: int
    digest: str


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A published month."""

    month: date
    at: datetime
    k: int
    cap: int
    verified: bool
    licence: str
    rows: int
    epsilon_milli: int
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True)
class SpendingRow:
    """One line of the privacy ledger."""

    year: int
    what: str
    epsilon_milli: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """What the releases about a year have spent together."""

    year: int
    spent_milli: int


def releases() -> list[ReleaseRow]:
    """All releases, the newest month first; two queries."""
    files: dict[int, list[FileRow]] = {}
    kept = File.objects.order_by("form").values_list("release_id", "form", "size_b", "digest")
    for release, form, size_b, digest in kept:
        files.setdefault(release, []).append(FileRow(form, size_b, digest))
    found = Release.objects.order_by("-month").select_related("spending")
    return [
        ReleaseRow(
            month=one.month,
            at=one.at,
            k=one.k,
            cap=one.cap,
            verified=one.verified,
            licence=one.licence,
            rows=one.rows,
            epsilon_milli=one.spending.epsilon_milli,
            files=tuple(files.get(one.pk, ())),
        )
        for one in found
    ]


def content(*, month: date, form: str) -> bytes | None:
    """The bytes of one form of a release, if there is one."""
    found = File.objects.filter(release__month=month, form=form).values_list("content", flat=True).first()
    return None if found is None else bytes(found)


def spendings() -> list[SpendingRow]:
    """The privacy ledger, newest first."""
    rows = Spending.objects.order_by("-at", "-pk").values_list("year", "what", "epsilon_milli", "at", "by")
    return [SpendingRow(*row) for row in rows]


def years() -> list[YearRow]:
    """What each year has spent, the newest first."""
    rows = Spending.objects.values_list("year").annotate(spent=Sum("epsilon_milli")).order_by("-year")
    return [YearRow(*row) for row in rows]


def rule(day: date) -> Rule:
    """The rule that a release of this day keeps to."""
    return rule_on(day)


def published(months: Sequence[date]) -> set[date]:
    """Which of these months are published."""
    return set(Release.objects.filter(month__in=months).values_list("month", flat=True))
