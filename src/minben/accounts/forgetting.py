"""What signing in leaves behind goes by itself: ended sessions, and who signed in from where, after its time."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import models
from django.utils.timezone import localdate

from minben.commons.parameters import load

PACKAGE = "minben.accounts"
# Every try to sign in leaves one; a refused one also leaves the name that was typed, which may be anybody's.
_TRIES: tuple[type[models.Model], ...] = (AccessLog, AccessAttempt, AccessFailureLog)


def forget_sign_ins(*, at: datetime) -> int:
    """Remove ended sessions, and tries to sign in that are older than the rule of the day lets them be.

    Returns
    -------
    int
        How many rows went.
    """
    days = load(PACKAGE, "retention").at("sign_ins", localdate(at)).value["days"]
    before = at - timedelta(days=days)
    gone = Session.objects.filter(expire_date__lt=at).delete()[0]
    return gone + sum(table._default_manager.filter(attempt_time__lt=before).delete()[0] for table in _TRIES)
