"""Plans the year: a theme for each month."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from minben.evaluation.agenda.actions.guarding import AgendaRefused, allow, worded
from minben.evaluation.agenda.models import Theme
from minben.ledger.actions import Act, write


def plan_theme(
    *, year: int, month: int, title: str, title_en: str = "", by: AbstractBaseUser, at: datetime
) -> int:
    """Name what a month is about, or name it anew while no question stands under it; return its key.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``words_missing`` or ``theme_kept``.
    """
    allow(by, "choose")
    named = {"title": worded(title), "title_en": title_en.strip()}
    with transaction.atomic():
        before = Theme.objects.select_for_update().filter(year=year, month=month).first()
        if before and before.title != named["title"] and before.questions.exists():
            raise AgendaRefused("theme_kept")
        theme, _made = Theme.objects.update_or_create(year=year, month=month, defaults=named)
        act = Act(
            "agenda.planned",
            f"user:{by.pk}",
            f"agenda.theme:{theme.pk}",
            at,
            detail={"month": f"{year}-{month:02}", **named},
        )
        write([act])
    return int(theme.pk)
