"""What the people of the sample city did one morning, as acts."""

from datetime import UTC, datetime, timedelta

from minben.ledger.actions import Act

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def acts(count: int, *, start: int = 0) -> list[Act]:
    """The clerk Wang Fang passes on one request after another, a second apart."""
    return [
        Act(
            what="orders.dispatched",
            who="user:wang-fang",
            subject=f"request:{number}",
            at=MORNING + timedelta(seconds=number),
            detail={"unit": 3, "number": number},
        )
        for number in range(start, start + count)
    ]
