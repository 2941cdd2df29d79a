"""Plans the year: a theme for each month."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from minben.evaluation.agenda.actions.guarding import AgendaRefused, allow, worded
from minben.evaluation.agenda.core.texts import Most, Text
from minben.evaluation.agenda.models import Theme
from minben.ledger.actions import Act, write


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTheme:
    """What a month is to be about; January is 1."""

    year: int
    month: int
    title: Text


def plan_theme(*, theme: NewTheme, by: AbstractBaseUser, at: datetime) -> int:
    """Name what a month is about, or name it anew while no question stands under it; return its key.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``words_missing``, ``words_too_long`` or ``theme_kept``.
    """
    allow(by, "choose")
    named = worded(theme.title, Most.THEME).columns("title")
    with transaction.atomic():
        before = Theme.objects.select_for_update().filter(year=theme.year, month=theme.month).first()
        if before and before.title != named["title"] and before.questions.exists():
            raise AgendaRefused("theme_kept")
        kept, _made = Theme.objects.update_or_create(year=theme.year, month=theme.month, defaults=named)
        act = Act(
            "agenda.planned",
            f"user:{by.pk}",
            f"agenda.theme:{kept.pk}",
            at,
            detail={"month": f"{theme.year}-{theme.month:02}", **named},
        )
        write([act])
    return int(kept.pk)
