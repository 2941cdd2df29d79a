"""Words for releases, as the page and the catalogue tell them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from minben.commons.privacy import noise_within
from minben.needs.opendata.core.dcat import Said
from minben.needs.opendata.core.releases import Rule
from minben.needs.opendata.queries import ReleaseRow


@dataclass(frozen=True, slots=True)
class Told:
    """A release in the reader's language."""

    name: str
    title: str
    sentence: str
    provenance: str
    epsilon: str
    row: ReleaseRow


def both(tell: Callable[[], str]) -> Said:
    """Say the same in Chinese and in English."""
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append(tell())
    return Said(*said)


def amount(milli: int) -> str:
    """Write an epsilon: 500 as 0.5."""
    return f"{milli / 1000:g}"


def month_in_words(month: date) -> str:
    """Write a month as its readers do."""
    return date_format(month, "Y年n月" if translation.get_language() == "zh-hans" else "F Y")


def spent_on(what: str) -> str:
    """Write what a spending was for: “requests 2026-10” as the title of that month's release."""
    month = what.removeprefix("requests ")
    return _title(date.fromisoformat(f"{month}-01")) if what != month else what


def let_by(who: str) -> str:
    """Write who let a release: the part of the program that ran, else the account as it is."""
    words = {
        "worker": _("the nightly work"),
        "console": _("somebody at the console"),
        "sample": _("the sample city"),
    }
    return words.get(who, who)


def _title(month: date) -> str:
    return _("What people asked for, %(month)s") % {"month": month_in_words(month)}


def tell(row: ReleaseRow) -> Told:
    """Return a release with its words."""
    month = month_in_words(row.month)
    return Told(
        name=f"{row.month:%Y-%m}",
        title=_title(row.month),
        sentence=_(
            "Requests received in %(month)s by week, category, place, channel and kind (rows: %(rows)s);"
            " each row stands for at least %(k)s people."
        )
        % {"month": month, "rows": row.rows, "k": row.k},
        provenance=_provenance(row),
        epsilon=amount(row.epsilon_milli),
        row=row,
    )


def _provenance(row: ReleaseRow) -> str:
    rule = Rule(k=row.k, cap=row.cap, epsilon_milli=row.epsilon_milli, budget_milli=0)
    within = noise_within(epsilon=rule.epsilon, sensitivity=row.cap)
    facts = {"k": row.k, "cap": row.cap, "epsilon": amount(row.epsilon_milli), "within": within}
    words = _(
        "Coarsened until at least %(k)s people stand behind each row (k = %(k)s); nobody counts more than %(cap)s"
        " times; counts with discrete Laplace noise, epsilon %(epsilon)s:"
        " 95 of 100 lie within %(within)s of the true one."
    )
    return words % facts


def city() -> str:
    """Return the city's name in the language of the moment."""
    return str(settings.MINBEN_CITY_NAME["zh" if translation.get_language() == "zh-hans" else "en"])
