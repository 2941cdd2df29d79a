"""The night's work of topics: what is new joins the running month, and the month is looked through anew in its turn."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from minben.needs.topics import actions, queries

# Answers and “not solved” come in for some days after a month is over; then its list stands.
_SETTLES = timedelta(days=7)
# So many requests are looked through in about a minute; of more, a night lets only what is new join.
_EVERY_NIGHT = 200_000
_MONDAY = 0


def look_through(*, at: datetime) -> list[actions.Mined | actions.Joined]:
    """Let what is new join the running month, or look through it anew; and through the last one until it has settled.

    A month is looked through anew every night while it is small, else on Mondays and when it begins.
    """
    today = localdate(at)
    last = today.replace(day=1) - timedelta(days=1)
    before, running = queries.mining(month=last), queries.mining(month=today)
    settled = before is not None and localdate(before.at) > last + _SETTLES
    done: list[actions.Mined | actions.Joined] = []
    if not settled:
        done.append(actions.mine_month(at=at, month=last))
    if running and running.requests > _EVERY_NIGHT and today.weekday() != _MONDAY:
        return [*done, actions.join_new(at=at)]
    return [*done, actions.mine_month(at=at, month=today)]
