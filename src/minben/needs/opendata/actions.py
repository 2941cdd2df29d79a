"""What others may do: publish a month, once, within the year's privacy budget."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate

from minben.commons.digests import digest
from minben.commons.errors import TeachingError
from minben.commons.privacy import Below
from minben.ledger import actions as ledger
from minben.needs.opendata.core.classes import Class
from minben.needs.opendata.core.releases import Rule, bearable, noisy_rows
from minben.needs.opendata.files import FORMS, named
from minben.needs.opendata.gathering import Gathered, gather, month_after
from minben.needs.opendata.models import File, Release, Spending, Year
from minben.needs.opendata.rules import left_out_on, rule_on

__all__ = ["Published", "last_month", "publish"]


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing: nothing is spent on a month that had been published before."""

    month: date
    rows: int
    epsilon_milli: int
    new: bool


def last_month(at: datetime) -> date:
    """Return the first day of the last month that is over."""
    return (localdate(at).replace(day=1) - timedelta(days=1)).replace(day=1)


def publish(
    *, months: Sequence[date], at: datetime, by: str, licence: str = "", below: Below = secrets.randbelow
) -> list[Published]:
    """Publish months, each in a transaction of its own; one that was published before stays as it is.

    Parameters
    ----------
    months : sequence of date
        Any day of each.
    at : datetime
        Aware; now.
    by : str
        Who lets it: ``"user:12"``, ``"worker"``, ``"console"``.
    licence : str
        Address of the licence under which the city gives it.
    below : callable
        The source of chance.

    Raises
    ------
    TeachingError
        ``opendata_month_open``, ``opendata_too_few`` or ``opendata_budget_spent``: nothing of that month is published
        and nothing is spent on it; the months before it stand.
    """
    return [_publish(day.replace(day=1), at, by, licence, below) for day in months]


@transaction.atomic
def _publish(month: date, at: datetime, by: str, licence: str, below: Below) -> Published:
    name = f"{month:%Y-%m}"
    if month_after(month) > localdate(at):
        raise TeachingError("opendata_month_open", month=name)
    # Whoever else publishes something of this year waits here, and then sees this release.
    Year.objects.get_or_create(year=month.year)
    Year.objects.select_for_update().get(year=month.year)
    before = Release.objects.filter(month=month).first()
    if before is not None:
        return Published(month, before.rows, 0, new=False)
    rule = rule_on(localdate(at))
    _refuse_what_is_too_much(month.year, rule)
    gathered = gather(month, left_out_on(localdate(at)))
    rows = noisy_rows(gathered.facts, rule, below)
    if not rows:
        raise TeachingError("opendata_too_few", month=name, k=rule.k)
    release = Release.objects.create(
        month=month, at=at, k=rule.k, cap=rule.cap, verified=rule.verified, licence=licence, rows=len(rows)
    )
    Spending.objects.create(
        release=release,
        year=month.year,
        what=f"requests {name}",
        epsilon_milli=rule.epsilon_milli,
        at=at,
        by=by,
    )
    _keep(release, rows, gathered, rule, by)
    return Published(month, len(rows), rule.epsilon_milli, new=True)


def _refuse_what_is_too_much(year: int, rule: Rule) -> None:
    spent = Spending.objects.filter(year=year).aggregate(sum=Sum("epsilon_milli"))["sum"] or 0
    if not bearable(spent, rule):
        told = {"spent": spent, "asked": rule.epsilon_milli, "budget": rule.budget_milli}
        amounts = {name: f"{milli / 1000:g}" for name, milli in told.items()}
        raise TeachingError("opendata_budget_spent", year=year, **amounts)


def _keep(release: Release, rows: Sequence[Class], gathered: Gathered, rule: Rule, by: str) -> None:
    """Keep the release in every form, and write what was done into the ledger."""
    table = named(rows, release.month, gathered)
    written = {name: form.write(table) for name, form in FORMS.items()}
    File.objects.bulk_create(
        File(release=release, form=form, content=content, size_b=len(content), digest=digest(content))
        for form, content in written.items()
    )
    act = ledger.Act(
        what="opendata.published",
        who=by,
        subject=f"release:{release}",
        at=release.at,
        detail={
            "epsilon_milli": rule.epsilon_milli,
            "budget_milli": rule.budget_milli,
            "k": rule.k,
            "cap": rule.cap,
            "rows": len(rows),
            "files": {form: digest(content) for form, content in written.items()},
        },
    )
    ledger.write([act])
