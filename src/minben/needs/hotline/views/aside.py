"""A draft put aside: the link that leads back to it, and a reminder for the person's own calendar."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.commons.clock import now
from minben.needs.hotline import queries
from minben.needs.hotline.core.calendars import Reminder, calendar_file
from minben.needs.hotline.drafting import kept_back, understanding_of
from minben.needs.hotline.drafts import Said
from minben.needs.hotline.views.draft import drafted

# Enough days before the draft goes to look for a paper or ask somebody; tomorrow at the soonest.
_BEFORE, _SOONEST = timedelta(days=2), timedelta(days=1)


@never_cache
@require_safe
@drafted
def put_aside(request: HttpRequest, key: str, said: Said) -> HttpResponse:
    """Give the person the link under which the draft is found again for a fortnight."""
    until, at = queries.draft_kept_until(key), now()
    context = {
        "key": key,
        "link": _link(request, key),
        "said": said,
        "until": until,
        "may_remind": until is not None and _may_remind(said, until, at),
    }
    return render(request, "hotline/put_aside.html", context)


@never_cache
@require_safe
@drafted
def reminder(request: HttpRequest, key: str, said: Said) -> HttpResponse:
    """Give a file for the person's own calendar: the city need not know how to reach them."""
    until, at = queries.draft_kept_until(key), now()
    if until is None or not _may_remind(said, until, at):
        raise Http404
    told = Reminder(
        # The key opens the draft; of two files of one draft the calendar makes one all the same.
        key=sha256(key.encode()).hexdigest()[:32],
        written_at=at,
        day=localtime(max(until - _BEFORE, at + _SOONEST)).date(),
        title=_("You kept something for later"),
        words=_("The draft is kept until %(day)s. Go on with it here: %(link)s")
        % {"day": date_format(localtime(until), "DATE_FORMAT"), "link": _link(request, key)},
        address=_link(request, key),
    )
    answer = HttpResponse(calendar_file(told), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="reminder.ics"'
    return answer


def _link(request: HttpRequest, key: str) -> str:
    return request.build_absolute_uri(reverse("hotline:draft", args=[key]))


def _may_remind(said: Said, until: datetime, at: datetime) -> bool:
    """Keep what tells of wrongdoing or despair out of calendars: others often read them too."""
    if at + _SOONEST > until:
        return False
    return said.identity == "named" and not kept_back(understanding_of(said, at=at))
